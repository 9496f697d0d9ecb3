"""A health visitor on a phone says what she knows of a family on the triage list; with JavaScript and without (review 2.6)."""

import re
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, notifications
from tests.factories import contributions as make
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.notifications import actions as notices
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage.models import Ask, Contribution
from wholepicture.registers.agencies.terms import Function

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("working_hours"),
]
SHOTS = Path("/tmp/journey-shots")  # noqa: S108
WIDTHS = (1280, 375)
PHONE = {"width": 375, "height": 740}
BOXES = {
    "What you know": "Seen on Monday with his mother.",
    "The child's day": "He is carried by his grandmother.",
    "What worries you": "Nobody has seen where he sleeps.",
    "What works well": "His grandmother comes every day.",
    "What you propose": "A visit to each parent, alone.",
}


def as_tests() -> AbstractContextManager[None]:
    """Say to the database who acts: these tests have transactions of their own."""
    return acting(actor="tests", agency="machine")


@pytest.fixture
def of(live_server: LiveServer) -> make.Asked:
    """A family that is on the list now."""
    with as_tests():
        return make.make_family(now=timezone.now())


@pytest.fixture
def visitor(of: make.Asked) -> notifications.Staff:
    """A health visiting team that was asked an hour ago."""
    with as_tests():
        return make.asked(Function.HEALTH_VISITOR, of, now=timezone.now() - timedelta(hours=1))


def user(staff: notifications.Staff) -> accounts.User:
    """The named person, who signs in."""
    with as_tests():
        return accounts.make_user(worker=staff.named)


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
    assert not re.search(r"Charlie|Jodie|Kyle|Marsh", page.title() + page.url)


def box(page: Page, label: str) -> None:
    """Fill one box."""
    page.get_by_label(label).fill(BOXES[label])


def test_told_on_a_phone_and_answered_and_added_to(
    page: Page, live_server: LiveServer, visitor: notifications.Staff, sign_in: SignIn
) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, live_server, user(visitor))
    page.goto(f"{live_server.url}/work")
    page.get_by_role("link", name=re.compile("Charlie Marsh, 4 weeks")).click()
    clean(page, "contribution-notice")
    page.get_by_role("button", name="Say what you know").click()
    expect(page.get_by_label("What you propose")).to_be_hidden()
    assert page.evaluate("document.querySelector('form button').getBoundingClientRect().bottom <= innerHeight"), (
        "heading, whom it is about, three answers and the button stand on one screen of a phone"
    )
    clean(page, "contribution-form")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="Choose one answer.")).to_be_visible()
    page.get_by_role("radio", name="We know something").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name=re.compile("What you know: say it in a few words")).click()
    expect(page.get_by_label("What you know")).to_be_focused()
    clean(page, "contribution-fault")
    for label in BOXES:
        box(page, label)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("It is recorded")).to_be_visible()
    for words in BOXES.values():
        expect(page.get_by_text(words)).to_be_visible()
    clean(page, "contribution-sent")
    page.get_by_text("Say more").click()
    page.get_by_role("radio", name="We know something").check()
    page.get_by_label("What you know").fill("And seen again today.")
    page.get_by_role("button", name="Add this").click()
    expect(page.get_by_text("And seen again today.")).to_be_visible()
    with as_tests():
        assert Contribution.objects.count() == 2
        assert Notice.objects.get().state == State.ANSWERED


def test_answered_without_javascript_and_by_the_keyboard_alone(
    quiet_page: Page, live_server: LiveServer, visitor: notifications.Staff, of: make.Asked, sign_in: SignIn
) -> None:
    page = quiet_page
    sign_in(page, live_server, user(visitor))
    page.goto(f"{live_server.url}/contributions/{of.family}/{visitor.post.team_id}")
    page.get_by_role("radio", name="We know something").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="We have not checked")).to_be_checked()
    expect(page.get_by_label("Why you have not checked")).to_be_visible()
    expect(page.get_by_label("What you propose")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.type("Our records are down until noon.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is recorded")).to_be_visible()
    expect(page.get_by_text("Our records are down until noon.")).to_be_visible()
    with as_tests():
        given = Contribution.objects.get()
        assert (given.known, given.because) == ("NOT_CHECKED", "Our records are down until noon.")
        assert Ask.objects.get().contribution_id == given.id


def test_the_fathers_practice_reads_only_whom_it_is_asked_about(
    page: Page, live_server: LiveServer, of: make.Asked, sign_in: SignIn
) -> None:
    page.set_viewport_size(PHONE)
    now = timezone.now() - timedelta(hours=1)
    with as_tests():
        owner = notifications.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
        practice = notifications.make_staff(function=Function.GP)
        row = make.ask(practice, of, about=of.father, owner=owner, now=now)
        specialist = owner.actor(roles=("specialist_releaser",))
        notices.release(notice=str(row.notice_id), by=specialist, now=now)  # type: ignore[arg-type]
        notifications.deliver(now)
    sign_in(page, live_server, user(practice))
    page.goto(f"{live_server.url}/work")
    page.get_by_role("link", name=re.compile("Kyle Marsh")).click()
    page.get_by_role("button", name="Say what you know").click()
    page.get_by_role("radio", name="We know something").check()
    expect(page.get_by_label("The child's day")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text(re.compile("Charlie|Jodie|triage"))
    clean(page, "contribution-minimised")
    page.get_by_role("radio", name="We checked: nothing is known").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("It is recorded")).to_be_visible()
    clean(page, "contribution-nothing")
