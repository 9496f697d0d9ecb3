"""Which children an incident concerns and which incidents concern a family: one answer from both sides, in few statements."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.families import make_adult, make_child
from tests.factories.incidents import RECEIVED_AT, link_and_place, receive, told
from tests.factories.people import make_record, make_relation, make_resolved, make_teller
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries, rules
from wholepicture.pathway.families.facts import ConcernedChild, Party
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import ChildDetail, IncidentFacts, PersonTold
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.incidents.terms import Accuser, Kind
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions as people
from wholepicture.registers.people import queries as people_read
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex, YesNo

pytestmark = pytest.mark.django_db

FROM = datetime(2017, 6, 1, 12, tzinfo=UTC)
PLACES = ["1 First Street", "2 Second Street", "3 Third Way", "4 Fourth Lane", "5 Fifth Road"]
NOWHERE = ["", "not known", "the park"]
ACCUSED = {Role.CAUSING_HARM, Role.OF_CONCERN, Role.COUNTER_ALLEGATIONS}


class Made:
    """A world by chance: people who move, part, grow up and are expected, and what was told of them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  a test's world, no secret
        self.agency = make_teller(f"police-{seed}")
        self.adults = [self.person(date(1985, 1, 1)) for _ in range(7)]
        births = [self.day(date(1999, 1, 1), 7500) for _ in range(9)]
        self.children = [self.person(born) for born in births]
        self.children += [self.person(None), self.person(None), self.person(None, expected_date=date(2020, 5, 1))]
        for child in self.children:
            for parent in self.chance.sample(self.adults, self.chance.choice([1, 2, 2])):
                kind = self.chance.choice([RelationshipKind.PARENT_OF] * 3 + [RelationshipKind.CARER_OF])
                make_relation(kind, parent, child, **self.period())
        self.told = [self.incident() for _ in range(25)]

    def day(self, begin: date, within: int) -> date:
        return begin + timedelta(days=self.chance.randrange(within))

    def period(self) -> dict[str, date | None]:
        begun = self.day(date(2017, 1, 1), 900) if self.chance.random() < 0.3 else None
        ended = self.day(date(2018, 1, 1), 700) if self.chance.random() < 0.3 else None
        return {"from_date": begun, "until_date": ended if not begun or not ended or ended > begun else None}

    def person(self, born: date | None, **rest: object) -> Record:
        name = f"P{self.chance.randrange(10**9)}"
        sex = self.chance.choice(list(Sex))
        record = make_record(
            agency=self.agency,
            forename=name,
            surname=name,
            birth_date=born,
            sex=sex,
            now=RECEIVED_AT,
            **rest,  # type: ignore[arg-type]
        )
        make_resolved(record)
        for place in self.chance.sample(PLACES, self.chance.choice([0, 1, 1, 2])):
            people.add_address(
                record=record, value=place, told_by=self.agency, by=MACHINE, now=RECEIVED_AT, **self.period()
            )
        return record

    def incident(self) -> UUID:
        grown = self.chance.sample(self.adults, 2)
        young = self.chance.sample(self.children, self.chance.choice([0, 0, 1, 2]))
        kind = self.chance.choice([Kind.INCIDENT] * 4 + [Kind.CONCERN, Kind.BIRTH])
        roles = {Kind.BIRTH: [Role.PARENT], Kind.CONCERN: [Role.OF_CONCERN]}.get(
            kind, [role for role in Role if role not in (Role.CHILD, Role.PARENT, Role.OF_CONCERN)]
        )
        parts = [self.told_of(record, self.chance.choice(roles)) for record in grown[: 1 if kind is Kind.BIRTH else 2]]
        parts += [self.told_of(record, Role.CHILD) for record in ([] if kind is Kind.BIRTH else young)]
        if kind is Kind.CONCERN and not young:
            parts.append(self.told_of(self.children[0], Role.CHILD))
        place = self.chance.choice(PLACES + NOWHERE) if kind is not Kind.BIRTH else ""
        at = FROM + timedelta(hours=self.chance.randrange(900 * 24))
        report = told(kind=kind, people=tuple(parts), place=place, happened_at=at, relationships=())
        return receive(report, agency=self.agency).incident_id

    def told_of(self, record: Record, role: Role) -> PersonTold:
        return PersonTold(
            key=f"k{record.id}",
            role=role,
            alleged_by=Accuser.AGENCY if role in ACCUSED else "",
            forename=record.forename,
            surname=record.surname,
            birth_date=record.birth_date,
            expected_date=record.expected_date,
            record=record.id,
            child=ChildDetail(sleeps_asked=YesNo.NOT_ASKED) if role is Role.CHILD else None,
        )


def as_on_its_own_day(incident: IncidentFacts) -> tuple[ConcernedChild, ...]:
    """The rules applied to what the registers say of that one day: slower, one incident at a time, and told apart."""
    if incident.kind is Kind.BIRTH:
        return ()
    on = london_day(incident.happened_at)
    named = {p.person for p in incident.people if p.role is Role.CHILD and p.person}
    adults = {p.person: p.role for p in incident.people if p.role is not Role.CHILD and p.person}
    there = people_read.persons_at([incident.place_key], on).get(incident.place_key, set())
    found = rules.concerned(
        named=queries.children_among(named, on),
        residents=queries.children_among(there, on) if incident.place_key else (),
        parties=[(part(incident, adult, role), party(adult, on)) for adult, role in adults.items()],
    )
    return tuple(replace(child, family=queries.family_ids_of([child.person]).get(child.person)) for child in found)


def part(incident: IncidentFacts, adult: UUID, role: Role) -> Role:
    earlier = incidents.roles_before([adult], incident.happened_at)[adult]
    return rules.part(role, [before.role for before in earlier])


def party(adult: UUID, on: date) -> Party:
    current = rules.current(people_read.relations([adult]), on)
    told_of = {r.to_person for r in current if r.kind in rules.PARENTAL and r.from_person == adult}
    own = queries.children_among(told_of, on)
    homes = people_read.homes([adult, *own], on)
    mine = homes.get(adult, frozenset())
    housed = {child for child in own if homes.get(child, frozenset()) & mine}
    male = people_read.facts([adult])[adult].sex is Sex.MALE
    unborn = {child for child, facts in own.items() if rules.is_unborn(facts) and not male}
    return Party(adult, frozenset(own), frozenset(unborn), frozenset(housed | unborn))


@pytest.mark.parametrize("seed", range(6))
def test_an_incident_is_a_familys_exactly_when_the_family_is_the_incidents(seed: int) -> None:
    made = Made(seed)
    link_and_place()
    facts = incidents.facts(made.told)

    alone = {incident: queries.children_concerned(facts[incident]) for incident in made.told}
    families = list(Family.objects.values_list("id", flat=True))
    of_families = queries.incident_ids_of_families(families)

    assert alone == {incident: as_on_its_own_day(facts[incident]) for incident in made.told}
    assert queries.children_concerned_in(list(facts.values())) == alone
    assert set(of_families) == set(families)
    for family, found in of_families.items():
        assert set(found) == {i for i, those in alone.items() if family in {child.family for child in those}}
        assert list(found) == sorted(found, key=lambda i: (facts[i].happened_at, i))
        assert queries.incident_ids_of_families([family]) == {family: found}
    reasons = {child.why for those in alone.values() for child in those}
    assert len(reasons) >= 3
    assert sum(len(found) for found in of_families.values()) >= 10


def test_the_number_of_statements_does_not_grow_with_incidents_or_families() -> None:
    mother = make_adult("Jodie")
    charlie = make_child("Charlie", mother)
    agency = charlie.agency
    link_and_place()
    counts = []
    for total in (5, 60):
        while (there := Incident.objects.count()) < total:
            at = RECEIVED_AT - timedelta(days=7 * there + 1)
            victim = PersonTold(key="m", role=Role.VICTIM, forename="Jodie", surname="Marsh", record=mother.id)
            receive(
                told(people=(victim,), relationships=(), happened_at=at, place="8 Scene Street" if there % 2 else ""),
                agency=agency,
            )
        link_and_place()
        family = queries.family_ids_of([charlie.person_id])[charlie.person_id]  # type: ignore[list-item, index]
        facts = list(incidents.facts(Incident.objects.values_list("id", flat=True)).values())
        with CaptureQueriesContext(connection) as one_side:
            assert len(queries.incident_ids_of_families([family])[family]) == total
        with CaptureQueriesContext(connection) as other_side:
            assert len(queries.children_concerned_in(facts)) == total
        counts.append((len(one_side), len(other_side)))

    assert counts[0] == counts[1]
    assert queries.children_concerned_in([]) == {}
    assert queries.incident_ids_of_families([]) == {}


def test_an_incident_stays_with_the_family_of_a_child_who_has_grown_up_in_it_since() -> None:
    """As a child of that day, whose one family is now the one that they are an adult of."""
    mother = make_adult("Jodie")
    teen = make_child("Tess", mother, born=date(2002, 1, 1))
    make_child("Charlie", mother)
    agency = teen.agency
    child = PersonTold(key="t", role=Role.CHILD, forename="Tess", surname="Marsh", record=teen.id, child=ChildDetail())
    receipt = receive(told(people=(child,), relationships=(), place=""), agency=agency)
    later = datetime(2020, 1, 2, tzinfo=UTC)
    link_and_place(later)

    family = queries.family_ids_of([teen.person_id])[teen.person_id]  # type: ignore[list-item, index]
    (concerned,) = queries.children_concerned(incidents.for_duties(receipt.incident_id))
    assert concerned.family == family
    assert queries.incident_ids_of_families([family]) == {family: (receipt.incident_id,)}
