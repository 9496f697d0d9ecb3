"""A clerical reviewer with the keyboard alone, on a phone without JavaScript, and undoing what was decided (review 2.14)."""

import re
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, pairs, people
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = Path("/tmp/journey-shots")  # noqa: S108
WIDTHS = (1280, 375)
QUESTION = "Are these two records one person?"


def as_tests() -> AbstractContextManager[None]:
    """Say to the database who acts: these tests have transactions of their own."""
    return acting(actor="tests", agency="machine")


@pytest.fixture
def reviewer(live_server: LiveServer) -> accounts.User:
    """Somebody of the data team."""
    with as_tests():
        return accounts.make_user(roles=("link_reviewer",))


def a_mistyped(forename: str = "Jodie") -> Pair:
    """One woman, her date of birth typed wrongly by another agency; weighed."""
    with as_tests():
        pair = pairs.make_mistyped(now=timezone.now() - timedelta(days=3), forename=forename)
        pairs.weigh(pair, pairs.JODIE, pairs.JODIE_MISTYPED)
        return pair


def twins() -> Pair:
    """Two children of nearly one name and one birth date, with their mother and a brother around them."""
    with as_tests():
        pair = pairs.make_twins(now=timezone.now() - timedelta(days=2))
        pairs.weigh(
            pair, pairs.ELLIE, pairs.ELSIE, capped=("Many people share the surname: it was not followed alone.",)
        )
        older = Record.objects.get(id=pair.older_id)
        for forename, sex, born, kind in (
            ("Lorna", Sex.FEMALE, date(1991, 4, 3), RelationshipKind.PARENT_OF),
            ("Rory", Sex.MALE, date(2015, 8, 30), RelationshipKind.SIBLING_OF),
        ):
            relative = people.make_record(
                agency=older.agency, forename=forename, surname="Vale", sex=sex, birth_date=born, address=pairs.HOME
            )
            people.make_relation(kind, relative, older)
            people.make_resolved(relative)
        return pair


def persons_of(pair: Pair) -> int:
    """How many people the two records are."""
    with as_tests():
        records = Record.objects.filter(id__in=[pair.newer_id, pair.older_id])
        return len(set(records.values_list("person_id", flat=True)))


def verdicts() -> list[str]:
    """What was decided, and stands."""
    with as_tests():
        return list(Review.objects.filter(undone_at=None).order_by("at").values_list("verdict", flat=True))


def clean(page: Page, name: str) -> None:
    """At both widths: no accessibility fault, no sideways scrolling, no name in title or address, and a picture to look at."""
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {width}"
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    assert before
    page.set_viewport_size(before)
    assert not re.search(r"Jodie|Marsh|Vale|Denham", page.title() + page.url)


def focused(page: Page) -> str:
    """What has the focus: its words, its value or its name."""
    found: str = page.evaluate(
        "(document.activeElement.value || document.activeElement.name || document.activeElement.innerText || '').trim()"
    )
    return found


def test_two_pairs_are_decided_with_the_keyboard_alone_and_one_is_undone(
    page: Page, live_server: LiveServer, reviewer: accounts.User, sign_in: SignIn
) -> None:
    grown, children = a_mistyped(), twins()
    sign_in(page, live_server, reviewer)
    page.goto(f"{live_server.url}/links")
    clean(page, "links-queue")
    page.get_by_role("button", name="Start with the first").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=QUESTION)).to_be_focused()
    expect(page.get_by_text("Twins, or relatives of one name: look again.")).to_be_visible()
    clean(page, "links-twins")
    decide_by_keys(page, downs=1, because="Both were seen at one visit.")
    expect(page.get_by_role("heading", name=QUESTION)).to_be_focused()
    expect(page.get_by_text("Decided: two people.")).to_be_visible()
    expect(page.get_by_role("cell", name="Jodie Marsh").first).to_be_visible()
    clean(page, "links-pair")
    decide_by_keys(page, downs=0, because="One digit typed wrongly; the same mother was named.")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    clean(page, "links-nothing-waits")
    assert verdicts() == ["DIFFERENT", "SAME"]
    assert (persons_of(children), persons_of(grown)) == (2, 1)
    undo_from_the_banner(page)
    assert (verdicts(), persons_of(grown)) == (["DIFFERENT"], 2)


def decide_by_keys(page: Page, *, downs: int, because: str) -> None:
    """Tab to the first answer, go down, tab to the reason, type, tab to the button, press it: and nothing between."""
    page.keyboard.press("Tab")
    assert focused(page) == "SAME"
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(because)
    page.keyboard.press("Tab")
    assert focused(page) == "on", "the box that asks another reviewer"
    page.keyboard.press("Tab")
    assert focused(page) == "Decide and go on"
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def undo_from_the_banner(page: Page) -> None:
    """Follow Undo, read what it will do, give a reason."""
    page.get_by_role("link", name="Undo", exact=True).click()
    expect(page.get_by_text("each goes back to exactly the person it belonged to before")).to_be_visible()
    clean(page, "links-undo")
    page.get_by_role("button", name="Undo the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("say in a few words what shows that it was wrong")
    page.get_by_label("Reason").fill("The surgery called: they are sisters-in-law.")
    page.get_by_role("button", name="Undo the decision").click()
    expect(page.get_by_text("Undone. Everything is as it was before")).to_be_visible()
    clean(page, "links-undone")


def test_what_is_missing_is_said_and_takes_the_focus(
    page: Page, live_server: LiveServer, reviewer: accounts.User, sign_in: SignIn
) -> None:
    pair = a_mistyped()
    sign_in(page, live_server, reviewer)
    page.goto(f"{live_server.url}/links/pairs/{pair.id}")
    page.get_by_role("button", name="Decide and go on").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Choose one of the three answers.")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    clean(page, "links-faults")
    summary.get_by_role("link", name="Reason").click()
    assert focused(page) == "because"
    assert verdicts() == []


def press_access_key(page: Page, digit: str) -> None:
    """Alt and the digit, with the text that a keyboard sends beside it: Playwright's own press leaves it out."""
    page.context.new_cdp_session(page).send(
        "Input.dispatchKeyEvent",
        {"type": "keyDown", "modifiers": 1, "key": digit, "code": f"Digit{digit}", "windowsVirtualKeyCode": ord(digit),
         "text": digit, "unmodifiedText": digit},
    )  # fmt: skip


def test_an_access_key_chooses_an_answer(
    page: Page, live_server: LiveServer, reviewer: accounts.User, sign_in: SignIn
) -> None:
    pair = a_mistyped()
    sign_in(page, live_server, reviewer)
    page.goto(f"{live_server.url}/links/pairs/{pair.id}")
    page.get_by_text("Working with the keyboard alone").click()
    expect(page.get_by_text("Access keys, where your browser has them")).to_be_visible()
    clean(page, "links-keys")
    press_access_key(page, "3")
    expect(page.get_by_label("3. Cannot tell")).to_be_checked()


def test_on_a_phone_without_javascript_a_pair_is_decided_and_a_link_undone(
    quiet_page: Page, live_server: LiveServer, reviewer: accounts.User, sign_in: SignIn
) -> None:
    pair = a_mistyped()
    with as_tests():
        older, newer = pairs.make_linked(now=timezone.now() - timedelta(days=1))
    sign_in(quiet_page, live_server, reviewer)
    quiet_page.goto(f"{live_server.url}/links")
    quiet_page.get_by_role("button", name="Start with the first").click()
    expect(quiet_page.get_by_role("heading", name=QUESTION)).to_be_focused()
    axe.picture(quiet_page, SHOTS / "links-quiet-pair-375.png")
    quiet_page.get_by_role("button", name="Decide and go on").click()
    expect(quiet_page.get_by_role("alert")).to_contain_text("Choose one of the three answers.")
    quiet_page.get_by_label("3. Cannot tell").check()
    quiet_page.get_by_label("Reason").fill("Neither agency could say.")
    quiet_page.get_by_role("button", name="Decide and go on").click()
    expect(quiet_page.get_by_text("1 pair waits for somebody else.")).to_be_visible()
    assert (verdicts(), persons_of(pair)) == (["CANNOT_TELL"], 2)
    quiet_page.get_by_role("link", name="Links made, and how to undo one").click()
    axe.picture(quiet_page, SHOTS / "links-quiet-made-375.png")
    quiet_page.get_by_role("link", name="The same full name and date of birth").click()
    expect(quiet_page.get_by_text("no machine joins them again")).to_be_visible()
    axe.picture(quiet_page, SHOTS / "links-quiet-undo-375.png")
    quiet_page.get_by_label("Reason").fill("The school says: cousins of one name.")
    quiet_page.get_by_role("button", name="Undo the link").click()
    expect(quiet_page.get_by_text("Undone. The record stands as it did before")).to_be_visible()
    with as_tests():
        assert Record.objects.get(id=older.id).person_id != Record.objects.get(id=newer.id).person_id


def test_a_second_opinion_is_asked_for_and_given_without_seeing_the_first(
    page: Page, live_server: LiveServer, reviewer: accounts.User, sign_in: SignIn
) -> None:
    pair = twins()
    with as_tests():
        other = accounts.make_user(roles=("link_reviewer",))
    sign_in(page, live_server, reviewer)
    page.goto(f"{live_server.url}/links/pairs/{pair.id}")
    page.get_by_label("2. Two people").check()
    page.get_by_label("Reason").fill("Both were seen at one visit.")
    page.get_by_label("Ask another reviewer to look as well").check()
    page.get_by_role("button", name="Decide and go on").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server, other)
    page.goto(f"{live_server.url}/links")
    page.get_by_role("link", name="1 decision waits for your second opinion").click()
    clean(page, "links-seconds")
    page.get_by_role("button", name="Start with the first").click()
    expect(page.get_by_text("Another reviewer has answered")).to_be_visible()
    assert "one visit" not in page.content()
    clean(page, "links-second")
    page.get_by_label("1. The same person").check()
    page.get_by_label("Reason").fill("One letter differs.")
    page.get_by_role("button", name="Give this opinion").click()
    expect(page.get_by_text("The first reviewer said something else")).to_be_visible()
    expect(page.get_by_text("Both were seen at one visit.")).to_be_visible()
    clean(page, "links-second-given")
    page.goto(f"{live_server.url}/links/agreement")
    expect(page.locator("strong", has_text="0 of 1 pairs were answered alike")).to_be_visible()
    clean(page, "links-agreement")


def test_links_made_are_read_and_one_is_looked_at(
    page: Page, live_server: LiveServer, reviewer: accounts.User, sign_in: SignIn
) -> None:
    with as_tests():
        _, newer = pairs.make_linked(now=timezone.now() - timedelta(days=1))
        found = pairs.weighed(pairs.JODIE, pairs.JODIE)
        Link.objects.filter(record=newer, undone_at=None).update(evidence=found.as_json())
    sign_in(page, live_server, reviewer)
    page.goto(f"{live_server.url}/links/made")
    expect(page.get_by_role("cell", name="The machine")).to_be_visible()
    clean(page, "links-made")
    page.get_by_role("link", name="The same full name and date of birth").click()
    expect(page.get_by_role("heading", name="Undo this link?")).to_be_visible()
    clean(page, "links-undo-link")
    page.get_by_role("link", name="Leave it as it is").click()
    expect(page.get_by_role("heading", name="Links made")).to_be_visible()
