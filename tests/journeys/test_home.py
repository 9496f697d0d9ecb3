"""The home page in Chromium: a health visitor, a chair, an executive; axe at both widths, and without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, worlds
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.terms import Function

pytestmark = pytest.mark.django_db(transaction=True)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}


@pytest.fixture
def world() -> worlds.World:
    """One report an hour ago, everybody told, and a clock that has stopped, which the worker's check has found."""
    now = timezone.now()
    with acting(actor="tests", agency="machine"):
        made = worlds.make_world()
        made.report(now=now - timedelta(hours=1), happened_at=now - timedelta(hours=3))
        Notice.objects.filter(state=State.DELIVERED, kind="act").update(next_at=None)
    while stages.run_round(now=now, watching=True):
        pass
    return made


def somebody(world: worlds.World, function: Function, role: str) -> User:
    """Somebody of the team of this function."""
    with acting(actor="tests", agency="machine"):
        return accounts.make_user(team=world.posts[function].team, roles=(role,))


def home(page: Page, live_server: LiveServer) -> None:
    """Open the home page by its logo, as everybody does."""
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("heading", name="What you must do")).to_be_visible()
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def test_a_health_visitor_goes_from_home_to_what_is_asked_and_finds_it_no_longer_new(
    page: Page, live_server: LiveServer, sign_in: SignIn, world: worlds.World
) -> None:
    sign_in(page, live_server, somebody(world, Function.HEALTH_VISITOR, "practitioner"))
    home(page, live_server)
    page.get_by_role("region", name="What you must do").get_by_role("link", name="Charlie Marsh").first.click()
    expect(page.get_by_text("You have not opened this before.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Nothing new since you last looked")).to_be_visible()


def test_a_chair_sees_families_teams_and_promises(
    page: Page, live_server: LiveServer, sign_in: SignIn, world: worlds.World
) -> None:
    sign_in(page, live_server, somebody(world, Function.FIRST_RESPONSE, "triage_chair"))
    home(page, live_server)
    for heading in (
        "Decide about families",
        "New since you last looked",
        "Items and minutes of each team",
        "The promises",
    ):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("link", name="more teams").click()
    expect(page.get_by_role("row")).to_have_count(1 + len(world.posts))


def test_an_executive_reads_the_broken_promise_first_without_scripts(
    quiet_page: Page, live_server: LiveServer, sign_in: SignIn, world: worlds.World
) -> None:
    sign_in(quiet_page, live_server, somebody(world, Function.FIRST_RESPONSE, "executive"))
    quiet_page.goto(f"{live_server.url}/")
    expect(quiet_page.get_by_role("heading", name="A promise is broken")).to_be_visible()
    expect(quiet_page.get_by_text("their clock has stopped").first).to_be_visible()
    quiet_page.get_by_role("link", name="All promises").click()
    expect(quiet_page.get_by_role("heading", name="The promises")).to_be_in_viewport()
