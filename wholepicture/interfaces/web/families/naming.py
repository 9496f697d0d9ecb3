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
    """The whole name of somebody, or what is known instead of one; a surname alone reads like an adult's."""
    unborn = someone.birth_date is None and someone.expected_date is not None
    first = UNBORN if unborn and not someone.forename else someone.forename
    name = " ".join(half for half in (first, someone.surname) if half)
    return name or ("A child whose name is not known" if someone.is_child else SOMEBODY)


def within(called_so: str) -> str:
    """A name as it stands within a sentence: "the unborn child Asante"."""
    return f"the {UNBORN.lower()}{called_so.removeprefix(UNBORN)}" if called_so.startswith(UNBORN) else called_so


def name(person: UUID | None, names: Mapping[UUID, str]) -> str:
    """The name of a person of the page; nobody else's is ever read for it."""
    return names.get(person, SOMEBODY) if person else SOMEBODY
