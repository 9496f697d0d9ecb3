"""Reads of linkage: which records wait, who may be the same person, and why a record stands where it stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wholepicture.lib import work_list
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.linkage.facts import Apart, Decision
from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Identifier, ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import ProtectedKind


def waiting(now: datetime, limit: int, exclude: Collection[UUID] = ()) -> list[UUID]:
    """Return records that resolve to nobody yet, oldest first, held by this transaction and by no other worker's."""
    rows = Record.objects.filter(person__isnull=True).exclude(id__in=exclude).order_by("told_at", "id")
    return list(
        rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("id", flat=True)[:limit]
    )


def size(now: datetime) -> work_list.Size:
    """Return how many records resolve to nobody yet, and since when."""
    return work_list.size(Record.objects.filter(person__isnull=True), "told_at")


def next_due(now: datetime) -> datetime | None:
    """Return None: time alone makes no record wait."""
    return None


def candidates(records: Collection[RecordTold]) -> dict[UUID, RecordTold]:
    """Return every resolved record that may share a key with one of these, and all others of the same persons.

    Five statements, however many records; which of them share evidence is for the rules to say.
    """
    near = _sharing(records)
    persons = {person for person in people.persons_of_records(near).values() if person}
    return people.as_told(record for found in people.records_of_persons(persons).values() for record in found)


def apart(record_ids: Collection[UUID], others: Iterable[UUID] = ()) -> dict[UUID, Apart]:
    """Return for each record what tells it apart: those told beside it or as its relatives, and everybody's roles."""
    beside = incidents.told_beside(record_ids)
    related = _related(record_ids)
    roles = incidents.roles_of_records({*record_ids, *others})
    return {record: Apart(beside[record], frozenset(related[record]), roles) for record in record_ids}


def persons_beside(record_ids: Collection[UUID]) -> set[UUID]:
    """Return the persons whom these records' relationships name: their versions rise when a record is resolved."""
    related = {other for found in _related(record_ids).values() for other in found}
    return {person for person in people.persons_of_records(related).values() if person}


def decisions(record_ids: Iterable[UUID]) -> Mapping[UUID, Decision]:
    """Return why each of these records resolves to whom it does; one that still waits is left out."""
    rows = Link.objects.filter(record_id__in=set(record_ids), undone_at__isnull=True)
    return {
        row.record_id: Decision(row.record_id, row.person_id, Basis(row.basis), row.matched_id, row.score, row.because)
        for row in rows
    }


def _related(record_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The records at the other ends of these records' relationships."""
    related: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Relationship.objects.filter(Q(from_record_id__in=record_ids) | Q(to_record_id__in=record_ids))
    for one, other in rows.values_list("from_record_id", "to_record_id"):
        related[one].add(other)
        related[other].add(one)
    return related


def _sharing(records: Collection[RecordTold]) -> set[UUID]:
    """The resolved records with an equal number, name or, for the unborn, expected date and home."""
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
    found = set(by_number.values_list("record_id", flat=True)) | set(by_name.values_list("id", flat=True))
    return found | {record for record in unborn.values_list("record_id", flat=True) if record}
