"""What one agency knew on one day, where a map is drawn as that agency had it (design promise 5)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from wholepicture.pathway.findings.facts import Arranged, Pattern
from wholepicture.registers.people.facts import Relation


@dataclass(frozen=True)
class Known:
    """Of whom, of whose home and of which reports an agency knew on a day, and what it had told of ties and contact.

    What is not here is neither drawn nor written. That another family is tied is drawn only where `linked`.
    """

    agency: str
    on: date
    persons: frozenset[UUID]
    relations: tuple[Relation, ...] = ()
    homes: frozenset[UUID] = frozenset()
    reports: frozenset[UUID] = frozenset()
    contacts: tuple[Arranged, ...] = ()
    linked: bool = False


def as_known(pattern: Pattern, known: Known | None) -> Pattern:
    """The pattern as it would be if there were nothing else than this agency knew; all of it where nobody asks."""
    if known is None:
        return pattern
    return replace(
        pattern,
        on=known.on,
        people={person: each for person, each in pattern.people.items() if person in known.persons},
        children=tuple(child for child in pattern.children if child in known.persons),
        reports=tuple(each for each in pattern.reports if each.incident in known.reports),
        relations=known.relations,
        homes={person: places for person, places in pattern.homes.items() if person in known.homes & known.persons},
        arrangements=known.contacts,
        linked=pattern.linked if known.linked else (),
    )
