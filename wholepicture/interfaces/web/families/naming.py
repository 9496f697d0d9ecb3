"""What somebody of a family is called on its page: the whole name, so that two of one first name stay two."""

from collections.abc import Mapping
from uuid import UUID

from wholepicture.pathway.findings.facts import Pattern, Someone
from wholepicture.registers.people.facts import PersonFacts

SOMEBODY = "Somebody whose name is not known"
UNBORN = "Unborn child"


def of_pattern(pattern: Pattern) -> dict[UUID, str]:
    """The name of everybody in the pattern."""
    return {person: called(someone) for person, someone in pattern.people.items()}


def of_people(known: Mapping[UUID, PersonFacts]) -> dict[UUID, str]:
    """The name of everybody known, who need not stand in the pattern."""
    return {
        person: " ".join(half for half in (each.forename, each.surname) if half) or SOMEBODY
        for person, each in known.items()
    }


def called(someone: Someone) -> str:
    """The whole name of somebody, or what is known instead of one."""
    name = " ".join(half for half in (someone.forename, someone.surname) if half)
    unborn = someone.birth_date is None and someone.expected_date is not None
    return name or (UNBORN if unborn else "A child whose name is not known" if someone.is_child else SOMEBODY)


def name(person: UUID | None, names: Mapping[UUID, str]) -> str:
    """The name of a person of the page; nobody else's is ever read for it."""
    return names.get(person, SOMEBODY) if person else SOMEBODY
