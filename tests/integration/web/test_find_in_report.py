"""Search before create: whoever is added to a report is looked for in one's own agency's records, and made once."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.factories import access, people
from tests.factories import agencies as make
from tests.integration.web.browsing import a_clock as a_clock
from tests.integration.web.browsing import signed_in, text
from tests.integration.web.test_incident_pages import BABY, FATHER, GRADES, MOTHER, WHAT, begin, write
from wholepicture.pathway.incidents.models import Incident, Involved
from wholepicture.registers.agencies.models import Agency, Team, Worker
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import Precision, Sex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TYPED = {"forename": "Jodie", "surname": "Marsh", "born_day": "2", "born_month": "5", "born_year": "1997"}
ATTRIBUTE = re.compile(r"([\w-]+)(?:=\"([^\"]*)\")?")
PART = {"role": "VICTIM", "status": "ALLEGED"}


@pytest.fixture
def team() -> Team:
    """Officers who report."""
    return make.make_team(agency=make.make_agency(kind="police", name="North police"))


@pytest.fixture
def police(team: Team) -> Agency:
    """Who reports."""
    return team.agency


@pytest.fixture
def worker(team: Team) -> Worker:
    """The officer."""
    return make.make_worker(team=team)


@pytest.fixture
def officer(worker: Worker) -> Client:
    """The officer, signed in."""
    return signed_in(worker, roles=("reporting_officer",))


def known(agency: Agency, **told: object) -> Record:
    """The mother, as this agency knows her already."""
    values = {"forename": "Jodie", "surname": "Marsh", "sex": Sex.FEMALE, "birth_date": date(1997, 5, 2)}
    return people.make_record(agency=agency, **(values | told))  # type: ignore[arg-type]


def chosen(officer: Client, record: Record) -> str:
    """A draft whose first adult was taken from this record; gives its address."""
    draft = begin(officer)
    answer = officer.post(f"{draft}/people/adult-1/find", TYPED | {"record": str(record.id)})
    assert answer["Location"] == f"{draft}/people/adult-1"
    return draft


def fields(client: Client, address: str) -> dict[str, str]:
    """What a page sends on of a record, as its hidden boxes hold it."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', client.get(address).content.decode())
    return {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}


def boxes(client: Client, address: str) -> dict[str, str]:
    """What stands in the boxes of a page, and which answers are chosen."""
    page = client.get(address).content.decode()
    tags = [dict(ATTRIBUTE.findall(tag)) for tag in re.findall(r"<input\s([^>]*)>", page)]
    return {tag["name"]: tag.get("value", "") for tag in tags if tag.get("type") != "radio" or "checked" in tag}


def finish(officer: Client, draft: str, mother: dict[str, str]) -> Incident:
    """Write the rest and send it."""
    write(officer, draft, {
        "what": WHAT, "people/adult-1": mother, "people/adult-2": FATHER, "people/child-1": BABY,
        "people": {"others": "NO"}, "grades": GRADES,
    })  # fmt: skip
    answer = officer.post(f"{draft}/check")
    assert answer.status_code == 302, text(answer)
    return Incident.objects.get()


def test_a_record_of_ones_own_is_offered_and_taken_so_that_no_second_one_is_made(
    officer: Client, police: Agency
) -> None:
    record = known(police, address="4 Invented Terrace")
    draft = begin(officer)
    offered = officer.post(f"{draft}/people/adult-1/find", TYPED)
    assert offered.status_code == 200
    assert "first name the same; last name the same; date of birth the same" in text(offered)
    assert "Invented" not in text(offered)

    draft = chosen(officer, record)
    page = text(officer.get(f"{draft}/people/adult-1"))
    assert "From your agency's records" in page
    assert "2 May 1997" in page
    incident = finish(officer, draft, PART | fields(officer, f"{draft}/people/adult-1"))

    assert Involved.objects.get(incident=incident, role="VICTIM").record_id == record.id
    assert Record.objects.filter(agency=police, forename="Jodie").count() == 1


@pytest.mark.parametrize(
    ("birth_date", "precision"),
    [(date(1997, 1, 1), Precision.YEAR), (date(1997, 5, 20), Precision.MONTH), (date(1997, 5, 2), Precision.ESTIMATED), (None, None)],
)  # fmt: skip
def test_a_date_less_sure_than_a_day_does_not_stand_in_the_way(
    officer: Client, police: Agency, birth_date: date | None, precision: Precision | None
) -> None:
    record = known(police, birth_date=birth_date, birth_precision=precision)
    draft = chosen(officer, record)
    finish(officer, draft, PART | fields(officer, f"{draft}/people/adult-1"))
    assert Record.objects.filter(agency=police, forename="Jodie").count() == 1


def test_an_unborn_child_known_already_is_taken(officer: Client, police: Agency) -> None:
    unborn = known(police, forename="", birth_date=None, expected_date=date(2020, 2, 1))
    draft = begin(officer)
    officer.post(f"{draft}/people/child-1/find", {"surname": "Marsh", "record": str(unborn.id)})
    assert "1 February 2020" in text(officer.get(f"{draft}/people/child-1"))
    sent = fields(officer, f"{draft}/people/child-1") | {"presence": "ELSEWHERE", "seen": "NO", "spoken_to": "NO"}
    write(officer, draft, {
        "what": WHAT, "people/adult-1": MOTHER, "people/child-1": sent, "people": {"others": "NO"}, "grades": GRADES,
    })  # fmt: skip
    assert officer.post(f"{draft}/check").status_code == 302
    assert Involved.objects.get(role="CHILD").record_id == unborn.id


def test_where_nobody_is_found_one_goes_on_with_what_was_typed(officer: Client) -> None:
    draft = begin(officer)
    answer = officer.post(f"{draft}/people/adult-1/find", TYPED)
    assert answer["Location"] == f"{draft}/people/adult-1?nobody"
    page = text(officer.get(answer["Location"]))
    assert "Nobody of that name is in your agency's records" in page
    assert "There is a problem" not in page
    held = boxes(officer, answer["Location"])
    assert {name: held[name] for name in TYPED} == TYPED
    assert (held["sex"], held["status"]) == ("NOT_KNOWN", "ALLEGED")


def test_a_slip_in_both_names_finds_ones_own_record(officer: Client, police: Agency) -> None:
    known(police, forename="Aaron", surname="Pike")
    draft = begin(officer)
    offered = officer.post(f"{draft}/people/adult-1/find", {"forename": "Aron", "surname": "Pyke"})
    assert offered.status_code == 200
    assert "Aaron Pike" in text(offered)


def test_somebody_of_several_records_is_offered_once_and_not_again(officer: Client, police: Agency) -> None:
    records = [known(police), known(police)]
    people.make_resolved(*records)
    draft = begin(officer)
    offered = officer.post(f"{draft}/people/adult-1/find", TYPED)
    assert text(offered).count("This is who it is") == 1
    officer.post(f"{draft}/people/adult-1/find", TYPED | {"record": str(records[1].id)})
    assert officer.post(f"{draft}/people/adult-2/find", TYPED).status_code == 302


def test_with_no_name_at_all_one_goes_on_and_nothing_is_searched_or_kept(officer: Client) -> None:
    draft = begin(officer)
    assert officer.post(f"{draft}/people/adult-1/find", {"forename": ""})["Location"] == f"{draft}/people/adult-1"
    assert not audit.entries(event=Event.PEOPLE_SEARCHED)
    assert "No adult added yet" in text(officer.get(f"{draft}/people"))


def test_none_of_these_makes_somebody_new(officer: Client, police: Agency) -> None:
    known(police)
    draft = begin(officer)
    answer = officer.post(f"{draft}/people/adult-1/find", TYPED | {"record": ""})
    assert answer["Location"] == f"{draft}/people/adult-1"
    finish(officer, draft, MOTHER)
    assert Record.objects.filter(agency=police, forename="Jodie").count() == 2


def test_not_this_person_forgets_what_came_from_the_record_and_keeps_the_part(officer: Client, police: Agency) -> None:
    draft = chosen(officer, known(police))
    officer.post(f"{draft}/people/adult-1", PART | fields(officer, f"{draft}/people/adult-1") | {"address": "A home"})
    officer.post(f"{draft}/people/adult-1/find", {"forename": "Joanna", "record": ""})
    held = boxes(officer, f"{draft}/people/adult-1")
    assert "record" not in held
    assert [held[name] for name in TYPED] == ["Joanna", "", "", "", ""]
    assert (held["role"], held["address"], held["sex"]) == ("VICTIM", "A home", "NOT_KNOWN")


def test_another_agencys_record_is_neither_offered_nor_taken(officer: Client) -> None:
    record = known(people.make_teller("the-surgery", "gp_practice"))
    draft = begin(officer)
    assert officer.post(f"{draft}/people/adult-1/find", TYPED).status_code == 302
    assert officer.post(f"{draft}/people/adult-1/find", {"record": str(record.id)}).status_code == 404
    assert officer.post(f"{draft}/people/adult-1/find", {"record": "nonsense"}).status_code == 404


def test_a_record_of_somebody_close_is_neither_offered_nor_taken(
    officer: Client, worker: Worker, police: Agency
) -> None:
    record = known(police)
    people.make_resolved(record)
    access.make_conflict(worker=worker, record=record)
    draft = begin(officer)
    assert officer.post(f"{draft}/people/adult-1/find", TYPED).status_code == 302
    assert officer.post(f"{draft}/people/adult-1/find", {"record": str(record.id)}).status_code == 404


def test_somebody_who_is_in_the_report_already_is_not_offered_again(officer: Client, police: Agency) -> None:
    draft = chosen(officer, known(police))
    assert officer.post(f"{draft}/people/adult-2/find", TYPED).status_code == 302
    assert officer.post(f"{draft}/people/adult-1/find", TYPED).status_code == 200


def test_every_look_and_the_choice_are_written_down(officer: Client, police: Agency) -> None:
    record = known(police)
    draft = begin(officer)
    officer.post(f"{draft}/people/adult-1/find", TYPED)
    officer.post(f"{draft}/people/adult-1/find", {"record": str(record.id)})
    assert len(audit.entries(event=Event.PEOPLE_SEARCHED)) == 2
    about = [entry.about for entry in audit.entries(event=Event.PAGE_VIEWED) if "look for" in str(entry.detail)]
    assert about == [[f"record:{record.id}"]] * 2


def test_a_record_sent_with_another_name_is_refused_with_what_to_do(officer: Client, police: Agency) -> None:
    record = known(police)
    draft = begin(officer)
    write(officer, draft, {
        "what": WHAT, "people/adult-1": MOTHER | {"forename": "Joanna", "record": str(record.id)},
        "people/child-1": BABY | {"related_adult-2": ""},
        "people": {"others": "NO"}, "grades": GRADES,
    })  # fmt: skip
    answer = officer.post(f"{draft}/check")
    assert answer.status_code == 422
    assert "Your record says otherwise" in text(answer)
    assert not Incident.objects.exists()


def test_the_page_says_a_faulty_date(officer: Client) -> None:
    draft = begin(officer)
    answer = officer.post(f"{draft}/people/adult-1/find", TYPED | {"born_month": "13"})
    assert answer.status_code == 422
    assert "month from 1 to 12" in text(answer)
