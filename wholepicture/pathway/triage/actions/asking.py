"""Send one ask: through a notice that is chased, held first where it goes to a service of the person causing harm."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import Form, State
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import ToAsk
from wholepicture.pathway.triage.messages import ask as message
from wholepicture.pathway.triage.models import Ask, Listing
from wholepicture.pathway.triage.queries.asked import Today
from wholepicture.pathway.triage.queries.circles import Matter
from wholepicture.pathway.triage.terms import Cause
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.terms import Lane, NoticeKind

ROW = "contribution"


@dataclass(frozen=True)
class Sender:
    """Because of which listing is asked, what that is about, and on which day."""

    listing: Listing
    matter: Matter
    today: Today
    by: Actor
    now: datetime

    @property
    def lane(self) -> Lane:
        """How fast."""
        return Lane(self.listing.lane)

    def new(self, one: ToAsk) -> Ask:
        """Ask somebody something new, or keep the gap where there is nobody to ask."""
        row = Ask(
            id=uuid4(),
            family_id=self.listing.family_id,
            function=one.function,
            team_id=one.team,
            about_id=one.about,
            because=one.because,
            gap=one.gap,
            protocol=self.today.agreed.number,
            asked_at=self.now,
            reply_by=self._reply_by(one),
        )
        row.notice = self._send(row, one, one.post) if one.post else None
        row.save(force_insert=True)
        return row

    def keep(self, row: Ask, one: ToAsk) -> None:
        """Let an open ask stand: by the same notice it becomes urgent, or is held, where that is now due."""
        notice = row.notice
        if notice is None:
            _say(row, one.gap)
        elif rules.has_to_be_asked_again(
            one, self.lane, asked_in=Lane(notice.lane), is_queued=notice.state == State.QUEUED
        ):
            row.notice = self._send(row, one, one.post or notice.post_id)
            row.reply_by = row.notice.reply_by
            row.save(update_fields=["reply_by"])

    def _send(self, row: Ask, one: ToAsk, post: UUID) -> Notice:
        return notifications.send(told=self._told(row, one, post), by=self.by, now=self.now)

    def _told(self, row: Ask, one: ToAsk, post: UUID) -> NoticeTold:
        title, text = message.compose(one, self.matter.circle, self.matter.report)
        releaser = self.today.releaser if one.hold else None
        return NoticeTold(
            cause=row.id,
            cause_kind=Cause.ASK.value,
            row=ROW,
            protocol=self.today.agreed.number,
            function=one.function,
            post=post,
            about=row.about_id,
            kind=NoticeKind.ASK,
            lane=self.lane,
            title=title,
            text=text,
            because=one.because,
            family=row.family_id,
            reply_by=self._reply_by(one),
            parties=self.matter.parties,
            hold=releaser is not None,
            owner_post=releaser.id if releaser else None,
            release_by=self._release_by() if releaser else None,
            happened_at=self.matter.report.happened_at,
            answered_on=Form.CONTRIBUTION,
        )

    def _release_by(self) -> datetime:
        return self.now + timedelta(hours=self.today.agreed.parameters.release_hours[self.lane])

    def _reply_by(self, one: ToAsk) -> datetime:
        """A held ask's time to answer begins when the time to release it ends."""
        hours = self.today.agreed.parameters.contribution_hours[self.lane]
        return (self._release_by() if one.hold else self.now) + timedelta(hours=hours)


def take_back(row: Ask, because: str, *, by: Actor, now: datetime) -> None:
    """End an ask that nobody was told of; one that was delivered, also since we looked, stands."""
    if row.notice is not None and not notifications.supersede(notices=[row.notice.id], because=because, by=by, now=now):
        return
    end(row, because, now)


def give_up(row: Ask, because: str, *, by: Actor, now: datetime) -> None:
    """End an ask of a team that is no longer there, told or not: nobody is left who could answer it."""
    sent = [row.notice_id] if row.notice_id else []
    notifications.settle(notices=sent, because=because, by=by, now=now)
    end(row, because, now)


def end(row: Ask, because: str, now: datetime) -> None:
    """Say that something is no longer asked, and why."""
    row.ended_at, row.ended_because = now, because
    row.save(update_fields=["ended_at", "ended_because"])


def _say(row: Ask, gap: str) -> None:
    if row.gap != gap:
        row.gap = gap
        row.save(update_fields=["gap"])
