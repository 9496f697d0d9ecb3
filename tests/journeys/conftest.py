"""What every journey has: Debian's Chromium, plain static files, and a way to sign in through the real page."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts
from tests.journeys import axe
from wholepicture.registers.accounts.models import User

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SignIn = Callable[[Page, LiveServer, User], None]
# Of a week without a bank holiday.
WORKING_HOURS = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)
QUIET_SECONDS, LOOK_SECONDS = 10.0, 0.02
# A backend at work, or with a transaction open; autovacuum and its like are no clients.
BUSY = (
    "select state || ': ' || query from pg_stat_activity where datname = current_database() "
    "and pid <> pg_backend_pid() and backend_type = 'client backend' and (xact_start is not null or state <> 'idle')"
)


# The machine is shared: five seconds, as shipped, are not enough for a page to answer while others run.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip every journey, with one plain line, where there is no browser; CI fails on such a skip."""
    if Path(axe.CHROMIUM).exists():
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=f"There is no {axe.CHROMIUM}."))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start Debian's Chromium, since no other browser may be fetched."""
    return {"executable_path": axe.CHROMIUM, "args": axe.FLAGS}


@pytest.fixture
def working_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin on a Wednesday afternoon, from which time goes on as it does: no hour and no weekday of ours changes a test."""
    began = time.monotonic()
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: WORKING_HOURS + timedelta(seconds=time.monotonic() - began)
    )


@pytest.fixture
def static_files(settings: Settings) -> None:
    """Serve static files from their sources, so that nothing has to be collected first."""
    settings.STORAGES = settings.STORAGES | PLAIN


@pytest.fixture
def still_database(transactional_db: None) -> Iterator[None]:
    """Hold the flush back until the server is still: truncating under a request (an autosave, say) is a deadlock.

    A page asks for this, so it is closed first; this asks for `transactional_db`, which flushes last.
    """
    yield
    until = time.monotonic() + QUIET_SECONDS
    while busy := _busy():
        if time.monotonic() > until:
            pytest.fail(f"{QUIET_SECONDS:g} seconds after its page was closed the server is still at work: {busy}")
        time.sleep(LOOK_SECONDS)


def _busy() -> list[str]:
    """What is under way: requests in the server's threads, which may yet begin a transaction, and the database's work."""
    requests = [thread.name for thread in threading.enumerate() if "process_request_thread" in thread.name]
    with connection.cursor() as cursor:
        cursor.execute(BUSY)
        return requests + [words for (words,) in cursor.fetchall()]


@pytest.fixture
def page(browser: Browser, still_database: None) -> Iterator[Page]:
    """Open a desktop page of its own, of 1280 by 900; `page.set_viewport_size` makes it a phone."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def quiet_page(browser: Browser, still_database: None) -> Iterator[Page]:
    """Open a page without JavaScript, as some agencies' machines still are, at a phone's width."""
    context = browser.new_context(
        viewport={"width": 375, "height": 740}, locale="en-GB", timezone_id="Europe/London", java_script_enabled=False
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(static_files: None) -> SignIn:
    """Give a function that signs a user of tests.factories.accounts in, and goes on from home to their first page."""

    def enter(page: Page, live_server: LiveServer, user: User) -> None:
        page.goto(f"{live_server.url}/sign-in")
        page.get_by_label("Work e-mail address").fill(user.email)
        page.get_by_label("Password", exact=True).fill(accounts.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        first = page.locator(".govuk-service-navigation__link").nth(1).get_attribute("href")
        page.goto(f"{live_server.url}{first}")

    return enter
