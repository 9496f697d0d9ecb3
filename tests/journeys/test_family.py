"""A triage worker finds a child, reads the family's pattern and answers a finding; in a real browser, also without JavaScript."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, people, worlds
from tests.factories import incidents as told
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families.facts import ArrangementTold
from wholepicture.pathway.families.terms import Contact, Mode
from wholepicture.pathway.findings.models import Answer
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, ReporterKind
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Record

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NOW = timezone.now()
BORN = (NOW - timedelta(days=70)).date()
PARTIES = (told.mother_told(), told.father_told(), told.child_told(birth_date=BORN))
SHOTS = Path("/tmp/journey-shots")  # noqa: S108


@pytest.fixture
def world(live_server: LiveServer) -> worlds.World:
    """Three incidents of one family, the second neither classed nor assessed, and a visit that asked about days only."""
    with acting(actor="tests", agency="machine"):
        made = worlds.make_world(born=BORN)
        for days, changes in (
            (30, {"brag": Brag.AMBER, "reporter": ReporterKind.NEIGHBOUR, "features": frozenset({Feature.SEPARATION})}),
            (20, {"dash": Dash.NOT_DONE, "category": Category.OTHER, "reporter": ReporterKind.SELF}),
            (2, {"dash": Dash.BELIEVED_DONE, "dash_perceived": "MEDIUM", "brag": Brag.GREEN}),
        ):
            at = NOW - timedelta(days=days)
            made.report(now=at + timedelta(hours=1), happened_at=at, people=PARTIES, **changes)
        _visit(made)
    return made


def _visit(world: worlds.World) -> None:
    visitor = world.posts[Function.HEALTH_VISITOR].team.agency
    baby = Record.objects.get(agency=visitor, forename="Charlie")
    father = people.make_record(agency=visitor, forename="Kyle", surname="Denham", birth_date=date(1995, 9, 20))
    stages.run_until_quiet(now=NOW)
    families.tell_contact(
        agency=visitor, mode=Mode.VISIT, people=[baby], child=baby, summary="Contact talked about.",
        happened_at=NOW - timedelta(days=1),
        arrangement=ArrangementTold(
            adult=father, day=Contact.SUPPORTED, supported_by_words="his mother", overnight=Contact.NOT_ASKED,
            source="the mother",
        ),
        cause=UUID(int=1), by=MACHINE, now=NOW,
    )  # fmt: skip
    stages.run_until_quiet(now=NOW)


def user_of(world: worlds.World, function: Function) -> User:
    """Somebody of the team of this function."""
    with acting(actor="tests", agency="machine"):
        return accounts.make_user(team=world.posts[function].team)


def clean(page: Page, name: str) -> None:
    """No accessibility fault and no sideways scrolling at desktop and phone width, no name in title or address."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {width}"
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not any(each in page.title() + page.url for each in ("Charlie", "Marsh", "Kyle"))


def every_text_stays_in_its_box(page: Page) -> None:
    """As the browser sets it: the server, which has no screen, only reckons how wide a word is."""
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.wp-map__person, .wp-map__label')].flatMap(group => {
          const box = group.querySelector('rect').getBBox();
          return [...group.querySelectorAll('text')].filter(text => {
            const own = text.getBBox();
            return own.x < box.x || own.x + own.width > box.x + box.width;
          }).map(text => text.textContent);
        })"""
    )
    assert outside == []


def find(page: Page, live_server: LiveServer) -> None:
    """From the search to the family."""
    page.goto(f"{live_server.url}/people")
    page.get_by_label("Name").fill("mar cha")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Open the family of Charlie Marsh").first.click()
    expect(page.get_by_role("heading", name="Family of Charlie Marsh")).to_be_visible()


def test_a_triage_worker_finds_the_child_reads_the_pattern_and_answers(
    page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(page, live_server, user_of(world, Function.FIRST_RESPONSE))
    find(page, live_server)
    expect(page.get_by_text("3 incidents in this family")).to_be_visible()
    expect(page.get_by_text("Still open")).to_have_count(1)
    expect(page.get_by_text("You have not opened this before.")).to_be_visible()
    expect(page.get_by_role("img", name="Family map")).to_be_visible()
    every_text_stays_in_its_box(page)
    clean(page, "family")

    page.get_by_role("navigation", name="This family").get_by_role("link", name="Who knows what").click()
    expect(page.get_by_role("rowheader").filter(has_text="3rd incident")).to_be_visible()
    expect(page.get_by_role("columnheader").filter(has_text="Police")).to_be_visible()
    clean(page, "family-knowledge")
    page.get_by_role("navigation", name="This family").get_by_role("link", name="Overview").click()

    found = page.get_by_role("region", name="Again, within a year").first
    found.get_by_text("What it rests on").click()
    expect(found.get_by_text("1st incident")).to_be_visible()
    found.get_by_text("Answer this").click()
    found.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    clean(page, "family-answer-error")
    page.get_by_role("link", name="Say why.").click()
    expect(page.get_by_label("Why, and what follows").first).to_be_focused()
    page.keyboard.type("A strategy discussion is asked for today.")
    found.get_by_label("Considered, and this follows").check()
    found.get_by_role("button", name="Record the answer").click()

    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()
    expect(page.get_by_text("A strategy discussion is asked for today.")).to_be_visible()
    clean(page, "family-answered")


def test_the_incident_is_shown_as_the_nth_to_who_triages(
    page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(page, live_server, user_of(world, Function.POLICE_SAFEGUARDING_UNIT))
    with acting(actor="tests", agency="machine"):
        incident = Incident.objects.order_by("happened_at")[1]
    page.goto(f"{live_server.url}/incidents/{incident.id}")
    expect(page.get_by_text("2nd in this family")).to_be_visible()
    clean(page, "incident-in-family")


def test_it_all_works_without_javascript_on_a_phone(
    quiet_page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(quiet_page, live_server, user_of(world, Function.FIRST_RESPONSE))
    find(quiet_page, live_server)
    quiet_page.get_by_role("link", name="Who knows what, agency by agency").click()
    expect(quiet_page.get_by_text("Held: told it itself").first).to_be_visible()
    quiet_page.screenshot(path=SHOTS / "family-knowledge-quiet.png", full_page=True)
    quiet_page.get_by_role("link", name="Overview").click()
    found = quiet_page.get_by_role("region", name="A recent separation").first
    found.get_by_text("Answer this").click()
    found.get_by_label("Known, and acted on already").check()
    found.get_by_label("Why, and what follows").fill("It is in the safety plan.")
    found.get_by_role("button", name="Record the answer").click()
    expect(quiet_page.get_by_text("It is in the safety plan.")).to_be_visible()
    axe.picture(quiet_page, SHOTS / "family-quiet.png")
    with acting(actor="tests", agency="machine"):
        assert Answer.objects.get().because == "It is in the safety plan."
