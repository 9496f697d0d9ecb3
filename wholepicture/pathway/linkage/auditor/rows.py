"""Records as rows of a table: one column a field, lists where somebody has several, null where nothing is known."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from wholepicture.registers.people import spellings
from wholepicture.registers.people.describing import describe
from wholepicture.registers.people.facts import RecordTold

if TYPE_CHECKING:
    import pyarrow as pa


def table(enrolled: Iterable[RecordTold]) -> "pa.Table":
    """Return a row for each record; `unique_id` is its place in the order given."""
    import pyarrow as pa

    schema = pa.schema(
        [
            ("unique_id", pa.int64()),
            ("person", pa.int64()),
            *((name, pa.string()) for name in ("forename", "surname", "dob", "born_year", "sex")),
            ("postcodes", pa.list_(pa.string())),
            ("numbers", pa.list_(pa.string())),
        ]
    )
    return pa.Table.from_pylist(list(_rows(enrolled)), schema=schema)


def _rows(enrolled: Iterable[RecordTold]) -> Iterator[dict[str, Any]]:
    persons: dict[object, int] = {}
    for number, each in enumerate(enrolled):
        person = describe(each)
        born = person.born if person.born_exact else None
        yield {
            "unique_id": number,
            "person": persons.setdefault(each.person, len(persons)),
            "forename": spellings.forename(person.forename).joined or None,
            "surname": spellings.surname(person.surname).joined or None,
            "dob": born.isoformat() if born else None,
            "born_year": str(person.born.year) if person.born else None,
            "sex": person.sex or None,
            "postcodes": sorted(person.postcodes) or None,
            "numbers": sorted(f"{kind}:{value}" for kind, values in person.numbers.items() for value in values) or None,
        }
