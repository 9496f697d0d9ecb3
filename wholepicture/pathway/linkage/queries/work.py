"""The work list of linkage, and why a record stands where it stands."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from wholepicture.lib import work_list
from wholepicture.pathway.linkage.facts import Decision, Weighed
from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.models import TO_LINK, Record


def waiting(now: datetime, limit: int, exclude: Collection[UUID] = ()) -> list[UUID]:
    """Return records to link or to look at again, held by this transaction and by no other worker's.

    Those told in reports come first, then the oldest: a register of a million that was loaded at once keeps no incident
    waiting.
    """
    rows = to_link().exclude(id__in=exclude)
    return list(
        rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("id", flat=True)[:limit]
    )


def to_link() -> QuerySet[Record]:
    """The list itself, in its order."""
    return Record.objects.filter(TO_LINK).order_by("-reported", "told_at", "id")


def size(now: datetime) -> work_list.Size:
    """Return how many records resolve to nobody yet, or have to be looked at again, and since when."""
    return work_list.size(Record.objects.filter(TO_LINK), "told_at")


def next_due(now: datetime) -> datetime | None:
    """Return None: time alone makes no record wait."""
    return None


def decisions(record_ids: Iterable[UUID]) -> Mapping[UUID, Decision]:
    """Return why each of these records resolves to whom it does; one that still waits is left out."""
    rows = Link.objects.filter(record_id__in=set(record_ids), undone_at__isnull=True)
    return {row.record_id: _decision(row) for row in rows}


def _decision(row: Link) -> Decision:
    return Decision(
        record=row.record_id,
        person=row.person_id,
        basis=Basis(row.basis),
        matched=row.matched_id,
        score=row.score,
        because=row.because,
        weighed=Weighed.from_json(row.evidence),
    )
