"""What a cause made known to whom, and what is known of a record, in the order in which it happened."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind


def for_cause(cause: UUID) -> list[Line]:
    """Return everything one cause made known, the first known first; for the machine and for proofs, not for pages."""
    return lines(Entry.objects.filter(cause=cause).order_by("known_at", "id"))


def for_record(record: UUID, *, seen: Seen) -> list[Line]:
    """Return the line of one record, in the order in which things happened; what has no time comes last."""
    return for_records([record], seen=seen)


def for_records(records: Iterable[UUID], *, seen: Seen) -> list[Line]:
    """Return the lines of several records of one person as one, in the order in which things happened."""
    rows = Entry.objects.filter(record_id__in=set(records))
    return lines(rows.order_by(F("happened_at").asc(nulls_last=True), "known_at", "id"))


def lines(rows: QuerySet[Entry]) -> list[Line]:
    """Return entries as readers get them, in the order of the rows."""
    return [
        Line(
            record=row.record_id,
            kind=EntryKind(row.kind),
            agency=row.agency_id,
            function=row.function,
            happened_at=row.happened_at,
            known_at=row.known_at,
            cause=row.cause,
            source=row.source,
            words=row.words,
        )
        for row in rows
    ]
