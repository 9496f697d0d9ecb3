"""From an incident to a decision with three agencies, as people walk it: in the meeting, and at a weekend without one.

Police report, a health visitor says on a phone what she knows, a chair decides in the meeting, and whoever is asked for
something answers (review 2.4-2.6, 5.2 L&G 3).
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import triaged
from tests.journeys import at_the_table as at
from tests.journeys import test_report_to_answer as reporting
from tests.journeys.conftest import SignIn
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage import queries
from wholepicture.pathway.triage.facts import DecisionPicture
from wholepicture.pathway.triage.models import Contribution, Listing
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Cause, Mode
from wholepicture.registers.agencies.terms import Function

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
POLICE, SOCIAL_CARE, VISITOR = Function.POLICE_SAFEGUARDING_UNIT, Function.FIRST_RESPONSE, Function.HEALTH_VISITOR
AT_HALF_PAST_NINE = timedelta(hours=2, minutes=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> at.Clock:
    """A Monday in December, two hours before the meeting."""
    made = at.Clock(at.MONDAY)
    monkeypatch.setattr("django.utils.timezone.now", made)
    monkeypatch.setattr(reporting, "BORN", at.BORN)
    return made


@pytest.fixture
def table(live_server: LiveServer, clock: at.Clock) -> triaged.Table:
    """A partnership with everybody in post."""
    with at.as_tests():
        return triaged.make_table()


def decisions(table: triaged.Table) -> list[DecisionPicture]:
    """What was decided about Charlie, the newest first."""
    with at.as_tests():
        family = table.charlies()
        return queries.decisions_of_families([family])[family]


def is_listed(table: triaged.Table) -> bool:
    """Whether Charlie's family still waits to be decided about."""
    with at.as_tests():
        return Listing.objects.filter(family_id=table.charlies(), withdrawn_at=None, decided_at=None).exists()


def report(page: Page, live_server: LiveServer, table: triaged.Table, sign_in: SignIn) -> None:
    """Police report, and the machine lists the family and asks what is known."""
    sign_in(page, live_server, at.user(table, POLICE, "practitioner"))
    reporting.report(page, live_server, look=False)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Report received")).to_be_visible()
    at.leave(page)
    at.machine()


def contribute_on_a_phone(page: Page, live_server: LiveServer, table: triaged.Table, sign_in: SignIn) -> None:
    """The health visitor says what she knows."""
    page.set_viewport_size(at.PHONE)  # type: ignore[arg-type]  # a plain mapping of the two
    sign_in(page, live_server, at.user(table, VISITOR))
    page.goto(f"{live_server.url}/work")
    page.get_by_role("link", name=re.compile("Charlie Marsh")).first.click()
    page.get_by_role("button", name="Say what you know").click()
    page.get_by_role("radio", name="We know something").check()
    page.get_by_label("What you know").fill("Seen on Friday, asleep on a sofa.")
    page.get_by_label("What worries you").fill("Nobody has asked where he sleeps at his father's.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("It is recorded")).to_be_visible()
    at.leave(page)
    page.set_viewport_size(at.DESKTOP)  # type: ignore[arg-type]  # a plain mapping of the two


def meet(page: Page, live_server: LiveServer) -> None:
    """The chair opens the meeting and records who is there."""
    page.goto(f"{live_server.url}/triage/meetings")
    page.get_by_role("link", name="Monday 16 December 2019").first.click()
    page.get_by_role("button", name="Open the meeting").click()
    seat = page.get_by_role("group", name="Police safeguarding unit")
    seat.get_by_role("radio", name="Present").check()
    seat.get_by_label("Who is there for it").select_option(index=1)
    page.get_by_role("button", name="Save who is there").click()
    expect(page.get_by_text("Nobody recorded whether there")).to_be_visible()


def answer(page: Page, live_server: LiveServer, table: triaged.Table, sign_in: SignIn) -> None:
    """The health visitor reads what is asked of her, and answers."""
    sign_in(page, live_server, at.user(table, VISITOR))
    page.goto(f"{live_server.url}/work")
    page.get_by_role("link", name=re.compile("Charlie Marsh")).first.click()
    expect(page.get_by_text("See Charlie today").first).to_be_visible()
    page.get_by_label("We have read this and will act").check()
    page.get_by_label("What will you do?").fill("Going at two, with the social worker.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()


@pytest.mark.parametrize("browsing", ["page", "quiet_page"])
def test_from_a_report_to_a_decision_in_the_meeting_with_three_agencies(
    browsing: str, request: pytest.FixtureRequest, live_server: LiveServer, clock: at.Clock, table: triaged.Table,
    sign_in: SignIn,
) -> None:  # fmt: skip
    page: Page = request.getfixturevalue(browsing)
    report(page, live_server, table, sign_in)
    clock.at += timedelta(minutes=20)
    contribute_on_a_phone(page, live_server, table, sign_in)
    clock.at = at.MONDAY + AT_HALF_PAST_NINE
    at.machine()
    sign_in(page, live_server, at.chair(table, SOCIAL_CARE))
    meet(page, live_server)
    at.open_family(page, live_server, "Charlie")
    expect(page.get_by_text("Seen on Friday, asleep on a sofa.")).to_be_visible()
    at.decide(page, "Assessment by children's social care", 4, "A baby of four weeks; nobody knows where he sleeps.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    assert decisions(table) == [], "An assessment asks somebody for something, so nothing is decided yet."
    at.ask_of(page, SOCIAL_CARE, "See each parent alone.")
    at.ask_of(page, VISITOR, "See Charlie today, and where he sleeps.")
    if browsing == "page":
        at.clean(page, "triage-deciding")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Decided. It stands")).to_be_visible()
    at.leave(page)
    at.machine()
    assert not is_listed(table)
    answer(page, live_server, table, sign_in)
    (decided,) = decisions(table)
    assert (decided.mode, decided.state) == (Mode.MEETING, DecisionState.STANDING)
    assert {one.function: one.state for one in decided.recipients}[VISITOR] == State.ANSWERED.label
    with at.as_tests():
        given = Contribution.objects.get()
        agencies = {decided.agency, given.team.agency.name, table.world.police.name}
    assert len(agencies) == 3


@pytest.mark.parametrize("browsing", ["page", "quiet_page"])
def test_at_a_weekend_two_employers_hold_and_three_seats_end_it(
    browsing: str, request: pytest.FixtureRequest, live_server: LiveServer, clock: at.Clock, table: triaged.Table,
    sign_in: SignIn,
) -> None:  # fmt: skip
    page: Page = request.getfixturevalue(browsing)
    clock.at = at.SATURDAY
    with at.as_tests():
        table.report_charlies(clock.at)
    propose_to_hold(page, live_server, table, sign_in)
    assert is_listed(table), "One employer alone decides nothing at a weekend."
    say(page, live_server, table, SOCIAL_CARE, sign_in)
    expect(page.get_by_text("with it the decision stands")).to_be_visible()
    at.leave(page)
    at.machine()
    (held,) = decisions(table)
    assert (held.mode, held.state, is_listed(table)) == (Mode.ASYNCHRONOUS, DecisionState.STANDING, False)
    clock.at += timedelta(hours=1)
    end_it(page, live_server, table, sign_in)
    ended, first = decisions(table)
    assert (ended.outcome, ended.state, first.state) == (
        "no_further_action", DecisionState.STANDING, DecisionState.REPLACED,
    )  # fmt: skip
    assert len({voice.agency_id for voice in ended.voices}) == 3


def propose_to_hold(page: Page, live_server: LiveServer, table: triaged.Table, sign_in: SignIn) -> None:
    """Police would hold until more is known, and ask the health visitor."""
    sign_in(page, live_server, at.user(table, POLICE))
    at.open_family(page, live_server, "Charlie")
    at.decide(page, "Hold until more is known", 3, "Nobody has spoken to his mother alone yet.")
    at.ask_of(page, VISITOR, "See Charlie today, and his mother alone.")
    page.get_by_role("button", name="Propose the decision").click()
    expect(page.get_by_text("Proposed. Whoever has to agree is asked now")).to_be_visible()
    at.leave(page)
    at.machine()


def say(page: Page, live_server: LiveServer, table: triaged.Table, function: Function, sign_in: SignIn) -> None:
    """Somebody is asked to agree, opens the family from their work list, and agrees."""
    sign_in(page, live_server, at.user(table, function))
    page.goto(f"{live_server.url}/work")
    page.get_by_role("link", name=re.compile("Charlie Marsh")).first.click()
    page.get_by_role("button", name=re.compile("Open the family")).first.click()
    at.speak(page, "Agree")


def end_it(page: Page, live_server: LiveServer, table: triaged.Table, sign_in: SignIn) -> None:
    """Nothing more is done only when police, children's social care and a named health professional say so."""
    with at.as_tests():
        family = table.charlies()
    sign_in(page, live_server, at.user(table, POLICE))
    page.goto(f"{live_server.url}/triage/families/{family}")
    page.get_by_text("Decide again").click()
    at.decide(page, "No further action", 1, "The report was of another flat; the officer spoke to everybody again.")
    page.get_by_role("button", name="Propose the decision").click()
    at.leave(page)
    at.machine()
    for function, enough in ((SOCIAL_CARE, False), (VISITOR, True)):
        say(page, live_server, table, function, sign_in)
        words = "with it the decision stands" if enough else "Others still have to agree"
        expect(page.get_by_text(words)).to_be_visible()
        at.leave(page)
    with at.as_tests():
        asked = Notice.objects.filter(cause_kind=Cause.AGREEMENT.value)
        assert {one.function for one in asked} >= {SOCIAL_CARE, VISITOR}
