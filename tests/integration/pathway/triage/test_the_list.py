"""The list as somebody at the table reads it: each family once, by what has changed, theirs alone, and flat at 500."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import access as grants
from tests.factories import accounts, on_list, people, worlds
from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.factories.listings import SCHOOL_AGE, adult, charlies, child, family_of, may_open, person_of, second_family
from wholepicture.pathway import stages
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import ListSize
from wholepicture.pathway.triage.models import Listing
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Change, Mode
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.models import Grant
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind
from wholepicture.registers.protocol import actions as protocol
from wholepicture.registers.protocol import defaults
from wholepicture.registers.protocol.terms import Lane

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT


def at_the_table(world: worlds.World, function: Function = Function.FIRST_RESPONSE) -> Actor:
    """Somebody new in the team of this function."""
    return accounts.make_actor(team=world.posts[function].team)


def family_ids(page: queries.ListPage) -> list[UUID]:
    """The families of a page, in order."""
    return [one.family for one in page.families]


def filled(world: worlds.World, count: int, **changes: object) -> Incident:
    """A list of so many families of one incident, open to First Response."""
    incident = Incident.objects.first() or world.report()
    on_list.fill(
        count, incident=incident.id, agency=world.police, teams=[world.posts[Function.FIRST_RESPONSE].team],
        now=NOW, **changes,  # type: ignore[arg-type]
    )  # fmt: skip
    return incident


def test_a_family_stands_once_with_what_is_newest_and_due_first() -> None:
    world = worlds.make_world()
    for days in (0, 1, 13):
        at = NOW + timedelta(days=days)
        world.report(now=at, happened_at=at - timedelta(hours=2))
    later = NOW + timedelta(days=13, hours=1)
    (one,) = queries.list_for(at_the_table(world), later).families
    assert (one.family, one.children) == (charlies(world), (person_of(world.records["Charlie"][0]),))
    assert (one.change, one.change_words) == (Change.REPEAT, "3rd in 13 days; gaps of 1 and 12 days")
    assert (one.lane, one.due_at, one.oldest_at) == (Lane.FAST, NOW + timedelta(hours=24), NOW)
    assert len(one.listings) == 3
    assert not one.linked


def test_the_list_goes_by_what_has_changed_then_the_fast_lane_then_what_is_due_first() -> None:
    world = worlds.make_world()
    filled(world, 60)
    by = at_the_table(world)
    those = [one for number in (1, 2) for one in queries.list_for(by, NOW, page=number).families]
    orders = [(list(Change).index(one.change), one.lane is not Lane.FAST, one.due_at) for one in those]
    assert len(those) == 61
    assert orders == sorted(orders)
    assert len({order[:2] for order in orders}) > 8, "every word in both lanes"


def test_a_linked_family_is_on_the_list_after_the_others_and_says_nothing_of_them() -> None:
    world = worlds.make_world()
    sam = second_family(world)
    world.report()
    page = queries.list_for(at_the_table(world), NOW)
    assert family_ids(page) == [charlies(world), family_of(sam)]
    linked = page.families[1]
    assert (linked.change, linked.linked) == (Change.LINKED, True)
    assert linked.change_words == "reported in another family; not counted in this one"


def test_a_reader_sees_what_their_team_was_granted_and_nothing_without_a_name() -> None:
    world = worlds.make_world()
    world.report()
    for function in (Function.FIRST_RESPONSE, Function.DOMESTIC_ABUSE_SERVICE, Function.EDUCATION_SAFEGUARDING):
        assert queries.list_for(at_the_table(world, function), NOW).count == 1, function
    for function in (Function.PERPETRATOR_SERVICE, Function.NURSERY):
        page = queries.list_for(at_the_table(world, function), NOW)
        assert (page.families, page.count, page.overdue) == ((), 0, 0), function
    team = world.posts[Function.FIRST_RESPONSE].team
    assert queries.list_for(Actor(id="key:1", name="A system", teams=frozenset({team.id})), NOW).count == 0
    Grant.objects.filter(team=team).update(until_at=NOW)
    assert queries.list_for(at_the_table(world), NOW).count == 0


def test_a_service_of_the_person_causing_harm_never_opens_a_listed_family_whatever_the_protocol_says() -> None:
    world = worlds.make_world()
    parameters = defaults.parameters()
    parameters["standing_members"] = [*parameters["standing_members"], "perpetrator_service"]
    protocol.adopt(
        tables=defaults.tables(), parameters=parameters, approved_by=["An executive"], note="",
        by=accounts.make_actor(team=world.posts[Function.FIRST_RESPONSE].team, roles=("executive",)), now=NOW,
    )  # fmt: skip
    world.report()
    assert world.posts[Function.DOMESTIC_ABUSE_SERVICE].team_id in may_open(charlies(world))
    assert world.posts[Function.PERPETRATOR_SERVICE].team_id not in may_open(charlies(world))


def test_a_family_is_on_the_list_of_exactly_those_who_may_open_it() -> None:
    world = worlds.make_world()
    sam = second_family(world)
    kin = _kin(world)
    world.report()
    team = world.posts[Function.FIRST_RESPONSE].team
    closed = {}
    for name, record in kin.items():
        worker = make.make_worker(team=team)
        grants.make_conflict(worker=worker, record=record)
        by = accounts.make_actor(worker=worker)
        page = queries.list_for(by, NOW)
        may = {family for family in (charlies(world), family_of(sam)) if _opens(by, family)}
        assert set(family_ids(page)) == may, name
        assert page.count == len(may), name
        closed[name] = len(may)
    # Kyle is of both families, and Jodie is the other parent of his child.
    assert closed == {"Jodie": 0, "Nan": 0, "Cousin": 0, "Far": 1, "Farther": 2, "Kyle": 0, "Lodger": 1, "Nobody": 2}


def _kin(world: worlds.World) -> dict[str, Record]:
    """Jodie, her mother, a relative, that one's own relative and so on, Kyle, who lives at hers, and a stranger."""
    jodie, kyle = world.records["Jodie"][0], world.records["Kyle"][0]
    nan, cousin = adult(world, "Nan", home=None), adult(world, "Cousin", home=None)
    lodger, nobody = adult(world, "Lodger", home=worlds.HOME), adult(world, "Nobody", home=None)
    people.make_relation(RelationshipKind.PARENT_OF, nan, jodie, now=NOW)
    far, farther = adult(world, "Far", home=None), adult(world, "Farther", home=None)
    for one, other in ((cousin, jodie), (far, cousin), (farther, far)):
        people.make_relation(RelationshipKind.RELATIVE_OF, one, other, now=NOW)
    stages.run_until_quiet(now=NOW)
    return {
        "Jodie": jodie, "Nan": nan, "Cousin": cousin, "Far": far, "Farther": farther, "Kyle": kyle, "Lodger": lodger,
        "Nobody": nobody,
    }  # fmt: skip


def _opens(by: Actor, family: UUID) -> bool:
    members = families.members([family])[family]
    try:
        access.open_family(family=family, parties=[each.person for each in members], by=by, why="test", now=NOW)
    except access.NotAllowed:
        return False
    return True


def test_what_is_decided_or_withdrawn_is_neither_on_the_list_nor_counted() -> None:
    world = worlds.make_world()
    incident = world.report()
    assert queries.untriaged(NOW) == ListSize(1, NOW, 0)
    rows = Listing.objects.filter(incident=incident)
    rows.update(decided_at=NOW, mode=Mode.MEETING)
    assert queries.list_for(at_the_table(world), NOW).count == 0
    assert queries.untriaged(NOW) == ListSize(0, None, 0)
    rows.update(decided_at=None, withdrawn_at=NOW)
    assert queries.list_for(at_the_table(world), NOW).count == 0
    assert queries.untriaged(NOW).count == 0


def test_the_strip_counts_families_and_not_listings_and_those_past_their_time() -> None:
    world = worlds.make_world()
    world.report()
    world.report(now=NOW + timedelta(hours=3))
    filled(world, 5, minutes=60 * 25)
    size = queries.untriaged(NOW + timedelta(hours=3))
    oldest = NOW - timedelta(hours=100)
    # Listed 0, 25, 50, 75 and 100 hours before, the last in the fast lane, the others standard.
    assert size == ListSize(6, oldest, 2)


def test_a_list_of_500_is_read_in_pages_of_50_and_says_how_many_meetings_it_takes() -> None:
    world = worlds.make_world()
    incident = filled(world, 499)
    by = at_the_table(world)
    pages = [queries.list_for(by, NOW, page=number) for number in range(1, 11)]
    assert {(page.count, page.pages, page.fast, page.overdue) for page in pages} == {(500, 10, 100, 0)}
    assert [(page.page, len(page.families)) for page in pages] == [(number, 50) for number in range(1, 11)]
    assert len({family for page in pages for family in family_ids(page)}) == 500
    assert (pages[0].capacity, pages[0].meetings) == (20, 25)
    assert incident.id


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (1, 1), (3, 3), (4, 3), (10_000_000, 3)])
def test_a_page_that_there_is_not_is_the_nearest_that_there_is(asked: int, given: int) -> None:
    world = worlds.make_world()
    filled(world, 120)
    page = queries.list_for(at_the_table(world), NOW, page=asked)
    assert (page.page, page.pages) == (given, 3)
    assert len(page.families) == {1: 50, 3: 21}[given]


def test_one_lane_alone_has_its_own_pages_and_the_same_counts() -> None:
    world = worlds.make_world()
    filled(world, 200)
    by = at_the_table(world)
    fast = queries.list_for(by, NOW, page=9, lane=Lane.FAST)
    assert (fast.of_lane, fast.pages, fast.page, fast.count, fast.fast) == (41, 1, 1, 201, 41)
    assert {one.lane for one in fast.families} == {Lane.FAST}
    assert queries.list_for(by, NOW, lane=Lane.STANDARD).of_lane == 160


def test_an_empty_list_has_one_empty_page() -> None:
    world = worlds.make_world()
    page = queries.list_for(at_the_table(world), NOW, page=7, lane=Lane.FAST)
    assert (page.families, page.page, page.pages, page.count, page.meetings) == ((), 1, 1, 0, 0)


def test_the_list_takes_as_many_statements_for_500_families_as_for_one() -> None:
    world = worlds.make_world()
    world.report()
    by = at_the_table(world)
    counts = []
    for more in (0, 499):
        filled(world, more)
        with CaptureQueriesContext(connection) as found:
            queries.list_for(by, NOW)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 6
    with CaptureQueriesContext(connection) as found:
        assert queries.untriaged(NOW).count == 500
    assert len(found) == 1


def test_neither_the_list_nor_its_size_looks_at_what_was_decided() -> None:
    world = worlds.make_world()
    filled(world, 3000, decided_at=NOW)
    filled(world, 20)
    by = at_the_table(world)
    with connection.cursor() as cursor:
        cursor.execute("analyze triage_listing, access_grant, families_membership")
    for read in (lambda: queries.untriaged(NOW), lambda: queries.list_for(by, NOW)):
        with CaptureQueriesContext(connection) as found:
            read()
        (statement,) = [each["sql"] for each in found if "from triage_listing" in each["sql"].lower().replace('"', "")]
        plan = _plan(statement)
        assert "Seq Scan on triage_listing" not in plan, plan
        assert "triage_listing_" in plan


def _plan(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"explain {statement}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_how_many_were_asked_and_have_answered_is_of_what_is_undecided_and_gaps_are_no_asks() -> None:
    world = worlds.make_world()
    incident = world.report()
    decided, listing = _again(world, incident)
    about = world.records["Charlie"][0]
    before = queries.list_for(at_the_table(world), NOW).families[0]
    teams = [make.make_staffed_post(function=Function.GP).team for _ in range(4)]
    on_list.ask(listing, teams[0], about, at=NOW)
    on_list.ask(listing, teams[1], about, at=NOW, answered=True)
    on_list.ask(decided, teams[2], about, at=NOW, answered=True)
    on_list.ask(listing, None, world.records["Jodie"][0], at=NOW)
    ended = on_list.ask(listing, teams[3], about, at=NOW)
    ended.ended_at, ended.ended_because = NOW, "The team closed."
    ended.save()
    (one,) = queries.list_for(at_the_table(world), NOW).families
    assert (one.asked - before.asked, one.answered - before.answered) == (2, 1)


def _again(world: worlds.World, incident: Incident) -> tuple[Listing, Listing]:
    """The listing of the first incident, decided, and of a second, that is not."""
    second = world.report(now=NOW + timedelta(minutes=5))
    first = Listing.objects.get(incident=incident)
    Listing.objects.filter(id=first.id).update(decided_at=NOW, mode=Mode.MEETING)
    return first, Listing.objects.get(incident=second)


def test_who_proposed_what_waits_for_agreement_is_said() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    worker = make.make_worker(team=world.posts[Function.FIRST_RESPONSE].team)
    on_list.decide(
        [listing], world.records["Charlie"][0], worker=worker, at=NOW, state=DecisionState.PROPOSED
    )  # fmt: skip
    (one,) = queries.list_for(at_the_table(world), NOW).families
    assert (one.proposed, one.proposed_by) == (True, worker.agency.name)


def _look_again(world: worlds.World, at: datetime) -> Listing:
    stages.run_until_quiet(now=at)
    return Listing.objects.get(incident__received_at=NOW)


def test_a_decided_listing_opens_again_with_a_whole_clock_for_a_child_of_whom_nobody_decided() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    worker = make.make_worker(team=world.posts[Function.FIRST_RESPONSE].team)
    on_list.decide([listing], world.records["Charlie"][0], worker=worker, at=NOW + timedelta(hours=2))
    later = NOW + timedelta(days=3)
    child(world, "Robin", world.records["Jodie"][0], born=SCHOOL_AGE, home=worlds.HOME, at=later)
    found = _look_again(world, later)
    assert (found.decided_at, found.mode, found.alarm_id) == (None, "", None)
    assert (found.listed_at, found.due_at) == (later, later + timedelta(hours=24))
    assert queries.list_for(at_the_table(world), later).count == 1


def test_a_decided_listing_stays_decided_when_nothing_else_is_known_or_a_child_is_born_much_later() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    worker = make.make_worker(team=world.posts[Function.FIRST_RESPONSE].team)
    decided = NOW + timedelta(hours=2)
    made = on_list.decide([listing], world.records["Charlie"][0], worker=worker, at=decided)
    actions.list_families(incidents=[listing.incident_id], by=MACHINE, now=NOW + timedelta(hours=3))
    assert Listing.objects.get(id=listing.id).decided_at == decided
    made.state = DecisionState.REPLACED
    made.save()
    later = datetime(2021, 6, 1, 12, 0, tzinfo=UTC)
    child(world, "Robin", world.records["Jodie"][0], born=date(2021, 5, 30), home=worlds.HOME, at=later)
    found = _look_again(world, later)
    assert (found.decided_at, found.listed_at) == (decided, NOW), (
        "what was decided of Charlie was replaced since, not undone"
    )
    assert found.family_version > listing.family_version, "it was looked at anew"


def test_being_looked_at_anew_opens_a_decided_family_to_nobody_for_longer() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    Listing.objects.filter(id=listing.id).update(decided_at=NOW, mode=Mode.MEETING)
    worker = make.make_worker(team=world.posts[Function.FIRST_RESPONSE].team)
    on_list.decide([listing], world.records["Charlie"][0], worker=worker, at=NOW)
    until = NOW + timedelta(days=28)
    Grant.objects.filter(subject=listing.family_id, reason=actions.GRANTED_FOR).update(until_at=until)
    actions.list_families(incidents=[listing.incident_id], by=MACHINE, now=NOW + timedelta(days=1))
    ends: Sequence[datetime | None] = list(
        Grant.objects.filter(subject=listing.family_id, reason=actions.GRANTED_FOR).values_list("until_at", flat=True)
    )
    assert set(ends) == {until}


def test_everybody_at_the_table_may_open_what_they_see_on_the_list() -> None:
    world = worlds.make_world()
    world.report()
    by = at_the_table(world, Function.DOMESTIC_ABUSE_SERVICE)
    assert Permission.SEE_FAMILIES in by.permissions
    (one,) = queries.list_for(by, NOW).families
    assert _opens(by, one.family)
