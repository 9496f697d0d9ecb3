"""Which children an incident concerns, and which incidents concern the children of a family: one mechanism, in bulk.

Promise 1: named in it; living where it happened; unborn to somebody involved; the harmed adult's, or either's when it is
not known who caused harm; living with a carer of concern. Never the other children of a person causing harm. Everything
is judged as on the London day on which the incident happened. Where it does not say who harms whom, earlier ones do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import rules
from wholepicture.pathway.families.facts import ConcernedChild, Party, Stay
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.queries.about import Ages
from wholepicture.pathway.families.queries.standing import family_ids_of
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import IncidentFacts
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import Relation
from wholepicture.registers.people.models import ProtectedFact
from wholepicture.registers.people.terms import ProtectedKind, Role, Sex


def children_concerned(incident: IncidentFacts) -> tuple[ConcernedChild, ...]:
    """Return the children whom this incident concerns, with why and their family, as things stood on its day (promise 1).

    A birth concerns nobody.
    """
    return children_concerned_in([incident])[incident.id]


def children_concerned_in(told: Sequence[IncidentFacts]) -> dict[UUID, tuple[ConcernedChild, ...]]:
    """Return, for each incident by its id, what children_concerned says of it; as many statements as for one."""
    happened = [incident for incident in told if incident.kind is not Kind.BIRTH]
    known, parts = _gather(happened), parts_in(happened)
    found = {incident.id: _concerned(incident, known, parts.get(incident.id, {})) for incident in told}
    families = family_ids_of(child.person for those in found.values() for child in those)
    return {
        incident: tuple(replace(child, family=families.get(child.person)) for child in those)
        for incident, those in found.items()
    }


def parts_in(told: Sequence[IncidentFacts]) -> dict[UUID, dict[UUID, Role]]:
    """Return what each resolved adult counts as in each incident, by its id: as told, or in doubt as earlier ones said.

    One statement however many are asked for.
    """
    adults = {s.person for incident in told for s in incident.people if s.person and s.role is not Role.CHILD}
    latest = max((incident.happened_at for incident in told), default=None)
    before = incidents.roles_before(adults, latest) if latest else {}
    return {
        incident.id: {
            someone.person: rules.part(
                someone.role, [r.role for r in before[someone.person] if r.at < incident.happened_at]
            )
            for someone in incident.people
            if someone.person and someone.role is not Role.CHILD
        }
        for incident in told
    }


@dataclass(frozen=True)
class Concerning:
    """What concerns families: for each the incidents and concerns, in order of when they happened (`ids`); and what was
    looked at for it: everything told that might have concerned them, and the children whom each concerns.
    """

    ids: Mapping[UUID, tuple[UUID, ...]]
    told: Mapping[UUID, IncidentFacts]
    children: Mapping[UUID, tuple[ConcernedChild, ...]]


def concerning(family_ids: Iterable[UUID]) -> Concerning:
    """Return every incident and concern that concerns a child of these families, with what it was found from.

    The same answer as children_concerned gives from the incident's side, in a fixed number of statements. Every family
    asked for is in the answer.
    """
    wanted: dict[UUID, list[UUID]] = {family: [] for family in family_ids}
    told = sorted(incidents.facts(_candidates(wanted)).values(), key=lambda one: (one.happened_at, one.id))
    concerned = children_concerned_in(told)
    for incident in told:
        for family in wanted.keys() & {child.family for child in concerned[incident.id]}:
            wanted[family].append(incident.id)
    return Concerning(
        {family: tuple(found) for family, found in wanted.items()}, {one.id: one for one in told}, concerned
    )


def incident_ids_of_families(family_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return for each family every incident and concern that concerns a child of it, as `concerning` finds them."""
    return dict(concerning(family_ids).ids)


def _candidates(family_ids: Iterable[UUID]) -> set[UUID]:
    """Incidents that may concern these families: everything that told of their people, or happened at a home of theirs.

    Grown-up members are looked at too: on the day of an old incident they were children.
    """
    rows = Membership.objects.filter(family_id__in=set(family_ids), until_at__isnull=True)
    members = set(rows.values_list("person_id", flat=True))
    parents = {r.from_person for r in people.relations(members) if r.kind in rules.PARENTAL and r.to_person in members}
    told = {incident for found in incidents.incidents_of(members | parents).values() for incident in found}
    return told | _happened_at({stay.place for stay in _stays(members, ())})


def _happened_at(places: set[str]) -> set[UUID]:
    """The incidents that happened at one of these places."""
    rows = ProtectedFact.objects.filter(kind=ProtectedKind.PLACE, context__isnull=False, place_key__in=places)
    return {context for context in rows.exclude(place_key="").values_list("context", flat=True) if context}


@dataclass(frozen=True)
class _Known:
    """All that decides which children a number of incidents concern, on any day."""

    ages: Ages
    relations: Mapping[UUID, Sequence[Relation]]
    homes: Mapping[UUID, Sequence[Stay]]
    residents: Mapping[str, Sequence[Stay]]

    def homes_on(self, person: UUID, on: date) -> frozenset[str]:
        """Where somebody lives on this day."""
        return frozenset(s.place for s in self.homes.get(person, ()) if rules.holds(s.from_date, s.until_date, on))

    def residents_on(self, place: str, on: date) -> set[UUID]:
        """Who lives at a place on this day."""
        return {s.person for s in self.residents.get(place, ()) if rules.holds(s.from_date, s.until_date, on)}


def _gather(told: Sequence[IncidentFacts]) -> _Known:
    named = {someone.person for incident in told for someone in incident.people if someone.person}
    relations = [r for r in people.relations(named) if r.kind in rules.PARENTAL and r.from_person in named]
    persons = named | {r.to_person for r in relations}
    stays = _stays(persons, {incident.place_key for incident in told if incident.place_key})
    of: dict[UUID, list[Relation]] = defaultdict(list)
    homes: dict[UUID, list[Stay]] = defaultdict(list)
    residents: dict[str, list[Stay]] = defaultdict(list)
    for relation in relations:
        of[relation.from_person].append(relation)
    for stay in stays:
        homes[stay.person].append(stay)
        residents[stay.place].append(stay)
    return _Known(Ages.of(persons | homes.keys()), of, homes, residents)


def _stays(persons: Iterable[UUID], places: Iterable[str]) -> list[Stay]:
    """Every home of any time of these people, and everybody's at these places."""
    columns = ("record__person_id", "place_key", "from_date", "until_date")
    homes = ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS, record__person_id__isnull=False)
    homes = homes.exclude(place_key="")
    # Two halves rather than one OR, so that each uses its own index.
    theirs = homes.filter(record__person_id__in=set(persons)).values_list(*columns)
    there = homes.filter(place_key__in=set(places)).values_list(*columns)
    return [Stay(person, place, begun, ends) for person, place, begun, ends in {*theirs, *there} if person is not None]


def _concerned(incident: IncidentFacts, known: _Known, adults: Mapping[UUID, Role]) -> tuple[ConcernedChild, ...]:
    if incident.kind is Kind.BIRTH:
        return ()
    on = london_day(incident.happened_at)
    named = {someone.person for someone in incident.people if someone.role is Role.CHILD and someone.person}
    return rules.concerned(
        named=[person for person in named if known.ages.is_child(person, on)],
        residents=[p for p in known.residents_on(incident.place_key, on) if known.ages.is_child(p, on)],
        parties=[(adults[adult], _party(adult, on, known)) for adult in sorted(adults)],
    )


def _party(adult: UUID, on: date, known: _Known) -> Party:
    """An adult of an incident with their children of that day, and those who live with them."""
    current = rules.current(known.relations.get(adult, ()), on)
    own = {r.to_person for r in current if known.ages.is_child(r.to_person, on)}
    homes = known.homes_on(adult, on)
    housed = {child for child in own if known.homes_on(child, on) & homes}
    facts = known.ages.facts.get(adult)
    male = facts is not None and facts.sex is Sex.MALE
    unborn = {child for child in own if not male and rules.is_unborn(known.ages.facts[child])}
    return Party(adult, frozenset(own), frozenset(unborn), frozenset(housed | unborn))
