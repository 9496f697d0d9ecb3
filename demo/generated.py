"""Put generated families into the directories and let their reports come in, through the platform's own actions."""

import json
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from demo.directory import SINCE, email_of
from demo.families import KNOWN_BEFORE, OFFICER
from demo.generator import FamilyPlan, PersonPlan, ReportPlan, told
from demo.town import Town
from wholepicture.lib.dates import at_london
from wholepicture.pathway.incidents import actions as incidents
from wholepicture.pathway.incidents import rules
from wholepicture.pathway.incidents.terms import Door
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies import actions as agencies
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import IdentifierKind, Precision, ProtectedKind

NOON = time(12)
Records = dict[tuple[str, str], Record]


def enter(family: FamilyPlan, town: Town, now: datetime) -> Records:
    """Let every agency with which somebody is registered hold its record of them, and of a child's parents in their home.

    Whoever came with another family (`linked_by`) is known from there. Returns the records by agency and key.
    """
    records: Records = {}
    at = now - KNOWN_BEFORE
    for person in family.people:
        for post in [] if person.key == family.linked_by else town.registered(person):
            record = _held(person, post.team.agency, records, at)
            people.register(
                record=record, function=post.function, team=post.team, told_by=post.team.agency, by=MACHINE, now=at
            )
    _relate(family, town, records, at)
    for person in family.people:
        if person.works:
            _declare(person, town, next((r for (_, key), r in records.items() if key == person.key), None), now)
    return records


def _held(person: PersonPlan, agency: Agency, records: Records, at: datetime) -> Record:
    if (agency.slug, person.key) not in records:
        records[agency.slug, person.key] = _record(person, agency, at)
    return records[agency.slug, person.key]


def _record(person: PersonPlan, agency: Agency, at: datetime) -> Record:
    born, expected = person.birth_date, person.expected_date
    if born:
        # Of a child born since, they heard on the next day.
        at = max(at, at_london(born + timedelta(days=1), NOON))
    record = people.add_record(
        agency=agency, forename=person.forename, surname=person.surname, sex=person.sex, birth_date=born,
        birth_precision=_precision(person), expected_date=expected, address=person.address,
        identifiers={IdentifierKind.NHS_NUMBER: person.nhs_number} if person.nhs_number else {}, by=MACHINE, now=at,
    )  # fmt: skip
    if person.earlier_address:
        people.add_address(
            record=record,
            value=person.earlier_address,
            until_date=person.changed_date,
            told_by=agency,
            by=MACHINE,
            now=at,
        )
    if person.phone:
        people.protect(kind=ProtectedKind.PHONE, record=record, value=person.phone, told_by=agency, by=MACHINE, now=at)
    return record


def _precision(person: PersonPlan) -> Precision | None:
    return person.birth_precision if person.birth_date else None


def _relate(family: FamilyPlan, town: Town, records: Records, at: datetime) -> None:
    """Whoever holds a child's record holds those of their relations in the same home too, and says how they are related."""
    for relation in family.relations:
        one, other = family.person(relation.from_key), family.person(relation.to_key)
        for agency in town.agencies_of([other]):
            if one.key == family.linked_by or (one.address != other.address and (agency.slug, one.key) not in records):
                continue
            people.relate(
                from_record=_held(one, agency, records, at), to_record=_held(other, agency, records, at),
                kind=relation.kind, told_by=agency, by=MACHINE, now=at,
            )  # fmt: skip


def _declare(person: PersonPlan, town: Town, record: Record | None, now: datetime) -> None:
    """Let who has a post in an agency be of its staff, and declare the conflict of interest."""
    if person.works is None or record is None:
        return
    agency = town.first_of(person.works.kind)
    name = f"{person.forename} {person.surname}"
    worker = agencies.add_worker(
        agency=agency, name=name, email=email_of(name, agency.slug), job_title=person.works.title, started_date=SINCE,
        by=MACHINE, now=now,
    )  # fmt: skip
    access.declare_conflict(worker=worker, record=record, by=MACHINE, now=now)


def report(family: FamilyPlan, number: int, town: Town, seed: int, at: datetime) -> None:
    """Let one report of a family come in at a time; coming in again it makes nothing twice."""
    planned = family.reports[number]
    agency = town.reporter(family, planned)
    reference = f"{agency.slug[:2].upper()}-{planned.happened_at:%y%m%d}-{family.number:03d}{number:02d}"
    said = told(family, planned, reference=reference)
    body = json.loads(json.dumps(asdict(said), default=_text))
    incidents.receive(
        told=said, agency=agency, key=key_of(family, planned, seed), digest=rules.digest(body), raw=json.dumps(body),
        door=Door.DEMO, by=reporting(agency), now=at,
    )  # fmt: skip


def key_of(family: FamilyPlan, planned: ReportPlan, seed: int) -> str:
    """The key under which a report is sent, the same for ever."""
    return f"demonstration {seed}, family {family.number}, report {family.reports.index(planned)}"


def reporting(agency: Agency) -> Actor:
    """An agency's own system, which may report and do nothing else."""
    return Actor(OFFICER, "Demonstration", agency=agency.id, permissions=frozenset({"REPORT_INCIDENT"}))


def _text(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return sorted(map(str, value)) if isinstance(value, frozenset | set) else str(value)
