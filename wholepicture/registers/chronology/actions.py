"""Add to the line of a child's life; nothing on it is ever changed or taken away (design promise 5; review 2.14).

The step that adds writes its own deed to the audit: an entry here is what that deed made known, not a deed.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5

from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import Record

_NAMESPACE = UUID("6f0c9f0e-6a0c-4f5e-9c55-0a6f3a1d2b77")
_BATCH = 1000


class NotYetKnown(ValueError):
    """An entry says that an agency came to know something later than now."""


def add(
    *,
    record: Record,
    kind: EntryKind,
    agency: Agency,
    function: str = "",
    happened_at: datetime | None,
    known_at: datetime,
    cause: UUID,
    source: UUID,
    words: str,
    by: Actor,
    now: datetime,
) -> UUID:
    """Add one entry and return its id; the same source, kind, record and agency again give the same id and add nothing.

    Raises NotYetKnown.
    """
    line = Line(
        record=record.id,
        kind=kind,
        agency=agency.id,
        function=function,
        happened_at=happened_at,
        known_at=known_at,
        cause=cause,
        source=source,
        words=words,
    )
    return add_many(lines=[line], by=by, now=now)[0]


def add_many(*, lines: Iterable[Line], by: Actor, now: datetime) -> list[UUID]:
    """Add entries in one statement and return their ids in order; what stands there already stays as it is.

    The ids follow from source, kind, record and agency, so that nothing need be read back. `by` must be named, as in
    every action. Raises NotYetKnown.
    """
    rows = [_row(line, now) for line in lines]
    Entry.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return [row.id for row in rows]


def _row(line: Line, now: datetime) -> Entry:
    if line.known_at > now:
        raise NotYetKnown("Known since: it lies in the future. Give the time at which the agency came to know.")
    return Entry(
        id=uuid5(_NAMESPACE, f"{line.source}/{EntryKind(line.kind).value}/{line.record}/{line.agency}"),
        record_id=line.record,
        kind=EntryKind(line.kind),
        agency_id=line.agency,
        function=line.function,
        happened_at=line.happened_at,
        known_at=line.known_at,
        cause=line.cause,
        source=line.source,
        words=line.words,
    )
