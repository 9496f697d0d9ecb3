"""What has been on the list for longer than it may: who has not been told of it yet, and which alarms stand (promise 7)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Min, QuerySet

from wholepicture.lib import work_list
from wholepicture.lib.dates import london_day
from wholepicture.pathway.triage.models import Listing
from wholepicture.pathway.triage.models.listing import OPEN
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.protocol import queries as protocol


def waiting_overdue(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Return undecided listings past their time of which nobody was told, the longest overdue first; claimed.

    None while the directory has nobody to tell: the list then grows and ages on the page What is stuck.
    """
    rows = _silent().filter(due_at__lte=now).exclude(id__in=list(exclude)).order_by("due_at", "id")
    found = list(rows.select_for_update(skip_locked=True).values_list("id", flat=True)[:limit])
    return found if found and alarm_post(now) else []


def size_overdue(now: datetime) -> work_list.Size:
    """Return of how many overdue listings nobody was told, and since when the oldest was due."""
    return work_list.size(_silent().filter(due_at__lte=now), "due_at")


def next_due_overdue(now: datetime) -> datetime | None:
    """Return when the next undecided listing comes to its time; None when none does.

    What is past its time while nobody can be told waits for the directory, not for the clock.
    """
    first = _first(_silent())
    if first is None or first > now or alarm_post(now):
        return first
    return _first(_silent().filter(due_at__gt=now))


def alarm_post(now: datetime) -> Post | None:
    """Return who hears first of what is overdue: the first that there is of who chairs, finds recipients, or attends."""
    parameters, on = protocol.current(now).parameters, london_day(now)
    functions = (*parameters.chair_functions, *parameters.task_owners, *parameters.standing_members)
    return next((post for each in dict.fromkeys(functions) if (post := agencies.area_post(each, on))), None)


def alarms_of(listings: Iterable[UUID]) -> list[UUID]:
    """Return the notices by which somebody was told that these listings are overdue, each once."""
    rows = Listing.objects.filter(id__in=set(listings), alarm__isnull=False)
    return sorted({alarm for alarm in rows.values_list("alarm_id", flat=True) if alarm})


def alarms_over(families: Collection[UUID]) -> list[UUID]:
    """Return the alarms of these families that no undecided listing rests on any more."""
    rows = Listing.objects.filter(family_id__in=set(families), alarm__isnull=False)
    rest = set(rows.filter(OPEN).values_list("alarm_id", flat=True))
    return sorted({alarm for alarm in rows.values_list("alarm_id", flat=True) if alarm} - rest)


def _first(rows: QuerySet[Listing]) -> datetime | None:
    found: datetime | None = rows.aggregate(first=Min("due_at"))["first"]
    return found


def _silent() -> QuerySet[Listing]:
    return Listing.objects.filter(OPEN, alarm__isnull=True)
