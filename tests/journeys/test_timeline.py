"""A triage worker filters a long timeline and steps through what an agency knew; in a real browser, also without JavaScript."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, contributions, people, worlds
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.interfaces.web.components import in_words
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.chronology import actions
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NOW = timezone.now()
LEARNT = NOW - timedelta(days=3)
SHOTS = Path("/tmp/journey-shots")  # noqa: S108
NAMES = UUID(int=5)
KINDS = (EntryKind.CONTACT, EntryKind.CONCERN, EntryKind.DECISION, EntryKind.CONTRIBUTION)


@pytest.fixture
def family(live_server: LiveServer) -> contributions.Asked:
    """Charlie's family, of whom two agencies told 200 things in ten months, and a practice was told of one."""
    with acting(actor="tests", agency="machine"):
        worlds.adopt_protocol()
        made = contributions.make_family()
        force = people.make_teller("harbourshire-police")
        visitors = people.make_teller("harbourshire-public-health-nursing", "health_visiting")
        lines = [_line(made, (force, visitors)[n % 2], KINDS[n % 4], f"Entry {n}.", n) for n in range(200)]
        practice = people.make_teller("quayside-surgery", "gp_practice")
        told = Line(
            record=made.baby.id, kind=EntryKind.TOLD, agency=practice.id, happened_at=lines[8].happened_at,
            known_at=LEARNT, cause=lines[8].cause, source=uuid5(NAMES, "told"), words="Charlie Marsh",
        )  # fmt: skip
        actions.add_many(lines=[*lines, told], by=MACHINE, now=NOW)
    return made


def _line(of: contributions.Asked, agency: Agency, kind: EntryKind, words: str, number: int) -> Line:
    at = NOW - timedelta(hours=36 * number + 1)
    cause = uuid5(NAMES, words)
    return Line(
        record=of.baby.id,
        kind=kind,
        agency=agency.id,
        happened_at=at,
        known_at=at,
        cause=cause,
        source=cause,
        words=words,
    )


@pytest.fixture
def user(family: contributions.Asked) -> User:
    """Somebody of a team that triages the family."""
    with acting(actor="tests", agency="machine"):
        return accounts.make_user(team=contributions.triages(family).post.team)


def clean(page: Page, name: str) -> None:
    """No accessibility fault and no sideways scrolling at desktop and phone width, no name in title or address."""
    SHOTS.mkdir(exist_ok=True)
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {width}"
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not any(each in page.title() + page.url for each in ("Charlie", "Marsh", "Kyle"))


def test_a_long_timeline_is_read_by_pages_filtered_and_cleared_and_a_day_stepped_to(
    page: Page, live_server: LiveServer, family: contributions.Asked, user: User, sign_in: SignIn
) -> None:
    sign_in(page, live_server, user)
    page.goto(f"{live_server.url}/families/{family.family}/timeline")
    expect(page.get_by_role("img", name="Timeline").first).to_be_visible()
    expect(page.get_by_text("Entry 39.")).to_be_visible()
    clean(page, "timeline")
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_text("Entry 40.")).to_be_visible()
    page.get_by_text("Show only some of it").click()
    page.get_by_label("What", exact=True).select_option(label="Decisions")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Entry 2.")).to_be_visible()
    expect(page.get_by_text("Entry 3.")).to_have_count(0)
    clean(page, "timeline-filtered")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_text("Entry 3.")).to_be_visible()

    page.get_by_role("link", name="As known on a day").click()
    page.get_by_label("Agency", exact=True).select_option(label="Quayside-Surgery")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Entry 8.")).to_have_count(0)
    clean(page, "as-known")
    page.get_by_role("link", name="Last change before").click()
    expect(page.get_by_text(f"at the end of {in_words.when(london_day(LEARNT))}")).to_be_visible()
    page.get_by_role("link", name="Day before").click()
    expect(page.get_by_text("Nothing by then")).to_be_visible()
    clean(page, "as-known-before")


def test_it_works_on_a_phone_without_javascript(
    quiet_page: Page, live_server: LiveServer, family: contributions.Asked, user: User, sign_in: SignIn
) -> None:
    sign_in(quiet_page, live_server, user)
    quiet_page.goto(f"{live_server.url}/families/{family.family}/timeline")
    quiet_page.get_by_text("Show only some of it").click()
    quiet_page.get_by_label("Agency", exact=True).select_option(label="Quayside-Surgery")
    quiet_page.get_by_role("button", name="Show").click()
    expect(quiet_page.get_by_role("rowheader")).to_have_count(1)
    quiet_page.get_by_role("link", name="As known on a day").click()
    quiet_page.get_by_label("At the end of").fill(london_day(LEARNT).isoformat())
    quiet_page.get_by_label("Agency", exact=True).select_option(label="Quayside-Surgery")
    quiet_page.get_by_role("button", name="Show").click()
    quiet_page.get_by_role("link", name="Day before").click()
    expect(quiet_page.get_by_text("Nothing by then")).to_be_visible()
