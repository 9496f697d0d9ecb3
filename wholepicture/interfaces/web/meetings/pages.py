"""The pictures of the calendar and of one day's meeting; they name workers and no child."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib.dates import london_day
from wholepicture.pathway.triage import queries
from wholepicture.pathway.triage.facts import SeatTaken, Sitting
from wholepicture.pathway.triage.terms import Attends, MeetingState
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol import queries as protocol

TWO_WEEKS, ONE_DAY = timedelta(days=14), timedelta(days=1)
COLOURS = {
    MeetingState.TO_COME: "standard",
    MeetingState.OPEN: "new",
    MeetingState.HELD: "done",
    MeetingState.CANCELLED: "cancelled",
    MeetingState.NOT_MET: "not_told",
    MeetingState.SUSPENDED: "held",
}
SEATS = {Attends.PRESENT: "done", Attends.APOLOGIES: "waiting", Attends.ABSENT: "not_told"}
WITHOUT = (
    "No meeting is under way. The list does not wait for one: each family is decided about by agencies one after the "
    "other, by the time it is due."
)


@dataclass(frozen=True)
class Line:
    """One meeting of the calendar."""

    day: date
    words: str
    state: str
    kind: str
    chair: str
    note: str


@dataclass(frozen=True)
class CalendarPage:
    """The meetings to come and those of the past two weeks, and how families are decided about at this moment."""

    how: str
    open_day: date | None
    to_come: tuple[Line, ...]
    past: tuple[Line, ...]


@dataclass(frozen=True)
class SeatLine:
    """One function in the meeting, and who was there for it."""

    function: str
    attends: str
    kind: str
    name: str
    words: str


@dataclass(frozen=True)
class DayPage:
    """One day's meeting: what became of it, who was there, and what this reader may do about it."""

    day: date
    heading: str
    starts_at: datetime
    state: str
    kind: str
    chair: str
    because: str
    seats: tuple[SeatLine, ...]
    gaps: str
    may_open: bool = False
    may_record: bool = False
    may_close: bool = False
    may_plan: bool = False


def calendar(now: datetime) -> CalendarPage:
    """Compose the calendar: two weeks back, two weeks ahead, today among those to come until it is over."""
    today = london_day(now)
    found = queries.sittings(today - TWO_WEEKS, today + TWO_WEEKS, now)
    seats = queries.attendance_of(
        [one.id for one in found if one.id and one.state in (MeetingState.HELD, MeetingState.OPEN)]
    )
    lines = [(one, _line(one, seats.get(one.id, []) if one.id else [])) for one in found]
    begun = min((each.adopted_at for each in protocol.history()), default=now)
    under_way = next((one for one in found if one.state is MeetingState.OPEN), None)
    return CalendarPage(
        how=_how(under_way),
        open_day=under_way.day if under_way else None,
        to_come=tuple(line for one, line in lines if one.day >= today),
        past=tuple(line for one, line in reversed(lines) if one.day < today and _was_agreed(one, begun)),
    )


def day(sitting: Sitting, *, by: Actor, now: datetime) -> DayPage:
    """Compose one day's meeting for this reader."""
    was_open = sitting.state in (MeetingState.OPEN, MeetingState.HELD)
    seats = queries.seats_taken(sitting.id) if sitting.id and was_open else []
    chairs, is_today = Permission.CHAIR_TRIAGE.value in by.permissions, sitting.day == london_day(now)
    to_come = sitting.state is MeetingState.TO_COME
    return DayPage(
        day=sitting.day,
        heading=f"Triage meeting, {in_words.when(sitting.day)}",
        starts_at=sitting.starts_at,
        state=sitting.state.label,
        kind=COLOURS[sitting.state],
        chair=sitting.chair_name,
        because=sitting.because,
        seats=tuple(_seat(seat) for seat in seats),
        gaps=_gaps(seats),
        may_open=chairs and is_today and sitting.state in (MeetingState.TO_COME, MeetingState.NOT_MET),
        may_record=chairs and is_today and was_open,
        may_close=chairs and sitting.state is MeetingState.OPEN,
        may_plan=chairs and to_come,
    )


def functions(sitting: Sitting, now: datetime) -> tuple[tuple[Function, ...], tuple[Function, ...]]:
    """Return the standing members, and the others whose word counts: a named professional of the seats."""
    parameters = protocol.current(now).parameters
    held = [each for seat in parameters.seats for each in seat.functions]
    others = [each for each in dict.fromkeys(held) if each not in parameters.standing_members]
    taken = [seat.function for seat in queries.seats_taken(sitting.id)] if sitting.id else []
    others += [each for each in taken if each not in (*parameters.standing_members, *others)]
    return parameters.standing_members, tuple(others)


def _was_agreed(one: Sitting, begun: datetime) -> bool:
    """Nobody failed to meet before there was a protocol that says when triage meets."""
    return one.state is not MeetingState.NOT_MET or one.starts_at >= begun


def _how(under_way: Sitting | None) -> str:
    if under_way is None:
        return WITHOUT
    return f"The meeting is under way. {under_way.chair_name} chairs it. Families are decided about in it."


def _line(one: Sitting, seats: list[SeatTaken]) -> Line:
    note = one.because if one.state in (MeetingState.CANCELLED, MeetingState.SUSPENDED) else _gaps(seats)
    if one.state is MeetingState.NOT_MET:
        note = "Nobody opened it."
    return Line(
        day=one.day,
        words=in_words.when(one.day),
        state=one.state.label,
        kind=COLOURS[one.state],
        chair=one.chair_name or ("Nobody yet" if one.state is MeetingState.TO_COME else "Nobody"),
        note=note,
    )


def _seat(seat: SeatTaken) -> SeatLine:
    words = "Empty seat" if seat.attends in (Attends.ABSENT, Attends.APOLOGIES) else ""
    return SeatLine(
        function=seat.function.label,
        attends=seat.attends.label,
        kind=SEATS.get(seat.attends, "standard"),
        name=seat.name or words or "Not recorded",
        words=seat.words,
    )


def _gaps(seats: list[SeatTaken]) -> str:
    """The seats that were empty, and those of which nobody said, each by name: a gap is named (review 2.6)."""
    empty = [seat.function.label for seat in seats if seat.attends in (Attends.ABSENT, Attends.APOLOGIES)]
    unsaid = [seat.function.label for seat in seats if seat.attends is Attends.NOT_RECORDED]
    words = [f"Not there: {'; '.join(empty)}."] if empty else []
    words += [f"Nobody recorded whether there: {'; '.join(unsaid)}."] if unsaid else []
    return " ".join(words)
