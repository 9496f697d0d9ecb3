"""A small partnership with everybody in post, a family known to its practices, and a machine that runs until it is quiet."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.factories import people
from wholepicture.pathway import stages
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.agencies.models import Agency, Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind, Sex
from wholepicture.registers.protocol import actions as protocol
from wholepicture.registers.protocol import defaults

HOME = told.HOME
AREA = (
    Function.POLICE_SAFEGUARDING_UNIT,
    Function.FIRST_RESPONSE,
    Function.DOMESTIC_ABUSE_SERVICE,
    Function.PERPETRATOR_SERVICE,
    Function.SCHOOL_NURSE,
    Function.EDUCATION_SAFEGUARDING,
)
REGISTERED = (
    Function.HEALTH_VISITOR,
    Function.SAFEGUARDING_MIDWIFE,
    Function.SCHOOL_SAFEGUARDING_LEAD,
    Function.NURSERY,
    Function.ALLOCATED_WORKER,
)


@dataclass
class World:
    """Posts by function (two GP practices by name), the police, and the family's directory records by who they are."""

    posts: dict[str, Post]
    police: Agency
    records: dict[str, list[Record]] = field(default_factory=dict)

    def report(self, now: datetime = told.RECEIVED_AT, **changes: object) -> Incident:
        """Police report an incident of mother, father and baby; the machine then runs until nothing waits."""
        receipt = told.receive(agency=self.police, now=now, **changes)
        stages.run_until_quiet(now=now)
        return Incident.objects.get(id=receipt.incident_id)

    def notice(self, incident: Incident, function: Function, about: str) -> Notice:
        """The one notice to a function about somebody because of an incident."""
        return Notice.objects.get(cause=incident.id, function=function, about__forename=about)


def adopt_protocol(now: datetime = make.NOW) -> None:
    """Put the shipped protocol in force."""
    protocol.adopt(
        tables=defaults.tables(),
        parameters=defaults.parameters(),
        approved_by=["An executive"],
        note="",
        by=MACHINE,
        now=now,
    )


def make_world(*, without: tuple[Function, ...] = (), born: date = date(2019, 11, 14)) -> World:
    """Everybody in post but the functions named, the shipped protocol in force, and a family at two practices."""
    adopt_protocol()
    make.make_partnership()
    posts = {f.value: make.make_staffed_post(function=f) for f in (*AREA, *REGISTERED) if f not in without}
    posts["practice_a"] = make.make_staffed_post(function=Function.GP)
    posts["practice_b"] = make.make_staffed_post(function=Function.GP)
    world = World(posts=posts, police=posts[Function.POLICE_SAFEGUARDING_UNIT].team.agency)
    _add_family(world, without, born)
    return world


def _add_family(world: World, without: tuple[Function, ...], child_born: date) -> None:
    """As in the directories: mother and baby at one practice, father at another that does not know of the baby."""
    practice, other = world.posts["practice_a"], world.posts["practice_b"]
    born = {"Jodie": date(1997, 5, 2), "Charlie": child_born, "Kyle": date(1995, 9, 20)}
    known = [
        _directory_record("Jodie", "Marsh", Sex.FEMALE, born["Jodie"], practice, Function.GP),
        _directory_record("Charlie", "Marsh", Sex.NOT_KNOWN, born["Charlie"], practice, Function.GP),
        _directory_record("Kyle", "Denham", Sex.MALE, born["Kyle"], other, Function.GP),
    ]
    if Function.HEALTH_VISITOR not in without:
        visitor = world.posts[Function.HEALTH_VISITOR]
        known.append(
            _directory_record("Charlie", "Marsh", Sex.NOT_KNOWN, born["Charlie"], visitor, Function.HEALTH_VISITOR)
        )
    people.make_relation(RelationshipKind.PARENT_OF, known[0], known[1])
    for record in known:
        world.records.setdefault(record.forename, []).append(record)


def _directory_record(
    forename: str, surname: str, sex: Sex, birth_date: date, post: Post, function: Function
) -> Record:
    at = max(make.NOW, datetime.combine(birth_date, time(9), UTC) + timedelta(days=1))
    record = people.make_record(
        agency=post.team.agency, forename=forename, surname=surname, sex=sex, birth_date=birth_date,
        address=None if forename == "Kyle" else HOME, now=at,
    )  # fmt: skip
    people.make_registration(record, post.team, function, now=at)
    return record


def number(record: Record, value: str) -> None:
    """Give a record an NHS number."""
    record.identifiers.create(kind=IdentifierKind.NHS_NUMBER, value=value)
