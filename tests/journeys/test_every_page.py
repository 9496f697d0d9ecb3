"""Every page that anybody may open, on a phone and on a desk, with and without JavaScript, over the demonstration."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from tests.factories import replays
from tests.journeys import axe, crawling
from tests.journeys.crawling import Visit, Walk
from tests.journeys.demonstration import Demonstration, a_demonstration, as_role
from wholepicture.interfaces.cli import verify
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.oversight import actions as oversight
from wholepicture.pathway.oversight.queries.promises import PROMISES
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Record

pytestmark = pytest.mark.journey
__all__ = ["a_demonstration"]
Storage = dict[str, Any]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}
# A page of a family that somebody else computes beside may take long on a shared machine.
PATIENCE = 60_000
OFFICER, STRANGER = "Police officer", "Somebody who has not signed in"
BLANK = "session:hidden"  # says nothing, not even whose page it is, to whoever looks over a shoulder
# Addresses that no link or form of the demonstration leads to, and why; each has tests of its own.
# What waits in the demonstration depends on the hour at which it was made, so that some of these are reached at times.
REACHED_ELSEWHERE = {
    "api:api-root": "the door of agencies' systems, which have a key and no browser",
    "api:report_incident": "the door of agencies' systems",
    "api:report_concern": "the door of agencies' systems",
    "api:report_birth": "the door of agencies' systems",
    "incidents:sent": "only after sending; see test_report_to_answer",
    "incidents:incident": "only for whoever reported; see test_report_to_answer",
    "deciding:discard": "only where words were kept by whoever began to decide; see test_deciding",
    "feeds:group": "no file of the demonstration has a fault; see test_quarantine",
    "feeds:set_aside": "no file of the demonstration has a fault; see test_quarantine_pages",
    "feeds:put_back": "no file of the demonstration has a fault; see test_quarantine_pages",
    "links:second": "only while a decision waits for a second look; see test_links",
    "links:undo_review": "only where a reviewer has answered a pair; see test_links",
    "meetings:open": "only at the time of a meeting; see test_meeting_and_suspension",
    "meetings:close": "only at the time of a meeting; see test_meeting_and_suspension",
    "notices:decline": "a form of an item that somebody may decline; see test_notice",
    "notices:name_team": "a form of a task to find out who must be told; see test_missing_recipient_pages",
    "suspensions:ratify": "the delegate of the demonstration has signed nothing; see test_suspension_pages",
}
OUTLINE = """() => {
  const main = document.querySelector("main");
  const lines = main.innerText.split("\\n").map(line => line.trim()).filter(Boolean);
  const links = [...main.querySelectorAll("a[href]")].map(link => "link " + link.getAttribute("href"));
  const fields = [...main.querySelectorAll("[name]")].map(field => "field " + field.getAttribute("name"));
  return [...lines, ...links, ...fields];
}"""
# What a script adds: how many characters are left, what was saved by itself, "Show" beside a password, a short cut.
ONLY_A_CONVENIENCE = re.compile(
    r"^You (have|can enter up to) .* characters|^Show$|^Saved|^Ctrl and Enter|csrfmiddlewaretoken"
)


@dataclass(frozen=True)
class Walked:
    """What everybody reached, and the session in which each kind of user did."""

    visits: tuple[Visit, ...]
    sessions: dict[str, Storage]

    def of(self, name: str) -> list[Visit]:
        """The visits of one named address, the fullest page first."""
        return sorted((one for one in self.visits if one.name == name), key=lambda one: -len(one.body))

    @property
    def names(self) -> list[str]:
        """Every named address that somebody reached."""
        return sorted({one.name for one in self.visits})


def opened(browser: Browser, session: Storage | None = None, *, javascript: bool = True) -> BrowserContext:
    """A desk's browser, signed in where a session is given."""
    context = browser.new_context(
        viewport=DESK, locale="en-GB", timezone_id="Europe/London", java_script_enabled=javascript,
        storage_state=session,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    return context


def sign_in(context: BrowserContext, demonstration: Demonstration, email: str) -> None:
    """Sign in through the form, without drawing it."""
    where = f"{demonstration.url}/sign-in"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', context.request.get(where).text())
    assert token
    sent = {"email": email, "password": demonstration.password, "csrfmiddlewaretoken": token[1]}
    answer = context.request.post(where, form=sent, headers={"Referer": where})
    assert "/sign-in" not in answer.url, email


def posted(context: BrowserContext, where: str, **sent: str) -> str:
    """Send a form of a page that is signed in; gives where that led."""
    token = next(one["value"] for one in context.cookies() if one["name"].endswith("csrftoken"))
    answer = context.request.post(where, form=sent | {"csrfmiddlewaretoken": token}, headers={"Referer": where})
    assert answer.ok, where
    return answer.url


def draft_begun(context: BrowserContext, demonstration: Demonstration) -> tuple[str, ...]:
    """Every page of a report that the officer of the demonstration has begun and not sent, with somebody added to it."""
    start = context.request.get(f"{demonstration.url}/report").text()
    found = re.search(r'href="(/report/[0-9a-f-]{36})/what"', start)
    assert found
    asked = posted(context, f"{demonstration.url}{found[1]}/people/add", sort="adult")
    person = posted(context, asked, forename="Somebody", surname="Newly-Invented")
    added = tuple(urlsplit(page).path for page in (asked, person))
    return (*(f"{found[1]}/{page}" for page in ("what", "people", "grades", "check")), *added)


def keep_a_replay() -> None:
    """Keep the replay of an invented case, as `wholepicture run` keeps the published one."""
    with as_role("owner"), acting(actor=MACHINE.id, agency=MACHINE.chain):
        replay = replays.begun()
        oversight.keep_replay(replay=replay, report=replays.DOCUMENT, by=MACHINE, now=timezone.now())


@pytest.fixture(scope="module")
def walked(browser: Browser, demonstration: Demonstration) -> Walked:
    """Let every kind of user follow every link, and somebody who has not signed in; the officer has a report under way."""
    keep_a_replay()
    context = opened(browser)
    visits = list(Walk(STRANGER, context, demonstration.url, ("/sign-in", "/hidden")).visits())
    sessions: dict[str, Storage] = {STRANGER: context.storage_state()}  # type: ignore[dict-item]  # of the same keys
    context.close()
    for kind, email in demonstration.sign_ins.items():
        context = opened(browser)
        sign_in(context, demonstration, email)
        begun = draft_begun(context, demonstration) if kind == OFFICER else ()
        visits += Walk(kind, context, demonstration.url, begun).visits()
        sessions[kind] = context.storage_state()  # type: ignore[assignment]
        context.close()
    return Walked(tuple(visits), sessions)


@pytest.fixture(scope="module")
def names_of_people(demonstration: Demonstration) -> re.Pattern[str]:
    """Every name that anybody of the demonstration's families has."""
    with acting(actor="tests", agency="machine"):
        told = Record.objects.values_list("forename", "surname")
        words = {word for names in told for name in names for word in name.split() if len(word) > 1}
    assert len(words) > 10
    return re.compile(rf"\b({'|'.join(sorted(words))})\b")


def test_every_link_leads_to_a_page_and_every_form_to_an_address_that_takes_it(walked: Walked) -> None:
    refused = [
        f"{one.kind}: {one.path} ({one.name}) answers {one.status}, and {one.found_on} leads there"
        for one in walked.visits
        if one.status != HTTPStatus.OK and not (one.is_sent and one.status == HTTPStatus.METHOD_NOT_ALLOWED)
    ]
    assert not refused, "\n".join(refused)


def test_every_page_has_one_main_heading_and_a_title_and_address_that_name_nobody(
    walked: Walked, names_of_people: re.Pattern[str]
) -> None:
    wrong = []
    for one in walked.visits:
        said = crawling.read(one.body)
        if one.is_page and said.h1 != 1:
            wrong.append(f"{one.path} of {one.kind} has {said.h1} main headings")
        if one.is_page and one.name != BLANK and not said.title.endswith("– Whole Picture"):
            wrong.append(f"{one.path} of {one.kind} is called “{said.title}”")
        if names_of_people.search(said.title + " " + one.path):
            wrong.append(f"{one.path} of {one.kind} names somebody: “{said.title}”")
    assert not wrong, "\n".join(wrong)


def test_every_named_address_was_visited_by_somebody(walked: Walked) -> None:
    named = dict(crawling.named_addresses())
    visited = {one.name for one in walked.visits}
    assert sorted(set(named) - visited - set(REACHED_ELSEWHERE)) == []
    assert set(REACHED_ELSEWHERE) <= set(named), "An address of the list is gone."


def looked_at(walked: Walked) -> list[Visit]:
    """The fullest page of each named address that anybody reached, by who reached it."""
    pages = [[one for one in walked.of(name) if one.is_page] for name in walked.names]
    return sorted((those[0] for those in pages if those), key=lambda one: one.kind)


def test_every_page_is_accessible_fits_a_phone_and_says_the_same_without_javascript(
    browser: Browser, walked: Walked, demonstration: Demonstration
) -> None:
    wrong: list[str] = []
    for kind, theirs in groupby(looked_at(walked), key=lambda one: one.kind):
        contexts = [opened(browser, walked.sessions[kind], javascript=scripted) for scripted in (True, False)]
        page, plain = (quick_static(context).new_page() for context in contexts)
        for visit in theirs:
            found = faults(page, plain, demonstration.url + visit.path)
            wrong += [f"{visit.name} {visit.path} of {kind}: {words}" for words in found]
        for context in contexts:
            context.close()
    assert not wrong, "\n".join(wrong)


def quick_static(context: BrowserContext) -> BrowserContext:
    """Hand style sheets, scripts and pictures to the browser from their files: the server has enough to do."""

    def fulfil(route: Route) -> None:
        route.fulfill(path=finders.find(urlsplit(route.request.url).path.removeprefix("/static/")))

    context.route("**/static/**", fulfil)
    return context


def faults(page: Page, plain: Page, where: str) -> Iterator[str]:
    """What is wrong with one page: at both widths with scripts, and as a phone shows it without."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    def fail(error: object) -> None:
        said.append(str(error))

    page.on("console", hear)
    page.on("pageerror", fail)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # a plain mapping of the two
    page.goto(where)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        yield from (f"at {size['width']}: {breach}" for breach in axe.violations(page))
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        yield "it is wider than a phone"
    yield from (f"the browser complains: {words}" for words in said)
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)
    plain.set_viewport_size(PHONE)  # type: ignore[arg-type]
    plain.goto(where)
    missing = outline(page) - outline(plain)
    if missing:
        yield f"without JavaScript there is no {sorted(missing)[:20]}"


def outline(page: Page) -> set[str]:
    """What somebody can read and use on a page: its lines of text, its links and the fields of its forms."""
    found: list[str] = page.evaluate(OUTLINE)
    return {words for words in found if not ONLY_A_CONVENIENCE.search(words)}


def test_the_demonstration_keeps_every_promise(
    walked: Walked, demonstration: Demonstration, capsys: pytest.CaptureFixture[str]
) -> None:
    with as_role("auditor"):
        broken = verify.command([])
    said = capsys.readouterr().out
    assert "BROKEN" not in said, said
    assert (broken, said.count(": kept")) == (0, len(PROMISES))
