"""What journeys of triage share: a clock that they move, people who sign in, and the steps that people take on its pages."""

import re
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, triaged
from tests.journeys import axe
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.terms import Function

SHOTS = Path("/tmp/journey-shots")  # noqa: S108
BORN = date(2019, 11, 14)
# A Monday, before the meeting of half past nine.
MONDAY = datetime(2019, 12, 16, 7, 30, tzinfo=UTC)
SATURDAY = datetime(2019, 12, 21, 14, 0, tzinfo=UTC)
PHONE = {"width": 375, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
NAMES = re.compile(r"Charlie|Marsh|Jodie|Kyle|Denham|Sam|Vale")


class Clock:
    """The one clock of pages and machine; the journey moves it."""

    def __init__(self, at: datetime) -> None:
        """Begin at a moment."""
        self.at = at

    def __call__(self) -> datetime:
        """The time now."""
        return self.at


def as_tests() -> AbstractContextManager[None]:
    """Say to the database who acts: these tests have transactions of their own."""
    return acting(actor="tests", agency="machine")


def user(table: triaged.Table, function: Function, *roles: str) -> User:
    """The named person of a function, who signs in; the same one when asked again."""
    with as_tests():
        worker = triaged.named(table.post(function))
        found = User.objects.filter(worker=worker).first()
        return found or accounts.make_user(worker=worker, roles=roles or ("practitioner",))


def chair(table: triaged.Table, function: Function) -> User:
    """A chair of the daily triage in the team of a function."""
    with as_tests():
        return accounts.make_user(team=table.post(function).team, roles=("triage_chair",))


def machine() -> None:
    """The worker's turn."""
    stages.run_until_quiet(now=timezone.now())


def clean(page: Page, name: str) -> None:
    """At both widths: no accessibility fault, no sideways scrolling, no name in title or address, and a picture to look at."""
    before = page.viewport_size
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain mapping of the two
        assert axe.violations(page) == [], f"{name} at {size}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {size}"
        axe.picture(page, SHOTS / f"{name}-{size['width']}.png")
    assert before
    page.set_viewport_size(before)
    assert not NAMES.search(page.title() + page.url)


def leave(page: Page) -> None:
    """Sign out."""
    page.get_by_role("button", name="Sign out").click()


def open_family(page: Page, live_server: LiveServer, name: str) -> None:
    """Go from the daily list to the page on which a family is decided about."""
    page.goto(f"{live_server.url}/triage")
    page.get_by_role("link", name=re.compile(name)).click()
    expect(page.get_by_role("heading", name="The decision", exact=True)).to_be_visible()


def decide(page: Page, outcome: str, level: int, reasons: str) -> None:
    """Fill what every decision needs."""
    page.get_by_role("group", name="What is decided?").get_by_label(outcome, exact=True).check()
    page.get_by_role("group", name="Level of need").get_by_role("radio").nth(level - 1).check()
    page.locator("textarea[name=reasons]").fill(reasons)


def ask_of(page: Page, function: Function, words: str) -> None:
    """Tick somebody who is asked for something, about the first person offered, and say what."""
    box = page.get_by_role("group", name="Who is asked for something?").get_by_role(
        "checkbox", name=f"{function.label}:"
    )
    box.check()
    key = box.get_attribute("value")
    about = page.locator(f"[name=about_{key}]")
    if about.count():
        about.first.check()
    page.locator(f"[name=asked_{key}]").fill(words)


def speak(page: Page, say: str, words: str = "") -> None:
    """Say something to a decision that waits for agreement."""
    waits = page.get_by_role("region", name="Waits for agreement")
    waits.get_by_role("radio", name=say).check()
    if words:
        waits.get_by_role("textbox").fill(words)
    waits.get_by_role("button", name="Record what I say").click()
