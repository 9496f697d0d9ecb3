"""Being told opens that notice and nothing else, and every opening is recorded before anything is shown (promise 11)."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories import access as make
from tests.factories import accounts as make_accounts
from tests.factories import agencies as make_agencies
from wholepicture.registers.access import actions, queries
from wholepicture.registers.access.models import Grant
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts import queries as accounts
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.models import Look
from wholepicture.registers.audit.terms import MACHINE, Actor, Event

pytestmark = pytest.mark.django_db


def test_a_team_that_was_told_opens_the_notice_and_the_look_is_kept(now: datetime) -> None:
    team, notice = make_agencies.make_team(), uuid4()
    by = make_accounts.make_actor(team=team)
    make.make_grant(team=team, subject=notice)

    seen = actions.open_notice(notice=notice, item_parties=[], by=by, why="Work list", now=now)

    assert (seen.by, seen.why, seen.at, seen.subject) == (by, "Work list", now, notice)
    assert audit.last_look(user=by.id, subject=notice) == now
    look = Look.objects.get()
    assert (look.subject_kind, look.team) == ("NOTICE", team.id)
    entry = audit.entries(event=Event.RECORD_OPENED, about=f"notice:{notice}").get()
    assert (entry.actor, entry.detail) == (by.id, {"why": "Work list"})


@pytest.mark.parametrize("kind", [Subject.INCIDENT, Subject.FAMILY])
def test_a_grant_opens_that_kind_of_thing_alone(kind: Subject, now: datetime) -> None:
    team, subject = make_agencies.make_team(), uuid4()
    by = make_accounts.make_actor(team=team)
    make.make_grant(team=team, subject=subject, subject_kind=kind)

    with pytest.raises(actions.NotAllowed):
        actions.open_notice(notice=subject, item_parties=[], by=by, why="Work list", now=now)


def test_being_told_of_a_notice_opens_neither_another_nor_the_incident(now: datetime) -> None:
    team, notice = make_agencies.make_team(), uuid4()
    by = make_accounts.make_actor(team=team)
    make.make_grant(team=team, subject=notice)

    with pytest.raises(actions.NotAllowed):
        actions.open_notice(notice=uuid4(), item_parties=[], by=by, why="Work list", now=now)
    with pytest.raises(actions.NotAllowed):
        actions.open_incident(incident=notice, parties=[], by=by, why="Work list", now=now)
    assert not Look.objects.exists()
    assert not audit.entries(event=Event.RECORD_OPENED).exists()


def test_another_team_even_of_the_same_agency_opens_nothing(now: datetime) -> None:
    team, notice = make_agencies.make_team(), uuid4()
    make.make_grant(team=team, subject=notice)
    for other in (make_agencies.make_team(agency=team.agency), make_agencies.make_team(), None):
        by = make_accounts.make_actor(team=other)
        with pytest.raises(actions.NotAllowed, match="ask your manager"):
            actions.open_notice(notice=notice, item_parties=[], by=by, why="Work list", now=now)


def test_a_grant_opens_from_its_start_until_its_end(now: datetime) -> None:
    team, notice = make_agencies.make_team(), uuid4()
    hour = timedelta(hours=1)
    actions.grant(
        team=team, subject_kind=Subject.NOTICE, subject=notice, reason="Told", by=MACHINE, now=now, until=now + hour
    )

    opens = [
        bool(queries.teams_granted(Subject.NOTICE, notice, at))
        for at in (now - timedelta(seconds=1), now, now + hour - timedelta(seconds=1), now + hour)
    ]
    assert opens == [False, True, True, False]


def test_the_same_grant_again_is_one_and_can_only_last_longer(now: datetime) -> None:
    team, notice = make_agencies.make_team(), uuid4()
    hour = timedelta(hours=1)
    for until in (now + hour, now + hour, now + 2 * hour, now + hour, None, now + hour):
        actions.grant(team=team, subject_kind="NOTICE", subject=notice, reason="Told", by=MACHINE, now=now, until=until)

    assert Grant.objects.get().until_at is None
    assert audit.entries(event=Event.ACCESS_GRANTED, about=f"notice:{notice}").count() == 3


def test_a_grant_and_an_opening_need_a_reason_and_a_known_kind(now: datetime) -> None:
    team, notice = make_agencies.make_team(), uuid4()
    with pytest.raises(actions.NoReason):
        make.make_grant(team=team, subject=notice, reason=" ")
    with pytest.raises(ValueError, match="CHILD"):
        make.make_grant(team=team, subject=notice, subject_kind="CHILD")
    make.make_grant(team=team, subject=notice)
    with pytest.raises(actions.NoReason):
        actions.open_notice(notice=notice, item_parties=[], by=make_accounts.make_actor(team=team), why="", now=now)


def test_the_agency_that_told_an_incident_opens_it_by_the_permission(now: datetime) -> None:
    agency, incident = make_agencies.make_agency(kind="police"), uuid4()
    officer = make_accounts.make_actor(worker=make_agencies.make_worker(agency=agency), roles=("reporting_officer",))
    analyst = make_accounts.make_actor(worker=make_agencies.make_worker(agency=agency), roles=("analyst",))
    stranger = make_accounts.make_actor(roles=("reporting_officer",))

    seen = actions.open_incident(
        incident=incident, parties=[], by=officer, why="Own report", now=now, told_by=agency.id
    )

    assert seen.subject == incident
    for by in (analyst, stranger):
        with pytest.raises(actions.NotAllowed):
            actions.open_incident(incident=incident, parties=[], by=by, why="Own report", now=now, told_by=agency.id)


def test_a_granted_incident_opens_to_that_team(now: datetime) -> None:
    team, incident = make_agencies.make_team(), uuid4()
    make.make_grant(team=team, subject=incident, subject_kind=Subject.INCIDENT)
    by = make_accounts.make_actor(team=team)

    assert actions.open_incident(incident=incident, parties=[], by=by, why="Work list", now=now).subject == incident


def test_an_agencys_system_and_a_machine_step_open_nothing(now: datetime) -> None:
    team, subject = make_agencies.make_team(kind="police"), uuid4()
    make.make_grant(team=team, subject=subject)
    key = accounts.agency_of_key(make_accounts.make_key(agency=team.agency))
    assert key is not None
    with_team = Actor(id="key:1", name="System", agency=team.agency_id, teams=frozenset({team.id}))
    for by in (key, with_team, MACHINE):
        with pytest.raises(actions.NotAllowed, match="named worker"):
            actions.open_notice(notice=subject, item_parties=[], by=by, why="Work list", now=now)
        with pytest.raises(actions.NotAllowed, match="named worker"):
            actions.open_incident(
                incident=subject, parties=[], by=by, why="Own report", now=now, told_by=team.agency_id
            )
