"""What may be set up in the directory, by whom, and that it is written down."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories import agencies as make
from wholepicture.lib.dates import opening
from wholepicture.registers.agencies import actions, naming, permissions, queries
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Absence, Agency, Post, Rota, Team, TeamMember
from wholepicture.registers.agencies.terms import Function, Position
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = date(2019, 12, 16), date(2019, 12, 17)


def manager_of(agency: Agency) -> Actor:
    return Actor(id="user", name="Manager", agency=agency.id, worker=uuid4(), permissions=frozenset({"MANAGE_COVER"}))


@pytest.mark.parametrize("text", ["health", "HEALTH", "h e a l t h", "Health service", "heаlth"])
@pytest.mark.parametrize("field", ["kind", "name", "slug"])
def test_no_agency_can_be_called_after_a_sector(field: str, text: str, now: datetime) -> None:
    told = {"slug": "an-agency", "kind": "gp_practice", "name": "An agency"} | {field: text}

    with pytest.raises(naming.CalledHealth, match="Name the service instead"):
        actions.add_agency(**told, by=MACHINE, now=now)


@pytest.mark.parametrize("text", ["health", "HEALTH", " h-e-a-l-t-h "])
def test_no_team_and_no_function_can_be_called_so(text: str, now: datetime) -> None:
    agency = make.make_agency()
    with pytest.raises(naming.CalledHealth):
        actions.add_team(agency=agency, slug="team", name=text, by=MACHINE, now=now)
    with pytest.raises(naming.CalledHealth):
        actions.add_post(team=make.make_team(), function=text, by=MACHINE, now=now)


@pytest.mark.parametrize("text", ["health", "HEALTH", " Health ", "h.e.a.l.t.h", "Health!"])
def test_the_database_itself_refuses_the_name(text: str) -> None:
    team = make.make_team()
    for write in (
        lambda: Agency.objects.create(slug="a", kind=text, name="A"),
        lambda: Agency.objects.create(slug="a", kind="gp_practice", name=text),
        lambda: Agency.objects.create(slug=text, kind="gp_practice", name="A"),
        lambda: Agency.objects.filter(id=team.agency_id).update(kind=text),
        lambda: Team.objects.create(agency=team.agency, slug="t", name=text),
        lambda: Team.objects.filter(id=team.id).update(slug=text),
        lambda: Post.objects.create(team=team, function=text),
    ):
        with pytest.raises(IntegrityError, match=r"health|function_known"), transaction.atomic():
            write()


def test_services_keep_their_names_in_the_database() -> None:
    for name in ("Health visiting", "Adult mental health service"):
        assert make.make_agency(name=name).name == name


def test_an_unregistered_kind_is_refused_with_those_there_are(now: datetime) -> None:
    with pytest.raises(actions.UnknownKind, match=r"hospital.*gp_practice"):
        actions.add_agency(slug="a", kind="hospital", name="A", by=MACHINE, now=now)


def test_a_function_that_is_unknown_or_not_of_this_kind_is_refused(now: datetime) -> None:
    team = make.make_team(kind="gp_practice")
    with pytest.raises(actions.UnknownFunction, match="not registered"):
        actions.add_post(team=team, function="doctor", by=MACHINE, now=now)
    with pytest.raises(actions.UnknownFunction, match="does not hold"):
        actions.add_post(team=team, function=Function.HEALTH_VISITOR, by=MACHINE, now=now)


@pytest.mark.parametrize("function", list(Function))
def test_every_function_can_be_held_by_an_agency_of_its_kind(function: Function) -> None:
    assert make.make_post(function=function).function == function.value


def test_a_team_has_its_kinds_hours_unless_it_has_its_own(now: datetime) -> None:
    assert make.make_team(kind="police").hours == {day: list(span) for day, span in KINDS["police"].hours.items()}
    assert make.make_team(hours={"6": ["10:00", "12:00"]}).hours == {"6": ["10:00", "12:00"]}
    with pytest.raises(opening.InvalidHours):
        make.make_team(hours={"7": ["10:00", "12:00"]})


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_hours_of_every_kind_can_be_read(kind: str) -> None:
    opening.check_hours(make.make_team(kind=kind).hours)


def test_a_name_is_needed(now: datetime) -> None:
    with pytest.raises(actions.NoName, match="who was told"):
        actions.add_worker(agency=make.make_agency(), name=" ", by=MACHINE, now=now)


def test_nobody_answers_manages_or_leads_in_another_agency(now: datetime) -> None:
    post, stranger = make.make_post(), make.make_worker()
    for change in (
        lambda: actions.join_team(team=post.team, worker=stranger, from_date=TODAY, by=MACHINE, now=now),
        lambda: make.put_on_rota(post=post, worker=stranger),
        lambda: actions.set_manager(team=post.team, worker=stranger, by=MACHINE, now=now),
        lambda: actions.set_lead(agency=post.team.agency, worker=stranger, by=MACHINE, now=now),
    ):
        with pytest.raises(actions.AnotherAgency):
            change()


def test_joining_a_team_twice_changes_nothing(now: datetime) -> None:
    team = make.make_team()
    worker = make.make_worker(team=team)
    again = actions.join_team(team=team, worker=worker, from_date=TODAY, by=MACHINE, now=now)

    assert TeamMember.objects.get() == again


def test_dates_the_wrong_way_round_are_refused(now: datetime) -> None:
    post = make.make_post()
    worker = make.make_worker(team=post.team, started_date=TODAY)
    for change in (
        lambda: actions.record_absence(
            worker=worker, from_date=TODAY, until_date=TODAY, reason="", by=MACHINE, now=now
        ),
        lambda: make.put_on_rota(post=post, worker=worker, from_date=TOMORROW, until_date=TODAY),
        lambda: actions.worker_leaves(worker=worker, left_date=date(2019, 12, 15), by=MACHINE, now=now),
    ):
        with pytest.raises(actions.DatesReversed):
            change()
    assert not Absence.objects.exists()


def test_a_manager_changes_cover_in_their_own_agency(now: datetime) -> None:
    post = make.make_post()
    worker = make.make_worker(team=post.team)
    by = manager_of(post.team.agency)
    actions.put_on_rota(post=post, worker=worker, position=Position.COVER, from_date=TODAY, by=by, now=now)
    actions.record_absence(worker=worker, from_date=TODAY, until_date=TOMORROW, reason="Leave", by=by, now=now)
    actions.worker_leaves(worker=worker, left_date=TOMORROW, by=by, now=now)

    absence = Absence.objects.get()
    assert (absence.by, absence.at, absence.reason) == ("user", now, "Leave")
    assert audit.entries(event=Event.COVER_CHANGED, actor="user").count() == 3


def test_nobody_changes_cover_elsewhere_or_without_the_permission(now: datetime) -> None:
    worker = make.make_worker()
    plain = Actor(id="user", name="Worker", agency=worker.agency_id, worker=worker.id)
    for by in (manager_of(make.make_agency()), plain):
        with pytest.raises(permissions.NotYourCover):
            actions.record_absence(worker=worker, from_date=TODAY, until_date=TOMORROW, reason="", by=by, now=now)
        with pytest.raises(permissions.NotYourCover):
            actions.worker_leaves(worker=worker, left_date=TOMORROW, by=by, now=now)
    assert not Absence.objects.exists()


def test_no_manager_sets_up_agencies_or_lets_themselves_into_a_team(now: datetime) -> None:
    team = make.make_team()
    worker = make.make_worker(agency=team.agency)
    by = manager_of(team.agency)
    for change in (
        lambda: actions.add_agency(slug="a", kind="police", name="A", by=by, now=now),
        lambda: actions.add_team(agency=team.agency, slug="b", name="B", by=by, now=now),
        lambda: actions.add_post(team=team, function=Function.HEALTH_VISITOR, by=by, now=now),
        lambda: actions.add_worker(agency=team.agency, name="C", by=by, now=now),
        lambda: actions.join_team(team=team, worker=worker, from_date=TODAY, by=by, now=now),
        lambda: actions.set_manager(team=team, worker=worker, by=by, now=now),
        lambda: actions.set_lead(agency=team.agency, worker=worker, by=by, now=now),
    ):
        with pytest.raises(permissions.NotYourDirectory):
            change()


def test_an_agencys_system_changes_nothing(now: datetime) -> None:
    worker = make.make_worker()
    key = Actor(id="key:1", name="System", agency=worker.agency_id)
    with pytest.raises(permissions.NotYourDirectory):
        actions.add_worker(agency=worker.agency, name="C", by=key, now=now)
    with pytest.raises(permissions.NotYourCover):
        actions.worker_leaves(worker=worker, left_date=TOMORROW, by=key, now=now)


def test_every_change_is_in_the_audit() -> None:
    make.make_staffed_post()

    assert audit.entries(event=Event.AGENCY_ADDED).count() == 7
    assert audit.entries(event=Event.COVER_CHANGED).count() == 7


def test_what_is_found_by_slug_stands_in_order() -> None:
    for slug in ("zz", "aa"):
        make.make_team(agency=make.make_agency(slug=slug), slug=f"team-{slug}")

    assert [agency.slug for agency in queries.agencies()] == ["aa", "zz"]
    assert [team.slug for team in queries.teams(queries.get_agency("zz"))] == ["team-zz"]


def test_the_database_refuses_a_rota_that_ends_before_it_begins_or_has_no_position() -> None:
    row = make.put_on_rota(post=make.make_post())
    with pytest.raises(IntegrityError, match="ends_after"), transaction.atomic():
        Rota.objects.filter(id=row.id).update(until_date=row.from_date)
    with pytest.raises(IntegrityError, match="position_known"), transaction.atomic():
        Rota.objects.filter(id=row.id).update(position="BOSS")
