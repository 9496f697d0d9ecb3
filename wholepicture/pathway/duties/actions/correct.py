"""Correct what was told of the wrong person, once a link between two people is undone; and tell again what was right.

Only what an undone link made wrong is corrected: whoever is registered elsewhere since was told rightly then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import queries, rules
from wholepicture.pathway.duties.facts import Adult, Child, Picture
from wholepicture.pathway.duties.messages import correction
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.duties.queries import recipients
from wholepicture.pathway.duties.queries.recipients import Directory
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol.engine import Protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind

TOLD = {State.DELIVERED, State.OPENED, State.ANSWERED, State.DECLINED}


@dataclass(frozen=True)
class Before:
    """From whom an incident was worked out the last time, and when."""

    at: datetime
    persons: frozenset[UUID]


def correct(
    dropped: Iterable[Duty],
    every: Iterable[Duty],
    picture: Picture,
    before: Before | None,
    *,
    agreed: Protocol,
    by: Actor,
    now: datetime,
) -> list[Notice]:
    """Send a correction of each duty that told of the wrong person, once; returns the corrections.

    `dropped` are the duties dropped only now, `every` all of the incident. Nothing is corrected unless a link of somebody
    from whom the incident had been worked out was undone since. What was dropped for another reason while that link
    stood is looked at too: it was told, of somebody who was only taken for another.
    """
    now_dropped = [duty for duty in dropped if _was_told(duty)]
    earlier = [duty for duty in every if duty.dropped_at and duty not in now_dropped and _was_told(duty)]
    undone = linkage.undone_since(before.persons, before.at) if before and (now_dropped or earlier) else set()
    if before is None or not undone:
        return []
    through = _while_it_stood(earlier, undone, before)
    if rules.scope(picture)[0]:
        wrong = _wrongly_told(now_dropped, picture, london_day(before.at))
        wrong += [duty for one in through for duty in _wrongly_told([one], picture, london_day(one.derived_at))]
    else:
        # An incident that only the false link brought into scope had to be told to nobody.
        wrong = now_dropped + through
    notices = [duty.notice for duty in wrong if duty.notice and queries.correction_of(duty.notice.id) is None]
    return [_send(notice, agreed, by=by, now=now) for notice in notices]


def _was_told(duty: Duty) -> bool:
    return duty.notice is not None and duty.notice.state in TOLD


def _while_it_stood(earlier: list[Duty], undone: set[UUID], before: Before) -> list[Duty]:
    """What was told while the link stood, of those whom it took for one or of a relative of theirs."""
    made = linkage.false_from(undone, before.at) if earlier else None
    told = [duty for duty in earlier if made and duty.derived_at >= made]
    persons = people.persons_of_records({duty.about_id for duty in told})
    tied = undone | (people.relatives(undone) if told else set())
    return [duty for duty in told if persons[duty.about_id] in tied]


def cause_to_tell(duty: Duty, *, by: Actor, now: datetime) -> UUID:
    """Return because of what a duty is told: its incident, or, where it was told and corrected, that correction.

    A correction of it that did not go out yet is taken back: the two people are one after all.
    """
    if duty.notice is None:
        return duty.incident_id
    sent = queries.correction_of(duty.notice.id)
    if sent is None:
        return duty.notice.cause
    because = "The two people are one after all: what was told was right."
    taken_back = notifications.supersede(notices=[sent], because=because, by=by, now=now)
    return duty.notice.cause if taken_back else sent


def _wrongly_told(told: list[Duty], picture: Picture, day: date) -> list[Duty]:
    """The duties that are about nobody of this incident, or went to a team that, by the links of now, was never theirs."""
    concerned: tuple[Child | Adult, ...] = (*picture.children, *picture.adults)
    everybody = {one.person: one for one in concerned}
    persons = people.persons_of_records({duty.about_id for duty in told})
    then = replace(picture, registered=recipients.registered(everybody, day))
    directory = Directory(day)
    wrong = []
    for duty in told:
        about = everybody.get(persons.get(duty.about_id) or duty.about_id)
        holders = recipients.holders(then, about, Function(duty.function), directory) if about else []
        if duty.team_id not in {holder.team for holder in holders}:
            wrong.append(duty)
    return wrong


def _send(notice: Notice, agreed: Protocol, *, by: Actor, now: datetime) -> Notice:
    """Tell the same post, once for each notice, and write in the line of the record that it was told in error."""
    reference = str(notice.id)
    title, text = correction.compose(notice.title, reference, queries.delivered_at(notice.id) or notice.created_at)
    told = NoticeTold(
        cause=notice.id,
        cause_kind=notice.cause_kind,
        row=queries.CORRECTION_ROW,
        protocol=agreed.number,
        function=notice.function,
        post=notice.post_id,
        about=notice.about_id,
        kind=NoticeKind.ACT,
        lane=notice.lane,
        title=title,
        text=text,
        because=correction.BECAUSE,
        family=notice.item.family,
        reply_by=now + timedelta(hours=agreed.parameters.correction_hours[Lane(notice.lane)]),
        parties=tuple(UUID(person) for person in notice.parties),
    )
    sent = notifications.send(told=told, by=by, now=now)
    chronology.add_many(lines=[_line(notice, sent, now)], by=by, now=now)
    return sent


def _line(notice: Notice, sent: Notice, now: datetime) -> Line:
    return Line(
        record=notice.about_id,
        kind=EntryKind.CORRECTED,
        agency=sent.team.agency_id,
        function=notice.function,
        happened_at=None,
        known_at=now,
        cause=notice.id,
        source=sent.id,
        words=sent.title,
    )
