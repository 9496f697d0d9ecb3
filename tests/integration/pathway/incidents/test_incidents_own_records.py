"""A report that names the agency's own records beside new people: what was told before is told once, what is new is kept."""

import pytest

from tests.factories.agencies import make_agency
from tests.factories.incidents import child_told, father_told, link_and_place, mother_told, receive, told
from wholepicture.pathway.incidents.facts import ChildDetail, RelationTold
from wholepicture.registers.people.models import ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import ProtectedKind, RelationshipKind, YesNo

pytestmark = pytest.mark.django_db


def records() -> dict[str, Record]:
    """The records by forename."""
    return {record.forename: record for record in Record.objects.select_related("person")}


def test_what_was_told_of_two_records_before_is_the_same_told_again() -> None:
    agency = make_agency(kind="police")
    receive(agency=agency)
    link_and_place()
    known = records()
    people = (
        mother_told(record=known["Jodie"].id),
        father_told(record=known["Kyle"].id),
        child_told(record=known["Charlie"].id),
    )

    receive(told(people=people), agency=agency)

    assert Record.objects.count() == 3
    assert Relationship.objects.count() == 2
    assert ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS).count() == 3


def test_a_new_person_is_tied_to_a_record_that_there_is_and_its_person_looked_at_again() -> None:
    agency = make_agency(kind="police")
    receive(agency=agency)
    link_and_place()
    known = records()
    sibling = child_told(key="robin", forename="Robin")
    people = (mother_told(record=known["Jodie"].id), sibling)
    version = known["Jodie"].person.version  # type: ignore[union-attr]

    receive(
        told(people=people, relationships=(RelationTold("mother", "robin", RelationshipKind.PARENT_OF),)), agency=agency
    )

    assert sorted(records()) == ["Charlie", "Jodie", "Kyle", "Robin"]
    tie = Relationship.objects.get(to_record=records()["Robin"])
    assert tie.from_record_id == known["Jodie"].id
    assert records()["Jodie"].person.version > version  # type: ignore[union-attr]


def test_where_a_known_baby_sleeps_is_kept_once_for_this_incident_and_never_for_whoever_causes_harm() -> None:
    agency = make_agency(kind="police")
    receive(agency=agency)
    known = records()
    detail = ChildDetail(sleeps_asked=YesNo.YES, sleeps_where="At Nan's")
    people = (father_told(alleged_by=""), child_told(record=known["Charlie"].id, child=detail))

    receipt = receive(told(people=people, relationships=()), agency=agency)

    bed = ProtectedFact.objects.get(kind=ProtectedKind.SLEEPS_AT)
    assert (bed.record_id, bed.context, bed.value) == (known["Charlie"].id, receipt.incident_id, "At Nan's")
    father = Record.objects.filter(forename="Kyle").exclude(id=known["Kyle"].id).get()
    assert bed.never_to == [f"record:{father.id}"]
