"""What stands about a child on one day: siblings, parents wherever they live, homes, and who was in incidents with them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wholepicture.pathway.families import rules
from wholepicture.pathway.families.facts import Around
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.queries import PersonFacts, Relation
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex

_TO_CHILDREN = rules.PARENTAL | {RelationshipKind.SIBLING_OF}


@dataclass(frozen=True)
class Ages:
    """What decides who is a child on any day: what is known of each person, and the undated who were told as a child."""

    facts: Mapping[UUID, PersonFacts]
    told: Collection[UUID]

    @classmethod
    def of(cls, person_ids: Iterable[UUID]) -> "Ages":
        """Gather it for all these people at once."""
        return cls.among(people.facts(person_ids))

    @classmethod
    def among(cls, known: Mapping[UUID, PersonFacts]) -> "Ages":
        """Gather what is missing where it is known already what these people are."""
        undated = {person for person, facts in known.items() if not facts.birth_date and not facts.expected_date}
        return cls(known, incidents.told_as_children(undated))

    def is_child(self, person: UUID, on: date) -> bool:
        """Tell whether somebody is a child on this day: under 18, unborn, or of no known date but told as a child."""
        facts = self.facts.get(person)
        return facts is not None and (rules.is_child(facts, on) or person in self.told)


def children_among(person_ids: Iterable[UUID], on: date) -> dict[UUID, PersonFacts]:
    """Return those who are children on this day: under 18, unborn, or of no known date but told as a child."""
    return children_known(people.facts(person_ids), on)


def children_known(facts: Mapping[UUID, PersonFacts], on: date) -> dict[UUID, PersonFacts]:
    """Return which of these known people are children on this day, as children_among does, without reading them again."""
    known = Ages.among(facts)
    return {person: each for person, each in known.facts.items() if known.is_child(person, on)}


def touched(person_ids: Collection[UUID], on: date) -> set[UUID]:
    """Return the children whose family any of these people may change: their own, relatives', housemates', families'."""
    near = set(person_ids)
    near |= {
        person
        for relation in people.relations(person_ids)
        if relation.kind in _TO_CHILDREN
        for person in (relation.from_person, relation.to_person)
    }
    near |= people.household(person_ids, on)
    near |= {other for found in incidents.together_with(person_ids).values() for other in found}
    families = Membership.objects.filter(person_id__in=set(person_ids), until_at__isnull=True).values("family_id")
    now_in = Membership.objects.filter(family_id__in=families, until_at__isnull=True, part=Part.CHILD)
    return set(children_among(near, on)) | set(now_in.values_list("person_id", flat=True))


def around(children: Collection[UUID], on: date) -> Around:
    """Return what stands about these children: possible siblings, parents wherever they live, homes, incidents."""
    near = rules.current(people.relations(children), on)
    carers = {r.from_person for r in near if r.kind in rules.PARENTAL and r.to_person in children}
    relations = {*near, *rules.current(people.relations(carers), on)}
    persons = {person for r in relations for person in (r.from_person, r.to_person)} | set(children)
    kids = children_among(persons, on)
    homes = people.homes(persons, on)
    places = {place for child in children for place in homes.get(child, ())}
    at = people.persons_at(places, on)
    together = incidents.together_with(children)
    others = {p for found in at.values() for p in found} | {p for found in together.values() for p in found}
    minors = set(children_among(others, on))
    return Around(
        children=frozenset(kids),
        unborn=frozenset(kid for kid, facts in kids.items() if rules.is_unborn(facts)),
        mothers=frozenset(p for p, facts in people.facts(carers).items() if facts.sex is Sex.FEMALE),
        homes=homes,
        relations=tuple(sorted(relations, key=_order)),
        residents={place: frozenset(found - minors) for place, found in at.items()},
        involved={child: _involved(found, minors) for child, found in together.items()},
    )


def _involved(found: Mapping[UUID, Collection[Role]], minors: Collection[UUID]) -> frozenset[UUID]:
    return frozenset(
        person for person, roles in found.items() if person not in minors and set(roles) - rules.NOT_INVOLVED
    )


def _order(relation: Relation) -> tuple[str, ...]:
    return (str(relation.from_person), str(relation.to_person), relation.kind.value, str(relation.from_date))
