"""The records already decided, found again by the keys that they share: what a batch of records is compared with."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from wholepicture.pathway.linkage.facts import Candidate, Household
from wholepicture.pathway.linkage.rules import telling
from wholepicture.registers.people import describing
from wholepicture.registers.people.facts import RecordTold


class Known:
    """Resolved records by person and by key; a record decided a moment ago is added and found by the next."""

    def __init__(self, records: Iterable[RecordTold], crowded: Collection[str] = ()) -> None:
        """Take the records known before; `crowded` are place keys where too many people live to tell them apart."""
        self._crowded = frozenset(crowded)
        self._records: dict[UUID, dict[UUID, RecordTold]] = defaultdict(dict)
        self._persons: dict[int, set[UUID]] = defaultdict(set)
        for record in records:
            self.add(record)

    def add(self, record: RecordTold) -> None:
        """Take one more record; one that resolves to nobody is left out."""
        if record.person is None:
            return
        self._records[record.person][record.record] = record
        for key in describing.stored_keys(record):
            self._persons[key].add(record.person)

    def candidates(self, record: RecordTold) -> tuple[Candidate, ...]:
        """Return whoever else shares a key with this record, in a fixed order."""
        persons = self._sharing(describing.asked_keys(record)) - {record.person}
        return tuple(self.candidate(person) for person in sorted(persons))

    def candidate(self, person: UUID) -> Candidate:
        """Return one person with their records as far as they are known here."""
        return Candidate(person, tuple(self._records[person].values()))

    def is_alone(self, record: RecordTold) -> bool:
        """Whether no other record resolves to the person of this one."""
        return record.person is None or set(self._records[record.person]) <= {record.record}

    def move(self, record: RecordTold, person: UUID) -> None:
        """Take a record from the person it resolved to, and give it to this one."""
        self._records[record.person or person].pop(record.record, None)
        self.add(replace(record, person=person))

    def household(self, record: RecordTold, beside: Iterable[RecordTold]) -> Household:
        """Return who else of this surname is known at this record's homes; those told beside it are others for certain."""
        persons = self._sharing(describing.surname_place_keys(record))
        surname = telling.surname(record)
        others = [other for person in sorted(persons) for other in self._records[person].values()]
        there = [other for other in others if telling.surname(other) == surname]
        return Household((*there, *beside), not self._crowded.isdisjoint(record.place_keys))

    def _sharing(self, keys: Iterable[int]) -> set[UUID]:
        return {person for key in keys for person in self._persons.get(key, ()) if self._records[person]}
