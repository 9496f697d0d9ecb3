"""A safeguarding board's first look: a kept replay as a page and the file that opens from a disk, on a desk and on a phone."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, replays
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.interfaces.replay.html import rendering
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.oversight import actions
from wholepicture.registers.audit.terms import MACHINE

pytestmark = pytest.mark.journey
PHONE = {"width": 375, "height": 740}


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def test_a_case_beside_itself_is_found_read_and_jumped_in(page: Page, live_server: LiveServer, sign_in: SignIn) -> None:
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        user = accounts.make_user(roles=("analyst",))
        replay = replays.begun()
        actions.keep_replay(replay=replay, report=replays.DOCUMENT, by=MACHINE, now=timezone.now())
    sign_in(page, live_server, user)

    page.goto(f"{live_server.url}/learning")
    assert not axe.violations(page)
    page.get_by_role("link", name="an invented case").click()
    assert page.get_by_role("heading", level=1).text_content() == "an invented case"
    assert page.get_by_role("img", name="Who knew of which incident").is_visible()
    page.get_by_role("link", name="2nd incident").click()
    assert page.url.endswith("#event-4")
    page.locator("#event-4 summary", has_text="Health visitor").press("Enter")
    assert page.locator("#event-4").get_by_text("Please answer.").first.is_visible()
    assert not axe.violations(page)

    page.set_viewport_size(PHONE)
    then = page.locator("#event-4 .wp-moment__side--then").bounding_box()
    now = page.locator("#event-4 .wp-moment__side--now").bounding_box()
    assert then
    assert now
    assert now["y"] >= then["y"] + then["height"]
    assert sideways(page) == 0
    assert not axe.violations(page)


def test_the_file_opens_from_a_disk_without_a_network_or_javascript(quiet_page: Page, tmp_path: Path) -> None:
    file = tmp_path / "case.html"
    file.write_text(
        rendering.whole(replays.DOCUMENT, played_at=timezone.now(), code="0.1.0", protocol="as delivered"), "utf-8"
    )
    asked: list[str] = []
    quiet_page.on("request", lambda request: asked.append(request.url))

    quiet_page.goto(file.as_uri())

    assert [url for url in asked if not url.startswith(("data:", file.as_uri()))] == []
    quiet_page.locator("#event-4 summary", has_text="Health visitor").click()
    assert quiet_page.locator("#event-4").get_by_text("Please answer.").first.is_visible()
    assert sideways(quiet_page) == 0


def test_the_file_passes_axe(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "case.html"
    file.write_text(
        rendering.whole(replays.DOCUMENT, played_at=timezone.now(), code="0.1.0", protocol="as delivered"), "utf-8"
    )

    page.goto(file.as_uri())

    assert not axe.violations(page)
    page.set_viewport_size(PHONE)
    assert not axe.violations(page)
