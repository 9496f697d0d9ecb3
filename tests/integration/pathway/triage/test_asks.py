"""Asking what agencies know: whom, about whom, held or not, once; and what happens to it when what is known changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import agencies as make
from tests.factories import asks, people, worlds
from tests.factories import incidents as told
from tests.factories import notifications as notices
from tests.factories.asks import NOW, ask, asked, notice_of
from tests.factories.listings import (
    OTHER_HOME,
    SCHOOL_AGE,
    charlies,
    child,
    family_of,
    know_more,
    person_of,
    second_family,
)
from wholepicture.pathway import stages
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.pathway.incidents.terms import Category, Feature
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import Form, State
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.pathway.triage.models import Ask, AskFor, Contribution, Listing
from wholepicture.pathway.triage.terms import AskState, Known
from wholepicture.registers.access.models import Grant
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Agency, Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import RelationshipKind, Role
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind

pytestmark = pytest.mark.django_db
STANDING = {
    (Function.FIRST_RESPONSE.value, "Charlie"),
    (Function.POLICE_SAFEGUARDING_UNIT.value, "Charlie"),
    (Function.DOMESTIC_ABUSE_SERVICE.value, "Charlie"),
    (Function.EDUCATION_SAFEGUARDING.value, "Charlie"),
}
SENT = {("gp", "Charlie"), ("health_visitor", "Charlie"), ("gp", "Jodie"), ("adult_mental_health", "Jodie"),
        ("substance_misuse", "Jodie"), ("housing", "Jodie")}  # fmt: skip
HELD = {("gp", "Kyle"), ("adult_mental_health", "Kyle"), ("substance_misuse", "Kyle")}


def reviewer() -> Actor:
    """A clerical reviewer of links, of an agency of their own."""
    worker = make.make_worker()
    return Actor(id=f"user-{worker.id}", name="Reviewer", agency=worker.agency_id, worker=worker.id,
                 permissions=frozenset({"REVIEW_LINKS"}))  # fmt: skip


def answer(one: AskPicture, now: datetime = NOW) -> None:
    """The team has said that it knows nothing."""
    assert one.team_id
    given = Contribution.objects.create(
        family_id=one.family, team_id=one.team_id, known=Known.NOTHING_KNOWN, worker=one.id, by="tests", at=now
    )
    Ask.objects.filter(id=one.id).update(contribution=given)


def works_with_the_child(world: worlds.World, now: datetime = NOW) -> set[str]:
    """The slugs of the teams that may open Charlie's family because they work with him."""
    rows = Grant.objects.filter(
        subject_kind=Subject.FAMILY, subject=charlies(world), reason=actions.WORKS_WITH_THE_CHILD
    )
    return {row.team.slug for row in rows.select_related("team") if row.until_at is None or row.until_at > now}


def test_charlies_family_is_asked_about_by_name_and_what_goes_to_the_fathers_services_waits_for_a_specialist() -> None:
    world = asks.make_world()
    found = asked(world, world.report())
    assert set(found) == STANDING | SENT | HELD
    assert {key for key, one in found.items() if one.state is AskState.HELD} == HELD
    assert {key for key, one in found.items() if one.state is AskState.ASKED} == STANDING | SENT
    assert {one.held for key, one in found.items() if key in HELD} == {True}
    assert found["gp", "Charlie"].team_id == world.posts["practice_a"].team_id
    assert found["gp", "Kyle"].team_id == world.posts["practice_b"].team_id
    assert found["housing", "Jodie"].because == "This service has a record of Jodie Marsh."


def test_what_is_held_says_only_whom_it_is_about_and_everything_else_says_why_it_is_asked() -> None:
    world = asks.make_world()
    found = asked(world, world.report())
    others = {"Charlie", "Jodie", "Marsh", "family", "child", "triage", "abuse", "police", "report", "incident"}
    for key in HELD:
        notice = notice_of(found[key])
        written = f"{notice.title} {notice.text} {notice.because}".casefold()
        assert "kyle denham (born 20 september 1995)" in written
        assert not {word for word in others if word.casefold() in written}
    standing = notice_of(found["first_response", "Charlie"]).text
    assert all(name in standing for name in ("Charlie Marsh (born 14 November 2019)", "Jodie Marsh", "Kyle Denham"))
    assert "on the daily triage list because of a report of domestic abuse" in standing
    about_mother = notice_of(found["gp", "Jodie"]).text
    assert "Jodie Marsh" in about_mother
    assert not {name for name in ("Charlie", "Kyle", "Denham") if name in about_mother}


def test_an_ask_is_chased_on_the_lanes_clock_and_a_held_one_gives_its_whole_time_after_release() -> None:
    world = asks.make_world()
    incident = world.report()
    found = asked(world, incident)
    sent, held = notice_of(found["gp", "Charlie"]), notice_of(found["gp", "Kyle"])
    for notice in (sent, held):
        assert (notice.kind, notice.answered_on, notice.lane) == (NoticeKind.ASK, Form.CONTRIBUTION, Lane.FAST)
        assert notice.item.family == charlies(world)
        assert str(person_of(world.records["Kyle"][0])) in notice.parties
        assert notice.next_at is not None
    assert sent.reply_by == NOW + timedelta(hours=12)
    assert (held.state, held.release_by) == (State.HELD, NOW + timedelta(hours=24))
    assert held.reply_by == NOW + timedelta(hours=36)
    assert held.owner is not None
    assert held.owner.function == Function.POLICE_SAFEGUARDING_UNIT
    assert {sent.cause, held.cause} == {found["gp", "Charlie"].id, found["gp", "Kyle"].id}
    stages.run_until_quiet(now=NOW)
    stages.run_until_quiet(now=NOW + timedelta(hours=13))
    assert "COVER_TOLD" in notices.steps_of(sent)
    reached = queries.asks_of_family(charlies(world))
    assert next(one.to for one in reached if one.id == found["gp", "Charlie"].id) != ""


def test_asking_again_and_again_changes_nothing() -> None:
    world = asks.make_world()
    incident = world.report()
    asked(world, incident)
    listing = Listing.objects.get(incident=incident)
    before = _everything()
    for hours in (0, 1, 30):
        actions.ask(listings=[listing.id], by=MACHINE, now=NOW + timedelta(hours=hours))
    assert _everything() == before
    know_more(world.records["Charlie"][0])
    asks.quiet(NOW + timedelta(hours=31))
    assert _asked_rows() == before[0]


def _asked_rows() -> list[object]:
    return list(Ask.objects.order_by("id").values("id", "team", "about", "gap", "ended_at", "notice", "reply_by"))


def _everything() -> tuple[object, ...]:
    entries = Entry.objects.filter(event__in=[Event.CONTRIBUTION_ASKED, Event.ACCESS_GRANTED, Event.ACCESS_ENDED])
    return _asked_rows(), AskFor.objects.count(), Notice.objects.count(), Grant.objects.count(), entries.count()


def test_only_the_machine_asks_and_it_is_written_down_whom_it_asked() -> None:
    world = asks.make_world()
    incident = world.report()
    listing = Listing.objects.get(incident=incident)
    chair = Actor(id="chair", name="Chair", agency=None)
    with pytest.raises(PermissionError, match="follows from the protocol"):
        actions.ask(listings=[listing.id], by=chair, now=NOW)
    found = asked(world, incident)
    entry = Entry.objects.get(event=Event.CONTRIBUTION_ASKED)
    assert set(entry.about) == {f"family:{charlies(world)}", *(f"ask:{one.id}" for one in found.values())}


def test_those_who_work_with_the_child_may_open_its_family_and_nobody_who_is_only_asked_about_an_adult() -> None:
    world = asks.make_world()
    asked(world, world.report())
    expected = {world.posts[Function.HEALTH_VISITOR].team.slug, world.posts["practice_a"].team.slug}
    assert works_with_the_child(world) == expected


def test_a_practice_that_serves_the_father_too_may_not_open_the_family_from_when_that_is_known() -> None:
    world = asks.make_world()
    incident = world.report()
    asked(world, incident)
    practice = world.posts["practice_a"].team
    later = NOW + timedelta(hours=2)
    people.make_registration(world.records["Kyle"][0], practice, now=later)
    asks.quiet(later)
    assert works_with_the_child(world, later) == {world.posts[Function.HEALTH_VISITOR].team.slug}
    held = [one for one in queries.asks_of_family(charlies(world)) if one.team_id == practice.id and one.held]
    assert [one.function for one in held] == [Function.GP]


def test_a_grant_that_was_to_end_goes_on_when_the_family_is_listed_again() -> None:
    world = asks.make_world()
    asked(world, world.report())
    ends = NOW + timedelta(days=28)
    Grant.objects.filter(reason=actions.WORKS_WITH_THE_CHILD).update(until_at=ends)
    assert works_with_the_child(world, ends) == set()
    later = NOW + timedelta(days=1)
    asked(world, world.report(now=later, happened_at=later - timedelta(hours=1)), later)
    assert len(works_with_the_child(world, ends)) == 2


def test_once_it_is_decided_nobody_is_let_in_anew_but_a_practice_that_serves_the_father_is_shut_out() -> None:
    world = asks.make_world()
    incident = world.report()
    asked(world, incident)
    listing, ends = Listing.objects.get(incident=incident), NOW + timedelta(days=28)
    Grant.objects.filter(reason=actions.WORKS_WITH_THE_CHILD).update(until_at=ends)
    Listing.objects.filter(id=listing.id).update(decided_at=NOW)
    new = make.make_staffed_post(function=Function.HEALTH_VISITOR)
    people.make_registration(world.records["Charlie"][0], new.team, Function.HEALTH_VISITOR)
    people.make_registration(world.records["Kyle"][0], world.posts["practice_a"].team)
    actions.ask(listings=[listing.id], by=MACHINE, now=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    assert works_with_the_child(world, later) == {world.posts[Function.HEALTH_VISITOR].team.slug}
    assert works_with_the_child(world, ends) == set()


def test_the_family_listed_again_is_not_asked_twice_while_an_ask_is_open_and_asked_anew_once_it_was_answered() -> None:
    world = asks.make_world()
    first = asked(world, world.report())
    answer(first["gp", "Charlie"])
    later = NOW + timedelta(days=3)
    second = world.report(now=later, happened_at=later - timedelta(hours=1))
    found = asked(world, second, later)
    assert set(found) == set(first)
    again = {key for key in found if found[key].id != first[key].id}
    assert again == {("gp", "Charlie")}
    assert found["gp", "Charlie"].asked_at == later
    assert asked(world, second, later) == found


def test_what_was_answered_for_a_listing_is_not_asked_again_because_of_the_same_one() -> None:
    world = asks.make_world()
    incident = world.report()
    first = asked(world, incident)
    answer(first["gp", "Charlie"])
    know_more(world.records["Charlie"][0])
    asks.quiet(NOW + timedelta(hours=1))
    found = asked(world, incident, NOW + timedelta(hours=1))
    assert {key: one.id for key, one in found.items()} == {key: one.id for key, one in first.items()}
    assert found["gp", "Charlie"].state is AskState.NOTHING_KNOWN


def test_what_was_asked_in_the_standard_lane_becomes_urgent_with_the_family() -> None:
    world, charlie = worlds.make_world(born=SCHOOL_AGE), told.child_told(birth_date=SCHOOL_AGE)
    first = asked(world, world.report(people=(told.mother_told(), told.father_told(), charlie)))
    assert first["gp", "Jodie"].reply_by == NOW + timedelta(hours=36)
    later = NOW + timedelta(hours=2)
    second = world.report(
        now=later, happened_at=later - timedelta(hours=1), people=(told.mother_told(), told.father_told(), charlie),
        features=frozenset({Feature.WEAPON}),
    )  # fmt: skip
    found = asked(world, second, later)
    assert found["gp", "Jodie"].id == first["gp", "Jodie"].id
    assert found["gp", "Jodie"].reply_by == later + timedelta(hours=12)
    assert notice_of(found["gp", "Jodie"]).lane == Lane.FAST


def test_what_the_directory_does_not_know_is_a_gap_with_its_reason_and_asked_as_soon_as_it_is_known() -> None:
    world = asks.make_world(without=(Function.HEALTH_VISITOR, Function.EDUCATION_SAFEGUARDING))
    incident = world.report()
    found = asked(world, incident)
    gaps = {key: one.gap for key, one in found.items() if one.state is AskState.NOBODY_TO_ASK}
    assert gaps == {
        (
            "education_safeguarding",
            "Charlie",
        ): "The directory has no team that is Education safeguarding service for this area.",
        ("health_visitor", "Charlie"): "No Health visitor is known for Charlie Marsh.",
    }
    visitor = make.make_staffed_post(function=Function.HEALTH_VISITOR)
    later = NOW + timedelta(hours=3)
    people.make_registration(world.records["Charlie"][0], visitor.team, Function.HEALTH_VISITOR, now=later)
    asks.quiet(later)
    now_known = asked(world, incident, later)["health_visitor", "Charlie"]
    assert (now_known.team_id, now_known.state, now_known.asked_at) == (visitor.team_id, AskState.ASKED, later)
    gap = Ask.objects.get(id=found["health_visitor", "Charlie"].id)
    assert (gap.ended_at, gap.ended_because) == (later, "It is known now who is asked.")


def test_what_nobody_can_release_is_not_sent_and_the_gap_says_so() -> None:
    world = worlds.make_world()
    owners = protocol.current(NOW).parameters.release_owners
    Post.objects.filter(function__in=owners).update(closed_date=NOW.date() - timedelta(days=1))
    incident = world.report()
    found = asked(world, incident)
    assert found["gp", "Kyle"].state is AskState.NOBODY_TO_ASK
    assert found["gp", "Kyle"].gap.startswith("Nobody in the directory can release")
    assert not Notice.objects.filter(cause=found["gp", "Kyle"].id).exists()
    assert world.posts["practice_b"].team.slug not in works_with_the_child(world)


def test_an_ask_of_a_team_that_closes_ends_with_the_reason_and_whoever_holds_the_function_now_is_asked() -> None:
    world = asks.make_world()
    incident = world.report()
    found = asked(world, incident)
    stages.run_until_quiet(now=NOW)
    clinic, practice = world.posts[Function.ADULT_MENTAL_HEALTH], world.posts["practice_a"]
    other = make.make_staffed_post(function=Function.ADULT_MENTAL_HEALTH)
    on = NOW.date() + timedelta(days=2)
    asks.close(clinic.team, on)
    asks.close(practice.team, on)
    assert ask(NOW + timedelta(days=1)) == 0
    assert queries.next_due_asks(NOW + timedelta(days=1)) == datetime(2019, 12, 18, 0, 0, tzinfo=UTC)
    later = NOW + timedelta(days=2)
    assert queries.next_due_asks(later) is None
    now_asked = asked(world, incident, later)
    ended = Ask.objects.get(id=found["adult_mental_health", "Jodie"].id)
    assert (ended.ended_at, ended.ended_because) == (later, f"{clinic.team.name} has closed.")
    assert notice_of(found["adult_mental_health", "Jodie"]).state == State.SUPERSEDED
    assert notice_of(found["adult_mental_health", "Kyle"]).state == State.SUPERSEDED
    for name, state in (("Jodie", AskState.ASKED), ("Kyle", AskState.HELD)):
        assert now_asked["adult_mental_health", name].team_id == other.team_id
        assert now_asked["adult_mental_health", name].state is state
    assert now_asked["gp", "Charlie"].gap == (
        "The GP practice with which Charlie Marsh was registered has closed or left the partnership."
    )
    assert works_with_the_child(world, later) == {world.posts[Function.HEALTH_VISITOR].team.slug}
    assert ask(later) == 0
    assert queries.next_due_asks(later) is None


def test_an_ask_of_a_team_that_no_longer_holds_the_function_ends_and_names_the_function() -> None:
    world = asks.make_world()
    incident = world.report()
    found = asked(world, incident)
    clinic = world.posts[Function.ADULT_MENTAL_HEALTH]
    Post.objects.filter(id=clinic.id).update(closed_date=NOW.date())
    later = NOW + timedelta(minutes=1)
    assert asked(world, incident, later)["adult_mental_health", "Jodie"].team_id is None
    ended = Ask.objects.get(id=found["adult_mental_health", "Jodie"].id)
    assert ended.ended_because == f"{clinic.team.name} is no longer {Function.ADULT_MENTAL_HEALTH.label}."


def test_a_gap_says_what_is_known_now() -> None:
    world = asks.make_world(without=(Function.HEALTH_VISITOR,))
    incident = world.report()
    before = asked(world, incident)["health_visitor", "Charlie"]
    visitor = make.make_staffed_post(function=Function.HEALTH_VISITOR)
    later = NOW + timedelta(hours=3)
    people.make_registration(world.records["Charlie"][0], visitor.team, Function.HEALTH_VISITOR, now=later)
    asks.close(visitor.team, NOW.date())
    asks.quiet(later)
    now_known = asked(world, incident, later)["health_visitor", "Charlie"]
    assert now_known.id == before.id
    assert now_known.gap == (
        "The Health visitor with which Charlie Marsh was registered has closed or left the partnership."
    )


def test_no_more_listings_are_given_than_the_machine_asks_for_the_soonest_due_first() -> None:
    world = asks.make_world()
    told.receive(agency=world.police, now=NOW)
    later = NOW + timedelta(hours=1)
    told.receive(agency=world.police, now=later, happened_at=later - timedelta(minutes=30))
    for at in (NOW, later):
        stages.run_until_quiet(now=at)
    Listing.objects.update(asked_for=None)
    soonest = Listing.objects.order_by("due_at").values_list("id", flat=True)
    assert len(soonest) == 2
    assert queries.waiting_asks(later, 1, ()) == [soonest[0]]
    assert queries.asks_of_listings([soonest[1]])[soonest[1]] == queries.asks_of_listing(soonest[1]) != []


def test_an_unborn_child_is_the_youngest_and_whoever_was_a_carer_once_is_not_asked_about() -> None:
    world = asks.make_world()
    jodie = world.records["Jodie"][0]
    unborn = people.make_record(
        agency=world.police, forename="Unborn", surname="Marsh", expected_date=date(2020, 5, 1), address=None
    )
    people.make_relation(RelationshipKind.PARENT_OF, jodie, unborn)
    carer = people.make_record(
        agency=world.police, forename="Nan", surname="Marsh", birth_date=date(1960, 1, 1), address="1 Far Road"
    )
    people.make_relation(
        RelationshipKind.CARER_OF, carer, world.records["Charlie"][0], until_date=NOW.date() - timedelta(days=9)
    )
    stages.run_until_quiet(now=NOW)
    found = asked(world, world.report())
    standing = {function for function, _ in STANDING}
    assert {key for key in found if key[0] in standing} == {(function, "Unborn") for function in standing}
    assert "Nan" not in {name for _, name in found}


def test_an_ask_of_an_agency_that_leaves_the_partnership_ends_too() -> None:
    world = asks.make_world()
    incident = world.report()
    found = asked(world, incident)
    agency = world.posts[Function.DOMESTIC_ABUSE_SERVICE].team.agency
    Agency.objects.filter(id=agency.id).update(left_date=NOW.date())
    later = NOW + timedelta(minutes=1)
    gap = asked(world, incident, later)["domestic_abuse_service", "Charlie"]
    assert (gap.team_id, gap.state) == (None, AskState.NOBODY_TO_ASK)
    ended = Ask.objects.get(id=found["domestic_abuse_service", "Charlie"].id)
    assert ended.ended_because == f"{agency.name} has left the partnership."


def test_after_a_false_link_is_undone_nobody_is_told_who_was_not_told_yet_and_what_was_delivered_stands() -> None:
    world = asks.make_world()
    incident = world.report()
    found = asked(world, incident)
    stages.run_until_quiet(now=NOW)
    father = Ask.objects.get(id=found["gp", "Kyle"].id).about
    flat = Record.objects.get(agency=world.posts[Function.HOUSING].team.agency)
    later = NOW + timedelta(hours=4)
    for record in (father, flat):
        link = Link.objects.get(record=record, undone_at=None)
        linkage.undo_link(link=link.id, because="Two people of one name", by=reviewer(), now=later)
    asks.quiet(later)
    now_asked = asked(world, incident, later)
    held = Ask.objects.get(id=found["gp", "Kyle"].id)
    assert held.ended_at == later
    assert held.ended_because.startswith("As is known now")
    assert notice_of(found["gp", "Kyle"]).state == State.SUPERSEDED
    assert now_asked["gp", "Kyle"].gap == "No GP practice is known for Kyle Denham."
    housing = Ask.objects.get(id=found["housing", "Jodie"].id)
    assert (housing.ended_at, notice_of(found["housing", "Jodie"]).state) == (None, State.DELIVERED)


def test_a_family_taken_off_the_list_asks_nobody_any_more_who_was_not_told_yet() -> None:
    world = asks.make_world()
    incident = world.report()
    found = asked(world, incident)
    Listing.objects.filter(incident=incident).update(withdrawn_at=NOW, withdrawn_because="No longer listed.")
    assert ask(NOW) == 1
    why = "As is known now, this person is not of this family, or the family is not on the list because of them."
    for one in found.values():
        row = Ask.objects.get(id=one.id)
        is_told = notice_of(one).state == State.DELIVERED
        assert (row.ended_at, row.ended_because) == ((None, "") if is_told else (NOW, why))
    assert {Ask.objects.get(id=found[key].id).ended_because for key in HELD} == {why}
    assert works_with_the_child(world, NOW + timedelta(seconds=1)) == set()
    assert ask(NOW) == 0


def test_a_family_that_becomes_another_keeps_its_asks_and_nobody_is_asked_twice() -> None:
    world = asks.make_world()
    incident = world.report()
    found = asked(world, incident)
    before = charlies(world)
    later = NOW + timedelta(hours=1)
    merged = Family.objects.create(created_at=later)
    Membership.objects.filter(family_id=before).update(family=merged)
    Family.objects.filter(id=before).update(merged_into=merged, version=2)
    asks.quiet(later)
    assert charlies(world) == merged.id
    now_asked = asked(world, incident, later)
    assert {key: one.id for key, one in now_asked.items()} == {key: one.id for key, one in found.items()}
    assert {one.id for one in queries.asks_of_family(merged.id)} == {one.id for one in found.values()}
    assert queries.asks_of_families([before, merged.id])[before] == queries.asks_of_family(merged.id)
    clinic = world.posts[Function.ADULT_MENTAL_HEALTH].team_id
    assert queries.open_asks(before, clinic) == queries.open_asks(merged.id, clinic) != []
    assert works_with_the_child(world, later) == {
        world.posts[Function.HEALTH_VISITOR].team.slug, world.posts["practice_a"].team.slug
    }  # fmt: skip


def test_a_listing_that_was_decided_asks_nobody_anew_and_leaves_open_what_was_asked() -> None:
    world = asks.make_world()
    incident = world.report()
    found = asked(world, incident)
    other = make.make_staffed_post(function=Function.HOUSING)
    people.make_resolved(asks.known_to(other, "Una", "Oak", date(1970, 1, 1)))
    Record.objects.filter(forename="Una").update(person=person_of(world.records["Charlie"][0]))
    Listing.objects.filter(incident=incident).update(decided_at=NOW)
    listing = Listing.objects.get(incident=incident)
    later = NOW + timedelta(hours=1)
    actions.ask(listings=[listing.id], by=MACHINE, now=later)
    assert {one.id for one in queries.asks_of_family(charlies(world))} == {one.id for one in found.values()}
    assert not Ask.objects.filter(ended_at__isnull=False).exists()
    Listing.objects.filter(incident=incident).update(decided_at=None)
    actions.ask(listings=[listing.id], by=MACHINE, now=later)
    assert asked(world, incident, later).keys() - found.keys() == {("housing", "Charlie")}


def test_a_linked_family_is_not_asked_about_and_its_listing_does_not_wait() -> None:
    world = asks.make_world()
    sam = second_family(world)
    incident = world.report()
    linked = Listing.objects.get(incident=incident, linked=True)
    asked(world, incident)
    assert not Ask.objects.filter(family=linked.family_id).exists()
    assert not Ask.objects.filter(about__person=person_of(sam)).exists()
    assert ask() == 0


def test_a_family_listed_in_its_own_right_and_as_linked_is_asked_nothing_about_the_other_family() -> None:
    world = asks.make_world()
    sam = second_family(world)
    world.report()
    alex = told.mother_told(forename="Alex", surname="Vale", birth_date=date(1990, 2, 3), address=OTHER_HOME)
    later = NOW + timedelta(hours=1)
    world.report(now=later, happened_at=later - timedelta(minutes=9), people=(alex, told.father_told()),
                 relationships=(), place=OTHER_HOME)  # fmt: skip
    ask(later)
    own = family_of(sam)
    assert {row.linked for row in Listing.objects.filter(family=own, withdrawn_at=None)} == {True, False}
    assert {name for _, name in asks.by_whom(queries.asks_of_family(own))} == {"Sam", "Alex", "Kyle"}


def test_a_birth_and_what_is_out_of_scope_ask_nobody() -> None:
    world = asks.make_world()
    stranger = told.father_told(alleged_by="")
    world.report(people=(stranger,), relationships=(), place="", category=Category.OTHER)
    assert ask() == 0
    assert not Ask.objects.exists()


def test_somebody_who_only_saw_it_is_asked_about_only_where_they_are_close_to_the_child() -> None:
    world = asks.make_world()
    neighbour = told.mother_told(key="n", role=Role.WITNESS, forename="Nina", surname="Oak", address="2 Near Road",
                                 birth_date=date(1980, 1, 1))  # fmt: skip
    lodger = told.mother_told(key="l", role=Role.WITNESS, forename="Lou", surname="Elm", birth_date=date(1985, 1, 1))
    incident = world.report(people=(told.mother_told(), told.father_told(), told.child_told(), neighbour, lodger))
    names = {name for _, name in asked(world, incident)}
    assert names == {"Charlie", "Jodie", "Kyle", "Lou"}
    parties = notice_of(asked(world, incident)["gp", "Charlie"]).parties
    assert str(Record.objects.get(forename="Nina").person_id) in parties


def test_all_children_of_the_family_are_asked_about_also_those_whom_the_report_does_not_name() -> None:
    world = asks.make_world()
    practice = world.posts["practice_a"]
    sister = child(world, "Ash", world.records["Jodie"][0], born=SCHOOL_AGE, home=told.HOME)
    people.make_registration(sister, practice.team)
    stages.run_until_quiet(now=NOW)
    found = asked(world, world.report())
    assert ("gp", "Ash") in found
    assert {key for key in found if key[0] in Function.values() and key[1] == "Charlie"} >= STANDING
    text = notice_of(found["first_response", "Charlie"]).text
    assert "the children Charlie Marsh (born 14 November 2019) and Ash Vale (born 1 March 2012)" in text


def test_somebody_whose_records_have_just_become_another_persons_is_not_asked_about() -> None:
    world = asks.make_world()
    incident = world.report()
    nobody = Person.objects.create(created_at=NOW)
    Membership.objects.create(
        family_id=charlies(world), person=nobody, part=Part.CHILD, reason=Reason.SUBJECT, from_at=NOW
    )
    actions.ask(listings=[Listing.objects.get(incident=incident).id], by=MACHINE, now=NOW)
    assert {name for _, name in asked(world, incident)} == {"Charlie", "Jodie", "Kyle"}


def test_a_sister_whom_the_incident_itself_does_not_concern_is_asked_about_as_a_child_of_the_family() -> None:
    world = asks.make_world()
    child(world, "Ash", world.records["Jodie"][0], born=SCHOOL_AGE, home=told.HOME)
    stages.run_until_quiet(now=NOW)
    charlie = told.child_told()
    incident = world.report(
        people=(told.father_told(alleged_by="REPORTER"), charlie),
        relationships=(),
        place="9 Elsewhere Road",
        category=Category.DOMESTIC_ABUSE,
    )
    assert ("gp", "Ash") in asked(world, incident)


def test_what_waits_to_be_delivered_is_held_when_it_becomes_known_who_harms() -> None:
    world = asks.make_world()
    people_told = (told.mother_told(), told.father_told(role=Role.VICTIM, alleged_by=""), told.child_told())
    one = asked(world, world.report(people=people_told))["gp", "Kyle"]
    assert one.state is AskState.ASKED
    # As if no carrier had come yet.
    Notice.objects.filter(id=notice_of(one).id).update(state=State.QUEUED)
    later = NOW + timedelta(minutes=5)
    again = asked(world, world.report(now=later, happened_at=later - timedelta(minutes=2)), later)["gp", "Kyle"]
    assert (again.id, again.state, again.held) == (one.id, AskState.HELD, True)
    assert "family" not in notice_of(again).text


def test_the_team_sees_what_reached_it_and_never_what_is_held() -> None:
    world = asks.make_world()
    asked(world, world.report())
    clinic = world.posts[Function.ADULT_MENTAL_HEALTH].team_id
    (one,) = queries.open_asks(charlies(world), clinic)
    assert Record.objects.get(id=one.about).forename == "Jodie"
    assert queries.open_asks(charlies(world), world.posts["practice_b"].team_id) == []
    answer(one)
    assert queries.open_asks(charlies(world), clinic) == []


def test_as_many_statements_however_many_listings_but_for_what_is_sent() -> None:
    world = asks.make_world()
    for days in range(3):
        at = NOW + timedelta(days=days)
        world.report(now=at, happened_at=at - timedelta(hours=1))
    later = NOW + timedelta(days=3)
    ask(later)
    ids = list(Listing.objects.values_list("id", flat=True))
    assert len(ids) == 3
    made = []
    for some in (ids[:1], ids):
        with CaptureQueriesContext(connection) as statements:
            actions.ask(listings=some, by=MACHINE, now=later)
        made.append(len(statements))
    assert made[0] == made[1] < 70
    with CaptureQueriesContext(connection) as statements:
        queries.waiting_asks(later, 50, ())
        queries.size_asks(later)
        queries.next_due_asks(later)
    assert len(statements) <= 7
