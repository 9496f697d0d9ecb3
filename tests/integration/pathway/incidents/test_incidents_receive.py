"""Taking a report: everything committed together, answered once for ever, and nothing protected in any text."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from tests.factories.agencies import make_agency
from tests.factories.incidents import (
    HOME,
    RECEIVED_AT,
    child_told,
    father_told,
    link_and_place,
    mother_told,
    receive,
    reporter_of,
    told,
)
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.incidents import actions, permissions, queries
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold
from wholepicture.pathway.incidents.models import ChildTold, Incident, Involved, Submission
from wholepicture.pathway.incidents.terms import Door, Kind, Presence
from wholepicture.registers.audit.models import Entry as AuditEntry
from wholepicture.registers.audit.terms import Actor, Event, Seen
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.people.models import ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import IdentifierKind, ProtectedKind, Role, YesNo

pytestmark = pytest.mark.django_db


def test_a_report_is_kept_as_told_with_its_raw_text_and_people() -> None:
    report = told()

    receipt = receive(report)

    incident = Incident.objects.get(id=receipt.incident_id)
    assert (incident.reference, incident.category, incident.dash) == (report.reference, "DOMESTIC_ABUSE", "MEDIUM")
    assert Submission.objects.get().raw == repr(report)
    roles = dict(Involved.objects.values_list("record__forename", "role"))
    assert roles == {"Jodie": "VICTIM", "Kyle": "CAUSING_HARM", "Charlie": "CHILD"}
    assert ChildTold.objects.get().presence == Presence.IN_ARMS
    assert Relationship.objects.count() == 2


def test_who_alleges_a_role_is_kept_as_the_record_of_that_person() -> None:
    receive()

    mother = Record.objects.get(forename="Jodie")
    assert Involved.objects.get(role=Role.CAUSING_HARM).alleged_by == f"record:{mother.id}"
    assert Involved.objects.get(role=Role.VICTIM).alleged_by == "NOT_KNOWN"


def test_the_same_key_and_body_gives_the_same_answer_and_makes_nothing() -> None:
    agency = make_agency(kind="police")
    report = told()
    first = receive(report, agency=agency, key="k1")

    again = receive(report, agency=agency, key="k1", now=RECEIVED_AT + timedelta(days=4000))

    assert again == replace(first, repeated=True)
    assert not first.repeated
    assert (Incident.objects.count(), Record.objects.count(), Entry.objects.count()) == (1, 3, 3)


def test_a_key_used_for_another_body_is_refused_and_changes_nothing() -> None:
    agency = make_agency(kind="police")
    receive(agency=agency, key="k1")

    with pytest.raises(actions.KeyUsedForAnother, match="key of its own"):
        receive(told(summary="Other words"), agency=agency, key="k1")

    assert Incident.objects.count() == 1


def test_two_agencies_may_use_the_same_key() -> None:
    first = receive(agency=make_agency(kind="police"), key="k1")
    second = receive(agency=make_agency(kind="midwifery"), key="k1")

    assert first.incident_id != second.incident_id


def test_what_has_to_be_mended_is_said_and_nothing_is_kept() -> None:
    with pytest.raises(actions.NotAccepted) as refused:
        receive(told(people=()))

    assert refused.value.problems[0].field == "people"
    assert Submission.objects.count() == 0


def test_what_would_locate_somebody_stands_among_protected_facts_only() -> None:
    bed = ChildDetail(sleeps_asked=YesNo.YES, sleeps_where="Canary Bed 7")
    receipt = receive(
        told(
            place="Canary Place 8",
            reporter_name="Canary Neighbour",
            people=(mother_told(address="Canary Home 9"), father_told(), child_told(child=bed)),
        )
    )

    kept = set(ProtectedFact.objects.values_list("kind", "value"))
    assert {
        ("PLACE", "Canary Place 8"),
        ("REFERRER", "Canary Neighbour"),
        ("ADDRESS", "Canary Home 9"),
        ("SLEEPS_AT", "Canary Bed 7"),
    } <= kept
    with connection.cursor() as cursor:
        for table in (
            "incidents_incident",
            "incidents_involved",
            "incidents_child_told",
            "chronology_entry",
            "audit_entry",
            "people_record",
        ):
            cursor.execute(f"select count(*) from {table} t where t::text ilike '%%canary%%'")  # noqa: S608  names of our own tables
            assert cursor.fetchone() == (0,), table
    assert "anary" not in receipt.answer


def test_who_reported_never_reaches_a_party_and_the_bed_never_who_causes_harm() -> None:
    bed = ChildDetail(sleeps_asked=YesNo.YES, sleeps_where="Grandmother's")
    receive(told(reporter_name="A neighbour", people=(mother_told(), father_told(), child_told(child=bed))))

    father = f"record:{Record.objects.get(forename='Kyle').id}"
    assert father in ProtectedFact.objects.get(kind=ProtectedKind.REFERRER).never_to
    assert ProtectedFact.objects.get(kind=ProtectedKind.SLEEPS_AT).never_to == [father]


def test_each_child_and_party_has_a_line_that_the_reporting_agency_knows() -> None:
    agency = make_agency(kind="police")
    witness = PersonTold(key="w", role=Role.WITNESS, forename="Nina", surname="Next")
    receipt = receive(told(people=(mother_told(), father_told(), child_told(), witness)), agency=agency)

    lines = Entry.objects.filter(cause=receipt.incident_id)
    assert set(lines.values_list("record__forename", flat=True)) == {"Jodie", "Kyle", "Charlie"}
    assert set(lines.values_list("agency_id", "known_at", "kind")) == {(agency.id, RECEIVED_AT, "INCIDENT")}


def test_receiving_is_audited_without_a_name() -> None:
    receipt = receive()

    entry = AuditEntry.objects.get(event=Event.INCIDENT_RECEIVED)
    assert f"incident:{receipt.incident_id}" in entry.about
    assert entry.detail == {"kind": "INCIDENT", "door": "API"}


def test_a_birth_keeps_its_parents_only_and_adds_no_line() -> None:
    parent = PersonTold(key="p", role=Role.PARENT, forename="Kyle", surname="Denham", birth_date=date(1995, 9, 20))
    receipt = receive(
        told(kind=Kind.BIRTH, people=(parent,), place="", relationships=()), agency=make_agency(kind="midwifery")
    )

    assert queries.for_duties(receipt.incident_id).people[0].role is Role.PARENT
    assert (Entry.objects.count(), ProtectedFact.objects.count(), ChildTold.objects.count()) == (0, 0, 0)


def test_an_own_record_is_used_again_and_its_person_looked_at_again() -> None:
    agency = make_agency(kind="police")
    receive(agency=agency)
    link_and_place()
    father = Record.objects.get(forename="Kyle")
    version = father.person.version  # type: ignore[union-attr]

    receive(told(people=(father_told(alleged_by="", record=father.id),), relationships=()), agency=agency)

    assert Record.objects.filter(forename="Kyle").count() == 1
    assert Involved.objects.filter(record=father).count() == 2
    assert Record.objects.get(id=father.id).person.version > version  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "changes",
    [
        {"surname": "Other"},
        {"birth_date": date(1995, 9, 21)},
        {"identifiers": {IdentifierKind.NHS_NUMBER: "9990000018"}},
    ],
)
def test_an_own_record_that_says_otherwise_is_refused(changes: dict[str, object]) -> None:
    agency = make_agency(kind="police")
    receive(agency=agency)
    father = Record.objects.get(forename="Kyle")

    with pytest.raises(actions.NotAccepted, match=r"people\.0\.record"):
        receive(
            told(people=(father_told(alleged_by="", record=father.id, **changes),), relationships=()), agency=agency
        )


def test_another_agencys_record_cannot_be_named() -> None:
    receive()
    father = Record.objects.get(forename="Kyle")

    with pytest.raises(actions.NotAccepted, match="no such record"):
        receive(told(people=(father_told(alleged_by="", record=father.id),), relationships=()))


def test_nobody_reports_without_the_permission_or_for_another_agency() -> None:
    police, midwives = make_agency(kind="police"), make_agency(kind="midwifery")
    common = {
        "told": told(),
        "agency": police,
        "key": "k",
        "digest": "d",
        "raw": "r",
        "door": Door.API,
        "now": RECEIVED_AT,
    }

    with pytest.raises(permissions.NotYours, match="own agency"):
        actions.receive(**common, by=reporter_of(midwives))  # type: ignore[arg-type]
    with pytest.raises(permissions.NotYours, match="reporting officer"):
        actions.receive(**common, by=Actor(id="u", name="U", agency=police.id))  # type: ignore[arg-type]


def test_the_machine_sees_roles_children_and_the_key_of_the_place() -> None:
    receipt = receive()
    before = queries.for_duties(receipt.incident_id)
    link_and_place()
    after = queries.for_duties(receipt.incident_id)

    assert (before.linked, after.linked) == (False, True)
    assert after.place_key == "4 invented terrace nowhere zz1 1zz"
    assert {person.role for person in after.people} == {Role.VICTIM, Role.CAUSING_HARM, Role.CHILD}
    assert [child.presence for child in after.children] == [Presence.IN_ARMS]


def test_roles_before_a_moment_come_from_earlier_incidents_only() -> None:
    agency = make_agency(kind="police")
    report = told()
    first = receive(report, agency=agency)
    second = receive(replace(report, happened_at=RECEIVED_AT), agency=agency)
    link_and_place()
    mother = Record.objects.filter(forename="Jodie").values_list("person_id", flat=True)[0]
    assert mother

    assert [role.incident for role in queries.roles_before([mother], RECEIVED_AT)[mother]] == [first.incident_id]
    later = queries.roles_before([mother], RECEIVED_AT + timedelta(seconds=1))[mother]
    assert [role.incident for role in later] == [first.incident_id, second.incident_id]


def test_the_page_shows_the_incident_to_its_sender_as_told() -> None:
    agency = make_agency(kind="police")
    receipt = receive(told(reporter_name="Nina Next"), agency=agency)
    seen = Seen(by=reporter_of(agency), why="own report", at=RECEIVED_AT, subject=receipt.incident_id)

    picture = queries.as_told(receipt.incident_id, seen=seen)

    assert (picture.place, picture.reporter_name) == (HOME, "Nina Next")
    assert {person.name: person.alleged_by for person in picture.people}["Kyle Denham"] == "Jodie Marsh"
    assert len(picture.relationships) == 2


def test_another_agency_is_shown_no_protected_fact() -> None:
    receipt = receive(told(reporter_name="Nina Next"))
    gp = make_agency(kind="gp_practice")
    seen = Seen(by=Actor(id="u", name="U", agency=gp.id), why="granted", at=RECEIVED_AT, subject=receipt.incident_id)

    picture = queries.as_told(receipt.incident_id, seen=seen)

    assert (picture.place, picture.reporter_name) == (None, None)
    assert {person.address for person in picture.people} == {None}


def test_the_proof_of_another_look_opens_nothing() -> None:
    receipt = receive()
    seen = Seen(by=reporter_of(make_agency(kind="police")), why="x", at=RECEIVED_AT, subject=uuid4())

    with pytest.raises(queries.NotOpened):
        queries.as_told(receipt.incident_id, seen=seen)


def test_my_reports_are_mine_newest_first_and_name_nobody() -> None:
    agency = make_agency(kind="police")
    first = receive(agency=agency)
    second = receive(agency=agency, now=RECEIVED_AT + timedelta(hours=1))
    receive()

    lines = queries.reported_by(by=reporter_of(agency), limit=10)

    assert [line.incident for line in lines] == [second.incident_id, first.incident_id]
    assert "Marsh" not in repr(lines)


def test_a_draft_keeps_each_step_and_is_emptied_when_sent_once() -> None:
    agency = make_agency(kind="police")
    by = reporter_of(agency)
    with acting(actor=by.id, agency=str(agency.id)):
        draft = actions.start_draft(agency=agency, by=by, now=RECEIVED_AT)
        for step, data in (
            ("when", {"day": "1", "hour": "2"}),
            ("people", {"forename": "Ann"}),
            ("when", {"day": "3"}),
        ):
            actions.save_draft(draft=draft, step=step, data=data, by=by, now=RECEIVED_AT)
        assert queries.draft(draft, by=by).data == {"when": {"day": "3"}, "people": {"forename": "Ann"}}
        send = partial(
            actions.receive, told=told(), agency=agency, key=str(draft), digest="d", raw="r", door=Door.WEB, draft=draft
        )

        receipts = [send(by=by, now=RECEIVED_AT) for _ in range(2)]

        sent = queries.draft(draft, by=by)
        assert (sent.data, sent.sent) == ({}, receipts[0].incident_id)
        assert [receipt.repeated for receipt in receipts] == [False, True]
        assert queries.my_drafts(by=by) == []
        with pytest.raises(actions.DraftNotYours):
            actions.save_draft(draft=draft, step="when", data={}, by=by, now=RECEIVED_AT)


def test_a_draft_is_nobody_elses() -> None:
    agency = make_agency(kind="police")
    mine, other = reporter_of(agency), replace(reporter_of(agency), id="somebody-else")
    with acting(actor=mine.id, agency=str(agency.id)):
        draft = actions.start_draft(agency=agency, by=mine, now=RECEIVED_AT)

    with acting(actor=other.id, agency=str(agency.id)):
        with pytest.raises(queries.NotFound):
            queries.draft(draft, by=other)
        with pytest.raises(actions.DraftNotYours):
            actions.discard_draft(draft=draft, by=other, now=RECEIVED_AT)
    with acting(actor=mine.id, agency=str(agency.id)):
        with pytest.raises(actions.DraftNotYours):
            actions.discard_draft(draft=draft, by=other, now=RECEIVED_AT)
        actions.discard_draft(draft=draft, by=mine, now=RECEIVED_AT)
        assert queries.my_drafts(by=mine) == []
