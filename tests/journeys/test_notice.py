"""A health visitor on a phone: told, answers, is told more, answers again; with JavaScript and without (review 2.6, 2.8)."""

import re
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts
from tests.factories import notifications as make
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.models import Record
from wholepicture.registers.protocol.terms import Lane

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("working_hours"),
]
SHOTS = Path("/tmp/journey-shots")  # noqa: S108
WIDTHS = (1280, 375)
WHAT = (
    "Police reported domestic abuse on Monday evening.\n\nThe baby was in somebody's arms.\n\n"
    "Please see the child, ask each parent, never both together, where the child sleeps, and answer what you will do."
)


def as_tests() -> AbstractContextManager[None]:
    """Say to the database who acts: these tests have transactions of their own."""
    return acting(actor="tests", agency="machine")


def a_child(forename: str) -> Record:
    """A baby of five weeks today."""
    born = (timezone.now() - timedelta(days=35)).date()
    return make.make_resolved_record(forename=forename, surname="Marsh", birth_date=born, now=timezone.now())


@pytest.fixture
def staff(live_server: LiveServer) -> make.Staff:
    """A health visiting team with everybody in post."""
    with as_tests():
        return make.make_staff()


def told(staff: make.Staff, family: object, forename: str = "Charlie", text: str = WHAT) -> Notice:
    """The team is told now, and it has arrived."""
    with as_tests():
        return make.make_delivered(
            staff, about=a_child(forename), family=family, now=timezone.now(), text=text, lane=Lane.FAST
        )


def user(staff: make.Staff, *roles: str) -> accounts.User:
    """The named person, signed in with these roles."""
    with as_tests():
        return accounts.make_user(worker=staff.named, roles=roles or ("practitioner",))


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
    assert not re.search(r"Charlie|Robin|Marsh", page.title() + page.url)


def state_of(notice: Notice) -> str:
    """The notice's state in the database."""
    with as_tests():
        return Notice.objects.get(id=notice.id).state


def test_told_answered_told_more_and_answered_again(
    page: Page, live_server: LiveServer, staff: make.Staff, sign_in: SignIn
) -> None:
    family = uuid4()
    first = told(staff, family)
    sign_in(page, live_server, user(staff))
    page.goto(f"{live_server.url}/work")
    clean(page, "notice-work")
    page.get_by_role("link", name=re.compile("Charlie Marsh, 5 weeks")).click()
    later = told(staff, family, "Robin", "He came back in the night. A neighbour called.")
    page.get_by_label("We have read this and will act").check()
    page.get_by_label("What will you do?").fill("Visit on Thursday, see each parent alone.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("News has come since")).to_be_visible()
    expect(page.get_by_text("He came back in the night.")).to_be_visible()
    clean(page, "notice-news")
    assert (state_of(first), state_of(later)) == (State.ANSWERED, State.DELIVERED)
    page.get_by_role("link", name="Go to the answer").click()
    page.get_by_label("We have read this and will act").check()
    page.get_by_label("What will you do?").fill("Going today instead.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()
    assert state_of(later) == State.ANSWERED
    page.get_by_text("What happened to this notice").first.click()
    clean(page, "notice-answered")
    page.get_by_role("link", name="My work").last.click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    clean(page, "notice-nothing-waits")


def test_on_a_phone_without_javascript_it_is_answered_and_another_declined(
    quiet_page: Page, live_server: LiveServer, staff: make.Staff, sign_in: SignIn
) -> None:
    ours, not_ours = told(staff, uuid4()), told(staff, uuid4(), "Robin")
    sign_in(quiet_page, live_server, user(staff))
    quiet_page.goto(f"{live_server.url}/work")
    quiet_page.get_by_role("link", name=re.compile("Charlie Marsh")).click()
    quiet_page.get_by_role("button", name="Send the answer").click()
    expect(quiet_page.get_by_role("alert")).to_contain_text("Choose your answer.")
    axe.picture(quiet_page, SHOTS / "notice-quiet-error-375.png")
    quiet_page.get_by_label("We have read this and will act").check()
    quiet_page.get_by_label("What will you do?").fill("Visit on Thursday.")
    quiet_page.get_by_role("button", name="Send the answer").click()
    expect(quiet_page.get_by_text("Your answer is recorded.")).to_be_visible()
    assert state_of(ours) == State.ANSWERED
    decline(quiet_page, live_server)
    assert state_of(not_ours) == State.DECLINED


def decline(page: Page, live_server: LiveServer) -> None:
    """Robin is not this team's: first without a reason, then with one."""
    page.goto(f"{live_server.url}/work")
    page.get_by_role("link", name=re.compile("Robin Marsh")).click()
    page.get_by_text("This is not for us").click()
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("alert")).to_contain_text("say in a few words why this is not for you")
    page.get_by_label("Not ours, because").fill("Moved to another county in May.")
    axe.picture(page, SHOTS / "notice-quiet-decline-375.png")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Your manager is told now")).to_be_visible()


def test_a_manager_finds_what_nobody_answered(
    page: Page, live_server: LiveServer, staff: make.Staff, sign_in: SignIn
) -> None:
    began = timezone.now() - timedelta(hours=40)
    with as_tests():
        make.make_notice(staff, about=a_child("Charlie"), now=began, reply_by=began + timedelta(hours=2))
        make.run_until(timezone.now(), began)
        manager = accounts.make_user(worker=staff.manager, roles=("team_manager",))
    sign_in(page, live_server, manager)
    page.goto(f"{live_server.url}/work")
    expect(page.get_by_role("heading", name="Not answered in time")).to_be_visible()
    clean(page, "notice-manager")
    page.get_by_role("list", name="Not answered in time").get_by_role("link").click()
    expect(page.get_by_role("heading", name=re.compile("Charlie Marsh"))).to_be_visible()
    clean(page, "notice-climbed")


def test_a_held_notice_is_read_and_withheld_on_a_phone_without_javascript(
    quiet_page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    with as_tests():
        owner = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
        make.make_staff(function=Function.FIRST_RESPONSE)
        service = make.make_staff(function=Function.PERPETRATOR_SERVICE)
        held = make.make_held(service, owner, about=a_child("Charlie"), now=timezone.now(),
                              release_by=timezone.now() + timedelta(hours=5, minutes=1))  # fmt: skip
    sign_in(quiet_page, live_server, user(owner, "specialist_releaser"))
    quiet_page.goto(f"{live_server.url}/release")
    expect(quiet_page.get_by_text("Due in 5 hours")).to_be_visible()
    axe.picture(quiet_page, SHOTS / "notice-quiet-queue-375.png")
    quiet_page.get_by_role("link", name=re.compile("Charlie Marsh")).click()
    quiet_page.get_by_label("Reason for withholding").fill("He reads her post and would know.")
    axe.picture(quiet_page, SHOTS / "notice-quiet-held-375.png")
    quiet_page.get_by_role("button", name="Withhold").click()
    expect(quiet_page.get_by_text("Withheld. Another function is told")).to_be_visible()
    assert state_of(held) == State.WITHHELD
