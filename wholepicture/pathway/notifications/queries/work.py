"""The machine's two work lists: what has to be handed to a carrier, and whose next rung is due.

A work list is a query: a killed worker shows as a list that grows and ages (safety b 11).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from wholepicture.lib import work_list
from wholepicture.pathway.notifications.models import Notice


def waiting_delivery(now: datetime, limit: int, exclude: Sequence[UUID]) -> Sequence[UUID]:
    """Ids of notices that a carrier has to be handed now, longest waiting first; leased ones are not among them."""
    return _claimed("deliver_at", now, limit, exclude)


def waiting_chase(now: datetime, limit: int, exclude: Sequence[UUID]) -> Sequence[UUID]:
    """Ids of notices whose next rung is due, longest waiting first, locked for this transaction."""
    return _claimed("next_at", now, limit, exclude)


def size_delivery(now: datetime) -> work_list.Size:
    """How many notices a carrier has to be handed now, and since when."""
    return work_list.size(Notice.objects.filter(deliver_at__lte=now), "deliver_at")


def size_chase(now: datetime) -> work_list.Size:
    """How many notices have a rung due, and since when."""
    return work_list.size(Notice.objects.filter(next_at__lte=now), "next_at")


def next_due_delivery(now: datetime) -> datetime | None:
    """When the next try to deliver is due, or None when nothing waits."""
    return _first("deliver_at")


def next_due_chase(now: datetime) -> datetime | None:
    """When the next rung of any ladder is due, or None when no clock runs."""
    return _first("next_at")


def next_due(now: datetime) -> datetime | None:
    """When the machine next has anything to do with notices."""
    times = [at for at in (next_due_delivery(now), next_due_chase(now)) if at is not None]
    return min(times) if times else None


def _claimed(column: str, now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    rows = Notice.objects.select_for_update(skip_locked=True).filter(**{f"{column}__lte": now})
    return list(rows.exclude(id__in=list(exclude)).order_by(column).values_list("id", flat=True)[:limit])


def _first(column: str) -> datetime | None:
    found: datetime | None = Notice.objects.filter(**{f"{column}__isnull": False}).aggregate(first=Min(column))["first"]
    return found
