"""Keep the keys of records, so that whoever may be the same person is found: with the record, and whenever more is told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from wholepicture.registers.people import describing, queries
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import IdentifierKind

_ADD = """
    insert into people_key (key, record_id) select * from unnest(%s::bigint[], %s::uuid[])
    on conflict do nothing returning record_id
"""


def keep(records: Iterable[RecordTold]) -> None:
    """Write the keys of new records; in the transaction that writes them."""
    _add(records)


def keep_again(record_ids: Iterable[UUID], *, now: datetime) -> None:
    """Add the keys that records have by now, and let linkage look at whoever has a new one and was linked before."""
    look_again(_add(queries.as_told(record_ids).values()), now=now)


def _add(records: Iterable[RecordTold]) -> set[UUID]:
    """Add what keys are missing in one statement, and return whose they are."""
    rows = [(key, told.record) for told in records for key in sorted(describing.stored_keys(told))]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [[key for key, _ in rows], [record for _, record in rows]])
        return {record for (record,) in cursor.fetchall()}


def keep_after(record: UUID, limit: int, *, now: datetime) -> list[UUID]:
    """Add what keys are missing of the next records after this one in the order of ids, and return those records."""
    rows = Record.objects.filter(id__gt=record).order_by("id").select_for_update(no_key=True)
    batch = list(rows.values_list("id", flat=True)[:limit])
    keep_again(batch, now=now)
    return batch


def look_again(record_ids: Iterable[UUID], *, now: datetime) -> None:
    """Let linkage look once more at those of these records that it has looked at."""
    rows = Record.objects.filter(id__in=set(record_ids), person__isnull=False, rematch_at__isnull=True)
    rows.update(rematch_at=now)


def as_told(
    row: Record, *, numbers: Iterable[tuple[IdentifierKind, str]] = (), places: Iterable[str] = ()
) -> RecordTold:
    """Return a record that is just being written as it will be read."""
    return replace(queries.of_row(row), identifiers=frozenset(numbers), place_keys=frozenset(places))
