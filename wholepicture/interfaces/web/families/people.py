"""Who belongs to a family, as its page says it: children with their age, adults with why they are counted in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.families.naming import name, within
from wholepicture.lib import wording
from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.people.terms import Precision


@dataclass(frozen=True)
class MemberShown:
    """One person of the family: name, and age or why they are counted in."""

    person: UUID
    name: str
    words: str


def children(
    members: Iterable[Member], known: Mapping[UUID, PersonFacts], names: Mapping[UUID, str], on: date
) -> tuple[MemberShown, ...]:
    """The children, eldest first, each with their age."""
    those = [known[each.person] for each in members if each.part is Part.CHILD and each.person in known]
    ordered = sorted(those, key=lambda child: (child.birth_date or date.max, name(child.person, names)))
    return tuple(MemberShown(child.person, name(child.person, names), age(child, on)) for child in ordered)


def adults(members: Iterable[Member], names: Mapping[UUID, str]) -> tuple[MemberShown, ...]:
    """The adults, parents first, each with why they are counted in."""
    those = [each for each in members if each.part is Part.ADULT]
    ordered = sorted(those, key=lambda each: (list(Reason).index(each.reason), name(each.person, names)))
    return tuple(MemberShown(each.person, name(each.person, names), each.reason.label) for each in ordered)


def heading(those: Iterable[MemberShown]) -> str:
    """The family by its children: "Family of Charlie Marsh and Mia Marsh"."""
    return f"Family of {wording.joined(within(child.name) for child in those)}"


def age(person: PersonFacts, on: date) -> str:
    """A child's age no surer than it is known; that a child has died is said instead."""
    if person.died_date:
        return f"Died on {wording.day(person.died_date)}"
    born = person.birth_date
    if born is None:
        return _expected(person.expected_date, on) if person.expected_date else "Age not known"
    words = in_words.age_in_words(born, on)
    if person.birth_precision is not Precision.EXACT:
        return f"About {words}"
    return f"{words.capitalize()}, born {wording.day(born)}"


def _expected(due: date, on: date) -> str:
    """An expected date that has passed says nothing about whether the child was born."""
    return f"Unborn, due {wording.day(due)}" if due > on else f"Was due {wording.day(due)}; no birth has been told"
