"""The daily list: every family that an incident concerns, once; other families of whoever harms as linked, without a notice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import incidents as told
from tests.factories import people, worlds
from tests.factories.listings import (
    SCHOOL_AGE,
    charlies,
    child,
    family_of,
    know_more,
    listed,
    may_open,
    person_of,
    second_family,
)
from wholepicture.pathway import stages
from wholepicture.pathway.duties.models import Derivation
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Kind
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage import queries as linkage_read
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import Derived
from wholepicture.pathway.triage.models import Listed, Listing
from wholepicture.registers.access.models import Grant
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people.terms import RelationshipKind, Role
from wholepicture.registers.protocol.terms import Lane

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT
NOBODY_KNOWN = {
    "people": (
        told.father_told(role=Role.NOT_KNOWN, alleged_by="", forename="Owen", surname="Pike", address=""),
        told.child_told(),
    ),
    "relationships": (),
    "place": "",
    "category": Category.OTHER,
}


def test_an_incident_lists_the_family_of_its_child_once_with_a_lane_and_a_clock() -> None:
    world = worlds.make_world()
    found = listed(world.report())
    (one,) = found.values()
    assert one.family == charlies(world)
    assert (one.lane, one.listed_at, one.due_at) == (Lane.FAST, NOW, NOW + timedelta(hours=24))
    assert "under two" in one.lane_because
    assert one.because == "Classed as domestic abuse. A child of the family: named in the report."
    assert (one.nth, one.interval_days, one.linked) == (1, None, False)
    assert one.children == (person_of(world.records["Charlie"][0]),)


def test_working_it_out_again_and_again_lists_nothing_twice_and_changes_nothing() -> None:
    world = worlds.make_world()
    second_family(world)
    incident = world.report()
    before = _as_listed()
    entries = Entry.objects.filter(event=Event.FAMILY_LISTED).count()
    assert len(before) == 2
    for hours in (0, 0, 1, 30):
        actions.list_families(incidents=[incident.id], by=MACHINE, now=NOW + timedelta(hours=hours))
    know_more(world.records["Charlie"][0])
    stages.run_until_quiet(now=NOW + timedelta(hours=31))
    assert _as_listed() == before
    assert Entry.objects.filter(event=Event.FAMILY_LISTED).count() == entries


def _as_listed() -> list[dict[str, object]]:
    """The list as it stands, without what asking and the alarm write down in it: those are steps of their own."""
    others = {"asked_for", "alarm_id"}
    return [{name: row[name] for name in row.keys() - others} for row in Listing.objects.order_by("id").values()]


@pytest.mark.parametrize(
    ("changes", "is_listed"),
    [
        ({"category": Category.DOMESTIC_ABUSE}, True),
        ({"category": Category.OTHER}, True),  # Jodie and Kyle are Charlie's parents: connected, though not classed.
        (NOBODY_KNOWN, False),
        (NOBODY_KNOWN | {"brag": Brag.GREEN}, False),
        (NOBODY_KNOWN | {"brag": Brag.BLUE}, False),
        (NOBODY_KNOWN | {"brag": Brag.AMBER}, True),
        (NOBODY_KNOWN | {"brag": Brag.RED}, True),
        (NOBODY_KNOWN | {"category": Category.NOT_KNOWN}, False),
        (NOBODY_KNOWN | {"category": Category.DOMESTIC_ABUSE}, True),
        (NOBODY_KNOWN | {"kind": Kind.CONCERN, "category": Category.NOT_KNOWN, "dash": Dash.NOT_DONE}, True),
        ({"kind": Kind.BIRTH, "category": Category.NOT_KNOWN, "dash": Dash.NOT_DONE, "people": (
            told.mother_told(role=Role.PARENT, address=""), told.father_told(role=Role.PARENT, alleged_by="", address=""),
        ), "happened_at": datetime(2019, 11, 14, 9, 0, tzinfo=UTC), "place": "", "relationships": ()}, False),
    ],
)  # fmt: skip
def test_what_is_in_scope_is_listed_and_nothing_else_is(changes: dict[str, object], is_listed: bool) -> None:
    world = worlds.make_world()
    incident = world.report(**changes)
    assert set(listed(incident)) == ({charlies(world)} if is_listed else set())
    assert Listed.objects.filter(incident=incident).exists()


def test_what_is_out_of_scope_lists_no_linked_family_either() -> None:
    world = worlds.make_world()
    second_family(world)
    stranger = told.father_told(alleged_by="")
    incident = world.report(people=(stranger,), relationships=(), place="", category=Category.OTHER)
    assert listed(incident) == {}


def test_every_family_of_the_children_concerned_is_listed_in_its_own_lane() -> None:
    world = worlds.make_world()
    ash = child(world, "Ash", world.records["Jodie"][0])
    incident = world.report()
    found = listed(incident)
    assert set(found) == {charlies(world), family_of(ash)}
    assert found[charlies(world)].lane is Lane.FAST
    standard = found[family_of(ash)]
    assert (standard.lane, standard.due_at) == (Lane.STANDARD, NOW + timedelta(hours=72))
    assert not standard.linked


def test_the_third_incident_in_a_year_is_fast_and_the_second_is_not() -> None:
    world = worlds.make_world(born=SCHOOL_AGE)
    lanes = []
    for days in (0, 10, 30):
        at = NOW + timedelta(days=days)
        charlie = told.child_told(birth_date=SCHOOL_AGE)
        incident = world.report(
            now=at, happened_at=at - timedelta(hours=2), people=(told.mother_told(), told.father_told(), charlie)
        )
        (one,) = listed(incident).values()
        lanes.append((one.nth, one.interval_days, one.lane))
    assert lanes == [(1, None, Lane.STANDARD), (2, 10, Lane.STANDARD), (3, 20, Lane.FAST)]


def test_another_family_of_whoever_harms_is_listed_as_linked_without_a_notice_or_a_word_about_the_other_victim() -> (
    None
):
    world = worlds.make_world()
    sam = second_family(world)
    incident = world.report()
    found = listed(incident)
    assert set(found) == {charlies(world), family_of(sam)}
    linked = found[family_of(sam)]
    assert linked.linked
    assert (linked.nth, linked.interval_days) == (None, None)
    assert linked.children == (sam.person_id,)
    said = f"{linked.because} {linked.lane_because}"
    assert "Kyle" in said
    for secret in ("Jodie", "Charlie", "Marsh", "parents of", "abuse"):
        assert secret not in said
    assert not Notice.objects.filter(about__forename__in=["Sam", "Alex"]).exists()


def test_the_lane_of_a_linked_family_is_from_the_marks_of_the_incident_and_the_ages_of_its_own_children() -> None:
    world = worlds.make_world()
    sam = second_family(world)
    assert listed(world.report())[family_of(sam)].lane is Lane.STANDARD, "Charlie is a baby, Sam is not"
    strangled = listed(world.report(features=frozenset({Feature.STRANGULATION})))[family_of(sam)]
    assert strangled.lane is Lane.FAST
    third = listed(world.report())[family_of(sam)]
    assert third.lane is Lane.STANDARD, "three incidents elsewhere are not counted in the linked family"


def test_a_carer_of_concern_links_too_and_a_victim_does_not() -> None:
    world = worlds.make_world()
    sam = second_family(world)
    concern = world.report(
        kind=Kind.CONCERN, category=Category.NOT_KNOWN, dash=Dash.NOT_DONE,
        people=(told.father_told(role=Role.OF_CONCERN, alleged_by=""), told.child_told()),
        relationships=(RelationTold("father", "charlie", RelationshipKind.PARENT_OF),),
    )  # fmt: skip
    assert listed(concern)[family_of(sam)].linked
    harmed = world.report(
        people=(told.mother_told(role=Role.CAUSING_HARM, alleged_by="father"), told.father_told(role=Role.VICTIM),
                told.child_told()),
    )  # fmt: skip
    assert not listed(harmed)[family_of(sam)].linked, "the children of whoever is harmed are concerned themselves"


def test_a_linked_family_that_turns_out_to_be_concerned_is_listed_in_its_own_right_with_a_reason() -> None:
    world = worlds.make_world()
    sam = second_family(world)
    incident = world.report()
    later = NOW + timedelta(days=1)
    people.make_relation(RelationshipKind.PARENT_OF, world.records["Jodie"][0], sam, now=later)
    stages.run_until_quiet(now=later)
    found = listed(incident)
    assert not found[family_of(sam)].linked
    assert found[family_of(sam)].listed_at == later
    (gone,) = Listing.objects.filter(incident=incident, withdrawn_at__isnull=False)
    assert gone.linked
    assert "in its own right" in gone.withdrawn_because
    assert may_open(family_of(sam), later)


@pytest.mark.parametrize("days", [2, 400])
def test_families_that_become_one_leave_one_listing_and_a_reason_and_close_the_other(days: int) -> None:
    world = worlds.make_world()
    ash = child(world, "Ash", world.records["Jodie"][0])
    incident = world.report()
    other = family_of(ash)
    assert set(listed(incident)) == {charlies(world), other}
    later = NOW + timedelta(days=days)
    record = people.make_record(
        agency=world.police, forename="Ash", surname="Vale", birth_date=SCHOOL_AGE, address=worlds.HOME, now=later
    )
    people.make_relation(RelationshipKind.PARENT_OF, world.records["Jodie"][0], record, now=later)
    stages.run_until_quiet(now=later)
    one = charlies(world)
    assert family_of(ash) == one, "Ash came home"
    (kept,) = listed(incident).values()
    assert (kept.family, kept.listed_at) == (one, NOW)
    (gone,) = Listing.objects.filter(incident=incident, withdrawn_at__isnull=False)
    assert gone.withdrawn_at == later
    assert "turned out to be one" in gone.withdrawn_because
    assert Family.objects.get(id=gone.family_id).merged_into_id == one
    assert may_open(one, later)
    assert not may_open(gone.family_id, later)
    assert Entry.objects.filter(event=Event.LISTING_WITHDRAWN, about__contains=[f"family:{gone.family_id}"]).exists()


def test_a_baby_who_becomes_known_makes_the_lane_fast_and_the_time_shorter() -> None:
    world = worlds.make_world(born=SCHOOL_AGE)
    charlie = told.child_told(birth_date=SCHOOL_AGE)
    incident = world.report(people=(told.mother_told(), told.father_told(), charlie))
    assert [one.lane for one in listed(incident).values()] == [Lane.STANDARD]
    later = NOW + timedelta(hours=10)
    child(world, "Robin", world.records["Jodie"][0], born=date(2019, 6, 1), home=worlds.HOME, at=later)
    stages.run_until_quiet(now=later)
    (one,) = listed(incident).values()
    assert (one.lane, one.listed_at, one.due_at) == (Lane.FAST, NOW, later + timedelta(hours=24))
    assert "Robin is under two" in one.lane_because


def test_whoever_triages_and_standing_members_may_open_what_is_listed_and_nobody_else() -> None:
    world = worlds.make_world()
    sam = second_family(world)
    triaging = {
        world.posts[function].team_id
        for function in (
            Function.FIRST_RESPONSE, Function.POLICE_SAFEGUARDING_UNIT, Function.DOMESTIC_ABUSE_SERVICE,
            Function.EDUCATION_SAFEGUARDING,
        )
    }  # fmt: skip
    assert may_open(family_of(sam)) == set()
    world.report()
    assert {grant.team_id for grant in Grant.objects.filter(reason=actions.GRANTED_FOR)} == triaging
    assert may_open(charlies(world)) >= triaging
    assert may_open(family_of(sam)) == triaging


def test_a_family_stays_open_while_it_is_listed_for_anything() -> None:
    world = worlds.make_world()
    sam = second_family(world)
    first, second = world.report(), world.report()
    family = family_of(sam)
    later = NOW + timedelta(hours=5)
    for incident, still in ((first, True), (second, False)):
        _out_of_scope(incident)
        actions.list_families(incidents=[incident.id], by=MACHINE, now=later)
        assert listed(incident) == {}
        assert bool(may_open(family, later)) is still
    again = world.report(now=later + timedelta(hours=1))
    assert family in listed(again)
    assert may_open(family, later + timedelta(hours=1))
    assert Grant.objects.filter(subject=family).count() == 4


def _out_of_scope(incident: Incident) -> None:
    """As if it had been worked out anew, and nobody were connected any more."""
    Derivation.objects.filter(incident=incident).update(in_scope=False, because="Nobody personally connected.")


def test_an_incident_that_is_out_of_scope_now_leaves_the_list_with_that_reason() -> None:
    world = worlds.make_world()
    incident = world.report()
    _out_of_scope(incident)
    actions.list_families(incidents=[incident.id], by=MACHINE, now=NOW + timedelta(hours=1))
    (gone,) = Listing.objects.filter(incident=incident)
    assert gone.withdrawn_because == "The incident is no longer listed. Nobody personally connected."


def test_what_is_worked_out_late_is_listed_then_with_a_whole_clock() -> None:
    world = worlds.make_world()
    receipt = told.receive(agency=world.police)
    late = NOW + timedelta(days=200)
    stages.run_until_quiet(now=late)
    (one,) = queries.for_incident(receipt.incident_id)
    assert (one.listed_at, one.due_at) == (late, late + timedelta(hours=24))


def test_nothing_leaves_the_list_because_its_only_child_comes_of_age() -> None:
    born = date(2001, 12, 20)
    world = worlds.make_world(born=born)
    incident = world.report(people=(told.mother_told(), told.father_told(), told.child_told(birth_date=born)))
    family = charlies(world)
    later = NOW + timedelta(days=30)
    know_more(world.records["Charlie"][0])
    stages.run_until_quiet(now=later)
    assert families.family_ids_of([person_of(world.records["Charlie"][0])]) == {}
    (one,) = Listing.objects.filter(incident=incident)
    assert (one.family_id, one.withdrawn_at) == (family, None)
    assert may_open(family, later)


def test_a_child_who_has_no_family_yet_lists_none() -> None:
    worlds.adopt_protocol()
    receipt = told.receive(now=NOW)
    while records := linkage_read.waiting(NOW, 100):
        linkage.link(records=records, by=MACHINE, now=NOW)
    one = Derived(receipt.incident_id, NOW, in_scope=True, because="Classed as domestic abuse.")
    assert queries.wanted([one], NOW) == {receipt.incident_id: {}}
    told.link_and_place(NOW)
    assert len(queries.wanted([one], NOW)[receipt.incident_id]) == 1
