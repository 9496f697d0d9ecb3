"""Who may be compared with a batch of records: one statement a block, each answered by a btree index.

Blocks are an equal date of birth, an equal full name and an equal address. A block is hot when it holds more than
MOST_IN_A_BLOCK people's tellings (1 January, a name that many have, a hostel). Of a hot block only those are compared who
share half of the name (dates), a date that could be a slip of the pen (names), or the surname (addresses), and at a hot
address no name alone is evidence. Exact evidence is found beside these, hot block or not.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from wholepicture.pathway.linkage.rules import telling
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Identifier, ProtectedFact, Record
from wholepicture.registers.people.terms import ProtectedKind

MOST_IN_A_BLOCK = 100

_BORN = """
    select distinct person_id from (
        select person_id, name_key, count(*) over (partition by birth_date) as tellings from (
            select distinct person_id, birth_date, name_key from people_record
            where birth_date = any(%(dates)s) and person_id is not null
        ) as told
    ) as block
    where tellings <= %(most)s
        or split_part(name_key, '|', 1) = any(%(forenames)s) or split_part(name_key, '|', 2) = any(%(surnames)s)
"""
_NAMED = """
    select distinct person_id from (
        select person_id, birth_date, count(*) over (partition by name_key) as tellings from (
            select distinct person_id, birth_date, name_key from people_record
            where name_key = any(%(names)s) and name_key <> '' and person_id is not null
        ) as told
    ) as block
    where tellings <= %(most)s or birth_date = any(%(slips)s)
"""
_AT_HOME = """
    select distinct person_id, case when tellings > %(most)s then place_key end from (
        select person_id, place_key, name_key, count(*) over (partition by place_key) as tellings from (
            select distinct record.person_id, home.place_key, record.name_key
            from people_protected_fact as home join people_record as record on record.id = home.record_id
            where home.kind = 'ADDRESS' and home.place_key = any(%(places)s) and home.place_key <> ''
                and record.person_id is not null
        ) as told
    ) as block
    where tellings <= %(most)s or split_part(name_key, '|', 2) = any(%(surnames)s)
"""


@dataclass(frozen=True)
class Near:
    """The persons to compare with, and the place keys where too many people live to tell them apart."""

    persons: frozenset[UUID]
    crowded: frozenset[str] = frozenset()


def near(records: Collection[RecordTold]) -> Near:
    """Return whoever shares a block with one of these; three statements however many they are."""
    names = {record.name_key for record in records if telling.has_full_name(record)}
    dates = {record.birth_date for record in records if telling.exact(record) and record.birth_date}
    halves = [record.name_key.split("|") for record in records if record.name_key]
    asked = {
        "most": MOST_IN_A_BLOCK,
        "dates": sorted(dates),
        "names": sorted(names),
        "places": sorted({place for record in records for place in record.place_keys}),
        "slips": sorted(_slips(dates)),
        "forenames": sorted({half[0] for half in halves}),
        "surnames": sorted({half[1] for half in halves}),
    }
    homes = _rows(_AT_HOME, asked)
    persons = {row[0] for row in (*_rows(_BORN, asked), *_rows(_NAMED, asked), *homes)}
    return Near(frozenset(persons), frozenset(place for _, place in homes if place))


def sharing_evidence(records: Collection[RecordTold]) -> set[UUID]:
    """Return the persons of every record with an equal number, name or, for the unborn, expected date and home."""
    values = {value for record in records for _, value in record.identifiers}
    by_number = Identifier.objects.filter(value__in=values, record__person_id__isnull=False)
    names = {record.name_key for record in records if record.name_key}
    dates = {record.birth_date for record in records if record.birth_date}
    places = {place for record in records for place in record.place_keys}
    born_or_home = Q(birth_date__in=dates) | Q(protected__place_key__in=places)
    by_name = Record.objects.filter(born_or_home, name_key__in=names, person_id__isnull=False)
    expected = {record.expected_date for record in records if record.expected_date}
    homes = {place for record in records if record.expected_date for place in record.place_keys}
    unborn = ProtectedFact.objects.filter(
        kind=ProtectedKind.ADDRESS,
        place_key__in=homes,
        record__expected_date__in=expected,
        record__person_id__isnull=False,
    )
    found = {*by_number.values_list("record__person_id", flat=True), *by_name.values_list("person_id", flat=True)}
    found.update(unborn.values_list("record__person_id", flat=True))
    return {person for person in found if person}


def _slips(dates: Iterable[date]) -> set[date]:
    return {slip for born in dates for slip in telling.mistyped(born)} | set(dates)


def _rows(statement: str, asked: Mapping[str, Any]) -> list[tuple[UUID, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [(row[0], row[1] if len(row) > 1 else None) for row in cursor.fetchall()]
