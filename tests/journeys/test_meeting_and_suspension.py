"""A chair opens a meeting and records who is there; three executives sign a suspension; with JavaScript and without (promise 7)."""

import re
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, governing, protocol
from tests.factories import agencies as make
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.triage import queries
from wholepicture.pathway.triage.terms import Attends, MeetingState
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.terms import PartnerRole

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = Path("/tmp/journey-shots")  # noqa: S108
MORNING = datetime(2019, 12, 16, 9, 25, tzinfo=UTC)
WIDTHS = (1280, 375)


class Clock:
    """The one clock of the pages; the journey moves it."""

    at = MORNING

    def __call__(self) -> datetime:
        """The time now."""
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A Monday in December, five minutes before the meeting."""
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", made)
    return made


def as_tests() -> AbstractContextManager[None]:
    """Say to the database who acts: these tests have transactions of their own."""
    return acting(actor="tests", agency="machine")


def clean(page: Page, name: str) -> None:
    """At both widths: no accessibility fault, no sideways scrolling, and a picture to look at."""
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {width}"
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    assert before
    page.set_viewport_size(before)


@pytest.fixture
def chair(live_server: LiveServer, clock: Clock) -> User:
    """A chair, with police and health visiting in post."""
    with as_tests():
        protocol.make_version()
        for function in (
            Function.POLICE_SAFEGUARDING_UNIT,
            Function.HEALTH_VISITOR,
            Function.DOMESTIC_ABUSE_SERVICE,
            Function.EDUCATION_SAFEGUARDING,
        ):
            make.make_staffed_post(function=function)
        worker = make.make_worker(team=make.make_staffed_post(function=Function.FIRST_RESPONSE).team, name="Cher Ward")
        return accounts.make_user(worker=worker, roles=("triage_chair",))


@pytest.fixture
def executives(live_server: LiveServer, clock: Clock) -> dict[PartnerRole, User]:
    """The statutory partners of 2019 with their executives."""
    with as_tests():
        protocol.make_version()
        signs = governing.make_partners()
        return {role: User.objects.get(worker_id=one.executive.worker) for role, one in signs.items()}


def test_the_chair_opens_the_meeting_records_who_is_there_and_closes_it(
    page: Page, live_server: LiveServer, chair: User, sign_in: SignIn
) -> None:
    sign_in(page, live_server, chair)
    page.goto(f"{live_server.url}/triage/meetings")
    expect(page.get_by_text("No meeting is under way")).to_be_visible()
    clean(page, "meetings-calendar")
    page.get_by_role("link", name="Monday 16 December 2019").click()
    clean(page, "meetings-day-to-come")
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.get_by_text("The meeting is open and you chair it")).to_be_visible()
    police = page.get_by_role("group", name="Police safeguarding unit")
    police.get_by_role("radio", name="Present").check()
    page.get_by_role("button", name="Save who is there").click()
    page.get_by_role("link", name=re.compile("Police safeguarding unit: Who is there for it: choose a name")).click()
    clean(page, "meetings-attendance-fault")
    police = page.get_by_role("group", name="Police safeguarding unit")
    police.get_by_label("Who is there for it").select_option(index=1)
    abuse = page.get_by_role("group", name="Domestic abuse service")
    abuse.get_by_role("radio", name="Sent apologies").check()
    abuse.get_by_label("What was said").fill("Snowed in.")
    page.get_by_role("group", name="Education safeguarding service").get_by_role("radio", name="Absent").check()
    page.get_by_label("Health visitor").select_option(index=1)
    clean(page, "meetings-attendance")
    page.get_by_role("button", name="Save who is there").click()
    expect(page.get_by_text("Not there: Domestic abuse service; Education safeguarding service.")).to_be_visible()
    expect(page.get_by_text("Nobody recorded whether there: First Response, children's social care.")).to_be_visible()
    clean(page, "meetings-day-open")
    page.get_by_role("button", name="Close the meeting").click()
    expect(page.get_by_text("The meeting is closed.")).to_be_visible()
    page.get_by_role("link", name="Triage meetings", exact=True).first.click()
    clean(page, "meetings-calendar-held")
    with as_tests():
        sitting = queries.sitting(MORNING.date(), MORNING)
        assert sitting
        assert sitting.id
        assert sitting.state is MeetingState.HELD
        taken = {seat.function: seat.attends for seat in queries.seats_taken(sitting.id)}
    assert taken[Function.POLICE_SAFEGUARDING_UNIT] is Attends.PRESENT
    assert taken[Function.DOMESTIC_ABUSE_SERVICE] is Attends.APOLOGIES
    assert taken[Function.HEALTH_VISITOR] is Attends.PRESENT
    assert Function.GP not in taken


def test_a_chair_is_planned_and_one_meeting_cancelled_without_javascript(
    quiet_page: Page, live_server: LiveServer, chair: User, sign_in: SignIn
) -> None:
    page = quiet_page
    sign_in(page, live_server, chair)
    page.goto(f"{live_server.url}/triage/meetings/2019-12-18")
    page.get_by_role("link", name="Say who chairs").click()
    page.get_by_label("Who chairs?").select_option(index=1)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The chair is planned.")).to_be_visible()
    page.get_by_role("link", name="Cancel this one meeting").click()
    page.get_by_role("button", name="Cancel this meeting").click()
    expect(page.get_by_role("link", name="Reason: say why the meeting is cancelled.")).to_be_visible()
    page.get_by_label("Reason").fill("The building is closed by snow.")
    page.get_by_role("button", name="Cancel this meeting").click()
    expect(page.get_by_text("The building is closed by snow.")).to_be_visible()
    page.goto(f"{live_server.url}/triage/meetings/2019-12-19/cancel")
    page.get_by_label("Reason").fill("Still snow.")
    page.get_by_role("button", name="Cancel this meeting").click()
    expect(page.get_by_text(re.compile("is cancelled already. Two in a row are a suspension"))).to_be_visible()


def propose(page: Page) -> None:
    """Fill the form: over Christmas."""
    page.get_by_role("radio", name="Suspension of the meetings").check()
    for group, day in (("First day", "24 12 2019"), ("Last day", "1 1 2020"), ("Review date", "30 12 2019")):
        for part, value in zip(("Day", "Month", "Year"), day.split(), strict=True):
            page.get_by_role("group", name=group).get_by_label(part).fill(value)
    page.get_by_label("Reason").fill("Nobody can be spared over Christmas.")
    page.get_by_label("What is done instead").fill("Every family is decided about without a meeting.")
    page.get_by_role("button", name="Propose it").click()


def test_three_executives_sign_and_only_then_the_meetings_are_suspended(
    page: Page, live_server: LiveServer, clock: Clock, executives: dict[PartnerRole, User], sign_in: SignIn
) -> None:
    for number, user in enumerate(executives.values()):
        sign_in(page, live_server, user)
        page.goto(f"{live_server.url}/triage/suspensions")
        if not number:
            clean(page, "suspensions-none")
            page.get_by_role("button", name="Propose a suspension or withdrawal").click()
            page.get_by_role("button", name="Propose it").click()
            expect(page.get_by_role("alert").get_by_role("link")).to_have_count(5)
            clean(page, "suspensions-propose-fault")
            propose(page)
            expect(page.get_by_text("It is proposed.")).to_be_visible()
            page.goto(f"{live_server.url}/triage/suspensions")
        expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
        clean(page, "suspensions-waiting")
        page.get_by_role("link", name=re.compile("Triage meetings suspended from 24 December 2019")).click()
        clean(page, "suspensions-act")
        page.get_by_role("button", name=re.compile("^Sign for")).click()
        clean(page, "suspensions-sign")
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.get_by_text("Your signature is recorded.")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
    clock.at = datetime(2019, 12, 24, 9, 0, tzinfo=UTC)
    sign_in(page, live_server, user)
    page.goto(f"{live_server.url}/triage/suspensions")
    expect(page.get_by_text(re.compile("Triage meetings are suspended. The list goes on"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Triage meetings suspended from")).click()
    clean(page, "suspensions-in-force")
    page.get_by_role("link", name="Take it back").click()
    clean(page, "suspensions-take-back")
    page.goto(f"{live_server.url}/triage/meetings")
    expect(page.get_by_text("Suspended").first).to_be_visible()
    clean(page, "meetings-suspended")


def test_a_suspension_is_taken_back_without_javascript(
    quiet_page: Page, live_server: LiveServer, executives: dict[PartnerRole, User], sign_in: SignIn
) -> None:
    page = quiet_page
    sign_in(page, live_server, executives[PartnerRole.POLICE])
    page.goto(f"{live_server.url}/triage/suspensions/propose")
    propose(page)
    page.get_by_role("link", name="Take it back").click()
    page.get_by_label("Reason").fill("Cover was found.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("It is taken back, from now.")).to_be_visible()
    expect(page.get_by_text("Cover was found.")).to_be_visible()
