"""What one agency knew on one day, where a map is drawn as that agency had it (design promise 5)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Known:
    """Of whom, of whose home, of which reports, and of contact between which child and adult an agency knew on a day.

    `relations` are pairs of persons of whom it knew how they are related, in either order. What is not here is drawn
    faintly and said to be not known to it then; a report that is not here counts in no arrow. That another family is
    tied is drawn only where `linked`.
    """

    agency: str
    on: date
    persons: frozenset[UUID]
    relations: frozenset[tuple[UUID, UUID]] = frozenset()
    homes: frozenset[UUID] = frozenset()
    reports: frozenset[UUID] = frozenset()
    contacts: frozenset[tuple[UUID, UUID]] = frozenset()
    linked: bool = False

    def knows(self, person: UUID) -> bool:
        """Whether it knew that this person exists."""
        return person in self.persons

    def related(self, one: UUID, other: UUID) -> bool:
        """Whether it knew how these two are related."""
        return bool({(one, other), (other, one)} & self.relations)
