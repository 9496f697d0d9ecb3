"""A family, a pair of records, a quarantined row and a search open only to whom they are for, and each opening is written down."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories import access as make
from tests.factories import agencies as make_agencies
from tests.factories import people as make_people
from wholepicture.registers.access import actions, queries
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.models import Team, Worker
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event, Seen

pytestmark = pytest.mark.django_db
DOORS: dict[str, tuple[Permission, Callable[..., Seen]]] = {
    "family": (Permission.SEE_FAMILIES, lambda subject, **how: actions.open_family(family=subject, **how)),
    "pair": (Permission.REVIEW_LINKS, lambda subject, **how: actions.open_pair(pair=subject, **how)),
}


def somebody_of(team: Team, *permissions: Permission) -> Actor:
    worker = make_agencies.make_worker(agency=team.agency)
    return Actor(
        id=str(uuid4()),
        name="Somebody",
        agency=team.agency_id,
        worker=worker.id,
        teams=frozenset({team.id}),
        permissions=frozenset(permissions),
    )


@pytest.fixture
def team() -> Team:
    return make_agencies.make_team()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("granted", "permitted", "close", "named", "opens"),
    [
        (True, True, False, True, True),
        (False, True, False, True, False),
        (True, False, False, True, False),
        (True, True, True, True, False),
        (True, True, False, False, False),
    ],
    ids=["all right", "no grant", "no permission", "close to a party", "a system without a name"],
)
def test_it_opens_only_when_all_is_right(
    team: Team, now: datetime, door: str, granted: bool, permitted: bool, close: bool, named: bool, opens: bool
) -> None:
    permission, open_it = DOORS[door]
    by, subject = somebody_of(team, *([permission] if permitted else [])), uuid4()
    by = by if named else replace(by, worker=None)
    record = make_people.make_record()
    party = make_people.make_resolved(record)
    if granted:
        make.make_grant(team=team, subject=subject, subject_kind=Subject.FAMILY)
    if close and by.worker:
        make.make_conflict(worker=Worker.objects.get(id=by.worker), record=record)
    # A reviewer needs no grant: that is what the permission is.
    if opens or (door == "pair" and not granted):
        seen = open_it(subject, parties=[party.id], by=by, why="page", now=now)
        assert seen.subject == subject
        assert any(entry.event == Event.RECORD_OPENED for entry in audit.entries())
    else:
        with pytest.raises(actions.NotAllowed):
            open_it(subject, parties=[party.id], by=by, why="page", now=now)


def test_a_row_opens_to_the_data_officer_of_the_agency_that_sent_it_and_to_nobody_else(
    team: Team, now: datetime
) -> None:
    officer, row = somebody_of(team, Permission.MEND_FEEDS), uuid4()
    assert actions.open_row(row=row, agency=team.agency_id, by=officer, why="page", now=now).subject == row
    for by, agency in ((officer, uuid4()), (somebody_of(team), team.agency_id)):
        with pytest.raises(actions.NotAllowed):
            actions.open_row(row=row, agency=agency, by=by, why="page", now=now)


def test_a_search_is_permitted_and_written_down_without_what_was_typed(team: Team, now: datetime) -> None:
    seen = actions.search(by=somebody_of(team, Permission.SEARCH_PEOPLE), why="search before create", now=now)
    assert seen.subject is None
    assert any(entry.event == Event.PEOPLE_SEARCHED for entry in audit.entries())
    with pytest.raises(actions.NotAllowed):
        actions.search(by=somebody_of(team), why="search before create", now=now)


def test_a_grant_that_has_ended_opens_nothing_and_given_again_it_opens(team: Team, now: datetime) -> None:
    family = uuid4()
    make.make_grant(team=team, subject=family, subject_kind=Subject.FAMILY, reason="triage list")
    later = now + timedelta(days=1)
    assert granted(team, later) == {family}
    assert end(family, now) == 1
    assert granted(team, later) == set()
    assert end(family, now) == 0
    actions.grant(team=team, subject_kind=Subject.FAMILY, subject=family, reason="triage list", by=MACHINE, now=now)
    assert granted(team, later) == {family}


def test_a_grant_ends_at_the_moment_that_is_named_and_only_ever_sooner(team: Team, now: datetime) -> None:
    family = uuid4()
    make.make_grant(team=team, subject=family, subject_kind=Subject.FAMILY, reason="triage list")
    in_a_week, in_a_month = now + timedelta(days=7), now + timedelta(days=30)
    assert end(family, now, until=in_a_week) == 1
    assert end(family, now, until=in_a_month) == 0
    assert granted(team, in_a_week - timedelta(seconds=1)) == {family}
    assert granted(team, in_a_week) == set()


def granted(team: Team, at: datetime) -> set[UUID]:
    return queries.subjects_granted(Subject.FAMILY, [team.id], at)


def end(family: UUID, at: datetime, until: datetime | None = None) -> int:
    return actions.end_grant(
        subject_kind=Subject.FAMILY, subject=family, reason="triage list", by=MACHINE, now=at, until=until
    )
