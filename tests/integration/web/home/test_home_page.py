"""The home page: what each role must do and what is new to it, nothing that another page would refuse, and no hidden family."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import access as grants
from tests.factories import agencies as make
from tests.factories import feeds, on_list, pairs, worlds
from tests.factories import incidents as told
from tests.factories import notifications as notices
from tests.factories.listings import charlies, person_of
from tests.integration.web.browsing import NAMES, Clock, baby, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway import stages
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Item, Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.oversight.models import Heartbeat, StuckItem
from wholepicture.pathway.oversight.queries import promises as every
from wholepicture.pathway.triage.models import Listing, Words
from wholepicture.registers.access.models import Grant
from wholepicture.registers.accounts.roles import ROLES, Permission
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = told.RECEIVED_AT
ANSWER, DECIDE, NOTICED = "Answer what your teams are asked", "Decide about families", "Answer what the pattern shows"
DRAFTS, LINKS, ROWS, STUCK = (
    "Send or discard your drafts",
    "Review possible links",
    "Mend what files could not bring in",
    "See what is stuck",
)
FRESH, MINUTES, PROMISES = "New since you last looked", "Items and minutes of each team", "The promises"
# What each role finds where something of every sort waits, for somebody of First Response (a data officer: of the police).
FINDS: dict[str, set[str]] = {
    "reporting_officer": {DRAFTS},
    "practitioner": {ANSWER, NOTICED, DRAFTS, FRESH},
    "specialist_releaser": {ANSWER, NOTICED, DRAFTS, FRESH},
    "triage_chair": {ANSWER, DECIDE, NOTICED, DRAFTS, FRESH, MINUTES, PROMISES},
    "team_manager": {ANSWER, NOTICED, DRAFTS, STUCK, FRESH, MINUTES, PROMISES},
    "agency_lead": {ANSWER, NOTICED, DRAFTS, STUCK, FRESH, MINUTES, PROMISES},
    "executive": {ANSWER, STUCK, FRESH, MINUTES, PROMISES},
    "link_reviewer": {LINKS},
    "data_officer": {ROWS},
    "operator": {STUCK, PROMISES},
    "analyst": {PROMISES},
}


@pytest.fixture
def world(clock: Clock) -> worlds.World:
    """Everybody in post; the clock stands at the moment of the first report."""
    clock.at = NOW
    return worlds.make_world()


def of(world: worlds.World, function: Function = Function.FIRST_RESPONSE, role: str = "practitioner") -> Client:
    """Somebody of the team of this function, signed in."""
    return signed_in(team=world.posts[function].team, roles=(role,))


def main(answer: HttpResponse) -> str:
    """The part of a page that is not its frame."""
    found = re.search(r"(?s)<main.*</main>", answer.content.decode())
    assert found
    return found.group()


def headings(answer: HttpResponse) -> set[str]:
    """What the parts of the page are called, but the part that everybody has."""
    found = re.findall(r"<h[23][^>]*>([^<]+)</h[23]>", main(answer))
    return {each.strip() for each in found} - {"What you must do"}


def filled(world: worlds.World, incident: Incident, count: int) -> None:
    """So many more families on the list of First Response."""
    teams = [world.posts[Function.FIRST_RESPONSE].team]
    on_list.fill(count, incident=incident.id, agency=world.police, teams=teams, now=NOW)


def something_of_every_sort(world: worlds.World) -> None:
    """A report with its notices, a file that could not be read, a doubtful pair, a step that fails."""
    pairs.make_mistyped(forename="Petra")
    world.report()
    feeds.fed(feeds.text([row | {"DASH": "Hihg"} for row in feeds.incident()]), world.police)
    StuckItem.objects.create(
        stage="Link people",
        item=uuid4(),
        error="RuntimeError",
        first_failed_at=NOW,
        last_failed_at=NOW,
        next_try_at=NOW,
    )


def test_each_role_finds_what_is_its_own_and_every_link_opens(world: worlds.World) -> None:
    something_of_every_sort(world)
    assert set(FINDS) == set(ROLES)
    for role, found in FINDS.items():
        police = role == "data_officer"
        client = of(world, Function.POLICE_SAFEGUARDING_UNIT if police else Function.FIRST_RESPONSE, role)
        if Permission.REPORT_INCIDENT in ROLES[role].permissions:
            client.post("/report/new", {"kind": "INCIDENT"})
        page = client.get("/")
        assert headings(page) == found, role
        for href in sorted(set(re.findall(r'href="(/[^"]*)"', main(page)))):
            assert client.get(href).status_code == 200, f"{role} is led to {href}, which is closed to them"


def test_where_nothing_waits_a_sentence_says_so_to_every_role(world: worlds.World) -> None:
    Heartbeat.objects.create(worker="here:1", started_at=NOW, beat_at=NOW)
    for role in FINDS:
        assert "Nothing waits for you" in text(of(world, role=role).get("/")), role


def test_somebody_who_is_not_signed_in_is_asked_to(world: worlds.World) -> None:
    assert Client().get("/")["Location"].startswith("/sign-in")


def test_what_is_late_stands_before_what_is_due_and_each_says_what_is_asked_and_by_when(clock: Clock) -> None:
    staff = notices.make_staff()
    for name, hours in (("Later", 40), ("Late", 1), ("Soon", 4)):
        notices.make_delivered(staff, about=baby(forename=name), reply_by=clock.at + timedelta(hours=hours))
    clock.later(hours=3)
    page = text(signed_in(staff.named).get("/"))
    todo = page[: page.index(FRESH)]
    places = [todo.index(f"{name} Marsh") for name in ("Late", "Soon", "Later")]
    assert places == sorted(places)
    for words in ("Act: say what you will do", "2 hours late", "Due in 1 hour", f"{ANSWER} 3"):
        assert words in todo


def test_the_first_few_stand_with_how_many_there_are_and_where_the_others_are() -> None:
    staff = notices.make_staff()
    for number in range(5):
        notices.make_delivered(staff, about=baby(forename=f"Nr{number}"))
    page = text(signed_in(staff.named).get("/"))
    assert page[: page.index(FRESH)].count("Marsh") == 3
    assert "All 5 in My work" in page


def test_a_group_with_something_late_stands_before_one_that_is_due_later(world: worlds.World, clock: Clock) -> None:
    world.report()
    clock.later(hours=20)
    team = world.posts[Function.FIRST_RESPONSE].team
    assert Notice.objects.filter(team=team, kind="ask").update(reply_by=clock.at - timedelta(hours=1))
    client = of(world, role="triage_chair")
    page = text(client.get("/"))
    assert page.index(ANSWER) < page.index(DECIDE)


def test_the_view_is_written_down_once_with_everybody_whose_name_stands_on_it(world: worlds.World) -> None:
    world.report()
    of(world, role="triage_chair").get("/")
    (entry,) = audit.entries(event=Event.PAGE_VIEWED)
    assert entry.detail == {"page": "home:page"}
    assert f"person:{person_of(world.records['Charlie'][0])}" in entry.about


def test_operators_and_analysts_read_no_name(world: worlds.World) -> None:
    something_of_every_sort(world)
    for role in ("operator", "analyst", "data_officer", "link_reviewer"):
        assert not NAMES.search(text(of(world, role=role).get("/"))), role


def test_words_on_a_decision_that_were_never_sent_are_found_again_by_their_author_alone(world: worlds.World) -> None:
    world.report()
    client = of(world)
    family = charlies(world)
    client.post(f"/triage/families/{family}/words", {"reasons": "What I had written."})
    assert Words.objects.count() == 1
    page = client.get("/")
    assert "Finish decisions you began" in text(page)
    assert f"/triage/families/{family}" in main(page)
    assert "Finish decisions" not in text(of(world).get("/"))


# What is new.


def test_an_item_and_a_family_never_opened_are_new_until_they_are_opened(world: worlds.World, clock: Clock) -> None:
    world.report()
    client = of(world)
    page = text(client.get("/"))
    assert "On the daily list; not yet opened by you" in page
    assert "Told to your team" not in page, "what must be done stands above, and once"
    clock.later(minutes=1)
    client.get(f"/families/{charlies(world)}")
    for item in Item.objects.filter(team=world.posts[Function.FIRST_RESPONSE].team):
        client.get(f"/work/{item.id}")
    clock.later(minutes=1)
    assert "Nothing has come since you last looked." in text(client.get("/"))


def test_what_came_for_information_is_new_although_nobody_must_answer() -> None:
    staff = notices.make_staff()
    notices.make_delivered(staff, about=baby(), kind=NoticeKind.INFORM)
    assert "Told to your team; not yet opened by you" in text(signed_in(staff.named).get("/"))


def test_a_family_looked_at_is_new_again_when_something_became_known_and_says_how_much(
    world: worlds.World, clock: Clock
) -> None:
    world.report()
    client = of(world)
    clock.later(minutes=1)
    client.get(f"/families/{charlies(world)}")
    clock.later(hours=1)
    world.report(now=clock.at, happened_at=clock.at - timedelta(minutes=30))
    clock.later(minutes=1)
    page = text(client.get("/"))
    fresh = page[page.index(FRESH) :]
    assert "1 report and" in fresh
    assert "You last looked 16 Dec 2019" in fresh


def test_nothing_new_is_said_of_a_family_that_was_not_opened_to_the_team(world: worlds.World) -> None:
    world.report()
    page = text(of(world, Function.PERPETRATOR_SERVICE).get("/"))
    assert "Nothing has come since you last looked." in page
    assert not NAMES.search(page)


# Somebody who is close to a family: the same bytes with it and without it.


def _without_what_differs_anyway(answer: HttpResponse) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "an id", main(answer))


def _one(world: worlds.World, role: str) -> str:
    team = world.posts[Function.FIRST_RESPONSE].team
    worker = make.make_worker(team=team)
    grants.make_conflict(worker=worker, record=world.records["Jodie"][0])
    return _without_what_differs_anyway(signed_in(worker, roles=(role,)).get("/"))


def test_whoever_is_close_to_a_family_reads_the_same_bytes_as_if_it_were_not_there(world: worlds.World) -> None:
    incident = world.report()
    filled(world, incident, 2)
    roles = ("practitioner", "triage_chair", "team_manager")
    hidden = {role: _one(world, role) for role in roles}
    for role in roles:
        assert "Charlie" in text(of(world, role=role).get("/"))
        assert "Charlie" not in hidden[role]
        assert "Child 1" in hidden[role]
    _take_away(charlies(world))
    assert {role: _one(world, role) for role in roles} == hidden


def _take_away(family: UUID) -> None:
    """As if it had never been told: everything that stands on the page because of it is gone."""
    Notice.objects.update(state=State.SUPERSEDED, next_at=None)
    Listing.objects.filter(family_id=family).update(withdrawn_at=NOW, withdrawn_because="For a test.")
    Grant.objects.filter(subject=family).update(until_at=NOW)


# Minutes.


def _row(answer: HttpResponse, team: str) -> str:
    rows = re.findall(r"(?s)<tr.*?</tr>", main(answer))
    return next(" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows if team in row)


def test_items_and_minutes_stand_beside_the_budget_and_over_it_is_said_in_words(world: worlds.World) -> None:
    world.report()
    team = world.posts[Function.HEALTH_VISITOR].team
    page = of(world, Function.HEALTH_VISITOR, "team_manager").get("/")
    row = _row(page, team.name)
    assert "1 0 of 1 30 of 600 Within budget" in row
    for _ in range(20):
        item = Item.objects.create(team=team, family=uuid4(), day=NOW.date(), created_at=NOW)
        _copy(Notice.objects.filter(team=team, kind="act").first(), item)
    row = _row(of(world, Function.HEALTH_VISITOR, "team_manager").get("/"), team.name)
    assert "21 0 of 21 630 of 600 Over budget by 30 minutes" in row


def _copy(notice: Notice | None, item: Item) -> None:
    assert notice
    notice.pk, notice.item, notice.cause, notice.next_at, notice.deliver_at = uuid4(), item, uuid4(), None, None
    notice._state.adding = True
    notice.save()


def test_an_item_counts_once_by_the_most_that_it_asks_and_what_is_held_counts_for_nobody(world: worlds.World) -> None:
    world.report()
    team = world.posts[Function.HEALTH_VISITOR].team
    first = Notice.objects.filter(team=team, kind="act").first()
    assert first
    item = first.item
    _copy(first, item)
    Notice.objects.filter(team=team).exclude(id=first.id).update(kind="inform")
    assert "1 0 of 1 30 of 600" in _row(of(world, Function.HEALTH_VISITOR, "team_manager").get("/"), team.name)
    service = world.posts[Function.PERPETRATOR_SERVICE].team
    assert Notice.objects.filter(team=service, state=State.HELD).exists()
    assert "0 None asked 0 of 120" in _row(
        of(world, Function.PERPETRATOR_SERVICE, "team_manager").get("/"), service.name
    )


def test_what_came_last_week_stands_in_its_own_column(world: worlds.World, clock: Clock) -> None:
    world.report()
    team = world.posts[Function.HEALTH_VISITOR].team
    clock.later(days=7)
    row = _row(of(world, Function.HEALTH_VISITOR, "team_manager").get("/"), team.name)
    assert "0 None asked 0 of 600" in row
    assert "1 item, 30 minutes" in row


def test_a_manager_sees_the_teams_of_their_agency_and_who_chairs_or_signs_every_team(world: worlds.World) -> None:
    visitors = world.posts[Function.HEALTH_VISITOR].team.name
    assert visitors not in main(of(world, role="team_manager").get("/"))
    for role in ("triage_chair", "executive"):
        client = of(world, role=role)
        assert "more teams" in text(client.get("/"))
        assert visitors in main(client.get("/?teams=all"))


# The promises.


def watch(at: object) -> None:
    """What a worker does until nothing waits."""
    while stages.run_round(now=at, watching=True):  # type: ignore[arg-type]
        pass


def test_all_fifteen_promises_stand_in_a_line_each_and_say_honestly_what_no_machine_checks(world: worlds.World) -> None:
    watch(NOW)
    page = text(of(world, role="executive").get("/"))
    checked = len(every.PROMISES)
    assert f"{checked} of the 15 promises are checked over the database every hour: {checked} kept." in page
    assert "Last checked 16 Dec 2019, 9:40pm." in page
    for number in range(1, 16):
        assert f" {number}. " in page
    assert "9. No score of a person No check yet There are facts, counts and named rules with their sources" in page
    assert "3. A person, not a sector Kept Whoever is told is a function that a named team holds" in page
    assert "A post in use has a named person on its rota today, and somebody who covers." in page
    assert "4. Nobody silently untold Kept" in page
    assert "A promise is broken" not in page


def test_a_broken_promise_stands_first_in_a_sentence_with_no_name_and_goes_when_mended(
    world: worlds.World, clock: Clock
) -> None:
    world.report()
    Notice.objects.filter(state=State.DELIVERED, kind="act").update(next_at=None)
    watch(NOW)
    client = of(world, role="analyst")
    page = text(client.get("/"))
    assert page.index("A promise is broken") < page.index("Nothing waits for you")
    assert "Nobody silently untold. Notices wait for a person and their clock has stopped." in page
    assert "first seen 16 Dec 2019, 9:40pm" in page
    assert not NAMES.search(page)
    Notice.objects.filter(next_at=None, state=State.DELIVERED, kind="act").update(next_at=NOW + timedelta(days=9))
    watch(clock.later(hours=1))
    assert "A promise is broken" not in text(client.get("/"))


def test_the_ids_of_the_first_cases_stand_for_those_who_look_after_the_machine_only(world: worlds.World) -> None:
    world.report()
    Notice.objects.filter(state=State.DELIVERED, kind="act").update(next_at=None)
    watch(NOW)
    assert "The first cases" in text(of(world, role="operator").get("/"))
    assert "The first cases" not in text(of(world, role="analyst").get("/"))


def test_a_last_check_older_than_two_hours_is_said_first(world: worlds.World, clock: Clock) -> None:
    watch(NOW)
    client = of(world, role="executive")
    clock.later(hours=2)
    assert "it should be every hour" not in text(client.get("/"))
    clock.later(minutes=1)
    page = text(client.get("/"))
    assert "were last checked 2 hours 1 minute ago, and it should be every hour" in page


def test_promises_never_checked_are_not_called_kept(world: worlds.World) -> None:
    page = text(of(world, role="analyst").get("/"))
    assert "The promises have not been checked." in page
    assert " Kept" not in page


# The same number of statements however much there is.


def _statements(client: Client, path: str) -> list[str]:
    """What is sent for a page that was read before, without its values."""
    client.get(path)
    with CaptureQueriesContext(connection) as sent:
        client.get(path)
    return [re.sub(r"'[^']*'|[0-9]+", "?", each["sql"])[:300] for each in sent.captured_queries]


@pytest.mark.parametrize("role", ["triage_chair", "team_manager", "executive"])
def test_a_hundred_families_take_no_more_statements_than_five(world: worlds.World, role: str) -> None:
    incident = world.report()
    staff = world.posts[Function.FIRST_RESPONSE].team
    first = Notice.objects.filter(team=staff).first()
    counts = []
    client = of(world, role=role)
    for more in (5, 95):
        filled(world, incident, more)
        for _ in range(more):
            item = Item.objects.create(team=staff, family=uuid4(), day=NOW.date(), created_at=NOW)
            _copy(Notice.objects.get(id=first.id), item)  # type: ignore[union-attr]
        counts.append(_statements(client, "/"))
    few, many = counts
    # Fewer where nobody's name happens to stand among the first few.
    assert len(many) <= len(few), set(many) - set(few)
