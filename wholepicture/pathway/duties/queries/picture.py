"""Gather everything from which it is worked out who must be told: the incident, the children concerned, the adults."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import facts, rules
from wholepicture.pathway.duties.messages.words import name_of
from wholepicture.pathway.duties.queries import recipients
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.terms import Concern
from wholepicture.pathway.findings import pattern
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import ChildFacts, IncidentFacts
from wholepicture.pathway.incidents.terms import Kind, Presence
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.people.facts import Relation as Related
from wholepicture.registers.people.models import ProtectedFact
from wholepicture.registers.people.terms import ProtectedKind, RelationshipKind, Role
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import Lane, Relation

PARENTS = {RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF}


def picture(incident: UUID, now: datetime) -> facts.Picture:
    """The whole picture of one incident as known now, without patterns. Raises incidents.queries.NotFound."""
    told = incidents.for_duties(incident)
    return _Gathering(told, now).picture()


def ever_at(place_key: str) -> dict[UUID, int]:
    """Everybody who at any time has a home at this place, with their versions; who of them is concerned, families say."""
    homes = ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS, place_key=place_key, record__person__isnull=False)
    rows = homes.values_list("record__person_id", "record__person__version") if place_key else ()
    return {person: version for person, version in rows if person}


def with_patterns(pictures: Sequence[facts.Picture], parameters: Parameters, now: datetime) -> list[facts.Picture]:
    """Add the patterns of the families concerned, asked for once for all of these incidents.

    Not where the lane is fast without them: nothing but the lane is taken from them.
    """
    open_still = [one for one in pictures if rules.lane(one, parameters) is not Lane.FAST]
    wanted = {family for one in open_still for family in one.families.values()}
    known = findings.patterns(wanted, now) if wanted else {}
    return [
        replace(one, patterns=tuple(known[family] for family in sorted(set(one.families.values()) & known.keys())))
        for one in pictures
    ]


class _Gathering:
    """Reads what is known of everybody concerned once, in bulk, and hands it out as facts."""

    def __init__(self, told: IncidentFacts, now: datetime) -> None:
        self.told, self.now, self.on = told, now, london_day(now)
        # Versions before facts: a change in between makes the incident wait once more, never less.
        self.neighbours = ever_at(told.place_key)
        self.concerned = families.children_concerned(told)
        self.children = {child.person for child in self.concerned}
        self.involved = {someone.person: someone for someone in told.people if someone.person}
        self.relations = people.relations(self.children | set(self.involved))
        self.adults = self._adults()
        everybody = self.children | self.adults | set(self.involved)
        self.known = people.facts(everybody)
        self.homes = people.homes(everybody, self.on)
        self.registered = recipients.registered(everybody, self.on)
        self.earlier = incidents.roles_before(self.adults, told.happened_at)

    def _adults(self) -> set[UUID]:
        """Everybody in the incident who is no child concerned, and every parent or carer of one."""
        return (set(self.involved) | self._parents()) - self.children - self._named_children()

    def _strangers(self) -> frozenset[UUID]:
        """The children concerned only because they live there: nobody in the incident is theirs."""
        theirs = {r.to_person for r in self.relations if r.kind in PARENTS and r.from_person in self.involved}
        there = {child.person for child in self.concerned if child.why is Concern.LIVES_THERE}
        return frozenset(there - theirs - set(self.involved))

    def _parents(self) -> set[UUID]:
        return {
            relation.from_person
            for relation in self.relations
            if relation.kind in PARENTS and relation.to_person in self.children and _holds(relation, self.on)
        }

    def _named_children(self) -> set[UUID]:
        return {person for person, someone in self.involved.items() if someone.role is Role.CHILD}

    def picture(self) -> facts.Picture:
        return facts.Picture(
            told=self._told(),
            children=tuple(self._child(person) for person in sorted(self.children, key=str)),
            adults=tuple(self._adult(person) for person in sorted(self.adults, key=str)),
            connected=self._connected(),
            families={child.person: child.family for child in self.concerned if child.family},
            residents=self._strangers(),
            sources=self.neighbours | {person: known.version for person, known in self.known.items()},
            homes={person: frozenset(places) for person, places in self.homes.items()},
            registered=self.registered,
        )

    def _told(self) -> facts.Told:
        told = self.told
        return facts.Told(
            incident=told.id,
            kind=told.kind,
            agency=Agency.objects.values_list("name", flat=True).get(id=told.agency),
            reference=told.reference,
            happened_at=told.happened_at,
            received_at=told.received_at,
            category=told.category,
            dash=told.dash,
            brag=told.brag,
            summary=told.summary,
            features=told.features,
            born_on=london_day(told.happened_at) if told.kind is Kind.BIRTH else None,
        )

    def _child(self, person: UUID) -> facts.Child:
        known, as_told = self.known[person], self._as_told(person)
        functions = frozenset(held.function for held in self.registered.get(person, ()))
        return facts.Child(
            person=person,
            record=self._record(known),
            name=_name(known),
            birth_date=known.birth_date,
            expected_date=known.expected_date,
            education=rules.education(functions),
            has_allocated_worker=Function.ALLOCATED_WORKER.value in functions,
            presence=as_told.presence if as_told else Presence.NOT_KNOWN,
            words=as_told.words if as_told else "",
        )

    def _as_told(self, person: UUID) -> ChildFacts | None:
        return next((child for child in self.told.children if child.person == person), None)

    def _adult(self, person: UUID) -> facts.Adult:
        known, involved = self.known[person], self.involved.get(person)
        return facts.Adult(
            person=person,
            record=self._record(known),
            name=_name(known),
            role=involved.role if involved else None,
            earlier=tuple(role.role for role in self.earlier.get(person, [])),
            relation=Relation.PARENT_ELSEWHERE if self.told.kind is Kind.BIRTH else self._relation(person),
        )

    def _record(self, known: PersonFacts) -> UUID:
        """The record as told in this incident, else the one that was known first: duties point at records, not persons."""
        someone = self.involved.get(known.person)
        return someone.record if someone else known.records[0]

    def _relation(self, person: UUID) -> Relation:
        mine = {r.to_person for r in self.relations if r.kind in PARENTS and r.from_person == person} & self.children
        if any(self.homes.get(person, frozenset()) & self.homes.get(child, frozenset()) for child in mine):
            return Relation.PARENT_AT_HOME
        if mine:
            return Relation.PARENT_ELSEWHERE
        return Relation.PARTNER if person in _partners(self.relations, self._parents()) else Relation.OTHER

    def _connected(self) -> str:
        """How two adults of the incident are personally connected, in words (Domestic Abuse Act 2021 s2)."""
        called = {person: known.forename for person, known in self.known.items()}
        return pattern.connection(set(self.involved) - self._named_children(), self.relations, called)


def _partners(relations: list[Related], parents: set[UUID]) -> set[UUID]:
    pairs = [(r.from_person, r.to_person) for r in relations if r.kind is RelationshipKind.PARTNER_OF]
    return {one for pair in pairs for one, other in (pair, pair[::-1]) if other in parents}


def _holds(relation: Related, on: date) -> bool:
    begun = relation.from_date is None or relation.from_date <= on
    return begun and (relation.until_date is None or relation.until_date > on)


def _name(known: PersonFacts) -> str:
    is_expected = known.birth_date is None and known.expected_date is not None
    return name_of(known.forename, known.surname, is_expected=is_expected)
