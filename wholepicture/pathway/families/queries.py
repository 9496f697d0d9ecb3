"""Every read of families: who waits to be placed, what stands about a child, and whom an incident concerns."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from wholepicture.lib import work_list
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import rules
from wholepicture.pathway.families.facts import Around, ConcernedChild, Member, Party, Standing
from wholepicture.pathway.families.models import Family, Membership, Placed
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import IncidentFacts
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import Person
from wholepicture.registers.people.queries import PersonFacts, Relation
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex

_TO_CHILDREN = rules.PARENTAL | {RelationshipKind.SIBLING_OF}


# The work list.


def waiting(now: datetime, limit: int, exclude: Collection[UUID] = ()) -> list[UUID]:
    """Return persons never placed, or changed since, held by this transaction and by no other worker's."""
    same = Placed.objects.filter(person=OuterRef("pk"), version=OuterRef("version"))
    rows = Person.objects.filter(~Exists(same)).exclude(id__in=exclude).order_by("created_at", "id")
    return list(
        rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("id", flat=True)[:limit]
    )


def size(now: datetime) -> work_list.Size:
    """Return how many persons were never placed, or have changed since; and the oldest of them."""
    same = Placed.objects.filter(person=OuterRef("pk"), version=OuterRef("version"))
    return work_list.size(Person.objects.filter(~Exists(same)), "created_at")


def next_due(now: datetime) -> datetime | None:
    """Return None: time alone makes nobody wait."""
    return None


# Families as they stand.


def family_ids_of(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the one family of each person; whoever has none, or as an adult several, is left out."""
    return {person: next(iter(found)) for person, found in families_of(person_ids).items() if len(found) == 1}


def families_of(person_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return every family of each person: a child has its own one first of all, so only that one is given for a child."""
    found: dict[UUID, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    rows = Membership.objects.filter(person_id__in=set(person_ids), until_at__isnull=True)
    for person, family, part in rows.values_list("person_id", "family_id", "part"):
        found[person][part].add(family)
    return {person: frozenset(parts[Part.CHILD] or parts[Part.ADULT]) for person, parts in found.items()}


def members(family_ids: Iterable[UUID]) -> dict[UUID, tuple[Member, ...]]:
    """Return who belongs to each family now, children first; a family without members is left out."""
    found: dict[UUID, list[Member]] = defaultdict(list)
    rows = Membership.objects.filter(family_id__in=set(family_ids), until_at__isnull=True)
    for family, person, part, reason in rows.values_list("family_id", "person_id", "part", "reason"):
        found[family].append(Member(person, Part(part), Reason(reason)))
    return {
        family: tuple(sorted(those, key=lambda m: (m.part is Part.ADULT, m.person))) for family, those in found.items()
    }


def goes_on_as(family_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the family that each of these has become: itself, or the one it was merged into, however often."""
    found = {family: family for family in family_ids}
    while True:
        merged = dict(
            Family.objects.filter(id__in=found.values(), merged_into__isnull=False).values_list("id", "merged_into_id")
        )
        if not merged:
            return found
        found = {family: merged.get(now, now) or now for family, now in found.items()}


def standing(children: Iterable[UUID]) -> list[Standing]:
    """Return the families in which any of these stand as children now, oldest first, with all their children."""
    live = Membership.objects.filter(until_at__isnull=True, part=Part.CHILD)
    ids = set(live.filter(person_id__in=set(children)).values_list("family_id", flat=True))
    held: dict[UUID, set[UUID]] = defaultdict(set)
    for family, child in live.filter(family_id__in=ids).values_list("family_id", "person_id"):
        held[family].add(child)
    rows = Family.objects.filter(id__in=ids).order_by("created_at", "id")
    return [Standing(row.id, row.created_at, frozenset(held[row.id])) for row in rows]


# What the rules look at.


def children_among(person_ids: Iterable[UUID], on: date) -> dict[UUID, PersonFacts]:
    """Return those who are children on this day: under 18, unborn, or of no known date but told as a child."""
    known = people.facts(person_ids)
    undated = {person for person, facts in known.items() if not facts.birth_date and not facts.expected_date}
    told = incidents.told_as_children(undated)
    return {person: facts for person, facts in known.items() if _is_child(facts, on) or person in told}


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
    near = _current(people.relations(children), on)
    carers = {r.from_person for r in near if r.kind in rules.PARENTAL and r.to_person in children}
    relations = {*near, *_current(people.relations(carers), on)}
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
        unborn=frozenset(kid for kid, facts in kids.items() if _is_unborn(facts)),
        mothers=frozenset(p for p, facts in people.facts(carers).items() if facts.sex is Sex.FEMALE),
        homes=homes,
        relations=tuple(sorted(relations, key=_order)),
        residents={place: frozenset(found - minors) for place, found in at.items()},
        involved={child: _involved(found, minors) for child, found in together.items()},
    )


def children_concerned(incident: IncidentFacts) -> tuple[ConcernedChild, ...]:
    """Return the children whom this incident concerns, with why and their family, as things stood on its day (promise 1).

    Named in it; living where it happened; unborn to somebody involved; the harmed adult's, or either's when it is not
    known who caused harm; living with a carer of concern. Never the other children of a person causing harm. A birth
    concerns nobody.
    """
    if incident.kind is Kind.BIRTH:
        return ()
    on = london_day(incident.happened_at)
    named = {someone.person for someone in incident.people if someone.role is Role.CHILD and someone.person}
    residents = (
        set(people.persons_at([incident.place_key], on).get(incident.place_key, ())) if incident.place_key else set()
    )
    adults = {
        someone.person: someone.role for someone in incident.people if someone.person and someone.role is not Role.CHILD
    }
    parties = _parties(adults, on)
    found = rules.concerned(
        named=children_among(named, on),
        residents=children_among(residents, on),
        parties=[(adults[party.person], party) for party in parties],
    )
    families = family_ids_of(child.person for child in found)
    return tuple(replace(child, family=families.get(child.person)) for child in found)


def _parties(adults: Mapping[UUID, Role], on: date) -> list[Party]:
    relations = [r for r in _current(people.relations(adults), on) if r.kind in rules.PARENTAL]
    kids = children_among({r.to_person for r in relations}, on)
    homes = people.homes({*adults, *kids}, on)
    sexes = {person: facts.sex for person, facts in people.facts(adults).items()}
    found = []
    for adult in sorted(adults):
        own = {r.to_person for r in relations if r.from_person == adult and r.to_person in kids}
        housed = {kid for kid in own if homes.get(kid, frozenset()) & homes.get(adult, frozenset())}
        unborn = {kid for kid in own if _is_unborn(kids[kid])} if sexes.get(adult) is not Sex.MALE else set()
        found.append(Party(adult, frozenset(own), frozenset(unborn), frozenset(housed | unborn)))
    return found


def _involved(found: Mapping[UUID, Collection[Role]], minors: Collection[UUID]) -> frozenset[UUID]:
    return frozenset(
        person for person, roles in found.items() if person not in minors and set(roles) - rules.NOT_INVOLVED
    )


def _is_child(facts: PersonFacts, on: date) -> bool:
    born = facts.birth_date
    if born is None:
        return _is_unborn(facts)
    return (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) < rules.ADULT_AT_YEARS


def _is_unborn(facts: PersonFacts) -> bool:
    return facts.birth_date is None and facts.expected_date is not None


def _current(relations: Iterable[Relation], on: date) -> list[Relation]:
    return [
        r
        for r in relations
        if (r.from_date is None or r.from_date <= on) and (r.until_date is None or r.until_date > on)
    ]


def _order(relation: Relation) -> tuple[str, ...]:
    return (str(relation.from_person), str(relation.to_person), relation.kind.value, str(relation.from_date))
