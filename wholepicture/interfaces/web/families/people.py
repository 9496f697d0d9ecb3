"""Who belongs to a family, as its page says it: children with their age, adults with why they are counted in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib import wording
from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.people.terms import Precision

UNBORN = "Unborn child"
NOBODY = "Name not known"


@dataclass(frozen=True)
class MemberShown:
    """One person of the family: name, and age or why they are counted in."""

    name: str
    words: str


def children(members: Iterable[Member], known: Mapping[UUID, PersonFacts], on: date) -> tuple[MemberShown, ...]:
    """The children, eldest first, each with their age."""
    those = [known[each.person] for each in members if each.part is Part.CHILD and each.person in known]
    ordered = sorted(those, key=lambda child: (child.birth_date or date.max, name(child)))
    return tuple(MemberShown(name(child), age(child, on)) for child in ordered)


def adults(members: Iterable[Member], known: Mapping[UUID, PersonFacts]) -> tuple[MemberShown, ...]:
    """The adults, parents first, each with why they are counted in."""
    those = [each for each in members if each.part is Part.ADULT and each.person in known]
    ordered = sorted(those, key=lambda each: (list(Reason).index(each.reason), name(known[each.person])))
    return tuple(MemberShown(name(known[each.person]), each.reason.label) for each in ordered)


def heading(those: Iterable[MemberShown]) -> str:
    """The family by its children: "Family of Charlie Marsh and Mia Marsh"."""
    names = [child.name for child in those]
    return f"Family of {wording.joined(names)}" if names else "A family"


def name(person: PersonFacts) -> str:
    """The name of a person, or what is known instead of one."""
    full = " ".join(half for half in (person.forename, person.surname) if half)
    return full or (UNBORN if person.expected_date else NOBODY)


def age(person: PersonFacts, on: date) -> str:
    """A child's age no surer than it is known; that a child has died is said first."""
    if person.died_date:
        return f"died on {wording.day(person.died_date)}"
    if person.birth_date is None and person.expected_date:
        due = person.expected_date
        return in_words.age_in_words(due, on) if due > on else f"unborn when last told, due {wording.day(due)}"
    words = in_words.age_in_words(person.birth_date, on)
    if person.birth_date is None or person.birth_precision is Precision.EXACT:
        return words if person.birth_date is None else f"{words}, born {wording.day(person.birth_date)}"
    return f"about {words}"
