"""Families on the list for tests: a second family of one man, and who stands where and may open what."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from tests.factories import incidents as told
from tests.factories import people, worlds
from wholepicture.pathway import stages
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.triage import queries
from wholepicture.registers.access.queries import teams_granted
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

NOW = told.RECEIVED_AT
OTHER_HOME = "7 Made-Up Lane, Nowhere, ZZ2 2ZZ"
SCHOOL_AGE = date(2012, 3, 1)


def child(
    world: worlds.World, forename: str, *parents: Record, born: date = SCHOOL_AGE, home: str = OTHER_HOME, at: datetime = NOW,
) -> Record:  # fmt: skip
    """A child whom the police know, at a home, with these parents."""
    record = people.make_record(
        agency=world.police, forename=forename, surname="Vale", birth_date=born, address=home, now=at
    )
    for parent in parents:
        people.make_relation(RelationshipKind.PARENT_OF, parent, record, now=at)
    return record


def adult(world: worlds.World, forename: str, *, home: str | None = OTHER_HOME) -> Record:
    """An adult whom the police know."""
    return people.make_record(
        agency=world.police, forename=forename, surname="Vale", sex=Sex.FEMALE, birth_date=date(1990, 2, 3), address=home,
        now=NOW,
    )  # fmt: skip


def second_family(world: worlds.World) -> Record:
    """Kyle's other child, Sam, with Alex: another family, known before anything happens."""
    sam = child(world, "Sam", adult(world, "Alex"), world.records["Kyle"][0])
    stages.run_until_quiet(now=NOW)
    return sam


def person_of(record: Record) -> UUID:
    """Whom a record resolves to now."""
    record.refresh_from_db()
    assert record.person_id
    return record.person_id


def know_more(record: Record) -> None:
    """As if something new had been told of the person of a record."""
    Person.objects.filter(id=person_of(record)).update(version=F("version") + 1)


def family_of(record: Record) -> UUID:
    """The family in which the person of a record stands now."""
    return families.family_ids_of([person_of(record)])[person_of(record)]


def charlies(world: worlds.World) -> UUID:
    """The family of Charlie."""
    return family_of(world.records["Charlie"][0])


def listed(incident: Incident) -> dict[UUID, queries.ListingPicture]:
    """What is on the list because of an incident, by family; never a family twice."""
    found = queries.for_incident(incident.id)
    assert len({one.family for one in found}) == len(found)
    return {one.family: one for one in found}


def may_open(family: UUID, now: datetime = NOW) -> set[UUID]:
    """The teams that may open a family."""
    return teams_granted(Subject.FAMILY, family, now)
