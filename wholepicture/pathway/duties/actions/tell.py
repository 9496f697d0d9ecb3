"""Turn one wanted duty into a notice to a post, or, where nobody could be found, into a task with an owner and a clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import messages, queries
from wholepicture.pathway.duties.actions import correct
from wholepicture.pathway.duties.facts import Picture, Wanted
from wholepicture.pathway.duties.messages import task
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.duties.queries.recipients import Directory
from wholepicture.pathway.duties.rules import CAUSES, lane
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.deadlines import deadline
from wholepicture.registers.protocol.engine import Protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind

NO_RELEASER = "Nobody in the directory can release what has to be held: add a team that does."


@dataclass(frozen=True)
class Telling:
    """What all duties of one incident have in common: its picture and lane, the protocol, the directory of the day.

    `every` are the incident's duties, dropped ones included: one that follows again is brought back. `is_long_past`: it
    was worked out before, longer ago than the protocol lets news change who has to be told.
    """

    picture: Picture
    lane: Lane
    agreed: Protocol
    directory: Directory
    every: tuple[Duty, ...]
    by: Actor
    now: datetime
    triggered_at: datetime
    is_long_past: bool = False


def telling(
    picture: Picture,
    *,
    agreed: Protocol,
    directory: Directory,
    triggered_at: datetime,
    is_long_past: bool = False,
    by: Actor,
    now: datetime,
) -> Telling:
    """Gather what the duties of one incident have in common; `triggered_at` is when their clocks begin."""
    every = tuple(queries.every(picture.told.incident))
    urgency = lane(picture, agreed.parameters)
    return Telling(picture, urgency, agreed, directory, every, by, now, triggered_at, is_long_past)


def tell(one: Wanted, telling: Telling) -> Duty:
    """Send the notice of a duty, without a recipient its task; returns the duty, which the caller saves."""
    parameters = telling.agreed.parameters
    releaser = telling.directory.owner(parameters.release_owners) if one.hit.hold else None
    reason = one.not_found_because or (NO_RELEASER if one.hit.hold and releaser is None else "")
    duty = new_duty(one, reason, telling)
    if duty.team_id is None:
        duty.task = ask_who(one, duty, telling)
    else:
        cause = correct.cause_to_tell(duty, by=telling.by, now=telling.now)
        duty.notice = notifications.send(told=_notice(one, cause, releaser, telling), by=telling.by, now=telling.now)
    return duty


def new_duty(one: Wanted, reason: str, telling: Telling) -> Duty:
    """The duty of one row about one person, not yet saved; a reason means that nobody can be told yet.

    One that had been dropped and follows again is the same duty, brought back.
    """
    team = None if reason else one.team
    duty = known_duty(one, telling, has_team=not reason) or Duty(
        id=uuid4(), incident_id=telling.picture.told.incident, function=one.function
    )
    duty.about_id, duty.team_id = one.about.record, team
    duty.row, duty.protocol, duty.because = one.hit.row, telling.agreed.number, one.hit.because
    duty.kind, duty.lane = one.kind, telling.lane
    duty.not_told_because, duty.derived_at = reason, telling.now
    duty.dropped_at = duty.resolved_at = duty.task = None
    return duty


def known_duty(one: Wanted, telling: Telling, *, has_team: bool = True) -> Duty | None:
    """The duty that there is, or was, of one function and team about one record."""
    key = (one.function.value, one.team if has_team else None, one.about.record)
    return next((duty for duty in telling.every if (duty.function, duty.team_id, duty.about_id) == key), None)


def _notice(one: Wanted, cause: UUID, releaser: Post | None, telling: Telling) -> NoticeTold:
    """What is sent; a held notice's time to reply begins when the time to release it ends."""
    picture, parameters = telling.picture, telling.agreed.parameters
    title, text = messages.compose(
        picture.told,
        one.about,
        one.function,
        held=one.hit.hold,
        adults=picture.adults,
        on=london_day(telling.now),
    )
    hours = parameters.release_hours[telling.lane]
    release_by = telling.triggered_at + timedelta(hours=hours) if releaser else None
    return NoticeTold(
        cause=cause,
        cause_kind=CAUSES[picture.told.kind],
        row=one.hit.row,
        protocol=telling.agreed.number,
        function=one.function,
        # Only what has a team is told, and a team holds its post.
        post=cast(UUID, one.post),
        about=one.about.record,
        kind=one.kind,
        lane=telling.lane,
        title=title,
        text=text,
        because=one.hit.because,
        family=family_of(picture, one.about.person),
        reply_by=deadline(one.hit, release_by or telling.triggered_at, parameters),
        parties=parties(picture),
        hold=releaser is not None,
        owner_post=releaser.id if releaser else None,
        release_by=release_by,
        happened_at=picture.told.happened_at,
    )


def ask_who(one: Wanted, duty: Duty, telling: Telling) -> Notice | None:
    """Ask the first task owner that there is to find the missing recipient.

    None where the directory as a whole lacks the function: that is no task for each incident, the page What is stuck
    says it once.
    """
    picture, parameters = telling.picture, telling.agreed.parameters
    owner = telling.directory.owner(parameters.task_owners)
    if owner is None or not one.can_be_found:
        return None
    title, text = task.compose(one.about, one.function, duty.not_told_because)
    told = NoticeTold(
        cause=duty.id,
        cause_kind=CAUSES[picture.told.kind],
        row=one.hit.row,
        protocol=telling.agreed.number,
        function=owner.function,
        post=owner.id,
        about=one.about.record,
        kind=NoticeKind.ACT,
        lane=duty.lane,
        title=title,
        text=text,
        because=duty.not_told_because,
        family=family_of(picture, one.about.person),
        reply_by=telling.now + timedelta(hours=parameters.task_hours[Lane(duty.lane)]),
        parties=parties(picture),
        happened_at=picture.told.happened_at,
    )
    return notifications.send(told=told, by=telling.by, now=telling.now)


def parties(picture: Picture) -> tuple[UUID, ...]:
    """Everybody whose household and relatives must never be the ones who are told (design promise 4)."""
    return (*(adult.person for adult in picture.adults), *(child.person for child in picture.children))


def family_of(picture: Picture, person: UUID) -> UUID:
    """Under which family the item stands: the person's own if a child, else that of a child concerned, else the person."""
    if picture.told.kind is Kind.BIRTH:
        return person
    children = sorted((child.person for child in picture.children), key=lambda child: child != person)
    return next((picture.families[child] for child in children if child in picture.families), person)
