"""The calendar of sittings, worked out from the protocol: on which days triage meets, and what became of each meeting.

A meeting that is cancelled, suspended or that nobody opened stops nothing: the list is then decided without a meeting
(review 5.2 L&G 3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from wholepicture.lib.dates import at_london, london_day, working
from wholepicture.pathway.triage.facts import ActFacts, PartnerFacts, Sitting
from wholepicture.pathway.triage.rules import governing
from wholepicture.pathway.triage.terms import ActKind, ActState, MeetingState, Mode
from wholepicture.registers.protocol.parameters import Parameters

ONE_DAY = timedelta(days=1)
STILL_MEETS = frozenset({MeetingState.TO_COME, MeetingState.OPEN})
NOBODY_OPENED_IT = "Nobody opened the meeting, so every family on the list is decided about without one."


@dataclass(frozen=True)
class Kept:
    """What was written down of one day's meeting: who chairs, when it was opened, closed or cancelled, and why."""

    id: UUID
    day: date
    chair: UUID | None = None
    chair_name: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_because: str = ""
    alarmed_at: datetime | None = None


@dataclass(frozen=True)
class Suspension:
    """A suspension with the statutory partners in force on the day from which it was to hold."""

    act: ActFacts
    partners: tuple[PartnerFacts, ...]


def meeting_id(day: date) -> UUID:
    """The id of a day's meeting, whether or not anything was written down of it."""
    return uuid5(NAMESPACE_OID, f"triage meeting {day.isoformat()}")


def is_meeting_day(day: date, parameters: Parameters) -> bool:
    """Whether triage meets on this day: a weekday of the protocol's that is no bank holiday.

    In a year whose bank holidays are not known yet the weekday alone decides: an alarm too many beats none.
    """
    if day.weekday() not in parameters.meeting_days:
        return False
    try:
        return working.is_working_day(day)
    except working.BeyondCalendar:
        return True


def times(day: date, parameters: Parameters) -> tuple[datetime, datetime]:
    """When the meeting of a day begins on London's clock, and after which elapsed minutes it counts as not met; in UTC."""
    starts_at = at_london(day, parameters.meeting_time)
    return starts_at, starts_at + timedelta(minutes=parameters.meeting_minutes)


def sittings(
    first: date,
    last: date,
    *,
    parameters: Parameters,
    kept: Mapping[date, Kept],
    suspensions: Sequence[Suspension],
    now: datetime,
) -> list[Sitting]:
    """Return the meetings from the first to the last day, both included, in order: what became of each, or will."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [
        sitting(day, parameters=parameters, kept=kept.get(day), suspensions=suspensions, now=now)
        for day in days
        if is_meeting_day(day, parameters) or day in kept
    ]


def sitting(
    day: date, *, parameters: Parameters, kept: Kept | None, suspensions: Sequence[Suspension], now: datetime
) -> Sitting:
    """Return one day's meeting as it stands now; what was written down after `now` does not count yet."""
    starts_at, ends_at = times(day, parameters)
    state, because = _state(day, ends_at, kept, _suspended(suspensions, starts_at, now), now)
    return Sitting(
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        state=state,
        id=meeting_id(day) if kept else None,
        chair=kept.chair if kept else None,
        chair_name=kept.chair_name if kept else "",
        because=because,
    )


def is_open(kept: Kept, now: datetime) -> bool:
    """Whether a meeting is under way: opened and not closed, until the end of its day in London."""
    return _has(kept.opened_at, now) and not _has(kept.closed_at, now) and london_day(now) == kept.day


def mode_of_listing(listed_at: datetime, due_at: datetime, sittings: Iterable[Sitting]) -> Mode:
    """How a family is decided about: in a meeting that still takes place before its time is up, otherwise without one."""
    meets = any(one.state in STILL_MEETS and one.ends_at > listed_at and one.starts_at <= due_at for one in sittings)
    return Mode.MEETING if meets else Mode.ASYNCHRONOUS


def _state(day: date, ends_at: datetime, kept: Kept | None, suspended: str, now: datetime) -> tuple[MeetingState, str]:
    if kept and _has(kept.cancelled_at, now):
        return MeetingState.CANCELLED, kept.cancelled_because
    if kept and _has(kept.opened_at, now):
        return (MeetingState.OPEN if is_open(kept, now) else MeetingState.HELD), ""
    if suspended:
        return MeetingState.SUSPENDED, suspended
    if ends_at < now:
        return MeetingState.NOT_MET, NOBODY_OPENED_IT
    return MeetingState.TO_COME, ""


def _suspended(suspensions: Sequence[Suspension], starts_at: datetime, now: datetime) -> str:
    """Why a sitting is suspended, "" where it is not: by an act in force when it begins, from what is known by now."""
    for one in suspensions:
        known = governing.as_known(one.act, now)
        if known.kind is ActKind.SUSPENSION and governing.state(known, one.partners, starts_at) is ActState.IN_FORCE:
            return known.reason
    return ""


def _has(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
