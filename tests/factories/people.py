"""People for tests: records as agencies tell them, and the persons they resolve to; everybody is invented."""

import itertools
from collections.abc import Mapping
from datetime import UTC, date, datetime

from wholepicture.registers.agencies.models import Agency, Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions
from wholepicture.registers.people.models import Person, ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import IdentifierKind, Precision, RelationshipKind, Sex

TOLD_AT = datetime(2019, 12, 16, 20, 15, tzinfo=UTC)
_numbers = itertools.count(1)


def make_teller(slug: str = "", kind: str = "police") -> Agency:
    """An agency that tells something; the one of this slug if it is there already."""
    slug = slug or f"{kind.replace('_', '-')}-{next(_numbers)}"
    return Agency.objects.get_or_create(slug=slug, defaults={"kind": kind, "name": slug.title()})[0]


def make_practice(slug: str = "", agency: Agency | None = None) -> Team:
    """A team to be registered with."""
    slug = slug or f"practice-{next(_numbers)}"
    return Team.objects.create(agency=agency or make_teller("surgeries", "gp_practice"), slug=slug, name=slug.title())


def make_record(
    *,
    agency: Agency | None = None,
    forename: str = "Robin",
    surname: str = "Ashby",
    sex: Sex = Sex.NOT_KNOWN,
    birth_date: date | None = None,
    birth_precision: Precision | None = None,
    expected_date: date | None = None,
    identifiers: Mapping[IdentifierKind, str] | None = None,
    address: str | None = None,
    address_from: date | None = None,
    now: datetime = TOLD_AT,
) -> Record:
    """One agency's record, not yet resolved."""
    return actions.add_record(
        agency=agency or make_teller("police"),
        forename=forename,
        surname=surname,
        sex=sex,
        birth_date=birth_date,
        birth_precision=birth_precision,
        expected_date=expected_date,
        identifiers=identifiers,
        address=address,
        address_from=address_from,
        by=MACHINE,
        now=now,
    )


def make_resolved(*records: Record, now: datetime = TOLD_AT) -> Person:
    """The person that all these records resolve to; one fresh record when none is given."""
    first, *others = records or (make_record(),)
    person = actions.resolve(record=first, person=None, by=MACHINE, now=now)
    for record in others:
        actions.resolve(record=record, person=person, by=MACHINE, now=now)
    return person


def make_relation(
    kind: RelationshipKind,
    from_record: Record,
    to_record: Record,
    *,
    from_date: date | None = None,
    until_date: date | None = None,
    now: datetime = TOLD_AT,
) -> Relationship:
    """A relationship as the agency of its first record tells it."""
    return actions.relate(
        from_record=from_record,
        to_record=to_record,
        kind=kind,
        from_date=from_date,
        until_date=until_date,
        told_by=from_record.agency,
        by=MACHINE,
        now=now,
    )


def make_registration(
    record: Record,
    team: Team,
    function: Function = Function.GP,
    *,
    from_date: date | None = None,
    until_date: date | None = None,
    now: datetime = TOLD_AT,
) -> ProtectedFact:
    """A registration as the team's own agency tells it."""
    return actions.register(
        record=record,
        function=function,
        team=team,
        from_date=from_date,
        until_date=until_date,
        told_by=team.agency,
        by=MACHINE,
        now=now,
    )
