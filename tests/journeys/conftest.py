"""What every journey has: Debian's Chromium, plain static files, and a way to sign in through the real page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts
from tests.journeys import axe
from wholepicture.registers.accounts.models import User

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SignIn = Callable[[Page, LiveServer, User], None]


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
def static_files(settings: Settings) -> None:
    """Serve static files from their sources, so that nothing has to be collected first."""
    settings.STORAGES = settings.STORAGES | PLAIN


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a desktop page of its own, of 1280 by 900; `page.set_viewport_size` makes it a phone."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def quiet_page(browser: Browser) -> Iterator[Page]:
    """Open a page without JavaScript, as some agencies' machines still are, at a phone's width."""
    context = browser.new_context(
        viewport={"width": 375, "height": 740}, locale="en-GB", timezone_id="Europe/London", java_script_enabled=False
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(static_files: None) -> SignIn:
    """Give a function that signs a user of tests.factories.accounts in through the sign-in page."""

    def enter(page: Page, live_server: LiveServer, user: User) -> None:
        page.goto(f"{live_server.url}/sign-in")
        page.get_by_label("Work e-mail address").fill(user.email)
        page.get_by_label("Password", exact=True).fill(accounts.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda address: "/sign-in" not in address)

    return enter
