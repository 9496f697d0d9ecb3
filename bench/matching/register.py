"""A register of so many people in a database of its own, filled by COPY, with the keys under which they are found."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

import psycopg

from bench.matching.judging import Told
from wholepicture.registers.people import names
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import IdentifierKind, Precision, Sex

AGENCY = UUID("00000000-0000-4000-8000-000000000001")
_SPACE = UUID("00000000-0000-4000-8000-000000000002")
TOLD_AT = datetime(2026, 1, 1, tzinfo=UTC)
_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE, "": Sex.NOT_KNOWN}
_COPIES = {
    "people_person (id, version, created_at)": lambda told: [(told.person, 1, told.told_at)],
    "people_record (id, agency_id, forename, surname, name_key, sex, birth_date, birth_precision, told_at, person_id)": (
        lambda told: [
            (
                told.record, told.agency, told.forename, told.surname, told.name_key, told.sex.value, told.birth_date,
                told.birth_precision.value, told.told_at, told.person,
            )
        ]
    ),
    "people_identifier (id, record_id, kind, value)": lambda told: [
        (uuid5(told.record, value), told.record, kind.value, value) for kind, value in told.identifiers
    ],
    "people_protected_fact (id, kind, record_id, value, place_key, function, told_by_id, told_at, never_to)": lambda told: [
        (uuid5(told.record, place), "ADDRESS", told.record, place, place, "", told.agency, told.told_at, "[]")
        for place in told.place_keys
    ],
}  # fmt: skip


def told(one: Told) -> RecordTold:
    """A record of the judging data as an agency tells it; a household's house has a number of its own."""
    born = _date(one.dob)
    place = names.place_key(f"{one.household % 60 + 1} Test Street {one.postcode}") if one.postcode else ""
    return RecordTold(
        record=uuid5(_SPACE, f"record {one.id}"),
        agency=AGENCY,
        person=uuid5(_SPACE, f"person {one.person}"),
        told_at=TOLD_AT,
        forename=one.forename,
        surname=one.surname,
        sex=_SEXES[one.sex],
        birth_date=born,
        birth_precision=Precision.EXACT if born else Precision.NOT_KNOWN,
        name_key=names.name_key(one.forename, one.surname),
        identifiers=frozenset({(IdentifierKind.NHS_NUMBER, one.nhs_number)} if one.nhs_number else ()),
        place_keys=frozenset({place} - {""}),
    )


def fill(url: str, people: Sequence[Told], *, linked: bool = True) -> None:
    """Write them with their keys, past every policy, and let the server look at what it has.

    Not `linked`, they are as a bulk load leaves them: each waits for the machine to say who it is.
    """
    from wholepicture.registers.people import describing

    records = [told(one) if linked else replace(told(one), person=None) for one in people]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table, rows in _COPIES.items():
            _copy(connection, table, (row for one in _each(table, records) for row in rows(one)))
        keys = ((key, one.record) for one in records for key in sorted(describing.stored_keys(one)))
        _copy(connection, "people_key (key, record_id)", keys)
        connection.execute("vacuum analyze")


def _each(table: str, records: Sequence[RecordTold]) -> Iterator[RecordTold]:
    """Each record, and for the table of persons each person once."""
    if not table.startswith("people_person"):
        yield from records
        return
    yield from {one.person: one for one in records if one.person}.values()


def _copy(connection: psycopg.Connection[tuple[object, ...]], table: str, rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
