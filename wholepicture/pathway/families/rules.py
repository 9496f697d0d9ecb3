"""Which children are one family, which adults are counted in, and which children an incident concerns; pure functions.

Siblings who share a home or a primary carer, never joined through a non-resident adult (review 3.3, 5.2 PL 2): a father
who lives elsewhere belongs to each of his children's families, and joins none of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from uuid import UUID

from wholepicture.pathway.families.facts import Around, ArrangementTold, ConcernedChild, Group, Party, Standing
from wholepicture.pathway.families.terms import Concern, Contact, Mode, Reason
from wholepicture.registers.people.facts import PersonFacts, Relation
from wholepicture.registers.people.terms import RelationshipKind, Role

ADULT_AT_YEARS = 18
PARENTAL = frozenset({RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF})
# Whose children an incident concerns wherever these live; in doubt about who caused harm, both parties' (promise 1).
HARMED = frozenset({Role.VICTIM, Role.COUNTER_ALLEGATIONS, Role.NOT_KNOWN})
# Adults who merely saw something do not become part of a family.
NOT_INVOLVED = frozenset({Role.WITNESS, Role.PARENT, Role.CHILD})


def groups(around: Around) -> tuple[Group, ...]:
    """Return the families that these children make, each child in exactly one, in a fixed order."""
    carers = _parents(around)
    joined = _Joined(around.children)
    for one, other in combinations(sorted(around.children), 2):
        if _together(one, other, around, carers):
            joined.join(one, other)
    return tuple(Group(children, _adults(children, around, carers)) for children in joined.groups())


def keep(found: Sequence[Group], standing: Iterable[Standing]) -> dict[UUID, int]:
    """Return which standing family goes on as which of the found groups (its place in `found`).

    A family goes on as the group that has most of its own children, then most of its children, then the group with the
    least child id; of several families that claim one group the oldest goes on and the others are merged into it.
    """
    claims: dict[int, list[Standing]] = defaultdict(list)
    for family in standing:
        shares = [
            (-len(group.children & family.own), -len(group.children & family.children), min(group.children), at)
            for at, group in enumerate(found)
            if group.children & family.children
        ]
        if shares:
            claims[min(shares)[3]].append(family)
    return {min(those, key=lambda f: (f.created_at, f.family)).family: at for at, those in claims.items()}


def concerned(
    *,
    named: Iterable[UUID],
    residents: Iterable[UUID],
    parties: Iterable[tuple[Role, Party]],
) -> tuple[ConcernedChild, ...]:
    """Return the children whom one incident concerns, each once with the first reason, in a fixed order (promise 1).

    `named` and `residents` are children. The other children of a person causing harm are not concerned: their families
    are linked, and a later step says so.
    """
    whys: dict[UUID, set[Concern]] = defaultdict(set)
    for child in named:
        whys[child].add(Concern.NAMED)
    for child in residents:
        whys[child].add(Concern.LIVES_THERE)
    for role, party in parties:
        for child in party.unborn if role not in NOT_INVOLVED else ():
            whys[child].add(Concern.UNBORN)
        for child in party.children if role in HARMED else ():
            whys[child].add(Concern.VICTIMS)
        for child in party.children & party.lives_with if role is Role.OF_CONCERN else ():
            whys[child].add(Concern.IN_CARE_OF)
    order = list(Concern)
    return tuple(ConcernedChild(child, min(whys[child], key=order.index)) for child in sorted(whys))


def part(role: Role, earlier: Collection[Role]) -> Role:
    """Return what somebody counts as in an incident that does not say who harms whom: what earlier ones said (ADR 9).

    Only where these said it one way: who was alleged to cause harm and never harmed. Otherwise it stays in doubt, and
    in doubt a child is concerned.
    """
    in_doubt = role in (Role.COUNTER_ALLEGATIONS, Role.NOT_KNOWN)
    if in_doubt and Role.CAUSING_HARM in earlier and Role.VICTIM not in earlier:
        return Role.CAUSING_HARM
    return role


def arrangement_problem(told: ArrangementTold) -> str:
    """Return what has to be mended in a contact arrangement, as a sentence for the user; "" when nothing has (review 2.8)."""
    for field, contact, words in _by_day_and_night(told):
        if contact is Contact.CONDITIONAL and not words.strip():
            return f"{field}: it is on a condition. Say in words what the condition is."
        if contact is Contact.AS_TOLD and not words.strip():
            return f"{field}: say in words what was told, or choose what was arranged."
    supporter = told.supported_by is not None or told.supported_by_words.strip()
    if Contact.SUPPORTED in (told.day, told.overnight) and not supporter:
        return 'Supported by: contact is supported. Say by whom, or write "not said".'
    return ""


def arrangement_in_words(told: ArrangementTold) -> str:
    """Return a contact arrangement as a sentence for day and one for night; who supports it only where told in words."""
    said = [
        f"{field}: {contact.label.lower()}{f' ({words.strip()})' if words.strip() else ''}."
        for field, contact, words in _by_day_and_night(told)
    ]
    by = told.supported_by_words.strip()
    return " ".join([*said, f"Supported by: {by}."] if by else said)


def contact_in_words(mode: Mode, summary: str) -> str:
    """Return how an agency was in contact, and what came of it."""
    return f"{mode.label}: {summary.strip()}" if summary.strip() else mode.label


def _by_day_and_night(told: ArrangementTold) -> tuple[tuple[str, Contact, str], ...]:
    return (
        ("Contact by day", told.day, told.day_words),
        ("Contact overnight", told.overnight, told.overnight_words),
    )


def is_child(facts: PersonFacts, on: date) -> bool:
    """Tell whether somebody is under 18 on this day, or unborn; without either date they are not known to be."""
    born = facts.birth_date
    if born is None:
        return is_unborn(facts)
    return on < adult_on(born)


def adult_on(birth_date: date) -> date:
    """Return the day on which somebody turns 18; whoever was born on 29 February does on 1 March."""
    year = birth_date.year + ADULT_AT_YEARS
    if (birth_date.month, birth_date.day) == (2, 29):
        return date(year, 3, 1)
    return birth_date.replace(year=year)


def is_unborn(facts: PersonFacts) -> bool:
    """Tell whether somebody is expected and not known to be born."""
    return facts.birth_date is None and facts.expected_date is not None


def current(relations: Iterable[Relation], on: date) -> list[Relation]:
    """Return the relationships that hold on this day; one without dates always does."""
    return [r for r in relations if holds(r.from_date, r.until_date, on)]


def holds(from_date: date | None, until_date: date | None, on: date) -> bool:
    """Tell whether this day lies within a period; its end is the first day that no longer does."""
    return (from_date is None or from_date <= on) and (until_date is None or until_date > on)


def _parents(around: Around) -> dict[UUID, frozenset[UUID]]:
    """Each child's parents and carers, wherever these live."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for relation in around.relations:
        if relation.kind in PARENTAL:
            found[relation.to_person].add(relation.from_person)
    return {child: frozenset(adults) for child, adults in found.items()}


def _together(one: UUID, other: UUID, around: Around, carers: Mapping[UUID, frozenset[UUID]]) -> bool:
    shared = carers.get(one, frozenset()) & carers.get(other, frozenset())
    if any(_cares_for(adult, one, around) and _cares_for(adult, other, around) for adult in shared):
        return True
    return _share_home(one, other, around) and (bool(shared) or _siblings(one, other, around))


def _cares_for(adult: UUID, child: UUID, around: Around) -> bool:
    """Whether a parent or carer lives with the child now; an unborn child lives with its mother wherever she lives."""
    if child in around.unborn and adult in around.mothers:
        return True
    return _share_home(adult, child, around)


def _share_home(one: UUID, other: UUID, around: Around) -> bool:
    return bool(around.homes.get(one, frozenset()) & around.homes.get(other, frozenset()))


def _siblings(one: UUID, other: UUID, around: Around) -> bool:
    return any(
        relation.kind is RelationshipKind.SIBLING_OF and {relation.from_person, relation.to_person} == {one, other}
        for relation in around.relations
    )


def _adults(children: frozenset[UUID], around: Around, carers: Mapping[UUID, frozenset[UUID]]) -> dict[UUID, Reason]:
    """The adults of one family, each with the nearest reason."""
    parents = {adult for child in children for adult in carers.get(child, ())}
    partners = {
        person
        for relation in around.relations
        if relation.kind is RelationshipKind.PARTNER_OF and {relation.from_person, relation.to_person} & parents
        for person in (relation.from_person, relation.to_person)
    }
    places = {place for child in children for place in around.homes.get(child, ())}
    household = {person for place in places for person in around.residents.get(place, ())}
    involved = {adult for child in children for adult in around.involved.get(child, ())}
    found: dict[UUID, Reason] = {}
    ranked = (
        (Reason.PARENT, parents),
        (Reason.PARTNER, partners),
        (Reason.HOUSEHOLD, household),
        (Reason.INVOLVED, involved),
    )
    for reason, persons in ranked:
        for person in sorted(persons - children):
            found.setdefault(person, reason)
    return found


class _Joined:
    """Sets of children, joined two at a time."""

    def __init__(self, children: Iterable[UUID]) -> None:
        self._of = {child: {child} for child in children}

    def join(self, one: UUID, other: UUID) -> None:
        if self._of[one] is not self._of[other]:
            self._of[one] |= self._of[other]
            for child in self._of[other]:
                self._of[child] = self._of[one]

    def groups(self) -> list[frozenset[UUID]]:
        return sorted({frozenset(found) for found in self._of.values()}, key=min)
