"""Who is related to whom: parents in one line to all the children they share, couples and whether they parted, other kin."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from wholepicture.interfaces.web.families.map.drawn import Style, Tie, key_of
from wholepicture.interfaces.web.families.naming import name
from wholepicture.lib import wording
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.registers.people.facts import Relation
from wholepicture.registers.people.terms import RelationshipKind

DESCENT = {RelationshipKind.PARENT_OF: (Style.PARENT, "parent"), RelationshipKind.CARER_OF: (Style.CARER, "carer")}
OTHER = {
    RelationshipKind.GRANDPARENT_OF: "grandparent",
    RelationshipKind.SIBLING_OF: "brother or sister",
    RelationshipKind.RELATIVE_OF: "relative",
}


def holds(relation: Relation, on: date) -> bool:
    """Whether a relationship is known to hold on a day."""
    begun = relation.from_date is None or relation.from_date <= on
    return begun and (relation.until_date is None or relation.until_date > on)


def ties(pattern: Pattern, drawn: Collection[UUID], names: Mapping[UUID, str]) -> Iterator[Tie]:
    """Every tie of kin between people on the map, each said once."""
    now = [
        each
        for each in pattern.relations
        if holds(each, pattern.on) and each.from_person in drawn and each.to_person in drawn
    ]
    yield from _descent(now, names)
    yield from _couples(pattern, drawn, names)
    yield from _others(now, names)


def _descent(now: Iterable[Relation], names: Mapping[UUID, str]) -> Iterator[Tie]:
    """One line from the same parents (or carers) to all whom they share."""
    found: dict[tuple[RelationshipKind, UUID], set[UUID]] = defaultdict(set)
    for each in now:
        if each.kind in DESCENT:
            found[each.kind, each.to_person].add(each.from_person)
    shared: dict[tuple[RelationshipKind, tuple[UUID, ...]], list[UUID]] = defaultdict(list)
    for (kind, child), elders in found.items():
        shared[kind, tuple(sorted(elders, key=lambda one: (name(one, names), one)))].append(child)
    for (kind, elders_of), children in sorted(shared.items(), key=lambda each: (each[0][0].value, each[0][1])):
        style, word = DESCENT[kind]
        those = sorted(children, key=lambda one: (name(one, names), one))
        called = word if len(elders_of) == 1 else f"{word}s"
        said = f"{_names(elders_of, names)}: {called} of {_names(those, names)}"
        yield Tie(style, _keys(elders_of), _keys(those), (), said)


def _couples(pattern: Pattern, drawn: Collection[UUID], names: Mapping[UUID, str]) -> Iterator[Tie]:
    """Each couple once: partners now, parted and since when, or partners before."""
    parted = facts_of.separations(pattern)
    told = {_couple(each): False for each in pattern.relations if each.kind is RelationshipKind.PARTNER_OF}
    told |= {
        _couple(each): True
        for each in pattern.relations
        if each.kind is RelationshipKind.PARTNER_OF and holds(each, pattern.on)
    }
    for couple in sorted({*told, *parted}):
        if not set(couple) <= set(drawn):
            continue
        day = parted.get(couple)
        both = _names(couple, names)
        if day and day <= pattern.on:
            lines = ("Separated", wording.day(day))
            yield Tie(Style.APART, *_ends(couple), lines, f"{both}: separated {wording.day(day)}, as far as told")
        elif told.get(couple):
            yield Tie(Style.COUPLE, *_ends(couple), ("Partners",), f"{both}: partners")
        else:
            yield Tie(Style.APART, *_ends(couple), ("Partners before",), f"{both}: partners before")


def _others(now: Iterable[Relation], names: Mapping[UUID, str]) -> Iterator[Tie]:
    """Grandparents, siblings and relatives; not what a line to a shared parent shows already."""
    parents: dict[UUID, set[UUID]] = defaultdict(set)
    for each in now:
        if each.kind is RelationshipKind.PARENT_OF:
            parents[each.to_person].add(each.from_person)
    found: dict[tuple[RelationshipKind, UUID], set[UUID]] = defaultdict(set)
    for each in now:
        if each.kind in OTHER and not _is_shown(each, parents):
            one, other = _in_order(each)
            found[each.kind, one].add(other)
    for (kind, one), others in sorted(found.items(), key=lambda group: (group[0][0].value, group[0][1])):
        those = sorted(others, key=lambda each: (name(each, names), each))
        said = f"{name(one, names)}: {OTHER[kind]} of {_names(those, names)}"
        yield Tie(Style.KIN, (key_of(one),), _keys(those), (OTHER[kind].capitalize(),), said)


def _is_shown(relation: Relation, parents: Mapping[UUID, set[UUID]]) -> bool:
    one, other = relation.from_person, relation.to_person
    if relation.kind is RelationshipKind.GRANDPARENT_OF:
        return any(one in parents[parent] for parent in tuple(parents.get(other, ())) if parent in parents)
    if relation.kind is RelationshipKind.SIBLING_OF:
        return bool(parents.get(one, set()) & parents.get(other, set()))
    return False


def _in_order(relation: Relation) -> tuple[UUID, UUID]:
    """Grandparents have a direction; siblings and relatives are said once, whichever of the two said it."""
    ends = (relation.from_person, relation.to_person)
    return ends if relation.kind is RelationshipKind.GRANDPARENT_OF else (min(ends), max(ends))


def _couple(relation: Relation) -> tuple[UUID, UUID]:
    one, other = relation.from_person, relation.to_person
    return (one, other) if one < other else (other, one)


def _ends(couple: tuple[UUID, UUID]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (key_of(couple[0]),), (key_of(couple[1]),)


def _keys(persons: Iterable[UUID]) -> tuple[str, ...]:
    return tuple(key_of(each) for each in persons)


def _names(persons: Iterable[UUID], names: Mapping[UUID, str]) -> str:
    return wording.joined(name(each, names) for each in persons)
