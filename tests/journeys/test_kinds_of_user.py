"""Each kind of user from signing in to the end of their main job, with JavaScript on a desk and without it on a phone.

Two families are reported on a Monday before the meeting; each test has that morning to itself. The pages run under the
web role and the machine under the worker's, as in production.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, governing, triaged, worlds
from tests.journeys import at_the_table as at
from tests.journeys.demonstration import as_role, own_database, served
from tests.journeys.test_meeting_and_suspension import propose
from wholepicture.lib.postgres import clone
from wholepicture.pathway import stages
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.terms import PartnerRole

pytestmark = pytest.mark.journey
REPORTED = at.MONDAY - timedelta(hours=1)
OUT_OF_HOURS = Function.EMERGENCY_DUTY_TEAM
_copies = count()


@contextmanager
def preparing() -> Iterator[None]:
    """Set something up as the owner of the database, whatever role the pages have."""
    with as_role("owner"), at.as_tests():
        yield


@dataclass
class Morning:
    """The served pages, whoever triages, the one clock, and the page of whoever sits before it."""

    server: LiveServer
    table: triaged.Table
    clock: at.Clock
    page: Page

    def enter(self, user: User) -> None:
        """Sign somebody in through the page."""
        self.page.goto(f"{self.server.url}/sign-in")
        self.page.get_by_label("Work e-mail address").fill(user.email)
        self.page.get_by_label("Password", exact=True).fill(accounts.PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda address: "/sign-in" not in address)

    def enter_as(self, function: str, *roles: str) -> None:
        """Sign in whoever holds a function, as practitioner unless roles are named."""
        with preparing():
            worker = triaged.named(self.table.world.posts[function])
            user = User.objects.filter(worker=worker).first() or accounts.make_user(
                worker=worker, roles=roles or ("practitioner",)
            )
        self.enter(user)

    def open(self, path: str) -> int:
        """Go to an address; the status that it answers."""
        answer = self.page.goto(f"{self.server.url}{path}")
        assert answer
        return answer.status

    def open_item(self, name: str) -> None:
        """Open the item about somebody from the work list."""
        self.open("/work")
        self.page.get_by_role("link", name=re.compile(name)).first.click()

    def leave(self) -> None:
        """Sign out."""
        self.page.get_by_role("button", name="Sign out").click()

    def will_act(self, words: str) -> None:
        """Answer the open item by saying what will be done."""
        self.page.get_by_label("We have read this and will act").check()
        self.page.get_by_label("What will you do?").fill(words)
        self.page.get_by_role("button", name="Send the answer").click()
        expect(self.page.get_by_text("Your answer is recorded.")).to_be_visible()

    def machine(self) -> None:
        """The worker's turn, under its own role."""
        with as_role("worker"):
            stages.run_until_quiet(now=self.clock())


@pytest.fixture(scope="module")
def reported(django_db_blocker: Any) -> Iterator[tuple[triaged.Table, at.Clock]]:
    """Both families reported at half past six, and whoever has to be told is told."""
    with django_db_blocker.unblock(), own_database(REPORTED) as clock:
        with at.as_tests():
            table = triaged.make_table()
            table.world.posts[OUT_OF_HOURS] = triaged.make_post(OUT_OF_HOURS)
        for report in (table.report_charlies, table.report_sams):
            with at.as_tests():
                report(clock.at)
        clock.at = at.MONDAY
        yield table, clock


@pytest.fixture(params=["on a desk", "without JavaScript on a phone"])
def morning(
    request: pytest.FixtureRequest, browser: Browser, reported: tuple[triaged.Table, at.Clock]
) -> Iterator[Morning]:
    """A copy of that database for one test, and a browser before it."""
    table, clock = reported
    clock.at, name = at.MONDAY, str(connection.settings_dict["NAME"])
    connection.close()
    copy = f"{name}_{next(_copies)}"
    clone.clone(settings.URLS.owner, name, copy)
    connection.settings_dict["NAME"] = copy
    desk = request.param == "on a desk"
    context = browser.new_context(
        viewport=at.DESKTOP if desk else at.PHONE, locale="en-GB", timezone_id="Europe/London", java_script_enabled=desk
    )  # type: ignore[arg-type]  # plain mappings of the two
    context.set_default_timeout(15_000)
    with as_role("web"), served() as server:
        yield Morning(server, table, clock, context.new_page())
        context.close()
    connection.close()
    connection.settings_dict["NAME"] = name
    clone.drop(settings.URLS.owner, copy)


def test_a_social_worker_who_triages_says_what_they_know_before_they_read_what_others_think(morning: Morning) -> None:
    page = morning.page
    morning.enter_as(Function.FIRST_RESPONSE)
    morning.open_item("Charlie Marsh")
    page.get_by_role("button", name="Say what you know").click()
    page.get_by_role("radio", name="We know something").check()
    page.get_by_label("What you know").fill("His mother rang us in October and asked for help with rent.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("It is recorded")).to_be_visible()
    at.open_family(page, morning.server, "Charlie")
    expect(page.get_by_text("asked for help with rent")).to_be_visible()


def test_a_health_visitor_answers_what_she_will_do(morning: Morning) -> None:
    morning.enter_as(Function.HEALTH_VISITOR)
    morning.open_item("Charlie Marsh")
    expect(morning.page.get_by_text("where the child sleeps").first).to_be_visible()
    morning.will_act("Visiting today at two; seeing each of them alone.")


def test_a_gp_says_that_nothing_is_known(morning: Morning) -> None:
    page = morning.page
    morning.enter_as("practice_a")
    morning.open_item("Charlie Marsh")
    page.get_by_role("button", name="Say what you know").first.click()
    page.get_by_role("radio", name=re.compile("nothing", re.IGNORECASE)).check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("It is recorded")).to_be_visible()


def test_a_schools_safeguarding_lead_knows_before_the_school_day_begins(morning: Morning) -> None:
    morning.enter_as(Function.SCHOOL_SAFEGUARDING_LEAD)
    morning.open("/work")
    expect(morning.page.get_by_text("Charlie")).to_have_count(0)
    morning.open_item("Sam Vale")
    expect(morning.page.get_by_text("a trusted adult looks out for the child").first).to_be_visible()
    morning.will_act("His teacher meets him at the gate.")


def test_an_out_of_hours_social_worker_leaves_at_night_what_others_need_in_the_morning(morning: Morning) -> None:
    page = morning.page
    morning.enter_as(OUT_OF_HOURS)
    morning.open("/report")
    page.get_by_role("button", name="Report a concern").click()
    for part, value in (("day", "15"), ("month", "12"), ("year", "2019")):
        page.locator(f"[name=date_{part}]").fill(value)
    page.get_by_label("What worries you").fill("Nobody answered the door; a baby cried inside.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Add an adult").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Carer of concern").check()
    page.get_by_role("button", name="Save this adult").click()
    page.get_by_role("group", name="Are there other children").get_by_label("Not asked").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Report received")).to_be_visible()
    morning.machine()
    page.get_by_role("link", name="See the incident as you told it").click()
    expect(page.get_by_text("a baby cried inside")).to_be_visible()


def test_an_adviser_of_the_domestic_abuse_service_reads_that_contact_must_be_safe_and_says_what_she_knows(
    morning: Morning,
) -> None:
    page = morning.page
    morning.enter_as(Function.DOMESTIC_ABUSE_SERVICE)
    morning.open_item("Jodie Marsh")
    expect(page.get_by_text("Contact has to be safe first").first).to_be_visible()
    page.get_by_role("button", name="Say what you know").first.click()
    page.get_by_role("radio", name="We know something").check()
    page.get_by_label("What worries you").fill("She said in November that he reads her telephone.")
    page.get_by_label("What you know").fill("She came once, in November.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("It is recorded")).to_be_visible()


def release_what_is_held(morning: Morning) -> None:
    """The police's specialist lets the service of whoever causes harm be told."""
    page = morning.page
    morning.enter_as(Function.POLICE_SAFEGUARDING_UNIT, "specialist_releaser")
    morning.open("/release")
    waits = page.get_by_role("listitem").filter(has_text=f"To {Function.PERPETRATOR_SERVICE.label}")
    waits.get_by_role("link", name=re.compile("Kyle Denham")).first.click()
    expect(page.get_by_text("Exactly what they would read")).to_be_visible()
    expect(page.get_by_text(worlds.HOME)).to_have_count(0)
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("Released. They are told now.")).to_be_visible()
    morning.leave()
    morning.machine()


def test_a_service_of_whoever_causes_harm_reads_what_was_released_to_it_and_never_a_family(morning: Morning) -> None:
    page, service = morning.page, Function.PERPETRATOR_SERVICE
    morning.enter_as(service)
    morning.open("/work")
    expect(page.get_by_text("Kyle")).to_have_count(0)
    morning.leave()
    release_what_is_held(morning)
    morning.enter_as(service)
    morning.open_item("Kyle Denham")
    for hidden in ("Charlie", "Jodie", worlds.HOME):
        expect(page.get_by_text(hidden)).to_have_count(0)
    morning.open("/triage")
    expect(page.get_by_role("link", name=re.compile("Charlie|Sam"))).to_have_count(0)
    with preparing():
        family = morning.table.charlies()
    for path in (f"/families/{family}", f"/triage/families/{family}"):
        assert morning.open(path) in (403, 404), path
        expect(page.get_by_text("Charlie")).to_have_count(0)


def test_a_manager_sees_what_is_stuck_and_puts_cover_where_somebody_is_away(morning: Morning) -> None:
    page = morning.page
    with preparing():
        team = morning.table.post(Function.HEALTH_VISITOR).team
        away = triaged.named(morning.table.post(Function.HEALTH_VISITOR))
        user = accounts.make_user(worker=team.manager, roles=("team_manager",))
    morning.enter(user)
    assert morning.open("/stuck") == 200
    morning.open("/agencies")
    page.get_by_text("Say that somebody is away").click()
    page.get_by_role("link", name=re.compile(f"{away.name}\\b")).click()
    for name, day in (("first", "16"), ("last", "20")):
        for part, value in (("day", day), ("month", "12"), ("year", "2019")):
            page.locator(f"[name={name}_{part}]").fill(value)
    page.get_by_role("button").filter(has_not_text="Sign out").last.click()
    expect(page.get_by_text("away until").first).to_be_visible()


def test_an_analyst_reads_how_the_partnership_works_and_nothing_of_anybody(morning: Morning) -> None:
    with preparing():
        user = accounts.make_user(team=morning.table.post(Function.FIRST_RESPONSE).team, roles=("analyst",))
        family = morning.table.charlies()
    morning.enter(user)
    assert morning.open("/protocol") == 200
    for path in ("/work", "/triage", "/people", "/reports", f"/families/{family}"):
        assert morning.open(path) == 403, path
        expect(morning.page.get_by_text(re.compile("Charlie|Jodie|Marsh"))).to_have_count(0)


def test_an_executive_proposes_and_signs_and_alone_stops_nothing(morning: Morning) -> None:
    page = morning.page
    with preparing():
        signs = governing.make_partners()
        executive = User.objects.get(worker_id=signs[PartnerRole.LOCAL_AUTHORITY].executive.worker)
        family = morning.table.charlies()
    morning.enter(executive)
    morning.open("/triage/suspensions/propose")
    propose(page)
    page.get_by_role("button", name=re.compile("^Sign for")).click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Your signature is recorded.")).to_be_visible()
    morning.open("/triage/meetings")
    expect(page.get_by_text("Suspended", exact=True)).to_have_count(0)
    assert morning.open(f"/families/{family}") == 403
    expect(page.get_by_text(re.compile("Charlie|Jodie|Marsh"))).to_have_count(0)
