"""Every read of oversight: what is stuck, which workers live, and the pictures for the page What is stuck."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min

from wholepicture.pathway.oversight.models import Heartbeat, StuckItem

SILENT_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Stuck:
    """One item that a machine step could not do, as the page shows it."""

    stage: str
    item: UUID
    error: str
    since: datetime
    attempts: int
    next_try_at: datetime


@dataclass(frozen=True)
class Sign:
    """One worker's last sign of life."""

    worker: str
    started_at: datetime
    beat_at: datetime
    stopped: bool
    silent: bool


def failing() -> dict[str, dict[UUID, datetime]]:
    """By step: the items that have failed and not yet worked, with when each is tried again."""
    found: dict[str, dict[UUID, datetime]] = {}
    live = StuckItem.objects.filter(cleared_at__isnull=True)
    for stage, item, next_try_at in live.values_list("stage", "item", "next_try_at"):
        found.setdefault(stage, {})[item] = next_try_at
    return found


def next_due(*, now: datetime) -> datetime | None:
    """When the next failed item is to be tried again."""
    live = StuckItem.objects.filter(cleared_at__isnull=True, next_try_at__gt=now)
    found: datetime | None = live.aggregate(first=Min("next_try_at"))["first"]
    return found


def stuck() -> list[Stuck]:
    """Every failed item, oldest first."""
    rows = StuckItem.objects.filter(cleared_at__isnull=True).order_by("first_failed_at")
    return [Stuck(row.stage, row.item, row.error, row.first_failed_at, row.attempts, row.next_try_at) for row in rows]


def heartbeats(*, now: datetime) -> list[Sign]:
    """Every worker that has not stopped in order, the silent ones marked; of those that stopped, the last."""
    living = [_sign(row, now) for row in Heartbeat.objects.filter(stopped_at__isnull=True).order_by("-beat_at")[:20]]
    stopped = [_sign(row, now) for row in Heartbeat.objects.filter(stopped_at__isnull=False).order_by("-beat_at")[:1]]
    return living + stopped


def _sign(row: Heartbeat, now: datetime) -> Sign:
    stopped = row.stopped_at is not None
    return Sign(row.worker, row.started_at, row.beat_at, stopped, not stopped and now - row.beat_at > SILENT_AFTER)
