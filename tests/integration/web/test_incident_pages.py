"""Reporting page by page and an incident as told: through real sign-in, real access rules and the real database."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.factories import accounts
from tests.factories import agencies as make
from tests.factories import incidents as reports
from wholepicture.pathway.incidents.facts import PersonTold
from wholepicture.pathway.incidents.models import ChildTold, Incident, Involved, Submission
from wholepicture.pathway.incidents.terms import Category, Dash
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event
from wholepicture.registers.people.models import ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import Precision, ProtectedKind, Role

pytestmark = pytest.mark.django_db
HAPPENED = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
WHAT = {
    "date_day": "16", "date_month": "12", "date_year": "2019", "time": "9:40pm", "until": "12:20am",
    "place": "4 Invented Terrace", "category": "DOMESTIC_ABUSE", "reporter": "NEIGHBOUR", "reporter_name": "Nora Next",
    "reference": "CH-1", "summary": "Shouting heard.",
}  # fmt: skip
MOTHER = {
    "role": "VICTIM", "status": "ALLEGED", "forename": "Jodie", "surname": "Marsh", "sex": "FEMALE",
    "born_day": "2", "born_month": "5", "born_year": "1997", "address": "4 Invented Terrace",
}  # fmt: skip
FATHER = {
    "role": "CAUSING_HARM", "alleged_by": "adult-1", "status": "ALLEGED", "forename": "Kyle", "surname": "Denham",
    "sex": "MALE", "born_year": "1995", "partner_of": "adult-1",
}  # fmt: skip
BABY = {
    "forename": "Charlie", "surname": "Marsh", "sex": "NOT_KNOWN", "born_day": "14", "born_month": "11",
    "born_year": "2019", "presence": "IN_ARMS", "seen": "YES", "spoken_to": "NO", "sleeps_asked": "YES",
    "sleeps_where": "At the grandmother's", "related_adult-1": "PARENT_OF", "related_adult-2": "CARER_OF",
}  # fmt: skip
GRADES = {"dash": "BELIEVED_DONE", "dash_perceived": "MEDIUM", "brag": "NOT_DONE", "brag_because": "No time.",
          "features": ["SEPARATION"]}  # fmt: skip
STEPS: Mapping[str, Mapping[str, object]] = {
    "what": WHAT,
    "people/adult-1": MOTHER,
    "people/adult-2": FATHER,
    "people/child-1": BABY,
    "people": {"others": "NOT_ASKED"},
    "grades": GRADES,
}


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Pages are rendered without collecting static files first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def police() -> Agency:
    """Who reports."""
    return make.make_agency(kind="police", name="North police")


@pytest.fixture
def officer(police: Agency) -> Client:
    """An officer who may report, signed in."""
    return signed_in(police)


def signed_in(agency: Agency, *roles: str) -> Client:
    """Somebody of this agency, signed in through the sign-in page."""
    user = accounts.make_user(worker=make.make_worker(agency=agency), roles=roles or ("reporting_officer",))
    client = Client()
    client.post("/sign-in", {"email": user.email, "password": accounts.PASSWORD})
    return client


def begin(client: Client, kind: str = "INCIDENT") -> str:
    """A new draft; gives its address."""
    return str(client.post("/report/new", {"kind": kind})["Location"]).removesuffix("/what")


def write(client: Client, draft: str, steps: Mapping[str, Mapping[str, object]] = STEPS) -> None:
    """Fill every page as typed; each must let one on."""
    for step, told in steps.items():
        answer = client.post(f"{draft}/{step}", told)
        assert answer.status_code == 302, (step, said(answer.content))


def send(client: Client, draft: str) -> Incident:
    """Send what was written."""
    assert client.post(f"{draft}/check")["Location"] == f"{draft}/sent"
    return Incident.objects.get()


def said(content: bytes) -> str:
    """The words of a page."""
    text = re.sub(r"<(script|head)\b.*?</\1>", " ", content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace("&#39;", "'")


def seen(client: Client, address: str) -> str:
    """The words of a page that opens."""
    answer = client.get(address)
    assert answer.status_code == 200
    return said(answer.content)


def test_an_incident_written_page_by_page_is_received_exactly_as_told(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)

    incident = send(officer, draft)

    assert incident.happened_at == HAPPENED
    assert incident.happened_until == datetime(2019, 12, 17, 0, 20, tzinfo=UTC)
    assert (incident.category, incident.reporter, incident.reference) == ("DOMESTIC_ABUSE", "NEIGHBOUR", "CH-1")
    assert (incident.dash, incident.dash_perceived, incident.brag) == ("BELIEVED_DONE", "MEDIUM", "NOT_DONE")
    assert incident.summary.splitlines()[0] == "Shouting heard."
    assert "unborn: not asked" in incident.summary
    assert set(incident.features) == {"SEPARATION"}
    assert Submission.objects.get().key == draft.split("/")[-1]


def test_people_arrive_with_their_part_who_says_so_and_how_they_are_related(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)
    incident = send(officer, draft)

    records = {record.forename: record for record in Record.objects.all()}
    roles = {row.record.forename: (row.role, row.alleged_by) for row in Involved.objects.filter(incident=incident)}
    assert roles["Kyle"] == (Role.CAUSING_HARM, f"record:{records['Jodie'].id}")
    assert (records["Kyle"].birth_date.year, records["Kyle"].birth_precision) == (1995, Precision.YEAR)
    related = {(row.from_record.forename, row.to_record.forename, row.kind) for row in Relationship.objects.all()}
    assert related == {
        ("Jodie", "Charlie", "PARENT_OF"), ("Kyle", "Charlie", "CARER_OF"), ("Kyle", "Jodie", "PARTNER_OF"),
    }  # fmt: skip
    child = ChildTold.objects.get()
    assert (child.presence, child.seen, child.spoken_to, child.sleeps_asked) == ("IN_ARMS", "YES", "NO", "YES")


def test_what_would_locate_somebody_is_kept_apart(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)
    send(officer, draft)

    kept = dict(ProtectedFact.objects.values_list("kind", "value"))
    assert kept[ProtectedKind.PLACE] == "4 Invented Terrace"
    assert kept[ProtectedKind.REFERRER] == "Nora Next"
    assert kept[ProtectedKind.SLEEPS_AT] == "At the grandmother's"


def test_a_second_press_a_refresh_and_the_back_button_make_nothing_twice(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)
    first = send(officer, draft)

    assert officer.post(f"{draft}/check")["Location"] == f"{draft}/sent"
    assert officer.post(f"{draft}/what", WHAT)["Location"] == f"{draft}/sent"
    assert officer.post(f"{draft}/people/adult-3", MOTHER)["Location"] == f"{draft}/sent"
    assert officer.post(f"{draft}/people/adult-1/remove")["Location"] == f"{draft}/sent"
    assert officer.get(f"{draft}/discard")["Location"] == f"{draft}/sent"
    assert officer.post(f"{draft}/save/what", WHAT).status_code == 410
    assert Incident.objects.get() == first
    assert Record.objects.count() == 3


def test_the_confirmation_says_the_reference_and_leads_to_the_incident(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)
    incident = send(officer, draft)

    page = officer.get(f"{draft}/sent")
    assert "Your reference: CH-1" in said(page.content)
    assert f"/incidents/{incident.id}" in page.content.decode()


def test_sending_with_faults_sends_nothing_and_links_each_fault_to_the_page_where_it_is_mended(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft, {"people/child-1": BABY | {"related_adult-1": "", "related_adult-2": ""}})

    answer = officer.post(f"{draft}/check")

    assert answer.status_code == 422
    assert not Incident.objects.exists()
    assert f'href="{draft}/what?check#id_date_day"' in answer.content.decode()
    assert f'href="{draft}/people?check#id_others"' in answer.content.decode()
    assert "Date To be mended" in said(answer.content)
    assert "Enter the date it happened" in seen(officer, f"{draft}/what?check")
    assert "Enter the date it happened" not in seen(officer, f"{draft}/what")
    assert officer.post(f"{draft}/what?check", WHAT)["Location"] == f"{draft}/check"


def test_what_only_the_whole_report_can_show_is_said_in_the_words_of_these_pages(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft, STEPS | {"people/adult-3": MOTHER})

    page = said(officer.post(f"{draft}/check").content)

    assert "Jodie Marsh: This person stands in the report twice (see Jodie Marsh)" in page
    assert "people." not in page


def test_a_faulty_page_says_so_in_a_sentence_and_keeps_all_that_was_typed(officer: Client) -> None:
    draft = begin(officer)

    answer = officer.post(f"{draft}/what", WHAT | {"date_month": "13", "category": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Date must have a month from 1 to 12" in page
    assert 'href="#id_date_month"' in page
    assert "“Not classed” is an answer" in page
    assert "Shouting heard." in page
    assert 'value="4 Invented Terrace"' in officer.get(f"{draft}/what").content.decode()


def test_what_nobody_knows_can_be_left_open_and_the_whole_day_is_then_told(officer: Client) -> None:
    draft = begin(officer)
    unknown = {"role": "NOT_KNOWN", "status": "NOT_KNOWN", "sex": "NOT_KNOWN"}
    unborn = {
        "sex": "NOT_KNOWN", "presence": "NOT_KNOWN", "seen": "NOT_KNOWN", "spoken_to": "NOT_KNOWN",
        **_boxes("expected", timezone.now() + timedelta(days=90)),
    }  # fmt: skip
    steps = {"what": WHAT | {"time": "", "until": ""}, "people/adult-1": unknown, "people/child-1": unborn}
    write(officer, draft, steps | {"people": {"others": "NOT_KNOWN"}, "grades": GRADES})

    incident = send(officer, draft)

    assert incident.happened_until == datetime(2019, 12, 16, 23, 59, tzinfo=UTC)
    assert "16 December 2019, time not known" in seen(officer, f"/incidents/{incident.id}")


def _boxes(name: str, day: datetime) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_for_a_baby_the_question_of_tonights_sleep_cannot_be_passed_over_but_not_asked_is_an_answer(
    officer: Client,
) -> None:
    draft = begin(officer)
    officer.post(f"{draft}/what", WHAT)
    silent = BABY | {"sleeps_asked": "", "sleeps_where": "", "related_adult-1": "", "related_adult-2": ""}

    refused = officer.post(f"{draft}/people/child-1", silent)
    assert refused.status_code == 422
    assert 'href="#id_sleeps_asked"' in refused.content.decode()
    assert "this baby sleeps tonight" in said(refused.content)
    assert officer.post(f"{draft}/people/child-1", silent | {"sleeps_asked": "NOT_ASKED"}).status_code == 302
    assert officer.post(f"{draft}/people/child-1", silent | {"born_year": "2016"}).status_code == 302


def test_a_wrong_digit_of_an_nhs_number_is_said_at_once(officer: Client) -> None:
    draft = begin(officer)
    answer = officer.post(f"{draft}/people/adult-1", MOTHER | {"nhs_number": "999 000 0000"})
    assert answer.status_code == 422
    assert 'href="#id_nhs_number"' in answer.content.decode()


def test_not_done_needs_its_reason_and_believed_done_is_a_grade_of_its_own(officer: Client) -> None:
    draft = begin(officer)
    answer = officer.post(f"{draft}/grades", {"dash": "NOT_DONE", "brag": "NOT_DONE"})
    assert answer.status_code == 422
    assert "why the DASH was not done" in said(answer.content)
    assert "why BRAG was not done" in said(answer.content)
    assert officer.post(f"{draft}/grades", GRADES).status_code == 302


def test_whether_there_are_other_children_has_to_be_answered(officer: Client) -> None:
    draft = begin(officer)
    answer = officer.post(f"{draft}/people", {})
    assert answer.status_code == 422
    assert "“Not asked” is an answer" in said(answer.content)


def test_somebody_removed_is_not_sent_and_nobody_takes_their_number(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft, {"people/adult-1": MOTHER, "people/adult-2": FATHER})
    officer.post(f"{draft}/people/adult-2/remove")

    assert "Kyle" not in seen(officer, f"{draft}/people")
    assert officer.post(f"{draft}/people/add", {"sort": "adult"})["Location"] == f"{draft}/people/adult-3/find"


@pytest.mark.parametrize("step", ["adult-x", "adult-0", "adult-100", "baby-1", "kind", "what", "others"])
def test_a_page_that_no_report_has_is_not_found_and_leaves_the_draft_usable(officer: Client, step: str) -> None:
    draft = begin(officer)
    assert officer.get(f"{draft}/people/{step}").status_code == 404
    assert officer.post(f"{draft}/people/{step}", MOTHER).status_code == 404
    assert officer.post(f"{draft}/people/{step}/remove").status_code == 404
    assert officer.get(f"{draft}/people").status_code == 200


def test_what_is_typed_is_kept_by_itself_faulty_or_not_and_shown_again_without_blame(officer: Client) -> None:
    draft = begin(officer)

    assert officer.post(f"{draft}/save/what", {"date_day": "40", "place": "By the\0 canal"}).status_code == 204

    page = officer.get(f"{draft}/what").content.decode()
    assert 'value="40"' in page
    assert 'value="By the canal"' in page
    assert "There is a problem" not in page


def test_more_than_a_report_can_hold_is_refused_in_a_sentence_and_loses_nothing(officer: Client) -> None:
    draft = begin(officer)
    officer.post(f"{draft}/what", WHAT)
    long = {"summary": "x" * 250_000}

    assert officer.post(f"{draft}/save/what", WHAT | long).status_code == 413
    answer = officer.post(f"{draft}/what", WHAT | long)
    assert answer.status_code == 422
    assert "too long to keep" in said(answer.content)
    assert "Shouting heard." in officer.get(f"{draft}/what").content.decode()


def test_a_second_press_on_report_leads_to_the_same_draft_until_something_is_written(officer: Client) -> None:
    draft = begin(officer)
    assert begin(officer) == draft
    assert begin(officer, "CONCERN") != draft
    officer.post(f"{draft}/what", WHAT)
    assert begin(officer) != draft


def test_my_drafts_stand_on_the_start_page_without_a_name_and_can_be_discarded_after_being_asked(
    officer: Client,
) -> None:
    draft = begin(officer)
    write(officer, draft, {"people/adult-1": MOTHER})

    page = seen(officer, "/report")
    assert "Incident saved" in page
    assert "Jodie" not in page
    assert "cannot be brought back" in seen(officer, f"{draft}/discard")
    assert "Marsh" in seen(officer, f"{draft}/people")
    assert officer.post(f"{draft}/discard")["Location"] == "/report?discarded"
    assert officer.get(f"{draft}/people").status_code == 404
    assert "The draft was discarded" in seen(officer, "/report?discarded")


def test_somebody_elses_draft_is_not_found_even_within_the_agency(officer: Client, police: Agency) -> None:
    draft = begin(officer)
    write(officer, draft, {"people/adult-1": MOTHER})
    colleague = signed_in(police)
    for page in ("what", "people", "people/adult-1", "grades", "check", "sent", "discard"):
        answer = colleague.get(f"{draft}/{page}")
        assert answer.status_code == 404
        assert "Jodie" not in answer.content.decode()
    assert colleague.post(f"{draft}/what", WHAT).status_code == 404
    assert colleague.post(f"{draft}/discard").status_code == 404
    assert "Marsh" in seen(officer, f"{draft}/people")


def test_who_may_not_report_is_refused_which_the_audit_has_and_not_the_console(
    police: Agency, caplog: pytest.LogCaptureFixture
) -> None:
    answer = signed_in(police, "analyst").get("/report")
    assert answer.status_code == 403
    assert audit.entries(event=Event.READ_REFUSED).count() == 1
    assert caplog.records == []


def test_a_concern_has_fewer_pages_and_arrives_as_a_concern_about_a_carer(officer: Client) -> None:
    draft = begin(officer, "CONCERN")
    worry = {name: WHAT[name] for name in ("date_day", "date_month", "date_year")} | {"summary": "Spaced out."}
    carer = {"role": "OF_CONCERN", "status": "NOT_KNOWN", "forename": "Kyle", "surname": "Denham", "sex": "MALE"}
    baby = BABY | {"sleeps_asked": "", "sleeps_where": "", "related_adult-2": ""}
    assert "Step 1 of 3 What worries you" in seen(officer, f"{draft}/what")
    steps = {"what": worry, "people/adult-1": carer, "people/child-1": baby, "people": {"others": "NO"}}
    write(officer, draft, steps)

    incident = send(officer, draft)

    assert incident.kind == "CONCERN"
    assert Involved.objects.get(record__forename="Kyle").role == Role.OF_CONCERN
    assert officer.get(f"{draft}/grades")["Location"] == f"{draft}/sent"


def test_my_reports_are_listed_without_a_name_and_an_empty_list_says_so(officer: Client) -> None:
    assert "You have not reported anything yet" in seen(officer, "/reports")
    draft = begin(officer)
    write(officer, draft)
    send(officer, draft)

    page = seen(officer, "/reports")
    assert "CH-1" in page
    assert not re.search("Jodie|Marsh|Kyle|Charlie", page)


def test_an_incident_is_shown_as_told_with_who_alleges_what_and_no_date_surer_than_told(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)
    incident = send(officer, draft)

    page = seen(officer, f"/incidents/{incident.id}")

    for words in (
        "9:40pm until Tuesday 17 December 2019, 12:20am", "4 Invented Terrace", "Nora Next",
        "Part, as alleged Person causing harm Who alleges it Jodie Marsh How it stands Alleged",
        "1995, day and month not known", "14 November 2019 (4 weeks)", "In somebody's arms", "At the grandmother's",
        "Believed done, not found, believed medium", "Not done: No time.", "Separation",
        "Kyle Denham: carer of Charlie Marsh", "Kyle Denham: partner of Jodie Marsh", "Shouting heard.",
    ):  # fmt: skip
        assert words in page
    assert "1 January 1995" not in page


def test_the_page_of_an_incident_and_its_address_and_title_never_hold_a_name(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)
    incident = send(officer, draft)
    for address in (f"/incidents/{incident.id}", f"{draft}/sent", "/reports"):
        title = re.search("<title>(.*?)</title>", officer.get(address).content.decode(), re.S)
        assert title
        assert not re.search("Jodie|Marsh|Kyle|Charlie", title[1])


def test_looking_at_an_incident_is_written_down_with_everybody_on_the_page(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)
    incident = send(officer, draft)
    reports.link_and_place(now=timezone.now())

    seen(officer, f"/incidents/{incident.id}")

    viewed = audit.entries(event=Event.PAGE_VIEWED).get()
    persons = Record.objects.values_list("person_id", flat=True)
    assert set(viewed.about) == {f"person:{person}" for person in persons}
    assert audit.entries(event=Event.RECORD_OPENED).count() == 1


def test_another_agency_is_refused_sees_nothing_and_the_refusal_stays_written(officer: Client) -> None:
    draft = begin(officer)
    write(officer, draft)
    incident = send(officer, draft)
    other = signed_in(make.make_agency(kind="gp_practice"), "practitioner")

    answer = other.get(f"/incidents/{incident.id}")

    assert answer.status_code == 403
    assert not re.search("Jodie|Marsh|Kyle|Charlie|Invented", answer.content.decode())
    assert audit.entries(event=Event.READ_REFUSED).count() == 1
    assert not audit.entries(event=Event.PAGE_VIEWED).exists()


def test_an_incident_that_does_not_exist_is_not_found(officer: Client) -> None:
    assert officer.get(f"/incidents/{uuid4()}").status_code == 404


def test_the_baby_of_an_agencys_system_with_a_guessed_birthday_is_shown_as_a_guess(
    officer: Client, police: Agency
) -> None:
    guessed = reports.child_told(birth_precision=Precision.ESTIMATED)
    month = PersonTold(
        key="m",
        role=Role.VICTIM,
        birth_date=guessed.birth_date.replace(year=1990, day=1),
        birth_precision=Precision.MONTH,
    )
    told = reports.told(people=(guessed, month), relationships=(), category=Category.OTHER, dash=Dash.NOT_DONE)
    receipt = reports.receive(told, agency=police)

    page = seen(officer, f"/incidents/{UUID(str(receipt.incident_id))}")

    assert "About November 2019, a guess" in page
    assert "November 1990, day not known (about 29 years)" in page
    assert "Name not known" in page
    assert reports.HOME in page
