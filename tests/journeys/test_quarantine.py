"""A data officer mends what a file could not bring in, with JavaScript and on a phone without (review 2.4)."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, feeds
from tests.factories import agencies as make
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.incidents.models import Incident, Quarantined

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = Path("/tmp/journey-shots")  # noqa: S108
WIDTHS = (1280, 375)


@pytest.fixture
def officer(live_server: LiveServer) -> accounts.User:
    """A police force's data officer, and two incidents of its file that could not be brought in."""
    with acting(actor="tests", agency="machine"):
        police = make.make_agency(kind="police")
        user = accounts.make_user(team=make.make_team(agency=police), roles=("data_officer",))
    faulty = feeds.incident()
    faulty[0]["DOB"] = "31/02/1997"
    for row in faulty:
        row["DASH"] = "Hihg"
    twice = feeds.incident("CH-2", "Vale")
    twice[2]["Sleeps asked"] = ""
    feeds.fed(feeds.text(faulty + twice + feeds.incident("CH-3", "Ashby")), police, now=timezone.now())
    return user


def clean(page: Page, name: str) -> None:
    """At both widths: no accessibility fault, no sideways scrolling, no name in title or address, and a picture to look at."""
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    assert not re.search("Jodie|Marsh|Charlie", page.title() + page.url)
    if before:
        page.set_viewport_size(before)


def test_rows_are_corrected_and_released(
    page: Page, live_server: LiveServer, officer: accounts.User, sign_in: SignIn
) -> None:
    sign_in(page, live_server, officer)
    page.get_by_role("link", name="Quarantine").click()
    clean(page, "quarantine-list")
    page.get_by_role("link", name="CH-1: 3 rows").click()
    clean(page, "quarantine-group")

    page.get_by_role("link", name="Line 2: Date of birth: There is no such day").click()
    expect(page.locator("#id_row-0-birth_date")).to_be_focused()
    page.locator("#id_row-0-birth_date").fill("02/05/1997")
    page.get_by_role("button", name="Release").click()

    expect(page.get_by_role("alert")).to_contain_text("DASH grade: The word in the file is not known here: choose one.")
    clean(page, "quarantine-still-wrong")
    page.get_by_label("DASH grade", exact=True).select_option("High")
    page.get_by_role("button", name="Release").click()

    expect(page.get_by_text("Released. The incident is in")).to_be_visible()
    expect(page.get_by_text("1 incident waits")).to_be_visible()
    clean(page, "quarantine-released")
    with acting(actor="tests", agency="machine"):
        assert sorted(Incident.objects.values_list("reference", flat=True)) == ["CH-1", "CH-3"]


def test_without_javascript_on_a_phone_rows_are_mended_set_aside_and_put_back(
    quiet_page: Page, live_server: LiveServer, officer: accounts.User, sign_in: SignIn
) -> None:
    page = quiet_page
    sign_in(page, live_server, officer)
    page.goto(f"{live_server.url}/quarantine")
    page.get_by_role("link", name="CH-2: 3 rows").click()
    page.get_by_role("button", name="Set aside").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter why these rows are set aside.")
    page.get_by_label("Why are these rows set aside?").fill("Entered twice")
    page.get_by_role("button", name="Set aside").click()

    expect(page.get_by_text("Set aside. The rows are kept below")).to_be_visible()
    page.get_by_role("link", name="CH-2: 3 rows").click()
    page.get_by_role("button", name="Put back").click()
    page.get_by_role("link", name="CH-2: 3 rows").click()
    page.get_by_label("Was it asked where the child sleeps tonight?").last.select_option("Not asked")
    page.get_by_role("button", name="Release").click()

    expect(page.get_by_text("Released. The incident is in")).to_be_visible()
    with acting(actor="tests", agency="machine"):
        assert Quarantined.objects.get(reference="CH-2").state == "RELEASED"
