"""Which reports are listed, and how the people of one are connected: whatever police classed it as (review 2.4 row 4)."""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from uuid import UUID

from wholepicture.pathway.findings.facts import Part, Report
from wholepicture.pathway.incidents.terms import Brag, Category, Kind
from wholepicture.registers.people.facts import Relation
from wholepicture.registers.people.terms import RelationshipKind, Role

PARENTAL = frozenset({RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF})
# How one adult is the other's relative, as said of the first; a partner is no relative but is connected first of all.
RELATIVE = {
    RelationshipKind.PARENT_OF: "is a parent of",
    RelationshipKind.CARER_OF: "is a carer of",
    RelationshipKind.GRANDPARENT_OF: "is a grandparent of",
    RelationshipKind.SIBLING_OF: "is a brother or sister of",
    RelationshipKind.RELATIVE_OF: "is a relative of",
}


def scope(kind: Kind, category: Category, brag: Brag, connected: str) -> tuple[bool, str]:
    """Return whether a report is listed, and why, without naming anybody (design promise 1).

    In scope: a concern; domestic abuse; two adults personally connected (`connected` as `connection` returns it); BRAG
    amber or red. Never a birth.
    """
    if kind is Kind.BIRTH:
        return False, "A notification of a birth: nothing happened that is listed."
    if kind is Kind.CONCERN:
        return True, "A concern about a carer or child."
    if category is Category.DOMESTIC_ABUSE:
        return True, "Classed as domestic abuse."
    if connected:
        return True, "Two of the people are personally connected, although it was not classed as domestic abuse."
    if brag in (Brag.AMBER, Brag.RED):
        return True, f"BRAG is {brag.label.lower()}."
    return False, "Not classed as domestic abuse, nobody personally connected, BRAG neither amber nor red."


def connection(adults: Collection[UUID], relations: Iterable[Relation], names: Mapping[UUID, str]) -> str:
    """Return in words how two of these adults are personally connected; "" when nothing is known that connects them.

    Domestic Abuse Act 2021 s2: present and former partners, parents or carers of one child (now or before), relatives,
    and relatives of a present or former partner. `relations` are those of the adults, ended ones included. The first
    pair that is connected is named, by `names` ("somebody" for who has none); whoever shows it opened the family.
    """
    held = sorted(set(relations), key=_order)
    for one, other in combinations(sorted(adults), 2):
        words = _partners(one, other, held) + _parents(one, other, held, names)
        if words:
            return f"{_name(one, names)} and {_name(other, names)} {', and '.join(words)}"
    return next((said for pair in combinations(sorted(adults), 2) if (said := _relatives(*pair, held, names))), "")


def adults(report: Report) -> tuple[UUID, ...]:
    """Return everybody in a report who was not told as a child, in a fixed order."""
    return adults_among(report.parts)


def adults_among(parts: Iterable[Part]) -> tuple[UUID, ...]:
    """Return everybody of these parts who was not told as a child, in a fixed order."""
    roles = [(part.person, part.role) for part in parts]
    return tuple(sorted({person for person, _ in roles} - {person for person, role in roles if role is Role.CHILD}))


def partnerships(one: UUID, other: UUID, relations: Iterable[Relation]) -> list[Relation]:
    """Return what is told of two people as partners, ended partnerships included."""
    pair = {one, other}
    told = (relation for relation in relations if relation.kind is RelationshipKind.PARTNER_OF)
    return [relation for relation in told if {relation.from_person, relation.to_person} == pair]


def shared_children(one: UUID, other: UUID, relations: Iterable[Relation]) -> set[UUID]:
    """Return of whom two people both are, or were, a parent or carer."""
    of: dict[UUID, set[UUID]] = {one: set(), other: set()}
    for relation in relations:
        if relation.kind in PARENTAL and relation.from_person in of:
            of[relation.from_person].add(relation.to_person)
    return of[one] & of[other]


def _partners(one: UUID, other: UUID, relations: Collection[Relation]) -> list[str]:
    found = partnerships(one, other, relations)
    if not found:
        return []
    return ["were partners" if any(relation.until_date for relation in found) else "are partners"]


def _parents(one: UUID, other: UUID, relations: Collection[Relation], names: Mapping[UUID, str]) -> list[str]:
    shared = sorted(names.get(child, "") or "a child" for child in shared_children(one, other, relations))
    return [f"both are parents of {_listed(shared)}"] if shared else []


def _relatives(one: UUID, other: UUID, relations: Collection[Relation], names: Mapping[UUID, str]) -> str:
    for first, second in ((one, other), (other, one)):
        for relation in relations:
            if (relation.from_person, relation.to_person) == (first, second) and relation.kind in RELATIVE:
                return f"{_name(first, names)} {RELATIVE[relation.kind]} {_name(second, names)}"
        for partner in _partners_of(second, relations):
            if any({r.from_person, r.to_person} == {first, partner} and r.kind in RELATIVE for r in relations):
                return f"{_name(first, names)} is a relative of a present or former partner of {_name(second, names)}"
    return ""


def _partners_of(person: UUID, relations: Collection[Relation]) -> list[UUID]:
    pairs = [(r.from_person, r.to_person) for r in relations if r.kind is RelationshipKind.PARTNER_OF]
    return sorted({other for pair in pairs for one, other in (pair, pair[::-1]) if one == person})


def _name(person: UUID, names: Mapping[UUID, str]) -> str:
    return names.get(person, "") or "somebody"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _order(relation: Relation) -> tuple[str, ...]:
    ends = (str(relation.from_date or ""), str(relation.until_date or ""))
    return (relation.kind.value, str(relation.from_person), str(relation.to_person), *ends)
