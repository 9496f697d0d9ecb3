"""The daily list and the strip on every page: who sees what, how it reads, what is written down, and a list of 500."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import access as grants
from tests.factories import accounts, on_list, worlds
from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.factories.listings import charlies, person_of, second_family
from tests.integration.web.browsing import Clock, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.interfaces.web import frame
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.triage.facts import ListSize
from wholepicture.pathway.triage.models import Listing
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.access.models import Grant
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = told.RECEIVED_AT


@pytest.fixture
def world(clock: Clock) -> worlds.World:
    """Everybody in post; the clock stands at the moment of the first report."""
    clock.at = NOW
    return worlds.make_world()


def at_the_table(world: worlds.World, function: Function = Function.FIRST_RESPONSE) -> Client:
    """Somebody of the team of this function, signed in."""
    return signed_in(team=world.posts[function].team)


def rows(answer: HttpResponse) -> list[str]:
    """The rows of the list, as text."""
    body = re.search(r"(?s)<tbody.*</tbody>", answer.content.decode())
    found = re.findall(r"(?s)<tr.*?</tr>", body.group()) if body else []
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


def strip(answer: HttpResponse) -> str:
    """What the strip of a page says."""
    found = re.search(r'(?s)<p class="wp-waits.*?</p>', answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group())).strip() if found else ""


def filled(world: worlds.World, count: int, *functions: Function, minutes: int = 1) -> None:
    """So many more families on the list, open to the teams of these functions (none: First Response)."""
    incident = Incident.objects.first() or world.report()
    teams = [world.posts[each].team for each in functions or (Function.FIRST_RESPONSE,)]
    on_list.fill(count, incident=incident.id, agency=world.police, teams=teams, now=NOW, minutes=minutes)


def test_a_family_is_one_row_with_its_children_what_is_new_and_when_it_is_due(
    world: worlds.World, clock: Clock
) -> None:
    for days in (0, 1, 13):
        world.report(now=clock.at + timedelta(days=days), happened_at=clock.at + timedelta(days=days, hours=-2))
    clock.later(days=13, hours=1)
    page = at_the_table(world).get("/triage")
    (row,) = rows(page)
    for said in ("Charlie Marsh, 6 weeks", "3rd in 13 days; gaps of 1 and 12 days.", "Listed for 3 reports.", "Repeated",
                 "Fast lane", "12 days late"):  # fmt: skip
        assert said in row
    assert f'href="/triage/families/{charlies(world)}"' in page.content.decode()
    assert "1 family waits for triage. Your teams may open it, which is overdue." in text(page)


def test_the_row_says_how_many_have_answered_and_who_proposed_what(world: worlds.World) -> None:
    listing = Listing.objects.get(incident=world.report())
    client = at_the_table(world)
    asked = rows(client.get("/triage"))[0]
    before = int(found.group(1)) if (found := re.search(r"\d+ of (\d+)", asked)) else 0
    on_list.ask(listing, make.make_post(function=Function.GP).team, world.records["Charlie"][0], at=NOW, answered=True)
    worker = make.make_worker(team=world.posts[Function.POLICE_SAFEGUARDING_UNIT].team)
    on_list.decide([listing], world.records["Charlie"][0], worker=worker, at=NOW, state=DecisionState.PROPOSED)
    (row,) = rows(client.get("/triage"))
    assert f"1 of {before + 1}" in row
    assert f"{worker.agency.name}: waits for others to agree" in row


def test_the_list_and_the_familys_page_count_alike_who_was_asked_and_has_answered(world: worlds.World) -> None:
    listing = Listing.objects.get(incident=world.report())
    team = world.posts["practice_a"].team
    for name, answered in (("Charlie", True), ("Jodie", False)):
        on_list.ask(listing, team, world.records[name][0], at=NOW, answered=answered)
    on_list.ask(listing, world.posts[Function.SCHOOL_NURSE].team, world.records["Charlie"][0], at=NOW, answered=True)
    client = at_the_table(world)
    found = re.search(r"(\d+) of (\d+)", rows(client.get("/triage"))[0])
    assert found
    family = text(client.get(f"/triage/families/{charlies(world)}"))
    assert f"Brought ({found.group()} answered)" in family


def test_every_read_is_written_down_with_the_children_it_showed_and_nobody_else(world: worlds.World) -> None:
    world.report()
    client = at_the_table(world)
    before = len(audit.entries(event=Event.PAGE_VIEWED))
    assert client.get("/triage").status_code == 200
    new = [e for e in audit.entries(event=Event.PAGE_VIEWED) if e.detail == {"page": "triage:list"}]
    assert len(audit.entries(event=Event.PAGE_VIEWED)) == before + 1
    (entry,) = new
    assert entry.about == [f"person:{person_of(world.records['Charlie'][0])}"]


def test_a_family_closed_by_conflict_of_interest_is_not_there_and_not_in_the_counts_of_the_list(
    world: worlds.World,
) -> None:
    world.report()
    filled(world, 3)
    team = world.posts[Function.FIRST_RESPONSE].team
    worker = make.make_worker(team=team)
    grants.make_conflict(worker=worker, record=world.records["Jodie"][0])
    page = signed_in(worker).get("/triage")
    assert len(rows(page)) == 3
    assert "Charlie" not in text(page)
    assert "4 families wait for triage. Your teams may open 3 of them." in text(page)
    assert "Charlie" in text(signed_in(team=team).get("/triage"))


def test_who_has_no_grant_sees_an_empty_list_with_a_sentence_and_the_strip_of_everybody(world: worlds.World) -> None:
    world.report()
    page = at_the_table(world, Function.PERPETRATOR_SERVICE).get("/triage")
    assert rows(page) == []
    assert "No family waits that your teams may open" in text(page)
    assert strip(page) == "1 family waits for triage, for less than a minute"
    assert "1 family waits for triage. Your teams may open none of them." in text(page)
    assert not re.search("Charlie|Marsh", text(page))


@pytest.mark.parametrize(
    "role", ["reporting_officer", "executive", "operator", "analyst", "link_reviewer", "data_officer"]
)
def test_who_does_not_triage_is_refused_with_a_trace_and_sees_the_strip_without_a_link(
    world: worlds.World, role: str
) -> None:
    world.report()
    client = signed_in(team=world.posts[Function.FIRST_RESPONSE].team, roles=(role,))
    assert client.get("/triage").status_code == 403
    assert refusals()[-1]["page"] == "triage:list"
    page = client.get("/agencies")
    assert strip(page) == "1 family waits for triage, for less than a minute"
    assert 'href="/triage"' not in page.content.decode()


def test_nobody_reads_the_list_without_signing_in(world: worlds.World) -> None:
    answer = Client().get("/triage")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=/triage")


def test_the_list_takes_no_post(world: worlds.World) -> None:
    assert at_the_table(world).post("/triage").status_code == 405


def test_the_strip_counts_what_waits_for_how_long_and_what_is_overdue_on_every_page(
    world: worlds.World, clock: Clock
) -> None:
    client = at_the_table(world)
    assert strip(client.get("/work")) == "No family waits for triage."
    filled(world, 11)
    clock.later(days=2, hours=3)
    client = at_the_table(world)
    for address in ("/work", "/triage", "/agencies", "/protocol", "/people"):
        page = client.get(address)
        said = strip(page)
        assert said.startswith("12 families wait for triage; the oldest for 2 days 3 hours"), address
        assert re.search(r"\d+ overdue$", said)
        assert '<a class="govuk-link govuk-link--no-visited-state" href="/triage">' in page.content.decode()


@pytest.mark.parametrize(
    ("size", "words", "overdue"),
    [
        (ListSize(0, None, 0), "No family waits for triage.", ""),
        (ListSize(1, NOW - timedelta(hours=26), 1), "1 family waits for triage, for 1 day 2 hours", "1 overdue"),
        (ListSize(2, NOW - timedelta(minutes=61), 0), "2 families wait for triage; the oldest for 1 hour 1 minute", ""),
        (ListSize(500, NOW - timedelta(days=20), 480), "500 families wait for triage; the oldest for 20 days", "480 overdue"),
        (ListSize(3, NOW + timedelta(hours=1), 0), "3 families wait for triage; the oldest for less than a minute", ""),
    ],
)  # fmt: skip
def test_the_strip_in_words(size: ListSize, words: str, overdue: str) -> None:
    assert frame.waits(size, NOW, None) == frame.Waits(words, overdue, None)


def test_a_page_of_somebody_signed_out_has_no_strip(world: worlds.World) -> None:
    world.report()
    assert strip(Client().get("/sign-in")) == ""


def test_a_list_of_500_says_how_many_meetings_it_is_and_is_turned_over_page_by_page(world: worlds.World) -> None:
    filled(world, 499)
    client = at_the_table(world)
    page = client.get("/triage")
    assert len(rows(page)) == 50
    said = text(page)
    assert "500 families wait for triage. Your teams may open all of them." in said
    assert "A meeting decides about 20 families: this list is 25 meetings." in said
    for each in ("Both lanes (500)", "Fast lane (100)", "Standard lane (400)"):
        assert each in said
    assert re.findall(r'href="(/triage\?page=\d+)"', page.content.decode()) == [
        "/triage?page=2", "/triage?page=10", "/triage?page=2",
    ]  # fmt: skip
    seen = {row for number in range(1, 11) for row in rows(client.get(f"/triage?page={number}"))}
    assert len(seen) == 500
    assert len(rows(client.get("/triage?lane=standard&page=8"))) == 50
    assert "lane=standard&amp;page=7" in client.get("/triage?lane=standard&page=8").content.decode()


@pytest.mark.parametrize("asked", ["?page=0", "?page=-1", "?page=x", "?page=%C2%B2", "?page=99999999999999999999", "?lane=both",
                                   "?lane=fast&page=4000", "?page=", "?page=1&page=2"])  # fmt: skip
def test_an_address_typed_by_hand_shows_the_nearest_page_there_is(world: worlds.World, asked: str) -> None:
    filled(world, 60)
    page = at_the_table(world).get(f"/triage{asked}")
    assert page.status_code == 200
    assert rows(page)


def test_a_lane_without_families_says_so(world: worlds.World) -> None:
    world.report()
    assert "No family waits in this lane" in text(at_the_table(world).get("/triage?lane=standard"))


def test_a_list_that_one_meeting_can_decide_has_no_banner_and_no_pages(world: worlds.World) -> None:
    filled(world, 19)
    page = at_the_table(world).get("/triage")
    assert len(rows(page)) == 20
    assert "A meeting decides about" not in text(page)
    assert "govuk-pagination" not in page.content.decode()


def test_the_page_takes_as_many_statements_for_500_families_as_for_one(world: worlds.World) -> None:
    world.report()
    client = at_the_table(world)
    client.get("/triage")
    counts = []
    for more in (0, 499):
        filled(world, more)
        with CaptureQueriesContext(connection) as found:
            assert client.get("/triage").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_row_of_a_linked_family_names_nobody_of_the_other(world: worlds.World) -> None:
    second_family(world)
    world.report()
    Grant.objects.filter(subject=charlies(world)).update(until_at=NOW)
    (row,) = rows(at_the_table(world).get("/triage"))
    assert "Reported in another family; not counted in this one." in row
    assert "Linked: reported in another family" in row
    assert "Nobody is asked" in row
    assert not re.search("Charlie|Jodie|Kyle|Marsh|Denham", row)


def test_a_title_and_an_address_name_nobody(world: worlds.World) -> None:
    world.report()
    body = at_the_table(world).get("/triage").content.decode()
    assert re.search(r"<title>\s*Daily triage list – Whole Picture\s*</title>", body)
    assert accounts.PASSWORD not in body
