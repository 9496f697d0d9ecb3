"""The walking skeleton as people walk it: an officer reports, the machine tells, a health visitor answers; in a real browser."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, worlds
from tests.factories import incidents as told
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.terms import Function

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BORN = (timezone.now() - timedelta(days=35)).date()
SHOTS = Path("/tmp/journey-shots")  # noqa: S108


@pytest.fixture
def world(live_server: LiveServer) -> worlds.World:
    """A partnership with everybody in post."""
    with acting(actor="tests", agency="machine"):
        return worlds.make_world(born=BORN)


def user_of(world: worlds.World, post: str, *roles: str) -> accounts.User:
    """Somebody of a post's team who signs in."""
    with acting(actor="tests", agency="machine"):
        return accounts.make_user(team=world.posts[post].team, roles=roles or ("practitioner",))


def clean(page: Page, name: str) -> None:
    """No accessibility fault at desktop and phone width, no sideways scrolling, and a picture to look at."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {width}"
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not re.search(r"Charlie|Marsh|Jodie|Kyle|Denham", page.title() + page.url)


def fill_date(page: Page, name: str, day: object) -> None:
    """Fill the three boxes of a date."""
    for part in ("day", "month", "year"):
        page.locator(f"[name={name}_{part}]").fill(str(getattr(day, part)))


def report(page: Page, live_server: LiveServer, *, look: bool) -> None:
    """Write the report from the first page to the last."""
    yesterday = (timezone.now() - timedelta(days=1)).date()
    page.goto(f"{live_server.url}/report")
    if look:
        clean(page, "report-start")
    page.get_by_role("button", name="Report an incident").click()
    if look:
        page.get_by_role("button", name="Save and continue").click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        clean(page, "report-what-errors")
    fill_date(page, "date", yesterday)
    page.get_by_label("Time it began").fill("9:40pm")
    page.get_by_label("Where").fill(worlds.HOME)
    page.get_by_label("Domestic abuse", exact=True).check()
    page.get_by_label("Who reported it?").select_option("NEIGHBOUR")
    page.get_by_label("What happened").fill("Shouting heard through the wall.")
    page.get_by_role("button", name="Save and continue").click()
    add_adult(page, "Jodie", "Marsh", "Victim", "1997", look=look)
    add_adult(page, "Kyle", "Denham", "Person causing harm", "1995", look=False)
    add_child(page, look=look)
    if look:
        clean(page, "report-people")
    page.get_by_role("group", name="Are there other children").get_by_label("Not known").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Medium", exact=True).first.check()
    page.get_by_label("Why BRAG was not done, or what you know of it").fill("No time at the scene.")
    page.get_by_label("Separation").check()
    if look:
        clean(page, "report-grades")
    page.get_by_role("button", name="Save and continue").click()


def add_adult(page: Page, forename: str, surname: str, part: str, year: str, *, look: bool) -> None:
    """Add one adult with a known date of birth."""
    born = {"Jodie": ("2", "5"), "Kyle": ("20", "9")}[forename]
    page.get_by_role("button", name="Add an adult").click()
    page.get_by_label("First name").fill(forename)
    page.get_by_label("Last name").fill(surname)
    for box, value in zip(("day", "month", "year"), (*born, year), strict=True):
        page.locator(f"[name=born_{box}]").fill(value)
    if look:
        clean(page, "report-find")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label(part, exact=True).check()
    if look:
        clean(page, "report-adult")
    page.get_by_role("button", name="Save this adult").click()


def add_child(page: Page, *, look: bool) -> None:
    """Add the baby, in arms, with the mother as parent."""
    page.get_by_role("button", name="Add a child").click()
    page.get_by_label("First name").fill("Charlie")
    page.get_by_label("Last name").fill("Marsh")
    fill_date(page, "born", BORN)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("In somebody's arms").check()
    page.get_by_label("How is Jodie Marsh related to this child?").select_option("Parent")
    page.get_by_label("How is Kyle Denham related to this child?").select_option("Parent")
    page.get_by_role("group", name="For a child under two").get_by_label("Not asked").check()
    if look:
        clean(page, "report-child")
    page.get_by_role("button", name="Save this child").click()


def machine() -> None:
    """The worker's turn."""
    stages.run_until_quiet(now=timezone.now())


def test_an_officer_reports_and_a_health_visitor_answers(
    page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(page, live_server, user_of(world, Function.POLICE_SAFEGUARDING_UNIT, "reporting_officer"))
    report(page, live_server, look=True)
    clean(page, "report-check")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Report received")).to_be_visible()
    clean(page, "report-sent")
    machine()
    page.get_by_role("link", name="See the incident as you told it").click()
    expect(page.get_by_text("Shouting heard through the wall.")).to_be_visible()
    expect(page.get_by_text("Held for release").first).to_be_visible()
    clean(page, "incident")
    page.goto(f"{live_server.url}/reports")
    clean(page, "reports")
    page.get_by_role("button", name="Sign out").click()
    answer(page, live_server, world, sign_in)


def answer(page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn) -> None:
    """The health visitor's side."""
    sign_in(page, live_server, user_of(world, Function.HEALTH_VISITOR))
    page.goto(f"{live_server.url}/work")
    clean(page, "work")
    page.get_by_role("link", name=re.compile("Charlie Marsh")).click()
    expect(page.get_by_text("As alleged:")).to_be_visible()
    clean(page, "item")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose your answer.")
    page.get_by_label("We have read this and will act").check()
    page.get_by_label("What will you do?").fill("Visit on Thursday; see each parent alone; ask about nights.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()
    clean(page, "item-answered")
    with acting(actor="tests", agency="machine"):
        notice = Notice.objects.get(function=Function.HEALTH_VISITOR, answered_on="")
        assert notice.state == State.ANSWERED
        assert notice.next_at is None


def test_a_specialist_withholds_with_a_reason_and_releases(
    page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    with acting(actor="tests", agency="machine"):
        told_at = timezone.now()
        world.report(
            now=told_at, happened_at=told_at - timedelta(hours=2),
            people=(told.mother_told(), told.father_told(), told.child_told(birth_date=BORN)),
        )  # fmt: skip
    sign_in(page, live_server, user_of(world, Function.POLICE_SAFEGUARDING_UNIT, "specialist_releaser"))
    page.goto(f"{live_server.url}/release")
    clean(page, "release-queue")
    page.get_by_role("link", name=re.compile("Kyle Denham")).first.click()
    expect(page.get_by_text("Exactly what they would read")).to_be_visible()
    page.get_by_role("button", name="Withhold").click()
    expect(page.get_by_role("alert")).to_be_visible()
    clean(page, "held-error")
    page.get_by_label("Reason for withholding").fill("He reads her post and would know who told.")
    page.get_by_role("button", name="Withhold").click()
    expect(page.get_by_text("Withheld. Another function is told")).to_be_visible()
    page.get_by_role("link", name=re.compile("Kyle Denham")).last.click()
    page.get_by_role("button", name="Release", exact=True).click()
    expect(page.get_by_text("Released. They are told now.")).to_be_visible()
    with acting(actor="tests", agency="machine"):
        states = set(Notice.objects.filter(about__forename="Kyle").values_list("state", flat=True))
        assert State.WITHHELD in states or State.QUEUED in states


def test_everything_works_without_javascript_on_a_phone_and_a_second_press_makes_nothing_twice(
    quiet_page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(quiet_page, live_server, user_of(world, Function.POLICE_SAFEGUARDING_UNIT, "reporting_officer"))
    report(quiet_page, live_server, look=False)
    where = quiet_page.url
    quiet_page.get_by_role("button", name="Send").click()
    quiet_page.goto(where)
    expect(quiet_page.get_by_role("heading", name="Report received")).to_be_visible()
    machine()
    with acting(actor="tests", agency="machine"):
        assert Incident.objects.count() == 1
        assert (
            Notice.objects.filter(function=Function.HEALTH_VISITOR, answered_on="", state=State.DELIVERED).count() == 1
        )


def test_what_was_typed_is_saved_by_itself_and_is_there_after_a_lost_page(
    page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(page, live_server, user_of(world, Function.POLICE_SAFEGUARDING_UNIT, "reporting_officer"))
    page.goto(f"{live_server.url}/report")
    page.get_by_role("button", name="Report a concern about a carer or child").click()
    page.get_by_label("What worries you").fill("He seemed spaced out on the ward.")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved", timeout=10_000)
    page.goto(f"{live_server.url}/report")
    page.get_by_role("link", name=re.compile("Concern saved")).click()
    expect(page.get_by_label("What worries you")).to_have_value("He seemed spaced out on the ward.")
    expect(page.get_by_role("alert")).to_have_count(0)
