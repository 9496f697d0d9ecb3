"""Tell of decisions: ask their recipients, inform whoever was asked before, ask others to agree, tell who proposed.

Every document is built for one recipient; what goes to a service of somebody causing harm is held for release and says
only whom it is about (design promises 3, 4, 13).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties.messages.words import names_of
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import Form, State
from wholepicture.pathway.triage import queries
from wholepicture.pathway.triage.actions import wanting
from wholepicture.pathway.triage.facts import Needed
from wholepicture.pathway.triage.messages import agreement, decision, referral
from wholepicture.pathway.triage.models import Ask, Decision, Recipient
from wholepicture.pathway.triage.queries.situation import Situation
from wholepicture.pathway.triage.terms import Cause
from wholepicture.registers.access import queries as grants
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol.terms import Lane, NoticeKind

REPLACED = "A later decision replaces the one by which this was asked."
BECAUSE = "The partnership's triage decided it."
# Two decisions of one instant are kept a microsecond apart.
A_MOMENT = timedelta(seconds=1)
NOT_YET_TOLD = (State.HELD, State.WITHHELD, State.QUEUED)


def ask_recipients(rows: Sequence[Decision], found: Situation, *, by: Actor, now: datetime) -> set[UUID]:
    """Ask each recipient once about each person, and keep the notice with the decision; returns the teams asked.

    Raises wanting.RecipientGone and NobodyReleases where that has become so since it was proposed.
    """
    may_open = grants.teams_granted(Subject.FAMILY, found.family, now)
    of_child = {row.child_id: row for row in rows}
    asked = Recipient.objects.filter(decision__in=[row.id for row in rows]).select_related("post__team__agency")
    teams = set()
    for one in asked.order_by("id"):
        row = of_child.get(one.about_id, rows[0])
        post = wanting.check_still_there(one.post_id, _name(one.post), now)
        told = _to_recipient(one, row, post, found, is_open=post.team_id in may_open, now=now)
        one.notice = notifications.send(told=told, by=by, now=now)
        one.reply_by = told.reply_by
        one.save(update_fields=["notice", "reply_by"])
        teams.add(post.team_id)
    return teams


def inform(
    rows: Sequence[Decision],
    found: Situation,
    replaced: Sequence[Decision],
    told: Collection[UUID],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Tell whoever was asked what they know, or was a recipient before, how it was decided; nobody to whom it was held.

    A practice that a child shares with somebody causing harm is told about its patient the child, as it was before.
    """
    before = [one.notice for one in _recipients(replaced) if one.notice]
    notifications.supersede(notices=[notice.id for notice in before], because=REPLACED, by=by, now=now)
    known = [*_asked(found), *(notice for notice in before if notice.state not in NOT_YET_TOLD)]
    persons = people.persons_of_records({notice.about_id for notice in known})
    held = {notice.team_id for notice in known if notice.owner_id}
    for notice in _once_a_team(known, found, persons):
        post = queries.open_post(notice.post_id, london_day(now))
        is_closed = notice.team_id in held and (notice.owner_id or persons.get(notice.about_id) not in found.children)
        if post is None or is_closed or post.team_id in told:
            continue
        if KINDS[post.team.agency.kind].serves_person_causing_harm:
            continue
        sent = _informed(rows, notice, post, found, persons.get(notice.about_id), now)
        notifications.send(told=sent, by=by, now=now)


def _asked(found: Situation) -> list[Notice]:
    """By what each team was asked what it knows of the family, the earliest first."""
    asked = Ask.objects.filter(family_id__in=found.every, notice__isnull=False, ended_at__isnull=True)
    rows = asked.select_related("notice").order_by("asked_at", "id")
    return [one.notice for one in rows if one.notice]


def _once_a_team(known: Sequence[Notice], found: Situation, persons: Mapping[UUID, UUID | None]) -> Iterable[Notice]:
    """One notice of each team: whoever was asked about a child and an adult is told about the child."""
    first: dict[UUID, Notice] = {}
    for notice in sorted(known, key=lambda one: persons.get(one.about_id) not in found.children):
        first.setdefault(notice.team_id, notice)
    return first.values()


def ask_to_agree(
    rows: Sequence[Decision], found: Situation, needed: Needed, posts: Iterable[Post], *, by: Actor, now: datetime
) -> None:
    """Ask these posts to agree to what is proposed, or to object, by the time by which they have to."""
    title, text = agreement.compose(_names(rows, found), rows[0], needed, found.parameters.levels_of_need)
    for post in posts:
        told = _told(rows[0], post, found, title, text, NoticeKind.ACT, rows[0].agree_by or now)
        told = replace(
            told,
            cause=rows[0].batch,
            cause_kind=Cause.AGREEMENT.value,
            row="agreement",
            because=needed.because,
            answered_on=Form.AGREEMENT,
        )
        notifications.send(told=told, by=by, now=now)


def tell_proposer(rows: Sequence[Decision], found: Situation, because: str, *, by: Actor, now: datetime) -> None:
    """Tell the team of whoever proposed that it does not stand, as an act: the family still waits for a decision."""
    post = queries.post_of_worker(rows[0].worker_id, now) or queries.alarm_post(now)
    if post is None:
        return
    title, text = agreement.compose_ended(_names(rows, found), rows[0], because)
    reply_by = now + timedelta(hours=found.parameters.agreement_hours[Lane(rows[0].lane)])
    told = _told(rows[0], post, found, title, text, NoticeKind.ACT, reply_by)
    told = replace(told, cause_kind=Cause.AGREEMENT.value, row="proposal ended", because=because)
    notifications.send(told=told, by=by, now=now)


def refer(rows: Sequence[Decision], post: Post, found: Situation, *, by: Actor, now: datetime) -> set[UUID]:
    """Give what was decided without children's social care to it, as a referral; returns the team (review 5.2 L&G 3)."""
    for row in rows:
        asked = Recipient.objects.filter(decision=row, post=post, about_id=row.child_id).values_list("asked", flat=True)
        levels = found.parameters.levels_of_need
        title, text = referral.compose(found.name(_person(row)), row, "\n".join(asked), levels)
        told = _told(row, post, found, title, text, NoticeKind.ACT, _default(row, found, now))
        notifications.send(told=replace(told, row="interim referral"), by=by, now=now)
    return {post.team_id}


def _to_recipient(
    one: Recipient, row: Decision, post: Post, found: Situation, *, is_open: bool, now: datetime
) -> NoticeTold:
    person = people.persons_of_records([one.about_id]).get(one.about_id)
    wanting.check_can_be_released(post, person, found, now)
    reply_by, default = one.reply_by, _default(row, found, now)
    was_default = abs(reply_by - row.at - (default - now)) < A_MOMENT
    reply_by = default if was_default or reply_by <= now else reply_by
    name = found.name(person) if person else "Name not known"
    if person is None or not queries.is_held(post, person, found):
        levels = found.parameters.levels_of_need if is_open else ()
        title, text = decision.compose(name, found.name(_person(row)), row, one.asked, reply_by, levels)
        told = _told(row, post, found, title, text, NoticeKind.ACT, reply_by)
        return replace(told, about=one.about_id)
    release_by = now + timedelta(hours=found.parameters.release_hours[Lane(row.lane)])
    # The time to reply begins when the time to release ends.
    reply_by = release_by + (default - now) if was_default else max(reply_by, release_by + timedelta(hours=1))
    title, text = decision.compose_held(name, one.asked, reply_by)
    owner = queries.releaser(found.parameters, now)
    told = _told(row, post, found, title, text, NoticeKind.ACT, reply_by)
    return replace(told, about=one.about_id, hold=True, owner_post=owner.id if owner else None, release_by=release_by)


def _informed(
    rows: Sequence[Decision], notice: Notice, post: Post, found: Situation, person: UUID | None, now: datetime
) -> NoticeTold:
    name = found.name(person) if person else "Name not known"
    title, text = decision.compose_told(name, _names(rows, found) if person in found.children else "", rows[0])
    told = _told(rows[0], post, found, title, text, NoticeKind.INFORM, _default(rows[0], found, now))
    return replace(told, about=notice.about_id, row="decision told")


def _told(
    row: Decision, post: Post, found: Situation, title: str, text: str, kind: NoticeKind, reply_by: datetime
) -> NoticeTold:
    return NoticeTold(
        cause=row.id,
        cause_kind=Cause.DECISION.value,
        row="decision",
        protocol=row.protocol,
        function=post.function,
        post=post.id,
        about=row.child_id,
        kind=kind,
        lane=row.lane,
        title=title,
        text=text,
        because=BECAUSE,
        family=found.family,
        reply_by=reply_by,
        parties=tuple(sorted(found.parties)),
        happened_at=row.at,
    )


def _recipients(rows: Sequence[Decision]) -> list[Recipient]:
    return list(Recipient.objects.filter(decision__in=[row.id for row in rows]).select_related("notice__post"))


def _default(row: Decision, found: Situation, now: datetime) -> datetime:
    """By when a recipient answers where the decision names no time."""
    return now + timedelta(hours=found.parameters.recipient_hours[Lane(row.lane)])


def _person(row: Decision) -> UUID:
    return row.child.person_id or row.child_id


def _names(rows: Sequence[Decision], found: Situation) -> str:
    return names_of(found.name(_person(row)) for row in rows)


def _name(post: Post) -> str:
    return f"{Function(post.function).label} ({post.team.agency.name})"
