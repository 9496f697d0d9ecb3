"""Searching for people through the page: only whom one may see, each search and each person written down, no name in an address."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import access, people
from tests.factories import agencies as make
from tests.factories import notifications as notices
from tests.integration.web.browsing import Clock, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.interfaces.web.people import forms
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families import queries as families_read
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import RelationshipKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = notices.NOW


@pytest.fixture
def team() -> Team:
    """Who searches."""
    return make.make_team(agency=make.make_agency(kind="childrens_social_care", name="North children's services"))


@pytest.fixture
def worker(team: Team) -> Client:
    """Somebody of that team, signed in."""
    return signed_in(team=team)


def search(client: Client, name: str, born: str = "") -> str:
    """What a search shows."""
    answer = client.post("/people", {"name": name, "born": born})
    assert answer.status_code == 200, text(answer)
    return text(answer)


def place(*persons: Person) -> UUID:
    """The family in which these are placed."""
    families.place(persons=[person.id for person in persons], by=MACHINE, now=NOW)
    return next(iter(families_read.families_of([persons[0].id])[persons[0].id]))


def child_and_mother(agency_slug: str = "the-surgery") -> tuple[Record, Record]:
    """A baby and the mother as a practice knows them, at one address."""
    practice = people.make_teller(agency_slug, "gp_practice")
    baby, mother = (
        people.make_record(agency=practice, forename=forename, surname="Marsh", birth_date=born, address="4 Invented Terrace")
        for forename, born in (("Charlie", date(2019, 11, 14)), ("Jodie", date(1997, 5, 2)))
    )  # fmt: skip
    people.make_relation(RelationshipKind.PARENT_OF, mother, baby)
    return baby, mother


def test_ones_own_agencys_record_is_found_with_why_and_never_with_its_address(worker: Client, team: Team) -> None:
    people.make_record(
        agency=team.agency, forename="Jodie", surname="Marsh", birth_date=date(1997, 5, 2), address="4 Invented Terrace"
    )
    shown = search(worker, "marsh jod", "2/5/97")
    assert "Jodie Marsh" in shown
    assert "Born: 2 May 1997 (22 years)" in shown
    assert "first name begins the same; last name the same; date of birth the same" in shown
    assert "Your agency" in shown
    assert "Invented" not in shown


def test_another_agencys_record_is_not_found_without_a_grant_of_the_family(worker: Client, team: Team) -> None:
    baby, mother = child_and_mother()
    family = place(*(people.make_resolved(record) for record in (baby, mother)))
    assert "Nobody found" in search(worker, "marsh")

    access.make_grant(team=team, subject=family, subject_kind=Subject.FAMILY, reason="triage list")

    shown = search(worker, "marsh")
    assert "Charlie Marsh" in shown
    assert "Jodie Marsh" in shown
    assert "The-Surgery" in shown
    assert f"/families/{family}" in worker.post("/people", {"name": "charlie"}).content.decode()


def test_a_grant_of_a_family_opens_no_search_to_whoever_may_not_see_families(team: Team) -> None:
    baby, mother = child_and_mother()
    family = place(*(people.make_resolved(record) for record in (baby, mother)))
    access.make_grant(team=team, subject=family, subject_kind=Subject.FAMILY)
    assert "Nobody found" in search(signed_in(team=team, roles=("reporting_officer",)), "marsh")


def test_somebody_of_two_families_is_no_way_from_the_one_to_the_other(worker: Client, team: Team) -> None:
    records = [people.make_record(forename=name, surname="Vale") for name in ("Kyle", "Ada", "Ben")]
    person, one, other = (people.make_resolved(record) for record in records)
    for child, birth in zip(records[1:], (date(2019, 1, 1), date(2018, 1, 1)), strict=True):
        Record.objects.filter(id=child.id).update(birth_date=birth, birth_precision="EXACT")
        people.make_relation(RelationshipKind.PARENT_OF, records[0], child)
    found = {place(one, person), place(other, person)}
    assert len(found) == 2
    for family in found:
        access.make_grant(team=team, subject=family, subject_kind=Subject.FAMILY)

    answer = worker.post("/people", {"name": "kyle vale"})

    assert "In more than one family" in text(answer)
    assert "/families/" not in answer.content.decode()


def test_every_search_and_everybody_it_shows_is_written_down_and_what_was_typed_is_not(
    worker: Client, team: Team
) -> None:
    record = people.make_record(agency=team.agency, forename="Jodie", surname="Marsh")
    person = people.make_resolved(record)
    hidden = people.make_record(agency=people.make_teller(), forename="Jodie", surname="Marsh")
    search(worker, "Jodie Marsh")

    assert len(audit.entries(event=Event.PEOPLE_SEARCHED)) == 1
    (page,) = [entry for entry in audit.entries(event=Event.PAGE_VIEWED) if entry.detail["page"] == "find people"]
    assert page.about == [f"record:{record.id}", f"person:{person.id}"]
    assert str(hidden.id) not in str(page.about)
    assert "Marsh" not in str([(entry.about, entry.detail) for entry in audit.entries()])


def test_whoever_is_close_to_a_person_does_not_find_them(team: Team) -> None:
    baby, mother = (
        people.make_record(agency=team.agency, forename=name, surname="Marsh", address="4 Invented Terrace")
        for name in ("Charlie", "Jodie")
    )
    other = people.make_record(agency=team.agency, forename="Robin", surname="Marsh")
    for record in (baby, mother, other):
        people.make_resolved(record)
    close = make.make_worker(team=team)
    access.make_conflict(worker=close, record=mother)

    shown = search(signed_in(close), "marsh")

    assert "Robin Marsh" in shown
    assert "Charlie" not in shown
    assert "Jodie" not in shown
    assert "Charlie Marsh" in search(signed_in(team=team), "marsh")


@pytest.mark.parametrize(
    ("typed", "born", "meant", "why"),
    [
        ("Charly Marsh", "", "Charlie Marsh", "the same last name"),
        ("Kyle Denhan", "", "Kyle Denham", "last names that differ by a letter or sound the same"),
        ("Kyle Denam", "1995", "Kyle Denham", "dates of birth that agree as far as they are certain"),
        ("Jodi Marsch", "", "Jodie Marsh", "last names that differ by a letter or sound the same"),
        ("Marsch Jodi", "", "Jodie Marsh", "first and last name stand in each other's place"),
        ("Aron Pyke", "", "Aaron Pike", "first names that differ by a letter or sound the same"),
        ("Yaron Pkie", "", "Aaron Pike", "last names that differ by a letter or sound the same"),
        ("Bob Fowlr", "", "Robert Fowler", "one first name is a short or other form of the other"),
        ("jo marsch", "", "Jodie Marsh", "last names that differ by a letter or sound the same"),
        ("Fowlr", "", "Robert Fowler", "last names that differ by a letter or sound the same"),
        ("Marsch", "", "Charlie Marsh", "last names that differ by a letter or sound the same"),
        ("Charllie", "", "Charlie Marsh", "first names that differ by a letter or sound the same"),
        ("Anne Smyth", "", "Anne-Marie Smith-Jones", "last name"),
    ],
)  # fmt: skip
def test_a_name_typed_with_slips_finds_whom_it_means_and_says_why(
    worker: Client, team: Team, typed: str, born: str, meant: str, why: str
) -> None:
    for forename, surname, birth in (
        ("Charlie", "Marsh", date(2019, 11, 14)), ("Jodie", "Marsh", date(1997, 5, 2)), ("Aaron", "Pike", None),
        ("Kyle", "Denham", date(1995, 3, 2)), ("Robert", "Fowler", date(1988, 1, 1)), ("Zeb", "Quick", None),
        ("Anne-Marie", "Smith-Jones", None),
    ):  # fmt: skip
        people.make_record(agency=team.agency, forename=forename, surname=surname, birth_date=birth)
        people.make_record(agency=people.make_teller("hidden"), forename=forename, surname=surname, birth_date=birth)

    shown = search(worker, typed, born)

    assert meant in shown
    assert why in shown, shown
    assert "Zeb Quick" not in shown
    assert "Hidden" not in shown


def test_a_slip_is_forgiven_for_the_people_of_a_family_that_one_may_open(worker: Client, team: Team) -> None:
    baby, mother = child_and_mother()
    family = place(*(people.make_resolved(record) for record in (baby, mother)))
    assert "Nobody found" in search(worker, "Jodi Marsch")
    access.make_grant(team=team, subject=family, subject_kind=Subject.FAMILY, reason="triage list")
    assert "Jodie Marsh" in search(worker, "Jodi Marsch")
    assert "Charlie Marsh" in search(worker, "Marsch")


def test_a_slip_finds_nobody_who_was_certainly_born_on_another_day(worker: Client, team: Team) -> None:
    for forename, born in (("Kyle", date(1995, 3, 2)), ("Kyla", date(2011, 3, 2)), ("Kyra", date(1995, 9, 30))):
        people.make_record(agency=team.agency, forename=forename, surname="Denham", birth_date=born)
    assert "1 found" in search(worker, "Kyle Denam", "2 3 1995")


def test_a_word_alone_is_not_taken_for_others_where_somebody_is_called_so(worker: Client, team: Team) -> None:
    for surname in ("Marsh", "Marsha", "March"):
        people.make_record(agency=team.agency, forename="Robin", surname=surname)
    shown = search(worker, "march")
    assert "1 found" in shown
    shown = search(worker, "robin marsha")
    assert shown.index("Robin Marsha") < shown.index("Robin Marsh ")


def test_whoever_has_several_records_is_found_once_with_how_each_agency_told_the_name(
    worker: Client, team: Team
) -> None:
    practice = people.make_teller("the-surgery", "gp_practice")
    own = [people.make_record(agency=team.agency, forename="Leanne", surname="Croft") for _ in range(3)]
    theirs = people.make_record(agency=practice, forename="Leane", surname="Croft", birth_date=date(1990, 1, 2))
    person, child = (
        people.make_resolved(*own, theirs),
        people.make_record(agency=practice, forename="Bea", surname="Vale", birth_date=date(2018, 1, 2)),
    )
    people.make_relation(RelationshipKind.PARENT_OF, theirs, child)
    people.make_record(agency=people.make_teller("hidden"), forename="Leanne", surname="Croft")

    shown = search(worker, "croft")
    assert "1 found" in shown
    assert "Your agency: Leanne Croft (3 records)" in shown
    assert "The-Surgery" not in shown

    family = place(people.make_resolved(child), person)
    access.make_grant(team=team, subject=family, subject_kind=Subject.FAMILY, reason="triage list")
    shown = search(worker, "croft")
    assert "1 found" in shown
    assert "Your agency: Leanne Croft (3 records); The-Surgery: Leane Croft, born 2 January 1990" in shown
    assert "Hidden" not in shown


def test_where_more_bear_a_name_than_are_looked_at_the_page_says_so(worker: Client, team: Team) -> None:
    for number in range(1, 22):
        people.make_record(agency=team.agency, forename="John", surname="Smith", birth_date=date(1960, 1, number))
    people.make_record(agency=team.agency, forename="Jo", surname="Vale")
    assert "not all of them were looked at" in search(worker, "Jon Smyth")
    with_day = search(worker, "Jon Smyth", "2 1 1960")
    assert with_day.index("Born: 2 January 1960") < with_day.index("Born: 1 January 1960")
    assert "not all of them were looked at" not in search(worker, "Jo Vael")


def test_a_search_with_slips_sends_as_many_statements_however_many_it_finds(worker: Client, team: Team) -> None:
    sent = []
    for many in (1, 15):
        for number in range(many):
            people.make_record(agency=team.agency, forename="Aaron", surname=f"Pike-Vale{number}")
        with CaptureQueriesContext(connection) as captured:
            search(worker, "Aron Pyke")
        sent.append(len(captured))
    assert sent[0] == sent[1]


def test_many_records_of_one_person_hide_nobody_else(worker: Client, team: Team) -> None:
    people.make_resolved(*(people.make_record(agency=team.agency, forename="Ann", surname="Marsh") for _ in range(25)))
    people.make_record(agency=team.agency, forename="Zebedee", surname="Marsh")
    shown = search(worker, "marsh")
    assert "2 found" in shown
    assert "Zebedee" in shown


def test_too_many_say_how_to_narrow_it_down_and_nobody_says_what_to_try(worker: Client, team: Team) -> None:
    for number in range(21):
        people.make_record(agency=team.agency, forename=f"Jo{number}", surname="Marsh")
    people.make_record(agency=team.agency, forename="Zebedee", surname="Marsh")
    assert "More than 20 found" in search(worker, "marsh")
    assert "Narrow it down" in search(worker, "marsh")
    assert "1 found" in search(worker, "marsh zebedee")
    assert "Nobody of that name" in search(worker, "denham")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Enter a first name, a last name, or both."),
        ({"name": "j"}, "Enter at least two letters"),
        ({"name": "marsh", "born": "somewhen ago perhaps then"}, "Date of birth must be a date, day first"),
        ({"name": "marsh", "born": "31 2 2019"}, "February 2019 has no day 31"),
    ],
)
def test_a_fault_says_what_to_do_and_nothing_is_searched(worker: Client, typed: dict[str, str], says: str) -> None:
    answer = worker.post("/people", typed)
    assert answer.status_code == 422
    assert says in text(answer)
    assert not audit.entries(event=Event.PEOPLE_SEARCHED)


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("14/11/2019", (2019, 11, 14)), ("14.11.19", (2019, 11, 14)), ("14th Nov 2019", (2019, 11, 14)),
        ("14 november 19", (2019, 11, 14)), ("14112019", (2019, 11, 14)), ("2019-11-14", (2019, 11, 14)),
        ("11/2019", (2019, 11, None)), ("Nov 2019", (2019, 11, None)), ("2019", (2019, None, None)),
        ("2/5/97", (1997, 5, 2)),
    ],
)  # fmt: skip
def test_a_date_of_birth_is_read_day_first_however_it_is_written(
    typed: str, born: tuple[int, int | None, int | None], clock: Clock
) -> None:
    form = forms.Search({"name": "marsh", "born": typed})
    assert form.is_valid(), form.errors
    read = form.cleaned_data["born"]
    assert (read.year, read.month, read.day) == born


def test_nobody_may_search_without_the_permission(team: Team) -> None:
    assert signed_in(team=team, roles=("analyst",)).get("/people").status_code == 403
