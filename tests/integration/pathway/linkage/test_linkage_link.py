"""Linking records in the database: once, with the evidence kept, and no new person twice however many workers there are."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.factories.agencies import make_agency
from tests.factories.incidents import RECEIVED_AT, receive, reporter_of, told
from tests.factories.people import TOLD_AT, make_record, make_relation, make_resolved, make_teller
from wholepicture.pathway.incidents.facts import PersonTold
from wholepicture.pathway.linkage import actions, queries
from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people import finding
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.permissions import NotYours
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind, Role

pytestmark = pytest.mark.django_db

BORN = date(2019, 11, 14)


def link(*records: Record) -> list[object]:
    """Decide for these, and return the persons they have now."""
    actions.link(records=[record.id for record in records], by=MACHINE, now=RECEIVED_AT)
    return [Record.objects.get(id=record.id).person_id for record in records]


def test_records_of_one_batch_find_each_other() -> None:
    first = make_record(birth_date=BORN)
    second = make_record(agency=make_teller("gp", "gp_practice"), birth_date=BORN, now=TOLD_AT + timedelta(hours=1))

    one, other = link(second, first)

    assert one == other is not None
    assert list(Link.objects.order_by("at", "record__told_at").values_list("basis", "matched_id")) == [
        (Basis.ALONE, None),
        (Basis.NAME_AND_BIRTH_DATE, first.id),
    ]


def test_a_record_joins_the_person_found_before() -> None:
    person = make_resolved(make_record(birth_date=BORN))

    assert link(make_record(birth_date=BORN)) == [person.id]
    assert Person.objects.count() == 1


def test_a_number_joins_where_the_name_differs() -> None:
    numbers = {IdentifierKind.NHS_NUMBER: "9990000018"}
    person = make_resolved(make_record(forename="Charles", birth_date=BORN, identifiers=numbers))

    assert link(make_record(forename="Charlie", identifiers=numbers)) == [person.id]


def test_the_unborn_join_by_surname_date_and_home() -> None:
    person = make_resolved(make_record(forename="", expected_date=BORN, address="4 High St"))

    assert link(make_record(forename="", expected_date=BORN, address="4 High Street, ")) != [person.id]
    assert link(make_record(forename="", expected_date=BORN, address="4, High St.")) == [person.id]


def test_two_people_of_one_report_stay_two() -> None:
    home = "4 High St"
    father = PersonTold(key="f", role=Role.CAUSING_HARM, forename="John", surname="Smith", address=home)
    son = PersonTold(key="s", role=Role.VICTIM, forename="John", surname="Smith", address=home)
    receive(told(people=(father, son), relationships=()))

    one, other = link(*Record.objects.filter(forename="John"))

    assert one != other


def test_relatives_stay_two() -> None:
    father, son = make_record(address="4 High St"), make_record(address="4 High St")
    make_relation(RelationshipKind.PARENT_OF, father, son)

    one, other = link(father, son)

    assert one != other


def test_two_that_fit_leave_the_record_alone_and_say_so() -> None:
    for _ in range(2):
        make_resolved(make_record(birth_date=BORN))
    record = make_record(birth_date=BORN)

    link(record)

    assert queries.decisions([record.id])[record.id].because == "The same evidence fits 2 people: somebody has to look."
    assert Person.objects.count() == 3


def test_linking_again_changes_nothing() -> None:
    record = make_record(birth_date=BORN)
    link(record)
    version = Person.objects.get().version

    link(record)

    assert (Link.objects.count(), Person.objects.get().version) == (1, version)
    assert Entry.objects.filter(event=Event.RECORDS_LINKED).count() == 1


def test_only_what_waits_is_waiting_oldest_first() -> None:
    newer, older = make_record(now=TOLD_AT + timedelta(hours=1)), make_record()
    make_resolved(make_record())

    assert queries.waiting(RECEIVED_AT, 10) == [older.id, newer.id]
    assert queries.waiting(RECEIVED_AT, 1) == [older.id]
    assert queries.waiting(RECEIVED_AT, 10, exclude=[older.id]) == [newer.id]


def test_only_the_machine_links() -> None:
    record = make_record()
    by = reporter_of(make_agency(kind="police"))

    with pytest.raises(NotYours):
        actions.link(records=[record.id], by=by, now=RECEIVED_AT)


def test_a_record_that_is_not_there_is_passed_over() -> None:
    assert actions.link(records=[uuid4()], by=MACHINE, now=RECEIVED_AT) == []


def test_the_number_of_statements_to_find_candidates_does_not_grow(django_assert_num_queries: object) -> None:
    records = [make_record(forename=f"Robin{n}", birth_date=BORN, address=f"{n} High St") for n in range(8)]
    for record in records:
        make_resolved(record)
    fresh = list(people.as_told(r.id for r in records).values())

    with django_assert_num_queries(1):  # type: ignore[operator]
        finding.sharing(fresh[:1])
    with django_assert_num_queries(1):  # type: ignore[operator]
        finding.sharing(fresh)
