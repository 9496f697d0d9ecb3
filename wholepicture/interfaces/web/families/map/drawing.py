"""Gather what a map shows: who stands on it and where, in which home each lives now, and every tie between them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from wholepicture.interfaces.web.families.map import contacts, harm, kin
from wholepicture.interfaces.web.families.map.drawn import LINKED, Column, Drawn, Home, Node, Style, Tie, key_of
from wholepicture.interfaces.web.families.map.known import Known, as_known
from wholepicture.interfaces.web.families.naming import name
from wholepicture.lib import wording
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.registers.people.terms import RelationshipKind, Sex

RAISES = (RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF)
PARENT = {Sex.FEMALE: "Mother", Sex.MALE: "Father"}
OF_IT = "Nothing of it is shown here"


def drawn(pattern: Pattern, names: Mapping[UUID, str], ages: Mapping[UUID, str], known: Known | None) -> Drawn:
    """Everything on the map of a family, or of what one agency knew of it."""
    had, is_whole = as_known(pattern, known), known is None
    persons = _persons(had, is_whole=is_whole)
    places = _homes(had, persons, names)
    tied = harm.notes(had)
    nodes = [_node(each, had, places, names, ages, tied) for each in persons]
    linked = _linked(had, names)
    ties = [*kin.ties(had, persons, names), *harm.ties(had, names), *contacts.ties(had, names, is_whole=is_whole)]
    return Drawn(
        nodes=(*sorted(nodes, key=lambda each: _order(each, had)), *(node for node, _ in linked)),
        homes=tuple(Home(number, _caption(place, had, persons)) for place, number in places.items()),
        ties=(*ties, *(tie for _, tie in linked)),
    )


def _persons(pattern: Pattern, *, is_whole: bool) -> tuple[UUID, ...]:
    """The children, whoever raises them or is kin or a couple with who does, lives with them, or is a party to harm.

    Of a pattern that is not the whole of it, everybody: what they are to the children is perhaps what was not known.
    """
    if not is_whole:
        return tuple(sorted(pattern.people))
    here = set(pattern.children)
    near = {each.from_person for each in pattern.relations if each.to_person in here}
    near |= {each.to_person for each in pattern.relations if each.from_person in here}
    near |= {adult for _, adult in contacts.pairs(pattern)} | harm.parties(pattern)
    near |= {each.through for each in pattern.linked}
    at_home = {place for child in here for place in pattern.homes.get(child, ())}
    near |= {person for person, places in pattern.homes.items() if places & at_home}
    parents = near - here
    for each in pattern.relations:
        couple = each.kind is RelationshipKind.PARTNER_OF and {each.from_person, each.to_person} & parents
        above = each.kind is RelationshipKind.PARENT_OF and each.to_person in parents
        near |= {each.from_person, each.to_person} if couple else {each.from_person} if above else set()
    return tuple(sorted((here | near) & set(pattern.people)))


def _homes(pattern: Pattern, persons: Collection[UUID], names: Mapping[UUID, str]) -> dict[str, int]:
    """The homes of these people by number: where most children live comes first; the key of a place is not shown."""
    found: dict[str, list[UUID]] = {}
    for person in persons:
        for place in pattern.homes.get(person, ()):
            found.setdefault(place, []).append(person)

    def first(place: str) -> tuple[object, ...]:
        those = found[place]
        children = sum(each in pattern.children for each in those)
        return -children, -len(those), sorted((name(each, names), str(each)) for each in those), place

    return {place: number for number, place in enumerate(sorted(found, key=first), 1)}


def _node(
    person: UUID,
    pattern: Pattern,
    places: Mapping[str, int],
    names: Mapping[UUID, str],
    ages: Mapping[UUID, str],
    tied: Mapping[UUID, str],
) -> Node:
    numbers = sorted(places[place] for place in pattern.homes.get(person, ()))
    notes = [ages.get(person) or _part(person, pattern)]
    notes += [f"Also in home {number}" for number in numbers[1:]]
    notes += [tied[person]] if person in tied else []
    return Node(
        key=key_of(person),
        name=name(person, names),
        column=_column(person, pattern),
        notes=tuple(notes),
        home=numbers[0] if numbers else _before_birth(person, pattern, places),
    )


def _before_birth(person: UUID, pattern: Pattern, places: Mapping[str, int]) -> int | None:
    """An unborn child stands with its mother."""
    someone = pattern.people[person]
    if someone.birth_date or not someone.expected_date:
        return None
    mothers = [
        each.from_person
        for each in pattern.relations
        if each.kind is RelationshipKind.PARENT_OF
        and each.to_person == person
        and each.from_person in pattern.people
        and pattern.people[each.from_person].sex is Sex.FEMALE
    ]
    numbers = [places[place] for mother in mothers for place in pattern.homes.get(mother, ()) if place in places]
    return min(numbers, default=None) if len(mothers) == 1 else None


def _column(person: UUID, pattern: Pattern) -> Column:
    if person in pattern.children or pattern.people[person].is_child:
        return Column.CHILDREN
    above = {each.from_person for each in pattern.relations if each.kind is RelationshipKind.GRANDPARENT_OF}
    parents = {
        each.from_person
        for each in pattern.relations
        if each.kind is RelationshipKind.PARENT_OF and each.to_person in pattern.children
    }
    above |= {
        each.from_person
        for each in pattern.relations
        if each.kind is RelationshipKind.PARENT_OF and each.to_person in parents
    }
    return Column.ELDERS if person in above - parents else Column.ADULTS


def _part(person: UUID, pattern: Pattern) -> str:
    """What somebody is to the children; a part in an incident is never said of a person (design: a role belongs to one)."""
    someone = pattern.people[person]
    if person in pattern.children:
        return "Unborn child" if someone.expected_date and not someone.birth_date else "Child"
    if someone.is_child:
        return "Another child"
    kinds = {
        each.kind for each in pattern.relations if each.from_person == person and each.to_person in pattern.children
    }
    if RelationshipKind.PARENT_OF in kinds:
        return PARENT.get(someone.sex, "Parent")
    if RelationshipKind.GRANDPARENT_OF in kinds:
        return "Grandparent, and carer" if RelationshipKind.CARER_OF in kinds else "Grandparent"
    if RelationshipKind.CARER_OF in kinds:
        return "Carer"
    if RelationshipKind.SIBLING_OF in kinds:
        return "Grown-up brother or sister"
    return "Relative" if RelationshipKind.RELATIVE_OF in kinds else "Adult"


def _caption(place: str, pattern: Pattern, persons: Collection[UUID]) -> str:
    there = [each for each in persons if place in pattern.homes.get(each, ())]
    children = sum(each in pattern.children or pattern.people[each].is_child for each in there)
    grown = len(there) - children
    parts = [wording.counted(grown, "adult")] if grown else []
    parts += [wording.counted(children, "child", "children")] if children else []
    return f"{wording.joined(parts)} now"


def _linked(pattern: Pattern, names: Mapping[UUID, str]) -> tuple[tuple[Node, Tie], ...]:
    """A box for each other family, and through whom it is tied: nothing else of it."""
    found = []
    for number, each in enumerate(sorted(pattern.linked, key=lambda one: (name(one.through, names), str(one.through)))):
        if each.through in pattern.people:
            node = Node(f"{LINKED}-{number}", "Another family", Column.CHILDREN, (OF_IT,))
            said = f"Another family is tied to this one through {name(each.through, names)}. {OF_IT}"
            found.append((node, Tie(Style.LINKED, (key_of(each.through),), (node.key,), (), said)))
    return tuple(found)


def _order(node: Node, pattern: Pattern) -> tuple[object, ...]:
    """Eldest child first; adults by what they are to the children, then by name."""
    born = {key_of(each): pattern.people[each].birth_date for each in pattern.children if each in pattern.people}
    day = born.get(node.key)
    return (node.column.value, node.key not in born, day is None, str(day), node.name, node.key)
