"""What is refused when a report is taken or shown, and that nothing of it is kept."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories.agencies import make_agency
from tests.factories.incidents import (
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
from wholepicture.pathway.incidents import actions, queries
from wholepicture.pathway.incidents.actions.intake import receive_new
from wholepicture.pathway.incidents.facts import RelationTold, Telling
from wholepicture.pathway.incidents.models import Incident, Submission
from wholepicture.pathway.incidents.terms import Door
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.people.models import Record, Relationship
from wholepicture.registers.people.terms import RelationshipKind

pytestmark = pytest.mark.django_db


def test_what_the_database_refuses_is_no_answer_to_a_repeat() -> None:
    agency = make_agency(kind="police")
    with pytest.raises(IntegrityError, match="raw"), transaction.atomic():
        actions.receive(
            told=told(),
            agency=agency,
            key="k",
            digest="d",
            raw=None,  # type: ignore[arg-type]
            door=Door.API,
            by=reporter_of(agency),
            now=RECEIVED_AT,
        )
    assert (Submission.objects.count(), Incident.objects.count()) == (0, 0)


def test_of_many_reports_in_one_file_none_is_kept_when_one_has_to_be_mended() -> None:
    agency = make_agency(kind="police")
    many = [Telling(str(uuid4()), "d", "r", report) for report in (told(), told(people=()))]
    with pytest.raises(actions.NotAccepted) as refused, transaction.atomic():
        receive_new(tellings=many, agency=agency, door=Door.FEED, by=reporter_of(agency), now=RECEIVED_AT)
    assert refused.value.problems[0].field == "people"
    assert (Submission.objects.count(), Incident.objects.count()) == (0, 0)


def test_of_a_record_told_of_before_only_its_own_new_relationships_are_told_again() -> None:
    agency = make_agency(kind="police")
    receive(agency=agency, people=(father_told(alleged_by=""),), relationships=())
    father = Record.objects.get(forename="Kyle")
    receive(
        agency=agency,
        people=(mother_told(), father_told(record=father.id), child_told()),
        relationships=tuple(RelationTold(who, "charlie", RelationshipKind.PARENT_OF) for who in ("mother", "father")),
    )
    parents = Relationship.objects.filter(to_record__forename="Charlie")
    assert sorted(parents.values_list("from_record__forename", flat=True)) == ["Jodie", "Kyle"]
    assert parents.get(from_record=father).to_record.agency == agency


def test_a_discarded_draft_is_not_sent() -> None:
    agency = make_agency(kind="police")
    by = reporter_of(agency)
    with acting(actor=by.id, agency=str(agency.id)):
        draft = actions.start_draft(agency=agency, by=by, now=RECEIVED_AT)
        actions.discard_draft(draft=draft, by=by, now=RECEIVED_AT)
        with pytest.raises(actions.DraftNotYours, match="discarded"), transaction.atomic():
            actions.receive(
                told=told(),
                agency=agency,
                key=str(draft),
                digest="d",
                raw="r",
                door=Door.WEB,
                by=by,
                now=RECEIVED_AT,
                draft=draft,
            )
        assert Incident.objects.count() == 0


def test_a_draft_that_is_too_long_keeps_what_it_held() -> None:
    agency = make_agency(kind="police")
    by = reporter_of(agency)
    with acting(actor=by.id, agency=str(agency.id)):
        draft = actions.start_draft(agency=agency, by=by, now=RECEIVED_AT)
        actions.save_draft(draft=draft, step="what", data={"summary": "Shouting."}, by=by, now=RECEIVED_AT)
        with pytest.raises(actions.DraftTooLong), transaction.atomic():
            actions.save_draft(draft=draft, step="what", data={"summary": "x" * 2_000_000}, by=by, now=RECEIVED_AT)
        assert queries.draft(draft, by=by).data == {"what": {"summary": "Shouting."}}


def test_an_incident_that_is_not_there_is_found_by_no_step_and_no_page() -> None:
    agency, nowhere = make_agency(kind="police"), uuid4()
    seen = Seen(by=reporter_of(agency), why="x", at=RECEIVED_AT, subject=nowhere)
    with pytest.raises(queries.NotFound):
        queries.for_duties(nowhere)
    with pytest.raises(queries.NotFound):
        queries.as_told(nowhere, seen=seen)
    assert queries.persons_in(nowhere) == ()


def test_who_is_resolved_in_an_incident_is_known_for_the_check_of_ties() -> None:
    receipt = receive()
    assert queries.persons_in(receipt.incident_id) == ()
    link_and_place()
    persons = set(Record.objects.values_list("person_id", flat=True))
    assert set(queries.persons_in(receipt.incident_id)) == persons
