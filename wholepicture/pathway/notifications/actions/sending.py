"""Send a notice, once for ever for each cause, function, team and person; and take back what is no longer due.

Sending writes the notice and everything that must follow from it in the caller's transaction; carrying it is the
worker's (review 2.6; safety b 11).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres import wake
from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.actions import opening, steps
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Item, Notice
from wholepicture.pathway.notifications.queries import who
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.protocol.terms import NoticeKind

CHANNEL = "wholepicture"
NOT_YET_TOLD = frozenset({State.HELD, State.QUEUED})
CAN_GO = frozenset({State.HELD, State.WITHHELD, State.QUEUED})


@transaction.atomic
def send(*, told: NoticeTold, by: Actor, now: datetime) -> Notice:
    """Tell a function of a team something about a person because of a cause, once (design promises 4 and 14).

    Told again it returns the notice that is there, corrected where it is now stronger, sooner or to be held, and brought
    back where it had been no longer due. Raises Post.DoesNotExist.
    """
    post = Post.objects.select_related("team__agency").get(id=told.post)
    notice, is_new = Notice.objects.get_or_create(
        cause=told.cause,
        function=told.function,
        team=post.team,
        about_id=told.about,
        defaults=_columns(told, post, now),
    )
    if is_new:
        _begin(notice, told, None, by=by, now=now)
    else:
        notice = _again(notice.id, told, by=by, now=now)
    return notice


@transaction.atomic
def supersede(*, notices: Sequence[UUID], because: str, by: Actor, now: datetime) -> list[Notice]:
    """Take back notices that are no longer due and that nobody has been told yet; returns those taken back.

    What has been delivered stays: a correction of it is a notice of its own.
    """
    return _end(notices, CAN_GO, because, by, now)


@transaction.atomic
def settle(*, notices: Sequence[UUID], because: str, by: Actor, now: datetime) -> list[Notice]:
    """End tasks whose question is answered by what is known now, delivered or not; returns those ended.

    For tasks only (find out who has to be told): what informs or asks of a child ends by a person's answer alone.
    """
    return _end(notices, CAN_GO | {State.DELIVERED, State.OPENED, State.DECLINED}, because, by, now)


def _end(notices: Sequence[UUID], standing: frozenset[State], because: str, by: Actor, now: datetime) -> list[Notice]:
    gone = [notice for notice in steps.locked(notices) if notice.state in standing]
    for notice in gone:
        steps.enter(notice, State.SUPERSEDED, by=by, now=now, start=State(notice.state), words=because)
        notice.deliver_at = notice.next_at = None
        notice.save()
    if gone:
        audit.record(event=Event.NOTICE_SUPERSEDED, by=by, now=now, about=[f"notice:{notice.id}" for notice in gone])
    return gone


def item_for(*, team: UUID, family: UUID, now: datetime) -> Item:
    """The one item of a team, a family and a London day; later news of that day is appended to it."""
    item, _ = Item.objects.get_or_create(team_id=team, family=family, day=london_day(now), defaults={"created_at": now})
    return item


def queue(notice: Notice, now: datetime) -> None:
    """Let the carrier have a notice from now, and let the team that is told open it."""
    notice.deliver_at = now
    steps.start_clock(notice, notice.reply_by, now)
    wake.notify(connection.cursor(), CHANNEL)


def _columns(told: NoticeTold, post: Post, now: datetime) -> dict[str, object]:
    return {
        "item": item_for(team=post.team_id, family=told.family, now=now),
        "post": post,
        "cause_kind": told.cause_kind,
        "row": told.row,
        "protocol": told.protocol,
        "created_at": now,
        "happened_at": told.happened_at,
        "state": State.HELD if told.hold else State.QUEUED,
        "clock_from": now,
        "due_at": told.reply_by,
        **_contents(told),
    }


def _contents(told: NoticeTold) -> dict[str, object]:
    return {
        "kind": told.kind,
        "lane": told.lane,
        "answered_on": told.answered_on,
        "title": told.title,
        "text": told.text,
        "because": told.because,
        "never_to": list(told.never_to),
        "parties": [str(person) for person in told.parties],
        "reply_by": told.reply_by,
        "owner_id": told.owner_post if told.hold else None,
        "release_by": told.release_by if told.hold else None,
    }


def _begin(notice: Notice, told: NoticeTold, start: State | None, *, by: Actor, now: datetime) -> None:
    """Hold a notice with its owner, or queue it, and write what follows from that."""
    if told.hold:
        _hold(notice, start, by=by, now=now)
    else:
        steps.enter(
            notice, State.QUEUED, by=by, now=now, start=start, to_words=who.post_in_words(notice.post), carry=True
        )
        queue(notice, now)
        opening.to_team(notice, notice.team, "told", by=by, now=now)
    notice.save()
    about = [f"notice:{notice.id}", f"cause:{notice.cause}"]
    audit.record(event=Event.NOTICE_CREATED, by=by, now=now, about=about, detail={"state": notice.state})


def _hold(notice: Notice, start: State | None, *, by: Actor, now: datetime) -> None:
    owner = Post.objects.select_related("team").get(id=str(notice.owner_id))
    notice.owner = owner
    carry = steps.is_carried(owner)
    steps.enter(notice, State.HELD, by=by, now=now, start=start, to_words=who.post_in_words(owner), carry=carry)
    notice.deliver_at = now if carry else None
    steps.start_clock(notice, notice.release_by or notice.reply_by, now)
    opening.to_team(notice, owner.team, "releases or withholds", by=by, now=now)
    steps.tell_chronology(notice, EntryKind.HELD, by=by, now=now, words=notice.because)
    wake.notify(connection.cursor(), CHANNEL)


def _again(notice_id: UUID, told: NoticeTold, *, by: Actor, now: datetime) -> Notice:
    """What is told a second time: bring back what was superseded, correct what has become stronger, else nothing."""
    notice = steps.lock(notice_id)
    state = State(notice.state)
    if state is State.SUPERSEDED:
        _replace(notice, told)
        notice.item = item_for(team=notice.team_id, family=told.family, now=now)
        _begin(notice, told, State.SUPERSEDED, by=by, now=now)
    elif state is State.QUEUED and told.hold:
        _replace(notice, told)
        _begin(notice, told, State.QUEUED, by=by, now=now)
    else:
        _correct(notice, told, by=by, now=now)
    return notice


def _replace(notice: Notice, told: NoticeTold) -> None:
    for column, value in _contents(told).items():
        setattr(notice, column, value)


def _correct(notice: Notice, told: NoticeTold, *, by: Actor, now: datetime) -> None:
    """Ask for more, or sooner, where that is now due; never for less. The words change only until somebody is told."""
    state, kind = State(notice.state), rules.strongest([NoticeKind(notice.kind), told.kind])
    is_sooner = told.reply_by < notice.reply_by and told.lane != notice.lane
    if state is State.ANSWERED or (kind == notice.kind and not is_sooner):
        return
    before = f"{NoticeKind(notice.kind).value}, {notice.lane}"
    notice.kind, notice.lane = kind, told.lane if is_sooner else notice.lane
    if is_sooner:
        notice.reply_by = told.reply_by
    if state not in (State.HELD, State.WITHHELD):
        notice.due_at = min(notice.due_at, notice.reply_by)
    if state in NOT_YET_TOLD:
        notice.title, notice.text, notice.because = told.title, told.text, told.because
    steps.set_next(notice, now)
    steps.add(notice, StepKind.CORRECTED, by=by, now=now, words=f"Was {before}; {told.because}")
    notice.save()
