"""The keys of a copy's people: functions of its names, homes and numbers, so they are worked out and not copied."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from demo.bulk.tables import Table
from demo.bulk.templates import EMPTY, Row
from wholepicture.registers.people import describing
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import IdentifierKind, Precision, ProtectedKind, Sex

KEYS = "people_key"
# When somebody was told of makes no key.
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def keys_of(written: Mapping[str, str], tables: Mapping[str, Table]) -> str:
    """Return the rows of the table of keys for the records that were just written as text."""
    numbers: dict[str, set[tuple[IdentifierKind, str]]] = defaultdict(set)
    for row in _rows("people_identifier", written, tables):
        numbers[row.value("record_id")].add((IdentifierKind(row.value("kind")), row.value("value")))
    places: dict[str, set[str]] = defaultdict(set)
    for row in _rows("people_protected_fact", written, tables):
        if row.value("kind") == ProtectedKind.ADDRESS.value and row.value("place_key"):
            places[row.value("record_id")].add(row.value("place_key"))
    columns = tables[KEYS].columns
    lines = []
    for row in _rows("people_record", written, tables):
        told = _told(row, frozenset(numbers[row.value("id")]), frozenset(places[row.value("id")]))
        for key in sorted(describing.stored_keys(told)):
            values = {"key": str(key), "record_id": row.value("id")}
            lines.append("\t".join(values[column] for column in columns) + "\n")
    return "".join(lines)


def _rows(name: str, written: Mapping[str, str], tables: Mapping[str, Table]) -> Iterator[Row]:
    for line in written.get(name, "").splitlines():
        yield Row(tables[name], tuple(line.split("\t")))


def _told(row: Row, numbers: frozenset[tuple[IdentifierKind, str]], places: frozenset[str]) -> RecordTold:
    return RecordTold(
        record=UUID(row.value("id")),
        agency=UUID(row.value("agency_id")),
        person=None,
        told_at=ANY_TIME,
        forename=row.value("forename"),
        surname=row.value("surname"),
        sex=Sex(row.value("sex")),
        birth_date=_day(row.value("birth_date")),
        birth_precision=Precision(row.value("birth_precision")),
        expected_date=_day(row.value("expected_date")),
        name_key=row.value("name_key"),
        identifiers=numbers,
        place_keys=places,
    )


def _day(text: str) -> date | None:
    return None if text == EMPTY else date.fromisoformat(text)
