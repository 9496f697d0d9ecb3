"""Correct what was told of the wrong person, once a link between two people is undone; and tell again what was right.

Only what an undone link made wrong is corrected: whoever is registered elsewhere since was told rightly then.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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

ROW = "correction"
TOLD = {State.DELIVERED, State.OPENED, State.ANSWERED, State.DECLINED}


@dataclass(frozen=True)
class Before:
    """From whom an incident was worked out the last time, and when."""

    at: datetime
    persons: frozenset[UUID]


def correct(
    dropped: Iterable[Duty], picture: Picture, before: Before | None, *, agreed: Protocol, by: Actor, now: datetime
) -> list[Notice]:
    """Send a correction of each dropped duty that told of the wrong person; returns the corrections.

    Nothing is corrected unless a link of somebody from whom the incident had been worked out was undone since.
    """
    told = [duty for duty in dropped if duty.notice and duty.notice.state in TOLD]
    if before is None or not told or not linkage.undone_since(before.persons, before.at):
        return []
    # An incident that only the false link brought into scope had to be told to nobody.
    wrong = _wrongly_told(told, picture, before) if rules.scope(picture)[0] else told
    return [_send(duty.notice, agreed, by=by, now=now) for duty in wrong if duty.notice]


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


def _wrongly_told(told: list[Duty], picture: Picture, before: Before) -> list[Duty]:
    """The duties that are about nobody of this incident, or went to a team that, by the links of now, was never theirs."""
    day = london_day(before.at)
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
        row=ROW,
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
