"""Whom a record may be about: everybody who shares a key, in one statement however many records ask.

A key that more than MOST records share (a common name without a date, a hostel) is hot and not followed alone. Followed
instead is whoever shares two of one asker's hot keys, those who share most first: a record that is the same, or differs in
one field, shares all keys or several. What was not followed is counted and told, never left out in silence.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from wholepicture.registers.people import describing
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import IdentifierKind, Precision, Sex

MOST = 100
# So far two hot keys are read to see who stands under both.
READ_AT_MOST = 20_000
# After every other letter: the end of all words that begin alike.
LAST_LETTER = chr(sys.maxunicode)

_SHARED = """
with asked as materialized (
    select * from unnest(%(askers)s::uuid[], %(keys)s::bigint[]) as one(asker, key)
), found as materialized (
    select asker, key, record_id from asked cross join lateral (
        select record_id from people_key where people_key.key = asked.key and record_id <> asker limit %(most)s + 1) as under
), hot as materialized (
    select asker, key from found group by asker, key having count(*) > %(most)s
), under as (
    select asker, hot.key, record_id from hot cross join lateral (
        select record_id from people_key where people_key.key = hot.key and record_id <> asker
        order by record_id limit %(read)s) as under
), twice as materialized (
    select asker, record_id, row_number() over (partition by asker order by count(*) desc, record_id) as place
    from under group by asker, record_id having count(*) > 1
), capped as (
    select asker, count(*) as hot, (select count(*) from twice where twice.asker = hot.asker and place > %(most)s)
        + (select count(*) from (
            select from under where under.asker = hot.asker group by key having count(*) >= %(read)s) as unread) as unread
    from hot group by asker
), shared as materialized (
    select record_id from found where not exists (
        select from hot where hot.asker = found.asker and hot.key = found.key)
    union select record_id from twice where place <= %(most)s
)
"""
# A record with its identifiers and place keys, as told_in reads it.
TOLD = """
    record.id, record.agency_id, record.person_id, record.told_at, record.forename, record.surname, record.sex,
    record.birth_date, record.birth_precision, record.expected_date, record.died_date, record.name_key,
    array(select kind || ' ' || value from people_identifier where record_id = record.id),
    array(select place_key from people_protected_fact
        where record_id = record.id and kind = 'ADDRESS' and place_key <> '')
"""
_CAPPED = ", ".join(["null"] * 12)
# All records of whoever is found, and with them how many keys of each asker were not followed alone. All parts of these
# statements are constants.
_PERSONS = f"""{_SHARED}
select {TOLD}, null::uuid, null::bigint, null::bigint from people_record as record where person_id in (
    select person_id from people_record where id in (select record_id from shared) and person_id is not null)
union all select {_CAPPED}, null, null, asker, hot, unread from capped
"""  # noqa: S608
_OWN = f"""{_SHARED}
select {TOLD}, null::uuid, null::bigint, null::bigint from people_record as record
where id in (select record_id from shared) and (agency_id = %(agency)s or person_id = any(%(persons)s))
union all select {_CAPPED}, null, null, asker, hot, unread from capped
"""  # noqa: S608
_OF_PERSONS = f"select {TOLD} from people_record as record where person_id = any(%s)"  # noqa: S608


@dataclass(frozen=True)
class Capped:
    """How many of an asker's keys were shared by too many to be followed alone, and how many records stayed unread for it."""

    keys: int
    unread: int = 0


@dataclass(frozen=True)
class Sharing:
    """The records that share a key with those who asked, and by asker what was not followed."""

    records: Mapping[UUID, RecordTold]
    capped: Mapping[UUID, Capped] = field(default_factory=dict)


def sharing(asking: Collection[RecordTold]) -> Sharing:
    """Return whoever is resolved and shares a key with one of these, with all records of the same persons: one statement."""
    return _sharing(_PERSONS, asking, {})


def sharing_within(asking: RecordTold, *, agency: UUID | None, persons: Collection[UUID]) -> Sharing:
    """Return the records of this agency, and of these persons, that share a key with what was typed: one statement."""
    return _sharing(_OWN, [asking], {"agency": agency, "persons": list(persons)})


def told_of_persons(persons: Collection[UUID]) -> dict[UUID, RecordTold]:
    """Return every record of these persons as told, with identifiers and place keys: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_PERSONS, [list(persons)])
        return {row[0]: told_in(row) for row in cursor.fetchall()}


def _sharing(statement: str, asking: Collection[RecordTold], more: Mapping[str, Any]) -> Sharing:
    asked = [(told.record, key) for told in asking for key in describing.asked_keys(told)]
    values: dict[str, Any] = {"askers": [asker for asker, _ in asked], "keys": [key for _, key in asked]}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "most": MOST, "read": READ_AT_MOST, **more})
        rows = cursor.fetchall()
    return Sharing(
        {row[0]: told_in(row) for row in rows if row[0]},
        {row[14]: Capped(row[15], row[16]) for row in rows if row[0] is None},
    )


def told_in(row: tuple[Any, ...]) -> RecordTold:
    """Return the record that stands in a row of TOLD."""
    numbers: dict[IdentifierKind, set[str]] = defaultdict(set)
    for each in row[12]:
        kind, _, value = each.partition(" ")
        numbers[IdentifierKind(kind)].add(value)
    return RecordTold(
        record=row[0],
        agency=row[1],
        person=row[2],
        told_at=row[3],
        forename=row[4],
        surname=row[5],
        sex=Sex(row[6]),
        birth_date=row[7],
        birth_precision=Precision(row[8]),
        expected_date=row[9],
        died_date=row[10],
        name_key=row[11],
        identifiers=frozenset((kind, value) for kind, values in numbers.items() for value in values),
        place_keys=frozenset(row[13]),
    )
