"""The sample page in a real browser, under the real content security policy, with JavaScript and without."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from csp.utils import build_policy
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys import axe
from wholepicture.interfaces.web.components import forms

pytestmark = pytest.mark.skipif(not Path(axe.CHROMIUM).exists(), reason=f"There is no {axe.CHROMIUM}.")

STATIC = Path(__file__).resolve().parents[5] / "wholepicture" / "interfaces" / "web" / "static"
ADDRESS = "http://pages.test/"
EVERY_RULE = (*axe.TAGS, "best-practice")
Draw = Callable[..., str]
Posted = Callable[[str], forms.GovukForm]


class Site:
    """Answers the browser: the page under its policy, static files, and whatever is posted."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.posted: list[tuple[str, dict[str, list[str]]]] = []
        self.missing: list[str] = []
        self.complaints: list[str] = []
        self.draft_status = 204

    def open(self, page: Page) -> None:
        """Show the page and collect what the browser complains of."""
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self.answer)
        page.goto(ADDRESS)

    def answer(self, route: Route) -> None:
        """Answer one request."""
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            self.posted.append((path, parse_qs(route.request.post_data or "")))
            route.fulfill(status=self.draft_status)
        elif path == "/":
            policy = {"content-type": "text/html", "content-security-policy": build_policy()}
            route.fulfill(body=self.markup, headers=policy)
        elif (file := STATIC / path.removeprefix(settings.STATIC_URL)).is_file():
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
        else:
            self.missing.append(path)
            route.fulfill(status=404)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page of its own (the plugin's page wants a base address, which warns)."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[Page]:
    """Open a page in which JavaScript is off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("text", [None, "happened_day=31&happened_month=2&happened_year=2019&dash=NOT_DONE"])
def test_every_component_is_accessible_at_desktop_and_phone_width(
    page: Page, draw: Draw, posted: Posted, width: int, text: str | None
) -> None:
    site = Site(draw() if text is None else draw(posted(text)))
    page.set_viewport_size({"width": width, "height": 800})
    site.open(page)
    assert axe.violations(page, tags=EVERY_RULE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert (site.complaints, site.missing) == ([], [])


def test_a_page_without_a_label_is_not_called_accessible(page: Page, draw: Draw) -> None:
    Site(draw().replace('for="id_where"', "")).open(page)
    assert [breach.split(":")[0] for breach in axe.violations(page)] == ["label"]


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page: Page, draw: Draw, posted: Posted) -> None:
    Site(draw(posted("where=Home&happened_day=1&happened_month=13&happened_year=2019"))).open(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Date it happened must have a month").click()
    expect(page.locator("#id_happened_month")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_reveals_its_question_with_scripts_and_without(
    page: Page, without_scripts: Page, draw: Draw, scripts: bool
) -> None:
    used = page if scripts else without_scripts
    Site(draw()).open(used)
    expect(used.get_by_label("Why was it not done?")).to_be_hidden()
    used.get_by_role("radio", name="Not done").check()
    expect(used.get_by_label("Why was it not done?")).to_be_visible()
    used.get_by_role("radio", name="High").check()
    expect(used.get_by_label("Why was it not done?")).to_be_hidden()


def test_the_navigation_opens_on_a_phone_and_stands_open_without_scripts(
    page: Page, without_scripts: Page, draw: Draw
) -> None:
    for used in (page, without_scripts):
        used.set_viewport_size({"width": 375, "height": 800})
        Site(draw()).open(used)
    expect(page.get_by_role("link", name="What is stuck")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="What is stuck")).to_be_visible()
    expect(without_scripts.get_by_role("link", name="What is stuck")).to_be_visible()


def test_a_draft_saves_itself_and_says_when(page: Page, draw: Draw) -> None:
    site = Site(draw())
    site.open(page)
    page.get_by_label("Where it happened").fill("12 Sample Street")
    page.get_by_role("textbox", name="Password").fill("secret")
    expect(page.get_by_role("status").filter(has_text="Saved at")).to_be_visible(timeout=10_000)
    path, fields = site.posted[-1]
    assert path == "/draft"
    assert fields["where"] == ["12 Sample Street"]
    assert "csrfmiddlewaretoken" in fields
    assert "password" not in fields


@pytest.mark.parametrize(
    ("status", "words"), [(500, "Not saved. Send the form now"), (401, "Not saved: you are signed out")]
)
def test_a_draft_that_cannot_be_saved_says_so(page: Page, draw: Draw, status: int, words: str) -> None:
    site = Site(draw())
    site.draft_status = status
    site.open(page)
    page.get_by_label("Where it happened").fill("12 Sample Street")
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=10_000)


def test_a_button_pressed_twice_sends_once(page: Page, draw: Draw) -> None:
    site = Site(draw().replace('data-prevent-double-click="true"', ""))
    site.open(page)
    for _ in range(2):
        page.evaluate("document.querySelector('form[data-autosave] > .govuk-button').click()")
        page.wait_for_timeout(300)
    assert [path for path, _ in site.posted] == ["/sent"]


@pytest.mark.parametrize("by", ["link", "keys"])
def test_a_page_hides_at_once_and_comes_back_with_what_was_typed(page: Page, draw: Draw, by: str) -> None:
    Site(draw()).open(page)
    page.get_by_label("Where it happened").fill("12 Sample Street")
    if by == "link":
        page.get_by_role("link", name="Hide this page").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    expect(page.get_by_role("heading")).to_have_text(["This page is blank"])
    expect(page).to_have_title("Blank page")
    assert "Sample" not in page.locator("body").inner_text()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Where it happened")).to_have_value("12 Sample Street")
    expect(page).to_have_title("My work – Whole Picture")


def test_one_press_of_escape_hides_nothing(page: Page, draw: Draw) -> None:
    Site(draw()).open(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def test_hiding_without_scripts_is_a_plain_link(without_scripts: Page, draw: Draw) -> None:
    Site(draw()).open(without_scripts)
    assert without_scripts.get_by_role("link", name="Hide this page").get_attribute("href") == "/hidden"
