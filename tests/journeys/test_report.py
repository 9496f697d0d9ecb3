"""Reporting in a real browser, apart from the main road: a concern, a draft thrown away, a fault mended, the developers' page."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts
from tests.factories import agencies as make
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.incidents.models import Incident
from wholepicture.registers.accounts.models import User

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = Path("/tmp/journey-shots")  # noqa: S108


@pytest.fixture
def officer(live_server: LiveServer) -> User:
    """A police officer who may report."""
    with acting(actor="tests", agency="machine"):
        worker = make.make_worker(agency=make.make_agency(kind="police"))
        return accounts.make_user(worker=worker, roles=("reporting_officer",))


def clean(page: Page, name: str) -> None:
    """No accessibility fault and no sideways scrolling at desktop and phone width, and a picture to look at."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {width}"
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1280, "height": 900})


def fill_worry(page: Page) -> None:
    """When and what."""
    yesterday = (timezone.now() - timedelta(days=1)).date()
    for part in ("day", "month", "year"):
        page.locator(f"[name=date_{part}]").fill(str(getattr(yesterday, part)))
    page.get_by_label("What worries you").fill("He seemed spaced out on the ward.")


def test_a_concern_sent_too_early_is_mended_from_its_faults_and_then_received(
    page: Page, live_server: LiveServer, officer: User, sign_in: SignIn
) -> None:
    sign_in(page, live_server, officer)
    page.goto(f"{live_server.url}/report")
    page.get_by_role("button", name="Report a concern").click()
    clean(page, "concern-what")
    page.goto(re.sub("what$", "check", page.url))
    page.get_by_role("button", name="Send").click()
    clean(page, "concern-check-errors")

    page.get_by_role("link", name="Enter the date on which you saw or heard it.").click()
    expect(page.locator("#date_day, #id_date_day")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    fill_worry(page)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Add or remove people").click()
    page.get_by_role("button", name="Add an adult").click()
    clean(page, "concern-find")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Carer of concern").check()
    clean(page, "concern-adult")
    page.get_by_role("button", name="Save this adult").click()
    page.get_by_role("group", name="Are there other children").get_by_label("Not asked").check()
    page.get_by_role("button", name="Continue").click()
    clean(page, "concern-check")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", name="Report received")).to_be_visible()
    with acting(actor="tests", agency="machine"):
        assert Incident.objects.get().kind == "CONCERN"


def test_a_draft_is_found_again_and_thrown_away_only_after_being_asked(
    page: Page, live_server: LiveServer, officer: User, sign_in: SignIn
) -> None:
    sign_in(page, live_server, officer)
    page.goto(f"{live_server.url}/report")
    page.get_by_role("button", name="Report a concern").click()
    fill_worry(page)
    page.get_by_role("button", name="Save and continue").click()

    page.goto(f"{live_server.url}/report")
    clean(page, "report-start-drafts")
    page.get_by_role("link", name=re.compile("^Discard")).click()
    clean(page, "report-discard")
    page.get_by_role("button", name="Discard the draft").click()

    expect(page.get_by_text("The draft was discarded.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Concern saved"))).to_have_count(0)


def test_a_page_can_be_filled_by_keyboard_alone_and_the_fault_is_where_the_focus_goes(
    page: Page, live_server: LiveServer, officer: User, sign_in: SignIn
) -> None:
    sign_in(page, live_server, officer)
    page.goto(f"{live_server.url}/report")
    page.get_by_role("button", name="Report an incident").press("Enter")
    page.get_by_role("button", name="Save and continue").press("Enter")

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Enter the date it happened.").press("Enter")
    expect(page.locator("#id_date_day")).to_be_focused()
    for text in ("16", "12", "2019", "9:40pm", "", "The canal"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.get_by_label("Where")).to_have_value("The canal")
    page.keyboard.press("Space")
    expect(page.get_by_label("Domestic abuse", exact=True)).to_be_checked()


def test_the_developers_page_is_read_at_both_widths_without_sign_in(
    page: Page, live_server: LiveServer, static_files: None
) -> None:
    page.goto(f"{live_server.url}/for-developers")
    clean(page, "for-developers")
