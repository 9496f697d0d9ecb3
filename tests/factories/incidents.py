"""Reports for tests, as agencies tell them, received by the real action; everybody is invented."""

import itertools
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

from django.http import HttpResponse

from tests.factories.agencies import make_agency
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families import queries as families_read
from wholepicture.pathway.incidents import actions, rules
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, Receipt, RelationTold, Told
from wholepicture.pathway.incidents.terms import Category, Dash, Door, Kind, Presence
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage import queries as linkage_read
from wholepicture.registers.accounts import actions as accounts
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex, YesNo

HAPPENED_AT = datetime(2019, 12, 16, 20, 15, tzinfo=UTC)
RECEIVED_AT = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
HOME = "4 Invented Terrace, Nowhere, ZZ1 1ZZ"
Send = Callable[..., HttpResponse]
_numbers = itertools.count(1)


def issue_key(agency: Agency) -> str:
    """A key for this agency's system."""
    allowed = frozenset({Permission.ISSUE_KEYS.value})
    operator = Actor(id="operator", name="Operator", agency=agency.id, permissions=allowed)
    return accounts.issue_key(agency=agency, label="Records", by=operator, now=RECEIVED_AT)[1]


def reporter_of(agency: Agency) -> Actor:
    """Somebody who may report for this agency."""
    return Actor(
        id=f"user-{agency.slug}", name="Reporting officer", agency=agency.id, permissions=frozenset({"REPORT_INCIDENT"})
    )


def mother_told(**changes: object) -> PersonTold:
    """The victim."""
    return _person(
        {
            "key": "mother",
            "role": Role.VICTIM,
            "forename": "Jodie",
            "surname": "Marsh",
            "sex": Sex.FEMALE,
            "birth_date": date(1997, 5, 2),
            "address": HOME,
        },
        changes,
    )


def father_told(**changes: object) -> PersonTold:
    """The person causing harm, who lives elsewhere."""
    return _person(
        {
            "key": "father",
            "role": Role.CAUSING_HARM,
            "alleged_by": "mother",
            "forename": "Kyle",
            "surname": "Denham",
            "sex": Sex.MALE,
            "birth_date": date(1995, 9, 20),
            "address": "9 Elsewhere Road",
        },
        changes,
    )


def child_told(**changes: object) -> PersonTold:
    """A baby of five weeks, at home with the mother."""
    return _person(
        {"key": "charlie", "role": Role.CHILD, "forename": "Charlie", "surname": "Marsh", "birth_date": date(2019, 11, 14), "address": HOME,
         "child": ChildDetail(presence=Presence.IN_ARMS, seen=YesNo.YES, sleeps_asked=YesNo.NOT_ASKED)},
        changes,
    )  # fmt: skip


def told(**changes: object) -> Told:
    """An incident of mother, father and baby."""
    values: dict[str, object] = {
        "kind": Kind.INCIDENT,
        "reference": f"CH-{next(_numbers)}",
        "happened_at": HAPPENED_AT,
        "category": Category.DOMESTIC_ABUSE,
        "dash": Dash.MEDIUM,
        "place": HOME,
        "people": (mother_told(), father_told(), child_told()),
        "relationships": (
            RelationTold("mother", "charlie", RelationshipKind.PARENT_OF),
            RelationTold("father", "charlie", RelationshipKind.PARENT_OF),
        ),
    }
    return Told(**(values | changes))  # type: ignore[arg-type]


def receive(
    report: Told | None = None,
    *,
    agency: Agency | None = None,
    key: str = "",
    now: datetime = RECEIVED_AT,
    **changes: object,
) -> Receipt:
    """Receive a report, of a new police force unless an agency is given, under a key of its own unless one is given."""
    report = report or told(**changes)
    agency = agency or make_agency(kind="police")
    raw = repr(report)
    return actions.receive(
        told=report,
        agency=agency,
        key=key or str(uuid4()),
        digest=rules.digest(json.loads(json.dumps(raw))),
        raw=raw,
        door=Door.API,
        by=reporter_of(agency),
        now=now,
    )


def link_and_place(now: datetime = RECEIVED_AT) -> None:
    """Let the machine link and place whatever waits."""
    while records := linkage_read.waiting(now, 100):
        linkage.link(records=records, by=MACHINE, now=now)
    while persons := families_read.waiting(now, 100):
        families.place(persons=persons, by=MACHINE, now=now)


def _person(values: dict[str, object], changes: dict[str, object]) -> PersonTold:
    return PersonTold(**(values | changes))  # type: ignore[arg-type]
