"""How the family lives: who are a child's parents, whether they live apart, since when, and what of contact was told."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import TypeAlias
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings.facts import Arranged, Pattern, Report
from wholepicture.pathway.findings.pattern import harm, scoping
from wholepicture.pathway.incidents.terms import Feature
from wholepicture.registers.people.facts import Relation
from wholepicture.registers.people.terms import RelationshipKind

Couple: TypeAlias = tuple[UUID, UUID]


def parents_of(pattern: Pattern, child: UUID) -> tuple[UUID, ...]:
    """Return the child's parents on the pattern's day, wherever they live, in a fixed order; no other carers."""
    found = {
        relation.from_person
        for relation in pattern.relations
        if relation.kind is RelationshipKind.PARENT_OF and relation.to_person == child and _holds(relation, pattern.on)
    }
    return tuple(sorted(found))


def live_apart(pattern: Pattern, child: UUID) -> tuple[UUID, ...]:
    """Return the child's parents who share no home with another parent of the child, in a fixed order; else none.

    Where a home is not known they are not known to live apart, unless a separation is known.
    """
    parted = {couple for couple, day in separations(pattern).items() if day <= pattern.on}
    apart = {
        person
        for pair in combinations(parents_of(pattern, child), 2)
        if _are_apart(pattern, pair, parted)
        for person in pair
    }
    return tuple(sorted(apart))


def parents_elsewhere(pattern: Pattern, child: UUID) -> tuple[UUID, ...]:
    """Return those of the parents living apart who share no home with the child: whose contact has to be asked about.

    An unborn child, and one whose home is not known, lives with no parent for certain: then all of them.
    """
    home = pattern.homes.get(child, frozenset())
    return tuple(p for p in live_apart(pattern, child) if not home & pattern.homes.get(p, frozenset()))


def separations(pattern: Pattern) -> dict[Couple, date]:
    """Return for each couple the earliest day that is told of their separation, after they last became partners.

    Told by the end of a partnership, or by an incident that separation marked. A couple is two adults, in a fixed order.
    """
    told: dict[Couple, set[date]] = defaultdict(set)
    begun: dict[Couple, date] = {}
    for relation in pattern.relations:
        if relation.kind is RelationshipKind.PARTNER_OF:
            couple = _couple(relation.from_person, relation.to_person)
            told[couple] |= {relation.until_date} if relation.until_date else set()
            if relation.from_date and relation.from_date <= pattern.on:
                begun[couple] = max(begun.get(couple, relation.from_date), relation.from_date)
    for report in pattern.reports:
        for couple in _parted_in(report, pattern):
            told[couple].add(london_day(report.happened_at))
    since = {couple: [day for day in days if day >= begun.get(couple, day)] for couple, days in told.items()}
    return {couple: min(days) for couple, days in sorted(since.items()) if days}


def separated_on(pattern: Pattern) -> tuple[date, Couple] | None:
    """Return the latest separation in the family up to the pattern's day: the day, and the couple; None if none is told."""
    found = [(day, couple) for couple, day in separations(pattern).items() if day <= pattern.on]
    return max(found, default=None)


def latest_arrangement(pattern: Pattern, child: UUID, adult: UUID) -> Arranged | None:
    """Return the latest that any agency told of contact between a child and an adult, or None."""
    return max(_arranged(pattern, child, adult), key=lambda told: told.told_at, default=None)


def overnight_asked(pattern: Pattern, child: UUID, adult: UUID) -> Arranged | None:
    """Return the latest telling from somebody who asked about the nights, whatever the answer; None if nobody asked."""
    asked = (told for told in _arranged(pattern, child, adult) if told.overnight is not Contact.NOT_ASKED)
    return max(asked, key=lambda told: told.told_at, default=None)


def _arranged(pattern: Pattern, child: UUID, adult: UUID) -> Iterable[Arranged]:
    return (told for told in pattern.arrangements if (told.child, told.adult) == (child, adult))


def _are_apart(pattern: Pattern, pair: Couple, parted: set[Couple]) -> bool:
    one, other = (pattern.homes.get(person, frozenset()) for person in pair)
    return not one & other if one and other else _couple(*pair) in parted


def _parted_in(report: Report, pattern: Pattern) -> set[Couple]:
    """The couples whom an incident marked by separation is about: partners or parents of one child, else the parties."""
    if Feature.SEPARATION not in report.features:
        return set()
    grown = {person for person in scoping.adults(report) if not _is_child(person, pattern)}
    known = {
        pair
        for pair in combinations(sorted(grown), 2)
        if scoping.partnerships(*pair, pattern.relations) or scoping.shared_children(*pair, pattern.relations)
    }
    parties = ((each.by, each.against) for each in harm.directions(report))
    return known or {_couple(by, other) for by, other in parties if other and {by, other} <= grown}


def _is_child(person: UUID, pattern: Pattern) -> bool:
    known = pattern.people.get(person)
    return person in pattern.children or (known is not None and known.is_child)


def _couple(one: UUID, other: UUID) -> Couple:
    return (one, other) if one < other else (other, one)


def _holds(relation: Relation, on: date) -> bool:
    begun = relation.from_date is None or relation.from_date <= on
    return begun and (relation.until_date is None or relation.until_date > on)
