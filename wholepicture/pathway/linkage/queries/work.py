"""The work list of linkage, and why a record stands where it stands."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from wholepicture.lib import work_list
from wholepicture.pathway.linkage.facts import Decision
from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.models import Record


def waiting(now: datetime, limit: int, exclude: Collection[UUID] = ()) -> list[UUID]:
    """Return records that resolve to nobody yet, oldest first, held by this transaction and by no other worker's."""
    rows = Record.objects.filter(person__isnull=True).exclude(id__in=exclude).order_by("told_at", "id")
    return list(
        rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("id", flat=True)[:limit]
    )


def size(now: datetime) -> work_list.Size:
    """Return how many records resolve to nobody yet, and since when."""
    return work_list.size(Record.objects.filter(person__isnull=True), "told_at")


def next_due(now: datetime) -> datetime | None:
    """Return None: time alone makes no record wait."""
    return None


def decisions(record_ids: Iterable[UUID]) -> Mapping[UUID, Decision]:
    """Return why each of these records resolves to whom it does; one that still waits is left out."""
    rows = Link.objects.filter(record_id__in=set(record_ids), undone_at__isnull=True)
    return {
        row.record_id: Decision(row.record_id, row.person_id, Basis(row.basis), row.matched_id, row.score, row.because)
        for row in rows
    }
