"""A family whose reports come in day by day, and the machine that looks at its pattern until nothing waits."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tests.factories import incidents as told
from tests.factories import worlds
from tests.factories.people import make_teller
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings import actions, queries
from wholepicture.pathway.findings.models import Finding
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.incidents.terms import Feature
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people.terms import RelationshipKind, Role
from wholepicture.registers.protocol import actions as protocol
from wholepicture.registers.protocol import defaults

NOW = told.RECEIVED_AT
OTHER_HOME = "7 Other Street, Nowhere, ZZ2 2ZZ"
# Of the published case: 1, 12, 17 and 8 days between one and the next.
DAYS = (0, 1, 13, 30, 38)
EXECUTIVE = Actor(id="executive", name="An executive", permissions=frozenset({Permission.ADOPT_PROTOCOL.value}))


def report(day: int = 0, *, agency: Agency | None = None, look_at: bool = True, **changes: object) -> UUID:
    """One report so many days after the first, received an hour later, linked, placed and looked at."""
    at = told.HAPPENED_AT + timedelta(days=day)
    receipt = told.receive(
        agency=agency or make_teller("police"), now=at + timedelta(hours=1), happened_at=at, **changes
    )
    told.link_and_place(at + timedelta(hours=1))
    if look_at:
        look(at + timedelta(hours=1))
    return receipt.incident_id


def begin() -> None:
    """Put the shipped protocol in force."""
    worlds.adopt_protocol()


def adopt(now: datetime, **changes: object) -> None:
    """Put a protocol in force that has other figures."""
    protocol.adopt(
        tables=defaults.tables(),
        parameters=defaults.parameters() | changes,
        approved_by=["An executive"],
        note="Other figures.",
        by=EXECUTIVE,
        now=now,
    )


def other_family(day: int = 50, *, harms: bool = True, **changes: object) -> UUID:
    """Another mother and child, whom the same father is alleged to harm; he is the child's father too."""
    nia = told.mother_told(forename="Nia", surname="Dale", birth_date=date(1991, 1, 2), address=OTHER_HOME)
    wren = told.child_told(key="wren", forename="Wren", surname="Dale", birth_date=date(2014, 2, 3), address=OTHER_HOME)
    father = told.father_told(role=Role.CAUSING_HARM if harms else Role.WITNESS, alleged_by="")
    ties = [RelationTold("mother", "wren", RelationshipKind.PARENT_OF)]
    if changes.pop("is_father", True):
        ties.append(RelationTold("father", "wren", RelationshipKind.PARENT_OF))
    return report(day, people=(nia, father, wren), relationships=tuple(ties), place=OTHER_HOME, **changes)


def look(now: datetime = NOW) -> list[UUID]:
    """Let the machine look until nothing waits; returns every family that it looked at. Fails when it never ends."""
    looked: list[UUID] = []
    for _ in range(20):
        families = queries.waiting(now, 50, [])
        if not families:
            return looked
        actions.derive(families=families, by=MACHINE, now=now)
        looked += families
    raise AssertionError("The same families wait again and again.")


def family_of(incident: UUID) -> UUID:
    """The family of the child named in a report."""
    child = Incident.objects.get(id=incident).involved.get(role="CHILD").record.person_id
    return Membership.objects.get(person_id=child, until_at__isnull=True, part=Part.CHILD).family_id


def rules(family: UUID) -> set[str]:
    """Which rules have found something that stands."""
    return set(Finding.objects.filter(family_id=family, ended_at__isnull=True).values_list("rule", flat=True))


def case(days: Sequence[int] = DAYS) -> list[UUID]:
    """As many incidents of one family, marked by separation at first."""
    features = [frozenset({Feature.SEPARATION}) if day < 2 else frozenset() for day in days]
    return [report(day, features=marks) for day, marks in zip(days, features, strict=True)]


def at(year: int, month: int, day: int) -> datetime:
    """Noon of a day."""
    return datetime(year, month, day, 12, tzinfo=UTC)
