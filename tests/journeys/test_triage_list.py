"""Somebody at the table reads the daily list, turns it over and opens a family; also on a phone, without JavaScript."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, on_list, worlds
from tests.factories import incidents as told
from tests.factories.listings import second_family
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.incidents.models import Incident
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.terms import Function

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NOW = timezone.now()
BORN = (NOW - timedelta(days=70)).date()
PARTIES = (told.mother_told(), told.father_told(), told.child_told(birth_date=BORN))
SHOTS = Path("/tmp/journey-shots")  # noqa: S108


@pytest.fixture
def world(live_server: LiveServer) -> worlds.World:
    """Three reports of one family, the first listed 40 hours ago, and another family that is linked."""
    with acting(actor="tests", agency="machine"):
        made = worlds.make_world(born=BORN)
        second_family(made)
        for hours in (40, 28, 3):
            at = NOW - timedelta(hours=hours)
            made.report(now=at, happened_at=at - timedelta(hours=1), people=PARTIES)
    return made


@pytest.fixture
def somebody(world: worlds.World) -> User:
    """Somebody of First Response."""
    with acting(actor="tests", agency="machine"):
        return accounts.make_user(team=world.posts[Function.FIRST_RESPONSE].team)


def fill(world: worlds.World, count: int) -> None:
    """So many more families on the list."""
    with acting(actor="tests", agency="machine"):
        incident = Incident.objects.first()
        assert incident
        teams = [world.posts[Function.FIRST_RESPONSE].team]
        on_list.fill(count, incident=incident.id, agency=world.police, teams=teams, now=NOW, minutes=7)


def clean(page: Page, name: str) -> None:
    """No accessibility fault and no sideways scrolling at desktop and phone width, no name in title or address."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    assert not any(each in page.title() + page.url for each in ("Charlie", "Marsh", "Sam"))


def test_the_strip_leads_to_the_list_and_a_row_to_the_family(
    page: Page, live_server: LiveServer, sign_in: SignIn, world: worlds.World, somebody: User
) -> None:
    sign_in(page, live_server, somebody)
    page.goto(f"{live_server.url}/agencies")
    strip = page.get_by_role("link", name="2 families wait for triage; the oldest for 1 day 16 hours")
    expect(page.get_by_text("1 overdue")).to_be_visible()
    clean(page, "strip")
    page.set_viewport_size({"width": 1280, "height": 900})
    strip.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Daily triage list")).to_be_visible()
    first = page.get_by_role("row").nth(1)
    # How many midnights lie between the reports depends on when this runs.
    expect(first).to_contain_text(re.compile(r"3rd in [12] days?; gaps of [012] and [012] days"))
    expect(first).to_contain_text("16 hours late")
    expect(page.get_by_role("row").nth(2)).to_contain_text("Reported in another family")
    clean(page, "triage-list")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Charlie Marsh, 10 weeks").press("Enter")
    page.wait_for_url(lambda address: "/triage/families/" in address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Charlie")


def test_a_long_list_is_turned_over_on_a_phone_without_javascript(
    quiet_page: Page, live_server: LiveServer, sign_in: SignIn, world: worlds.World, somebody: User
) -> None:
    fill(world, 498)
    page = quiet_page
    sign_in(page, live_server, somebody)
    page.goto(f"{live_server.url}/triage")
    expect(page.get_by_text("this list is 25 meetings")).to_be_visible()
    page.get_by_role("link", name="Standard lane (400)").click()
    expect(page.get_by_role("link", name="Standard lane (400)")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Page 2")).to_have_attribute("aria-current", "page")
    assert page.get_by_role("row").count() == 51
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    axe.picture(page, SHOTS / "triage-list-500-375.png")


def test_a_list_of_500_is_accessible_at_both_widths(
    page: Page, live_server: LiveServer, sign_in: SignIn, world: worlds.World, somebody: User
) -> None:
    fill(world, 498)
    sign_in(page, live_server, somebody)
    page.goto(f"{live_server.url}/triage?page=5")
    clean(page, "triage-list-500")
