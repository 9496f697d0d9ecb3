"""Who is told of an incident: by the protocol, once, and again when something new is known."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.factories import people, worlds
from wholepicture.pathway import stages
from wholepicture.pathway.duties import actions, queries
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.duties.permissions import NotNamed
from wholepicture.pathway.incidents.terms import Brag, Category, Feature
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import RelationshipKind, Role
from wholepicture.registers.protocol.terms import Lane, NoticeKind

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT


def test_health_visitor_and_the_practice_of_mother_and_baby_are_told_that_evening() -> None:
    world = worlds.make_world()
    incident = world.report()
    for function, about in ((Function.HEALTH_VISITOR, "Charlie"), (Function.GP, "Charlie"), (Function.GP, "Jodie")):
        notice = world.notice(incident, function, about)
        assert notice.state == State.DELIVERED
        assert notice.reply_by > NOW


def test_the_practice_of_the_person_causing_harm_is_told_nothing_before_somebody_releases_it() -> None:
    world = worlds.make_world()
    notice = world.notice(world.report(), Function.GP, "Kyle")
    assert notice.state == State.HELD
    assert notice.owner == world.posts[Function.POLICE_SAFEGUARDING_UNIT]
    assert notice.team == world.posts["practice_b"].team
    assert "Jodie" not in notice.text
    assert "Charlie" not in notice.text
    assert "police" not in notice.text.lower()


def test_working_it_out_again_adds_nothing_and_repeats_nothing() -> None:
    world = worlds.make_world()
    incident = world.report()
    before = set(Notice.objects.values_list("id", "state"))
    actions.derive(incidents=[incident.id], by=worlds.MACHINE, now=NOW + timedelta(hours=1))
    assert set(Notice.objects.values_list("id", "state")) == before


def test_a_practice_that_becomes_known_later_is_told_then() -> None:
    world = worlds.make_world()
    incident = world.report(people=(told.mother_told(), told.father_told(), told.child_told(forename="Robin", surname="Vale")),
                            relationships=())  # fmt: skip
    missing = Duty.objects.get(incident=incident, function=Function.GP, about__forename="Robin")
    assert missing.team is None
    record = people.make_record(
        agency=world.posts["practice_a"].team.agency,
        forename="Robin",
        surname="Vale",
        birth_date=told.child_told().birth_date,
        now=NOW,
    )
    people.make_registration(record, world.posts["practice_a"].team, now=NOW)
    stages.run_until_quiet(now=NOW + timedelta(hours=2))
    assert world.notice(incident, Function.GP, "Robin").state == State.DELIVERED
    missing.refresh_from_db()
    assert missing.dropped_at is not None


def test_a_child_who_becomes_known_to_live_where_it_happened_makes_the_incident_wait_again() -> None:
    world = worlds.make_world()
    incident = world.report()
    later = NOW + timedelta(hours=2)
    child = {"agency": world.posts["practice_a"].team.agency, "birth_date": date(2014, 5, 6), "now": NOW}
    people.make_record(forename="Ada", surname="Quill", address="1 Elsewhere Street, Harbour", **child)
    told.link_and_place(later)
    assert incident.id not in queries.waiting(later, 50, ())
    people.make_record(forename="Bea", surname="Vale", address=told.HOME, **child)
    told.link_and_place(later)
    assert incident.id in queries.waiting(later, 50, ())


def test_no_more_incidents_are_taken_at_once_than_were_asked_for() -> None:
    worlds.adopt_protocol()
    first, second = told.receive(), told.receive(now=NOW + timedelta(minutes=1))
    told.link_and_place(NOW + timedelta(minutes=1))
    assert queries.waiting(NOW + timedelta(minutes=1), 1, ()) == [first.incident_id]
    assert queries.waiting(NOW + timedelta(minutes=1), 1, [first.incident_id]) == [second.incident_id]


def test_an_unknown_practice_is_a_task_with_an_owner_and_a_clock() -> None:
    world = worlds.make_world()
    incident = world.report(people=(told.mother_told(), told.father_told(), told.child_told(forename="Robin", surname="Vale")),
                            relationships=())  # fmt: skip
    missing = Duty.objects.get(incident=incident, function=Function.GP, about__forename="Robin")
    assert "GP practice" in missing.not_told_because
    assert missing.task is not None
    assert missing.task.post == world.posts[Function.FIRST_RESPONSE]
    assert missing.task.next_at is not None


def test_naming_the_missing_practice_tells_it_at_once_and_ends_the_task() -> None:
    world = worlds.make_world()
    incident = world.report(people=(told.mother_told(), told.father_told(), told.child_told(forename="Robin", surname="Vale")),
                            relationships=())  # fmt: skip
    missing = Duty.objects.get(incident=incident, function=Function.GP, about__forename="Robin")
    owner = world.posts[Function.FIRST_RESPONSE]
    by = told_actor(owner)
    actions.name_recipient(duty=missing.id, team=world.posts["practice_b"].team_id, by=by, now=NOW + timedelta(hours=3))
    stages.run_until_quiet(now=NOW + timedelta(hours=3))
    assert world.notice(incident, Function.GP, "Robin").state == State.DELIVERED
    missing.refresh_from_db()
    missing.task.refresh_from_db()
    assert missing.task.next_at is None


def told_actor(post):  # type: ignore[no-untyped-def]
    """A practitioner of the post's team."""
    from tests.factories.accounts import make_actor

    return make_actor(team=post.team)


def test_only_the_team_that_was_asked_names_a_recipient_and_only_one_that_holds_the_function() -> None:
    world = worlds.make_world()
    incident = world.report(people=(told.mother_told(), told.father_told(), told.child_told(forename="Robin", surname="Vale")),
                            relationships=())  # fmt: skip
    missing = Duty.objects.get(incident=incident, function=Function.GP, about__forename="Robin")
    stranger, owner = told_actor(world.posts["practice_a"]), told_actor(world.posts[Function.FIRST_RESPONSE])
    with pytest.raises(NotNamed, match="asked to find out"):
        actions.name_recipient(duty=missing.id, team=world.posts["practice_b"].team_id, by=stranger, now=NOW)
    with pytest.raises(NotNamed, match="no GP practice"):
        actions.name_recipient(duty=missing.id, team=world.posts[Function.FIRST_RESPONSE].team_id, by=owner, now=NOW)


def test_what_was_not_classed_as_domestic_abuse_counts_when_two_are_connected_or_brag_is_amber() -> None:
    world = worlds.make_world()
    unknown = (
        told.mother_told(role=Role.NOT_KNOWN),
        told.father_told(role=Role.NOT_KNOWN, alleged_by=""),
        told.child_told(),
    )
    connected = world.report(category=Category.OTHER, people=unknown)
    assert world.notice(connected, Function.HEALTH_VISITOR, "Charlie")
    stranger = (
        told.father_told(role=Role.NOT_KNOWN, alleged_by="", forename="Owen", surname="Pike", address=""),
        told.child_told(),
    )
    quiet = world.report(category=Category.OTHER, people=stranger, relationships=(), place="")
    assert not Duty.objects.filter(incident=quiet).exists()
    amber = world.report(category=Category.OTHER, people=stranger, relationships=(), place="", brag=Brag.AMBER)
    assert world.notice(amber, Function.HEALTH_VISITOR, "Charlie")


def test_a_counter_allegation_leaves_the_earlier_victim_a_victim_and_holds_what_goes_to_him() -> None:
    world = worlds.make_world()
    world.report()
    both = (
        told.mother_told(role=Role.COUNTER_ALLEGATIONS, alleged_by="father"),
        told.father_told(role=Role.COUNTER_ALLEGATIONS),
        told.child_told(),
    )
    later = NOW + timedelta(days=3)
    incident = world.report(now=later, people=both, happened_at=later - timedelta(hours=1))
    assert world.notice(incident, Function.GP, "Jodie").state == State.DELIVERED
    assert world.notice(incident, Function.GP, "Kyle").state == State.HELD


def test_a_function_that_the_directory_lacks_is_said_and_is_no_task_for_each_incident() -> None:
    world = worlds.make_world(without=(Function.PERPETRATOR_SERVICE,))
    incident = world.report()
    missing = next(d for d in queries.for_incident(incident.id) if d.function is Function.PERPETRATOR_SERVICE)
    assert missing.not_told_because.startswith("The directory has no team")
    assert missing.task_id is None
    assert missing.owner_words == "The partnership"


def test_a_declined_notice_asks_somebody_to_find_the_right_recipient() -> None:
    from wholepicture.pathway.notifications import actions as notifications

    world = worlds.make_world()
    incident = world.report()
    notice = world.notice(incident, Function.GP, "Jodie")
    by = told_actor(world.posts["practice_a"])
    notifications.decline(
        notice=notice.id, reason="Not registered here since May.", by=by, now=NOW + timedelta(hours=1)
    )
    stages.run_until_quiet(now=NOW + timedelta(hours=1))
    follow = Duty.objects.get(incident=incident, function=Function.GP, about=notice.about, team__isnull=True)
    assert follow.task is not None
    stages.run_until_quiet(now=NOW + timedelta(hours=2))
    assert (
        Duty.objects.filter(incident=incident, function=Function.GP, about=notice.about, team__isnull=True).count() == 1
    )
    actions.follow_up(notices=[notice.id], by=worlds.MACHINE, now=NOW + timedelta(hours=3))
    assert [duty.id for duty in queries.standing(incident.id) if duty.team_id is None and duty.task] == [follow.id]


def test_the_work_list_takes_a_constant_number_of_statements(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    world = worlds.make_world()
    for _ in range(3):
        world.report()
    with django_assert_max_num_queries(5):
        assert queries.waiting(NOW, 50, []) == []
    assert connection.in_atomic_block
    assert make.NOW < NOW


def test_a_duty_that_was_dropped_and_follows_again_is_brought_back() -> None:
    world = worlds.make_world()
    incident = world.report()
    held = world.notice(incident, Function.GP, "Kyle")
    fact = world.records["Kyle"][0].protected.get(function=Function.GP)
    type(fact).objects.filter(id=fact.id).update(until_date=NOW.date())
    actions.derive(incidents=[incident.id], by=worlds.MACHINE, now=NOW + timedelta(hours=1))
    held.refresh_from_db()
    assert held.state == State.SUPERSEDED
    type(fact).objects.filter(id=fact.id).update(until_date=None)
    actions.derive(incidents=[incident.id], by=worlds.MACHINE, now=NOW + timedelta(hours=2))
    held.refresh_from_db()
    assert held.state == State.HELD
    assert Duty.objects.get(notice=held).dropped_at is None


def test_a_baby_who_becomes_known_makes_what_was_told_at_leisure_urgent() -> None:
    born = date(2012, 3, 1)
    world = worlds.make_world(born=born)
    incident = world.report(people=(told.mother_told(), told.father_told(), told.child_told(birth_date=born)))
    notice = world.notice(incident, Function.GP, "Jodie")
    assert (Duty.objects.get(notice=notice).lane, notice.kind) == (Lane.STANDARD, NoticeKind.INFORM)
    later = NOW + timedelta(hours=1)
    baby = people.make_record(
        agency=world.police,
        forename="Robin",
        surname="Marsh",
        birth_date=date(2019, 6, 1),
        address=worlds.HOME,
        now=later,
    )
    people.make_relation(RelationshipKind.PARENT_OF, world.records["Jodie"][0], baby, now=later)
    stages.run_until_quiet(now=later)
    notice.refresh_from_db()
    assert (Duty.objects.get(notice=notice).lane, notice.kind) == (Lane.FAST, NoticeKind.ASK)
    assert notice.steps.filter(kind=StepKind.CORRECTED).count() == 1
    assert not Notice.objects.filter(cause=notice.id).exists(), "nobody was told in error"


def test_patterns_are_asked_for_once_for_all_incidents_and_not_at_all_where_the_lane_is_fast_without_them() -> None:
    born, counts = date(2012, 3, 1), {}
    world = worlds.make_world(born=born)
    charlie = told.child_told(birth_date=born)
    for features in (frozenset(), frozenset({Feature.STRANGULATION})):
        ids = [
            world.report(people=(told.mother_told(), told.father_told(), charlie), features=features).id
            for _ in range(3)
        ]
        for asked in (ids[:1], ids):
            with CaptureQueriesContext(connection) as found:
                actions.derive(incidents=asked, by=worlds.MACHINE, now=NOW)
            counts[bool(features), len(asked)] = len(found)
    assert counts[True, 1] <= 44, "as many as before patterns were looked at"
    patterns = counts[False, 1] - counts[True, 1]
    assert patterns > 0
    assert counts[False, 3] - counts[True, 3] <= patterns
