"""The records already decided, found again by the keys that they share: what a batch of records is compared with."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from wholepicture.pathway.linkage.facts import Candidate, Household
from wholepicture.pathway.linkage.rules import deciding, telling
from wholepicture.registers.people.facts import RecordTold


class Known:
    """Resolved records by person and by key; a record decided a moment ago is added and found by the next."""

    def __init__(self, records: Iterable[RecordTold], crowded: Collection[str] = ()) -> None:
        """Take the records known before; `crowded` are place keys where too many people live to tell them apart."""
        self._crowded = frozenset(crowded)
        self._records: dict[UUID, dict[UUID, RecordTold]] = defaultdict(dict)
        self._persons: dict[str, set[UUID]] = defaultdict(set)
        for record in records:
            self.add(record)

    def add(self, record: RecordTold) -> None:
        """Take one more record; one that resolves to nobody is left out."""
        if record.person is None:
            return
        self._records[record.person][record.record] = record
        for key in deciding.keys(record):
            self._persons[key].add(record.person)

    def candidates(self, record: RecordTold) -> tuple[Candidate, ...]:
        """Return whoever shares a key with this record, in a fixed order."""
        persons = {person for key in deciding.keys(record) for person in self._persons.get(key, ())}
        return tuple(self.candidate(person) for person in sorted(persons))

    def candidate(self, person: UUID) -> Candidate:
        """Return one person with their records as far as they are known here."""
        return Candidate(person, tuple(self._records[person].values()))

    def household(self, record: RecordTold, beside: Iterable[RecordTold]) -> Household:
        """Return who else of this surname is known at this record's homes; those told beside it are others for certain."""
        surname = telling.surname(record)
        homes = [f"home:{surname}:{place}" for place in record.place_keys]
        persons = {person for home in homes for person in self._persons.get(home, ())}
        others = [other for person in sorted(persons) for other in self._records[person].values()]
        return Household((*others, *beside), not self._crowded.isdisjoint(record.place_keys))


def group_by_person(records: Iterable[RecordTold]) -> tuple[Candidate, ...]:
    """Return the resolved ones of these records as candidates, in a fixed order."""
    found: dict[UUID, list[RecordTold]] = {}
    for record in records:
        if record.person is not None:
            found.setdefault(record.person, []).append(record)
    return tuple(Candidate(person, tuple(found[person])) for person in sorted(found))
