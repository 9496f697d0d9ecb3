"""What reports tell of people in new records: the records, relationships and protected facts, in a few statements.

Nothing here can be told twice or resolved already, since every record is new: that is what lets a file of thousands of
reports come in within minutes. What is told of a record that there is already goes through `actions`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import actions, keying, names, permissions
from wholepicture.registers.people import identifiers as numbers
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Identifier, NameWord, ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import IdentifierKind, Precision, ProtectedKind, RelationshipKind, Sex


@dataclass(frozen=True)
class NewRecord:
    """A record to be made, with an id made by the caller; as the parameters of actions.add_record."""

    id: UUID
    forename: str = ""
    surname: str = ""
    sex: Sex = Sex.NOT_KNOWN
    birth_date: date | None = None
    birth_precision: Precision | None = None
    expected_date: date | None = None
    identifiers: Mapping[IdentifierKind, str] = field(default_factory=dict, hash=False)
    address: str = ""


@dataclass(frozen=True)
class NewRelation:
    """How two of the new records are related; as the parameters of actions.relate."""

    from_record: UUID
    to_record: UUID
    kind: RelationshipKind


@dataclass(frozen=True)
class NewFact:
    """A protected fact of a new record or of a new context; as the parameters of actions.protect."""

    kind: ProtectedKind
    value: str
    record: UUID | None = None
    context: UUID | None = None
    never_to: tuple[str, ...] = ()


@transaction.atomic(savepoint=False)
def tell(
    *,
    records: Sequence[NewRecord],
    relations: Iterable[NewRelation] = (),
    facts: Iterable[NewFact] = (),
    agency: Agency,
    by: Actor,
    now: datetime,
) -> dict[UUID, Record]:
    """Keep what was told, and return the records by id; one audit entry says of which.

    Part of its caller's deed: where it fails, so does the transaction around it. Raises InvalidIdentifier, InvalidTelling
    and NotYours, as the actions of which this is many at once.
    """
    permissions.check_can_tell(by=by, agency=agency.id)
    rows = {told.id: _record(told, agency, now) for told in records}
    Record.objects.bulk_create(rows.values())
    Identifier.objects.bulk_create(
        Identifier(record_id=told.id, kind=kind, value=numbers.checked(kind, text))
        for told in records
        for kind, text in told.identifiers.items()
    )
    NameWord.objects.bulk_create(
        NameWord(record_id=told.id, agency_id=agency.id, words=words, birth_date=told.birth_date)
        for told in records
        for words in names.turned(told.forename, told.surname)
    )
    keying.keep(_as_told(told, rows[told.id]) for told in records)
    related = [_relation(told, agency, now) for told in dict.fromkeys(relations)]
    Relationship.objects.bulk_create(related)
    protected = [_fact(told) for told in (*_homes(records), *facts)]
    for fact in protected:
        fact.told_by_id, fact.told_at = agency.id, now
    ProtectedFact.objects.bulk_create(protected)
    if rows or protected:
        about = [f"record:{record}" for record in rows]
        detail = {"change": "told in reports", "relationships": len(related), "facts": len(protected)}
        audit.record(event=Event.PERSON_CHANGED, by=by, now=now, about=about, detail=detail)
    return rows


def _record(told: NewRecord, agency: Agency, now: datetime) -> Record:
    row = actions.record_told(
        agency=agency,
        forename=told.forename,
        surname=told.surname,
        sex=told.sex,
        birth_date=told.birth_date,
        birth_precision=told.birth_precision,
        expected_date=told.expected_date,
        now=now,
    )
    row.id, row.reported = told.id, True
    return row


def _as_told(told: NewRecord, row: Record) -> RecordTold:
    numbers_told = ((kind, numbers.checked(kind, text)) for kind, text in told.identifiers.items())
    place = names.place_key(told.address)
    return keying.as_told(row, numbers=numbers_told, places=[place] if place else [])


def _relation(told: NewRelation, agency: Agency, now: datetime) -> Relationship:
    if told.from_record == told.to_record:
        raise actions.InvalidTelling("Relationship: a person cannot be related to themselves. Choose the other person.")
    ends = {"from_record_id": told.from_record, "to_record_id": told.to_record}
    return Relationship(**ends, kind=told.kind, told_by_id=agency.id, told_at=now)


def _homes(records: Iterable[NewRecord]) -> list[NewFact]:
    kind = ProtectedKind.ADDRESS
    return [NewFact(kind, told.address.strip(), told.id) for told in records if told.address.strip()]


def _fact(told: NewFact) -> ProtectedFact:
    return actions.fact_told(
        kind=told.kind, record=told.record, context=told.context, value=told.value, never_to=told.never_to
    )
