"""Run the triage meeting: plan a chair, open, record who is there, close, cancel; and say so when nobody opened it.

A chair cancels one meeting for a reason; two in a row are a suspension, which every statutory partner signs (promise 7).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from wholepicture.lib.dates import london_day
from wholepicture.lib.wording import day as in_words
from wholepicture.pathway.triage import permissions, queries
from wholepicture.pathway.triage.facts import SeatTaken, Sitting
from wholepicture.pathway.triage.models import Attendance, Meeting
from wholepicture.pathway.triage.queries.meeting import seat_choices
from wholepicture.pathway.triage.rules import calendar
from wholepicture.pathway.triage.terms import Attends, MeetingState
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

# How far apart two sittings of the calendar can be: over Christmas and the New Year, and long weekends.
NEIGHBOURS = timedelta(days=10)
# Any number of its own: a meeting that nobody wrote down yet has no row to lock, and neighbours are judged together.
MEETINGS = 7_301_204_001


class MeetingRefused(ValueError):
    """The meeting cannot be opened, closed, cancelled or planned; the sentence says why and what to do instead."""


class SeatRefused(ValueError):
    """Attendance cannot be recorded as given; the sentence names the function."""


@transaction.atomic
def plan_meeting(*, day: date, chair: UUID, by: Actor, now: datetime) -> UUID:
    """Say who chairs a meeting to come; returns the meeting. Raises MeetingRefused, permissions.NotTheChair."""
    permissions.check_can_chair(by)
    sitting = _sitting(day, now)
    _check_to_come(sitting)
    if not Worker.objects.filter(id=chair).exists():
        raise MeetingRefused("Chair: choose somebody who works for an agency of the partnership.")
    return _change(sitting, "planned", by=by, now=now, chair_id=chair)


@transaction.atomic
def open_meeting(*, day: date, by: Actor, now: datetime) -> UUID:
    """Open the meeting of today; whoever opens it chairs. Returns the meeting (review 2.6).

    Raises MeetingRefused on another day, one without a meeting, a suspended, cancelled or opened one; permissions.NotTheChair.
    """
    chair = permissions.check_can_chair(by)
    if day != london_day(now):
        raise MeetingRefused(f"The meeting of {in_words(day)} can be opened on that day only.")
    sitting = _sitting(day, now)
    _check_can_open(sitting, now)
    return _change(sitting, "opened", by=by, now=now, chair_id=chair, opened_at=now)


@transaction.atomic
def record_attendance(*, meeting: UUID, seats: Sequence[SeatTaken], by: Actor, now: datetime) -> None:
    """Record who is in an open meeting, function by function; recording again corrects (review 2.6).

    An empty seat is recorded as one. Raises SeatRefused, MeetingRefused, permissions.NotTheChair.
    """
    permissions.check_can_chair(by)
    row = Meeting.objects.select_for_update().filter(id=meeting).first()
    if row is None or row.opened_at is None or london_day(now) != row.day:
        raise MeetingRefused("Who is there can be recorded on the day of the meeting, once it is open: open it first.")
    choices = seat_choices(row.day, {seat.function for seat in seats})
    for seat in seats:
        _check_seat(seat, {worker for worker, _ in choices[seat.function]})
    for seat in seats:
        _seat(row, seat, by=by, now=now)
    detail = {seat.function.value: seat.attends.value for seat in seats}
    about = [f"meeting:{row.id}", *(f"worker:{seat.worker}" for seat in seats if seat.worker)]
    audit.record(event=Event.ATTENDANCE_RECORDED, by=by, now=now, about=about, detail=detail)


@transaction.atomic
def close_meeting(*, meeting: UUID, by: Actor, now: datetime) -> None:
    """End an open meeting; what is still on the list is decided about without one. Raises MeetingRefused, NotTheChair."""
    permissions.check_can_chair(by)
    row = Meeting.objects.filter(id=meeting, opened_at__isnull=False, closed_at__isnull=True).first()
    if row is None:
        raise MeetingRefused("This meeting is not open, so it cannot be closed.")
    _change(_sitting(row.day, now), "closed", by=by, now=now, closed_at=now)


@transaction.atomic
def cancel_meeting(*, day: date, because: str, by: Actor, now: datetime) -> UUID:
    """Cancel one meeting to come, with the reason; its families are decided about without a meeting, by the same time.

    Two sittings in a row are a suspension, which a chair alone cannot decide. Raises MeetingRefused, permissions.NotTheChair.
    """
    permissions.check_can_chair(by)
    if not because.strip():
        raise MeetingRefused("Reason: say why the meeting is cancelled; it stays on the record.")
    sitting = _sitting(day, now)
    _check_to_come(sitting)
    _check_neighbours(day, now)
    words = {"cancelled_at": now, "cancelled_because": because.strip()}
    return _change(sitting, "cancelled", by=by, now=now, **words)


def _sitting(day: date, now: datetime) -> Sitting:
    """The meeting of a day; no other chair changes any meeting until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [MEETINGS])
    found = queries.sitting(day, now)
    if found is None:
        raise MeetingRefused(
            f"Triage does not meet on {in_words(day)}: decide without a meeting, which needs another agency to agree."
        )
    return found


def _check_can_open(sitting: Sitting, now: datetime) -> None:
    if sitting.state is MeetingState.OPEN:
        raise MeetingRefused(f"The meeting is open already; {sitting.chair_name} chairs it.")
    if sitting.state is MeetingState.HELD:
        raise MeetingRefused("The meeting was held and closed: what is left is decided about without a meeting.")
    if sitting.state is MeetingState.CANCELLED:
        raise MeetingRefused(f"The meeting was cancelled: {sitting.because} Decide without a meeting.")
    if queries.meetings_suspended(now):
        raise MeetingRefused(
            "Triage meetings are suspended today by every statutory partner: decide without a meeting, which needs "
            "another agency to agree."
        )


def _check_to_come(sitting: Sitting) -> None:
    if sitting.state is not MeetingState.TO_COME:
        raise MeetingRefused(
            f"The meeting of {in_words(sitting.day)} is “{sitting.state.label.lower()}”, so it cannot be planned or "
            "cancelled any more."
        )


def _check_neighbours(day: date, now: datetime) -> None:
    """Refuse to cancel a meeting beside a cancelled one: that would suspend triage by one person's word."""
    around = queries.sittings(day - NEIGHBOURS, day + NEIGHBOURS, now)
    before = [one for one in around if one.day < day and one.state is not MeetingState.SUSPENDED][-1:]
    after = [one for one in around if one.day > day and one.state is not MeetingState.SUSPENDED][:1]
    cancelled = [one for one in before + after if one.state is MeetingState.CANCELLED]
    if cancelled:
        raise MeetingRefused(
            f"The meeting of {in_words(cancelled[0].day)} is cancelled already. Two in a row are a suspension: propose "
            "one, and the executive of every statutory partner has to sign it."
        )


def _change(sitting: Sitting, what: str, *, by: Actor, now: datetime, **columns: object) -> UUID:
    """Write what became of a meeting, its row made where there was none, and the audit."""
    identity = calendar.meeting_id(sitting.day)
    fresh = {"id": identity, "starts_at": sitting.starts_at, "by": by.id}
    row, _ = Meeting.objects.get_or_create(day=sitting.day, defaults=fresh)
    Meeting.objects.filter(id=row.id).update(**columns, by=by.id)
    audit.record(event=Event.MEETING_CHANGED, by=by, now=now, about=[f"meeting:{row.id}"], detail={"what": what})
    return row.id


def _check_seat(seat: SeatTaken, could_sit: set[UUID]) -> None:
    if seat.attends is Attends.PRESENT and seat.worker is None:
        raise SeatRefused(f"{seat.function.label}: say who was there for it.")
    if seat.worker is not None and seat.worker not in could_sit:
        raise SeatRefused(f"{seat.function.label}: name somebody of an agency that holds this function.")


def _seat(meeting: Meeting, seat: SeatTaken, *, by: Actor, now: datetime) -> None:
    is_there = seat.attends is Attends.PRESENT
    Attendance.objects.update_or_create(
        meeting=meeting,
        function=seat.function.value,
        defaults={
            "attends": seat.attends.value,
            "worker_id": seat.worker if is_there else None,
            "words": seat.words.strip(),
            "by": by.id,
            "at": now,
        },
    )
