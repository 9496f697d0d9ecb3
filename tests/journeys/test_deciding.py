"""Deciding about a family in a real browser: by keyboard alone, two at once, and on a phone without JavaScript."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, listings, worlds
from tests.factories import incidents as told
from tests.journeys import axe
from tests.journeys.conftest import WORKING_HOURS, SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.pathway.incidents.terms import Brag, Dash, Feature, ReporterKind
from wholepicture.pathway.triage import actions
from wholepicture.pathway.triage.models import Decision, Words
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Known
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.terms import Function

# A decision tells everybody in one transaction; the machine that tests this is shared.
PATIENCE = 20_000
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("working_hours"),
]
NOW = WORKING_HOURS
BORN = (NOW - timedelta(days=70)).date()
PARTIES = (told.mother_told(), told.father_told(), told.child_told(birth_date=BORN))
SHOTS = Path("/tmp/journey-shots")  # noqa: S108
POLICE, SOCIAL_CARE = Function.POLICE_SAFEGUARDING_UNIT, Function.FIRST_RESPONSE
WHY = "Three incidents in 28 days, of a baby of ten weeks."


@pytest.fixture
def world(live_server: LiveServer) -> worlds.World:
    """Three incidents of one family, and what the police brought of it."""
    with acting(actor="tests", agency="machine"):
        made = worlds.make_world(born=BORN)
        for days, changes in (
            (30, {"brag": Brag.AMBER, "reporter": ReporterKind.NEIGHBOUR, "features": frozenset({Feature.SEPARATION})}),
            (20, {"dash": Dash.NOT_DONE, "reporter": ReporterKind.SELF}),
            (0, {"dash": Dash.BELIEVED_DONE, "dash_perceived": "MEDIUM", "brag": Brag.GREEN}),
        ):
            at = NOW - timedelta(days=days, hours=2)
            made.report(now=at + timedelta(hours=1), happened_at=at, people=PARTIES, **changes)
        stages.run_until_quiet(now=NOW)
        team = made.posts[POLICE].team
        actions.contribute(
            family=listings.charlies(made), team=team.id, known=Known.KNOWN, what="Two more calls, not classed.",
            worries="The gaps are getting shorter.", by=accounts.make_actor(team=team), now=NOW,
        )  # fmt: skip
    return made


def user_of(world: worlds.World, function: Function) -> User:
    """Somebody of the team of this function."""
    with acting(actor="tests", agency="machine"):
        return accounts.make_user(team=world.posts[function].team)


def family_of(world: worlds.World) -> UUID:
    """Charlie's family."""
    with acting(actor="tests", agency="machine"):
        return listings.charlies(world)


def decisions() -> dict[str, str]:
    """Every decision's reasons, with its state."""
    with acting(actor="tests", agency="machine"):
        return dict(Decision.objects.values_list("reasons", "state"))


def kept() -> list[object]:
    """The reasons that are kept for whoever writes."""
    with acting(actor="tests", agency="machine"):
        return [row.words.get("reasons") for row in Words.objects.all()]


def clean(page: Page, name: str) -> None:
    """No accessibility fault and no sideways scrolling at desktop and phone width, no name in title or address."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {width}"
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not any(each in page.title() + page.url for each in ("Charlie", "Marsh", "Kyle"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so; nobody needs a mouse."""
    called = "e => (e.labels?.[0]?.innerText || e.closest('fieldset')?.innerText || e.innerText || '').trim()"
    for _ in range(120):
        page.keyboard.press("Tab")
        if name in str(page.evaluate(f"({called})(document.activeElement)")):
            return
    raise AssertionError(f"Tab never comes to “{name}”.")


def open_family(page: Page, live_server: LiveServer, family: UUID) -> None:
    """Open the page of the family on which is decided."""
    page.goto(f"{live_server.url}/triage/families/{family}")
    expect(page.get_by_role("heading", name="Family of Charlie Marsh")).to_be_visible()


def fill(page: Page, outcome: str, reasons: str) -> None:
    """Fill the form, as somebody with a mouse does."""
    page.get_by_label(outcome, exact=True).check()
    page.get_by_role("textbox", name="Why", exact=True).last.fill(reasons)
    page.get_by_label(re.compile(r"^\s*Health visitor:")).check()
    asked(page).fill("Visit this week, and see where Charlie sleeps.")


def asked(page: Page) -> Locator:
    """What is asked of the one recipient that is ticked; the boxes of others are out of sight."""
    return page.get_by_label("What is asked").locator("visible=true")


@pytest.fixture
def other_page(browser: Browser, page: Page) -> Iterator[Page]:
    """A second browser, of somebody else; closed before the first."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_decision_is_made_by_keyboard_alone_and_saved_on_the_way(
    page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(page, live_server, user_of(world, SOCIAL_CARE))
    family = family_of(world)
    open_family(page, live_server, family)
    expect(page.get_by_text("3rd in 30 days", exact=True)).to_be_visible()
    expect(page.get_by_text("Two more calls, not classed.")).to_be_visible()
    expect(page.get_by_text("The gaps are getting shorter.")).not_to_be_visible()
    clean(page, "deciding")

    tab_to(page, "The decision")
    page.keyboard.press("Enter")
    tab_to(page, "Strategy discussion")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.get_by_label("Early help", exact=True)).to_be_checked()
    tab_to(page, "Why")
    page.keyboard.type(WHY)
    tab_to(page, "Health visitor:")
    page.keyboard.press("Space")
    tab_to(page, "What is asked")
    with page.expect_response(lambda answer: "Visit+this+week." in (answer.request.post_data or "")):
        page.keyboard.type("Visit this week.")
    expect(page.get_by_text(re.compile(r"^Saved at \d"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Why", exact=True)).to_have_value(WHY)
    expect(asked(page)).to_have_value("Visit this week.")
    page.get_by_role("textbox", name="Why", exact=True).focus()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Proposed. Whoever has to agree is asked now")).to_be_visible(timeout=PATIENCE)
    assert decisions() == {WHY: DecisionState.PROPOSED}
    clean(page, "deciding-proposed")


def test_two_at_once_see_each_other_and_neither_loses_a_word(
    page: Page, other_page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    family, slow = family_of(world), other_page
    sign_in(page, live_server, user_of(world, SOCIAL_CARE))
    sign_in(slow, live_server, user_of(world, POLICE))
    open_family(slow, live_server, family)
    fill(slow, "Hold until more is known", "SLOWER: the mother has moved.")
    expect(slow.get_by_text(re.compile(r"^Saved at \d"))).to_be_visible()

    open_family(page, live_server, family)
    expect(page.get_by_text("is writing a decision about this family")).to_be_visible()
    fill(page, "Early help", WHY)
    page.get_by_role("button", name="Propose the decision").click()
    expect(page.get_by_text("Proposed. Whoever has to agree is asked now")).to_be_visible(timeout=PATIENCE)

    slow.get_by_role("textbox", name="Why", exact=True).press_sequentially(" More.")
    expect(slow.get_by_text("Somebody has decided meanwhile: load the page to see it.")).to_be_visible()
    slow.get_by_role("button", name="Propose the decision").click()
    expect(slow.get_by_text("Somebody has decided about this family since you began.")).to_be_visible(timeout=PATIENCE)
    expect(slow.get_by_role("alert").get_by_text(WHY)).to_be_visible()
    expect(slow.get_by_role("textbox", name="Why", exact=True).last).to_have_value(
        "SLOWER: the mother has moved. More."
    )
    assert decisions() == {WHY: DecisionState.PROPOSED}
    clean(slow, "deciding-meanwhile")

    slow.get_by_label("I agree").check()
    slow.get_by_role("button", name="Record what I say").click()
    expect(slow.get_by_text("with it the decision stands")).to_be_visible(timeout=PATIENCE)
    assert decisions() == {WHY: DecisionState.STANDING}
    assert kept() == [["SLOWER: the mother has moved. More."]]
    clean(slow, "deciding-stands")


def test_on_a_phone_without_javascript_a_fault_keeps_every_word_and_it_can_be_decided(
    quiet_page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(quiet_page, live_server, user_of(world, SOCIAL_CARE))
    open_family(quiet_page, live_server, family_of(world))
    fill(quiet_page, "Early help", "Refer to health")
    expect(quiet_page.get_by_text("Ctrl and Enter")).not_to_be_visible()
    quiet_page.get_by_role("button", name="Propose the decision").click()

    expect(quiet_page.get_by_role("alert")).to_contain_text("passes this child to a whole sector")
    expect(quiet_page.get_by_role("textbox", name="Why", exact=True)).to_have_value("Refer to health")
    expect(asked(quiet_page)).to_have_value("Visit this week, and see where Charlie sleeps.")
    assert decisions() == {}
    quiet_page.get_by_role("textbox", name="Why", exact=True).fill(WHY)
    quiet_page.get_by_role("button", name="Propose the decision").click()
    expect(quiet_page.get_by_text("Proposed. Whoever has to agree is asked now")).to_be_visible(timeout=PATIENCE)
    assert decisions() == {WHY: DecisionState.PROPOSED}


def test_in_an_emergency_the_seal_opens_at_once_with_a_reason(
    page: Page, live_server: LiveServer, world: worlds.World, sign_in: SignIn
) -> None:
    sign_in(page, live_server, user_of(world, SOCIAL_CARE))
    open_family(page, live_server, family_of(world))
    page.get_by_text("Open the others' conclusions now, in an emergency").click()
    page.get_by_role("button", name="Open the seal").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it cannot wait.")
    clean(page, "deciding-seal")
    page.get_by_label("Why it cannot wait for your own team's answer").fill("A strategy discussion sits now.")
    page.get_by_role("button", name="Open the seal").click()
    expect(page.get_by_text("The seal is open for you.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("The gaps are getting shorter.")).to_be_visible()
