"""Who answers for a post on a day, and what the directory warns of."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import agencies as make
from wholepicture.registers.agencies import actions, queries
from wholepicture.registers.agencies.terms import Function, Position
from wholepicture.registers.audit.terms import MACHINE

pytestmark = pytest.mark.django_db
ON = date(2019, 12, 16)
BEFORE = date(2019, 12, 15)
AFTER = date(2019, 12, 17)


def test_a_roster_names_every_rung() -> None:
    make.make_partnership()
    post = make.make_staffed_post()

    roster = queries.roster(post, ON)

    rungs = [roster.primary, *roster.covers, roster.manager, roster.lead, roster.partnership]
    assert len({worker.id for worker in rungs if worker is not None}) == 5
    assert roster.absent == frozenset()


def test_an_empty_post_has_an_empty_roster() -> None:
    roster = queries.roster(make.make_post(), ON)

    assert (roster.primary, roster.covers, roster.manager, roster.lead, roster.partnership) == (
        None,
        (),
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("from_date", "until_date", "answers"),
    [
        (ON, None, True),
        (AFTER, None, False),
        (BEFORE, ON, False),
        (BEFORE, AFTER, True),
    ],
)
def test_a_rota_counts_from_its_first_day_and_not_on_its_until_day(
    from_date: date, until_date: date | None, answers: bool
) -> None:
    post = make.make_post()
    make.put_on_rota(post=post, from_date=from_date, until_date=until_date)

    assert (queries.roster(post, ON).primary is not None) is answers


@pytest.mark.parametrize("left_date", [BEFORE, ON])
def test_who_has_left_is_on_no_rung(left_date: date, now: datetime) -> None:
    make.make_partnership()
    post = make.make_staffed_post()
    before = queries.roster(post, ON)
    rungs = [before.primary, *before.covers, before.manager, before.lead, before.partnership]
    for worker in rungs:
        assert worker is not None
        actions.worker_leaves(worker=worker, left_date=left_date, by=MACHINE, now=now)

    roster = queries.roster(post, ON)

    assert (roster.primary, roster.covers, roster.manager, roster.lead, roster.partnership) == (
        None,
        (),
        None,
        None,
        None,
    )


def test_who_leaves_tomorrow_or_starts_tomorrow(now: datetime) -> None:
    post = make.make_post()
    leaving = make.put_on_rota(post=post).worker
    actions.worker_leaves(worker=leaving, left_date=AFTER, by=MACHINE, now=now)
    starting = make.make_worker(agency=post.team.agency, started_date=AFTER)
    make.put_on_rota(post=post, worker=starting, position=Position.COVER)

    assert queries.roster(post, ON).primary == leaving
    assert queries.roster(post, ON).covers == ()
    assert queries.roster(post, AFTER).primary is None
    assert queries.roster(post, AFTER).covers == (starting,)


def test_when_the_named_person_has_left_the_next_named_person_answers(now: datetime) -> None:
    post = make.make_post()
    gone = make.put_on_rota(post=post, order=0).worker
    stays = make.put_on_rota(post=post, order=1).worker
    actions.worker_leaves(worker=gone, left_date=ON, by=MACHINE, now=now)

    assert queries.roster(post, ON).primary == stays


def test_of_two_named_persons_the_later_begun_answers() -> None:
    post = make.make_post()
    make.put_on_rota(post=post, from_date=date(2019, 1, 1))
    stand_in = make.put_on_rota(post=post, from_date=BEFORE, until_date=AFTER).worker

    assert queries.roster(post, ON).primary == stand_in


def test_covers_stand_in_order_and_nobody_twice() -> None:
    post = make.make_post()
    primary = make.put_on_rota(post=post).worker
    second = make.put_on_rota(post=post, position=Position.COVER, order=2).worker
    first = make.put_on_rota(post=post, position=Position.COVER, order=1).worker
    for worker in (primary, second):
        make.put_on_rota(post=post, worker=worker, position=Position.COVER, order=3)

    assert queries.roster(post, ON).covers == (first, second)


def test_who_is_away_is_marked_on_every_rung_and_until_the_day_before_their_return(now: datetime) -> None:
    make.make_partnership()
    post = make.make_staffed_post()
    whole = queries.roster(post, ON)
    rungs = {w.id: w for w in (whole.primary, *whole.covers, whole.manager, whole.lead, whole.partnership) if w}
    for worker in rungs.values():
        actions.record_absence(worker=worker, from_date=ON, until_date=AFTER, reason="", by=MACHINE, now=now)

    assert queries.roster(post, ON).absent == frozenset(rungs)
    assert queries.roster(post, ON).present() == ()
    assert queries.roster(post, BEFORE).absent == queries.roster(post, AFTER).absent == frozenset()


def test_the_directory_warns_of_a_post_without_anybody(now: datetime) -> None:
    post = make.make_post(function=Function.GP)

    where = f"{post.team.agency.name}, {post.team.name}"
    assert queries.directory(ON).warnings() == (
        f"{where}: nobody answers for GP practice: put a named person and cover on the rota.",
    )


def test_the_directory_warns_where_everybody_is_away_and_not_where_cover_is_there(now: datetime) -> None:
    post = make.make_staffed_post()
    roster = queries.roster(post, ON)
    assert roster.primary is not None
    assert queries.directory(ON).warnings() == ()

    actions.record_absence(worker=roster.primary, from_date=ON, until_date=AFTER, reason="", by=MACHINE, now=now)
    assert queries.directory(ON).warnings() == ()

    actions.record_absence(worker=roster.covers[0], from_date=ON, until_date=AFTER, reason="", by=MACHINE, now=now)
    assert "away" in queries.directory(ON).warnings()[0]
    assert queries.directory(AFTER).warnings() == ()


def test_the_directory_shows_agencies_teams_posts_and_who_is_away(now: datetime) -> None:
    post = make.make_staffed_post()
    roster = queries.roster(post, ON)
    assert roster.primary is not None
    actions.record_absence(worker=roster.primary, from_date=ON, until_date=AFTER, reason="", by=MACHINE, now=now)

    agency = queries.directory(ON).agencies[0]

    shown = agency.teams[0].posts[0].primary
    assert shown is not None
    assert (shown.name, shown.away_until) == (roster.primary.name, AFTER)
    assert (agency.kind_label, len(agency.workers)) == ("Health visiting", 4)
    assert agency.lead is not None
    assert agency.teams[0].manager is not None


def test_the_directory_sends_as_many_statements_for_many_agencies_as_for_one() -> None:
    make.make_staffed_post()
    with CaptureQueriesContext(
        connection,
    ) as one:
        queries.directory(ON)
    for _ in range(3):
        make.make_staffed_post()
    with CaptureQueriesContext(connection) as four:
        queries.directory(ON)

    assert len(four) == len(one)


def test_posts_of_a_function_stand_by_agency_and_leave_out_who_has_not_joined(now: datetime) -> None:
    later = make.make_agency(slug="zz-first-made")
    first = make.make_agency(slug="aa-second-made")
    not_yet = make.make_agency(slug="bb-third", joined_date=AFTER)
    for agency in (later, first, not_yet):
        make.make_post(team=make.make_team(agency=agency))

    assert [post.team.agency.slug for post in queries.posts(Function.HEALTH_VISITOR, ON)] == [first.slug, later.slug]
    assert [post.team.agency for post in queries.posts("health_visitor", AFTER)] == [first, not_yet, later]


def test_a_post_is_found_by_team_and_by_area() -> None:
    post = make.make_post(function=Function.FIRST_RESPONSE)

    assert queries.post_of(post.team_id, Function.FIRST_RESPONSE) == post
    assert queries.post_of(post.team_id, Function.GP) is None
    assert queries.area_post(Function.FIRST_RESPONSE, ON) == post
    assert queries.area_post(Function.HOUSING, ON) is None


def test_a_worker_opens_what_their_teams_and_the_teams_they_manage_were_granted(now: datetime) -> None:
    team = make.make_team()
    managed = make.make_team(agency=team.agency)
    make.make_team(agency=team.agency)
    worker = make.make_worker(team=team)
    actions.set_manager(team=managed, worker=worker, by=MACHINE, now=now)

    assert queries.worker_teams(worker.id, ON) == {team.id, managed.id}
    actions.worker_leaves(worker=worker, left_date=ON, by=MACHINE, now=now)
    assert queries.worker_teams(worker.id, BEFORE) == {team.id, managed.id}
    assert queries.worker_teams(worker.id, ON) == frozenset()


def test_a_worker_is_found_in_their_own_agency_alone() -> None:
    worker = make.make_worker()

    assert queries.worker_of_agency(worker.id, worker.agency_id) == worker
    assert queries.worker_of_agency(worker.id, make.make_agency().id) is None
    assert queries.worker_of_agency(worker.id, None) is None
