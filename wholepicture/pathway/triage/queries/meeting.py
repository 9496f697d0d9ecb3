"""The calendar of sittings, the one that is open now, who is in it, and which meetings nobody opened."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from wholepicture.lib import work_list
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres import claims
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage.facts import SeatTaken, Sitting
from wholepicture.pathway.triage.models import Attendance, Listing, Meeting
from wholepicture.pathway.triage.models.listing import OPEN
from wholepicture.pathway.triage.queries import governing, overdue
from wholepicture.pathway.triage.rules import calendar
from wholepicture.pathway.triage.terms import Attends, Cause, MeetingState, Mode
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol import queries as protocol

# A machine that stood still for longer still raises every alarm about a family; of its meetings, those of two weeks.
LOOKED_BACK = timedelta(days=14)
# More than a year of working days in which nobody met and nobody answered.
ALARMS_LOOKED_AT = 300


def sittings(first: date, last: date, now: datetime) -> list[Sitting]:
    """Return the meetings from the first to the last day, both included: what became of each by `now`, or will."""
    return calendar.sittings(
        first,
        last,
        parameters=protocol.current(now).parameters,
        kept=_kept(first, last),
        suspensions=governing.suspensions(first, last),
        now=now,
    )


def sitting(day: date, now: datetime) -> Sitting | None:
    """Return one day's meeting as it stands now; None on a day on which triage does not meet."""
    return next(iter(sittings(day, day, now)), None)


def open_sitting(now: datetime) -> Sitting | None:
    """Return the meeting that is under way, None while there is none; two statements at most."""
    today = london_day(now)
    kept = _kept(today, today).get(today)
    if kept is None or not calendar.is_open(kept, now):
        return None
    parameters = protocol.current(now).parameters
    return calendar.sitting(today, parameters=parameters, kept=kept, suspensions=(), now=now)


def mode(now: datetime) -> Mode:
    """Return how families are decided about at this instant; there always is a way (review 5.2 L&G 3)."""
    return Mode.MEETING if open_sitting(now) else Mode.ASYNCHRONOUS


def mode_of_listing(listed_at: datetime, due_at: datetime, now: datetime) -> Mode:
    """Return how a listed family is decided about, as seen at `now`: in a meeting that still comes before it is due, or without."""
    first, last = london_day(max(listed_at, now)), london_day(due_at)
    return calendar.mode_of_listing(listed_at, due_at, sittings(first, last, now))


def seats_taken(meeting: UUID) -> list[SeatTaken]:
    """Return who was in a meeting, by function: every standing member, present or not, then whoever else was recorded.

    Raises KeyError for a meeting of which nothing was written down.
    """
    return attendance_of([meeting])[meeting]


def attendance_of(meetings: Iterable[UUID]) -> dict[UUID, list[SeatTaken]]:
    """Return who was in each of these meetings; the standing members are those of the protocol of its day."""
    begun = dict(Meeting.objects.filter(id__in=set(meetings)).values_list("id", "starts_at"))
    found: dict[UUID, dict[Function, SeatTaken]] = {meeting: {} for meeting in begun}
    for row in Attendance.objects.filter(meeting_id__in=begun).select_related("worker"):
        found[row.meeting_id][Function(row.function)] = _seat(row)
    return {meeting: _in_order(seats, begun[meeting]) for meeting, seats in found.items()}


def _in_order(found: Mapping[Function, SeatTaken], at: datetime) -> list[SeatTaken]:
    standing = protocol.current(at).parameters.standing_members
    came = {each for each, seat in found.items() if seat.attends is not Attends.NOT_RECORDED}
    others = sorted(came - set(standing), key=list(Function).index)
    return [found.get(each, SeatTaken(each, Attends.NOT_RECORDED)) for each in (*standing, *others)]


def waiting_unmet(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Return meetings that nobody opened, of which nobody was told yet, though families waited; claimed.

    None while the directory has nobody to tell: then the list What is stuck grows and says so.
    """
    if overdue.alarm_post(now) is None:
        return []
    found = [calendar.meeting_id(one.day) for one in unmet(now)]
    return claims.claim("triage_unmet", [one for one in found if one not in exclude][:limit])


def size_unmet(now: datetime) -> work_list.Size:
    """Return of how many meetings that nobody opened nobody was told yet, and since when."""
    found = unmet(now)
    return work_list.Size(len(found), found[0].ends_at if found else None)


def next_due_unmet(now: datetime) -> datetime | None:
    """Return when the next meeting counts as not met, None while no family waits."""
    if not _undecided(now):
        return None
    today = london_day(now)
    to_come = sittings(today, today + LOOKED_BACK, now)
    ends = (one.ends_at for one in to_come if one.state is MeetingState.TO_COME and one.ends_at >= now)
    return next((at + timedelta(seconds=1) for at in ends), None)


def unmet(now: datetime) -> list[Sitting]:
    """Return the meetings of the last two weeks that nobody opened, though a family waited, without an alarm yet."""
    waiting = _undecided(now)
    if not waiting:
        return []
    today = london_day(now)
    first = max(today - LOOKED_BACK, london_day(waiting))
    alarmed = set(Meeting.objects.filter(alarmed_at__isnull=False, day__gte=first).values_list("day", flat=True))
    return [
        one
        for one in sittings(first, today, now)
        if one.state is MeetingState.NOT_MET and one.day not in alarmed and one.ends_at > waiting
    ]


def unmet_alarm_stands() -> bool:
    """Return whether somebody was told of a meeting that nobody opened, and nobody has answered that yet."""
    told = Meeting.objects.filter(alarmed_at__isnull=False).order_by("-day").values_list("id", flat=True)
    notices = Notice.objects.filter(cause__in=list(told[:ALARMS_LOOKED_AT]), cause_kind=Cause.MEETING.value)
    return notices.exclude(state__in=[State.ANSWERED, State.SUPERSEDED]).exists()


def seat_choices(day: date, functions: Iterable[Function]) -> dict[Function, list[tuple[UUID, str]]]:
    """Return who could sit for each function on a day: the workers of the agencies that hold it, by name, with their agency."""
    return {each: _workers(each, day) for each in functions}


def _workers(function: Function, day: date) -> list[tuple[UUID, str]]:
    holding = {post.team.agency_id: post.team.agency.name for post in agencies.posts(function, day)}
    left = Q(left_date__isnull=True) | Q(left_date__gt=day)
    begun = Q(started_date__isnull=True) | Q(started_date__lte=day)
    found = Worker.objects.filter(left, begun, agency_id__in=holding).order_by("name", "id")
    return [(worker.id, f"{worker.name}, {holding[worker.agency_id]}") for worker in found]


def _undecided(now: datetime) -> datetime | None:
    """Since when the oldest family waits that nothing was decided about, None when nobody waits."""
    rows = Listing.objects.filter(OPEN, listed_at__lte=now)
    return rows.order_by("listed_at").values_list("listed_at", flat=True).first()


def _kept(first: date, last: date) -> dict[date, calendar.Kept]:
    rows = Meeting.objects.filter(day__gte=first, day__lte=last).select_related("chair")
    return {row.day: _row(row) for row in rows}


def _row(row: Meeting) -> calendar.Kept:
    return calendar.Kept(
        id=row.id,
        day=row.day,
        chair=row.chair_id,
        chair_name=row.chair.name if row.chair else "",
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        cancelled_at=row.cancelled_at,
        cancelled_because=row.cancelled_because,
        alarmed_at=row.alarmed_at,
    )


def _seat(row: Attendance) -> SeatTaken:
    return SeatTaken(
        function=Function(row.function),
        attends=Attends(row.attends),
        worker=row.worker_id,
        name=row.worker.name if row.worker else "",
        words=row.words,
    )
