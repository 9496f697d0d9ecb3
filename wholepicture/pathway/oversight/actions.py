"""Every write of oversight: an item that failed, an item that worked after all, a worker's heartbeat."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.oversight.models import Heartbeat, StuckItem
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)


@transaction.atomic
def note_failure(*, stage: str, item: UUID, error: str, by: Actor, now: datetime) -> StuckItem:
    """Put a failed item on the page What is stuck, and set when it is tried again; it is never given up."""
    row, is_new = StuckItem.objects.select_for_update().get_or_create(
        stage=stage,
        item=item,
        defaults={"error": error, "first_failed_at": now, "last_failed_at": now, "next_try_at": now + FIRST_WAIT},
    )
    if not is_new:
        _fail_again(row, error, now)
    audit.record(event=Event.ITEM_FAILED, by=by, now=now, about=[f"item:{item}"], detail={"stage": stage})
    return row


def _fail_again(row: StuckItem, error: str, now: datetime) -> None:
    if row.cleared_at is not None:
        row.first_failed_at, row.attempts, row.cleared_at = now, 0, None
    row.attempts += 1
    row.error, row.last_failed_at = error, now
    row.next_try_at = now + min(FIRST_WAIT * 2 ** min(row.attempts - 1, 10), LONGEST_WAIT)
    row.save()


@transaction.atomic
def clear(*, stage: str, items: Iterable[UUID], now: datetime) -> None:
    """Take items off the page What is stuck, because they have worked."""
    StuckItem.objects.filter(stage=stage, item__in=list(items), cleared_at__isnull=True).update(cleared_at=now)


@transaction.atomic
def beat(*, worker: str, started_at: datetime, now: datetime) -> None:
    """Say that this worker lives."""
    Heartbeat.objects.update_or_create(
        worker=worker, defaults={"started_at": started_at, "beat_at": now, "stopped_at": None}
    )


@transaction.atomic
def stop(*, worker: str, now: datetime) -> None:
    """Say that this worker has stopped in order, so that its silence alarms nobody."""
    Heartbeat.objects.filter(worker=worker).update(stopped_at=now)
