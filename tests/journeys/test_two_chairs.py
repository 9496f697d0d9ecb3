"""Two chairs write about one family at once, in two browsers: neither loses a word, and the second sees the first's."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import triaged
from tests.journeys import at_the_table as at
from tests.journeys.conftest import SignIn
from wholepicture.pathway.triage import queries
from wholepicture.pathway.triage.facts import DecisionPicture
from wholepicture.pathway.triage.models import Words
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.terms import Function

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
POLICE, SOCIAL_CARE, VISITOR = Function.POLICE_SAFEGUARDING_UNIT, Function.FIRST_RESPONSE, Function.HEALTH_VISITOR
HERS = "A baby of four weeks; see him before the weekend."
HIS = "He has a key to the flat; ask her about the locks, and see the baby today."
DECIDED_MEANWHILE = 409


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> at.Clock:
    """A Saturday, so that no meeting is open."""
    made = at.Clock(at.SATURDAY)
    monkeypatch.setattr("django.utils.timezone.now", made)
    return made


@pytest.fixture
def table(live_server: LiveServer, clock: at.Clock) -> triaged.Table:
    """A family on the list."""
    with at.as_tests():
        made = triaged.make_table()
        made.report_charlies(clock.at)
    return made


@pytest.fixture
def other_page(browser: Browser, still_database: None) -> Iterator[Page]:
    """Open the second chair's browser, with a session of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def chairs(table: triaged.Table) -> tuple[User, User]:
    """A chair of each of the two employers that chair."""
    return at.chair(table, SOCIAL_CARE), at.chair(table, POLICE)


def decisions(table: triaged.Table) -> list[DecisionPicture]:
    """What was decided about Charlie, the newest first."""
    with at.as_tests():
        return queries.decisions_of_families([table.charlies()])[table.charlies()]


def kept(user: User) -> str:
    """What the database keeps of somebody's words."""
    with at.as_tests():
        row = Words.objects.filter(user=str(user.id)).first()
        return str(row.words) if row else ""


def saved(page: Page) -> None:
    """Wait until the page says that what was typed is kept."""
    expect(page.locator("[data-autosave-status]").first).to_contain_text("Saved", timeout=10_000)


def test_two_chairs_at_once_lose_no_word(
    page: Page, other_page: Page, live_server: LiveServer, table: triaged.Table, chairs: tuple[User, User],
    sign_in: SignIn,
) -> None:  # fmt: skip
    her, him = chairs
    for browser, user in ((page, her), (other_page, him)):
        sign_in(browser, live_server, user)
        at.open_family(browser, live_server, "Charlie")
    at.decide(page, "Early help", 2, HERS)
    saved(page)
    at.decide(other_page, "Support by named services", 3, HIS)
    at.ask_of(other_page, VISITOR, "See Charlie today.")
    saved(other_page)
    assert HERS in kept(her)
    assert HIS in kept(him)
    at.ask_of(page, VISITOR, "See Charlie before the weekend.")
    page.get_by_role("button", name="Propose the decision").click()
    expect(page.get_by_text("Proposed. Whoever has to agree is asked now")).to_be_visible()

    with other_page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        other_page.get_by_role("button", name="Propose the decision").click()
    assert sent.value.status == DECIDED_MEANWHILE
    both_are_there(other_page)
    at.clean(other_page, "triage-two-chairs")
    assert [one.reasons for one in decisions(table)] == [HERS], "The second has replaced nothing unseen."
    other_page.reload()
    at.open_family(other_page, live_server, "Charlie")
    both_are_there(other_page)
    assert HIS in kept(him)

    other_page.get_by_role("button", name="Propose the decision").click()
    expect(other_page.get_by_text("Proposed. Whoever has to agree is asked now")).to_be_visible()
    newer, older = decisions(table)
    assert (newer.reasons, newer.state) == (HIS, DecisionState.PROPOSED)
    assert (older.reasons, older.state) == (HERS, DecisionState.REPLACED)
    assert kept(him) == ""


def both_are_there(page: Page) -> None:
    """The other's decision is read beside one's own words, which are still in the form."""
    expect(page.get_by_text("Somebody has decided about this family since you began")).to_be_visible()
    expect(page.get_by_text(HERS).first).to_be_visible()
    expect(page.locator("textarea[name=reasons]")).to_have_value(HIS)
    expect(page.locator("textarea[name^=asked_]:visible")).to_have_value("See Charlie today.")


def test_who_else_is_writing_is_said_and_a_lost_page_costs_no_word(
    page: Page, other_page: Page, live_server: LiveServer, table: triaged.Table, chairs: tuple[User, User],
    sign_in: SignIn,
) -> None:  # fmt: skip
    her, him = chairs
    sign_in(page, live_server, her)
    at.open_family(page, live_server, "Charlie")
    at.decide(page, "Early help", 2, HERS)
    saved(page)
    page.goto(f"{live_server.url}/work")
    sign_in(other_page, live_server, him)
    at.open_family(other_page, live_server, "Charlie")
    expect(other_page.get_by_text("is writing a decision about this family")).to_be_visible()
    expect(other_page.locator("textarea[name=reasons]")).to_have_value("")
    at.open_family(page, live_server, "Charlie")
    expect(page.locator("textarea[name=reasons]")).to_have_value(HERS)
