"""Searching for people in a real browser: found, nobody, too many, a fault; and a record taken into a report, also without JavaScript."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import accounts, people
from tests.factories import agencies as make
from tests.journeys import axe
from tests.journeys.conftest import SignIn
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.incidents.models import Draft
from wholepicture.registers.accounts.models import User
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import Sex

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = Path("/tmp/journey-shots")  # noqa: S108


@pytest.fixture
def officer(live_server: LiveServer) -> User:
    """An officer of an agency that knows a mother, her son, and many of another name."""
    with acting(actor="tests", agency="machine"):
        worker = make.make_worker(agency=make.make_agency(kind="police"))
        for forename, sex, born in (("Jodie", Sex.FEMALE, date(1997, 5, 2)), ("Jo-Anne", Sex.NOT_KNOWN, None)):
            people.make_record(
                agency=worker.agency,
                forename=forename,
                surname="Marsh",
                sex=sex,
                birth_date=born,
                address="4 Invented Terrace",
            )
        for number in range(22):
            people.make_record(agency=worker.agency, forename=f"Sam{number}", surname="Vale")
        return accounts.make_user(worker=worker, roles=("reporting_officer",))


def clean(page: Page, name: str) -> None:
    """No accessibility fault and no sideways scrolling at desktop and phone width, no name in title or address."""
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe.violations(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{name} is too wide at {width}"
        axe.picture(page, SHOTS / f"{name}-{width}.png")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert "arsh" not in page.title() + page.url


def search(page: Page, name: str, born: str = "") -> None:
    """Type and send a search."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Date of birth").fill(born)
    page.get_by_role("button", name="Search").click()


def test_people_are_found_by_any_part_of_the_name_and_every_other_end_says_what_to_do(
    page: Page, live_server: LiveServer, officer: User, sign_in: SignIn
) -> None:
    sign_in(page, live_server, officer)
    page.get_by_role("link", name="Find people").click()
    clean(page, "people-empty")
    search(page, "marsh jo", "2 May 97")
    expect(page.get_by_role("heading", name="2 found")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Jodie Marsh")).to_contain_text("date of birth the same")
    clean(page, "people-found")
    search(page, "denham")
    expect(page.get_by_text("Nobody of that name")).to_be_visible()
    clean(page, "people-nobody")
    search(page, "vale")
    expect(page.get_by_text("Narrow it down")).to_be_visible()
    clean(page, "people-many")
    search(page, "v", "yesterday")
    expect(page.get_by_role("alert")).to_contain_text("Enter at least two letters")
    clean(page, "people-fault")
    page.get_by_role("link", name="Enter at least two letters").press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()


def test_a_record_is_taken_into_a_report_by_keyboard_alone(
    page: Page, live_server: LiveServer, officer: User, sign_in: SignIn
) -> None:
    sign_in(page, live_server, officer)
    page.goto(f"{live_server.url}/report")
    page.get_by_role("button", name="Report a concern").click()
    page.goto(page.url.removesuffix("what") + "people")
    page.get_by_role("button", name="Add an adult").press("Enter")
    page.get_by_label("First name").fill("jo")
    page.get_by_label("Last name").fill("Marsh")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 found")).to_be_visible()
    clean(page, "find-found")
    page.get_by_role("button", name=re.compile("This is who it is.*Jodie Marsh")).press("Enter")
    expect(page.get_by_role("heading", name="From your agency's records")).to_be_visible()
    clean(page, "find-taken")
    page.get_by_label("Carer of concern").check()
    page.get_by_role("button", name="Save this adult").click()
    expect(page.get_by_role("link", name="Jodie Marsh")).to_be_visible()


def test_it_works_without_javascript_on_a_phone(
    quiet_page: Page, live_server: LiveServer, officer: User, sign_in: SignIn
) -> None:
    page = quiet_page
    sign_in(page, live_server, officer)
    page.goto(f"{live_server.url}/people")
    search(page, "jodie")
    expect(page.get_by_role("heading", name="1 found")).to_be_visible()
    page.goto(f"{live_server.url}/report")
    page.get_by_role("button", name="Report a concern").click()
    page.goto(page.url.removesuffix("what") + "people")
    page.get_by_role("button", name="Add an adult").click()
    page.get_by_label("First name").fill("Jodie")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="This is who it is").click()
    page.get_by_label("Carer of concern").check()
    page.get_by_role("button", name="Save this adult").click()
    with acting(actor=str(officer.pk), agency=str(officer.worker.agency_id)):
        kept = Draft.objects.get().data["adult-1"]
        assert kept["record"] == [str(Record.objects.get(forename="Jodie").id)]
        assert kept["role"] == ["OF_CONCERN"]
