"""Keys of people in the database: written with the record and when more is told, hot ones capped and said to be."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.incidents import receive
from tests.factories.people import TOLD_AT, make_record, make_relation, make_resolved, make_teller
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions, describing, finding, identifying, keying, queries
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Key, Record
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind

pytestmark = pytest.mark.django_db

BORN = date(1997, 5, 2)
HOME = "4 Invented Terrace, Nowhere, ZZ1 1ZZ"
LATER = TOLD_AT + timedelta(days=1)


def keys_of(record: Record) -> set[int]:
    return set(Key.objects.filter(record=record).values_list("key", flat=True))


def told(record: Record) -> RecordTold:
    return queries.as_told([record.id])[record.id]


def test_a_record_is_written_with_its_keys_whichever_way_it_is_told() -> None:
    added = make_record(birth_date=BORN, address=HOME, identifiers={IdentifierKind.NHS_NUMBER: "9990000018"})
    receive()

    for record in Record.objects.all():
        assert keys_of(record) == describing.stored_keys(told(record))
    assert len(keys_of(added)) == 12


def test_what_is_told_later_adds_keys_and_lets_linkage_look_again() -> None:
    record = make_record(birth_date=BORN)
    make_resolved(record)
    before = keys_of(record)

    actions.add_address(record=record, value=HOME, told_by=record.agency, by=MACHINE, now=LATER)
    with_home = keys_of(record)
    number = {"kind": IdentifierKind.NHS_NUMBER, "value": "999 000 0018"}
    for _ in range(2):
        identifying.add_identifier(record=record, **number, told_by=record.agency, by=MACHINE, now=LATER)  # type: ignore[arg-type]

    assert before < with_home < keys_of(record) == describing.stored_keys(told(record))
    record.refresh_from_db()
    assert record.rematch_at == LATER


def test_the_same_home_in_another_spelling_adds_nothing_to_look_at() -> None:
    record = make_record(birth_date=BORN, address=HOME)
    make_resolved(record)

    told_again = {"value": HOME.upper(), "from_date": date(2019, 1, 1), "told_by": record.agency}
    actions.add_address(record=record, **told_again, by=MACHINE, now=LATER)  # type: ignore[arg-type]

    record.refresh_from_db()
    assert record.rematch_at is None


def test_a_child_whose_mother_is_told_later_is_looked_at_again() -> None:
    mother, child = make_record(), make_record(birth_date=BORN)
    make_resolved(mother)
    make_resolved(child)

    make_relation(RelationshipKind.PARENT_OF, mother, child, now=LATER)

    assert list(Record.objects.filter(rematch_at__isnull=False)) == [child]


def test_a_number_of_another_agencys_record_is_refused() -> None:
    record, other = make_record(), make_teller("gp", "gp_practice")

    with pytest.raises(actions.InvalidTelling):
        identifying.add_identifier(
            record=record, kind=IdentifierKind.OWN, value="7", told_by=other, by=MACHINE, now=LATER
        )


def test_records_told_before_there_were_keys_get_theirs() -> None:
    record = make_record(birth_date=BORN, address=HOME, identifiers={IdentifierKind.POLICE: "P 1"})
    written = keys_of(record)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set local role none; truncate people_key")
        migration = importlib.import_module("wholepicture.registers.people.migrations.0008_records_have_keys")
        migration.give_keys(apps, SimpleNamespace(execute=cursor.execute))

    assert keys_of(record) == written


def test_whoever_shares_a_key_is_found_with_all_their_records_in_one_statement() -> None:
    one = make_record(birth_date=BORN)
    other = make_record(agency=make_teller("gp", "gp_practice"), forename="Bobby", address=HOME)
    person = make_resolved(one, other)
    make_resolved(make_record(forename="Somebody", surname="Else", birth_date=BORN))
    asking = replace(told(make_record(birth_date=BORN)), surname="Ashbey")

    with CaptureQueriesContext(connection) as sent:
        found = finding.sharing([asking])

    assert len(sent) == 1
    assert found.records == {record.id: told(record) for record in (one, other)}
    assert {record.person for record in found.records.values()} == {person.id}
    assert found.capped == {}


@pytest.fixture
def three_are_too_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(finding, "MOST", 2)
    return


@pytest.mark.usefixtures("three_are_too_many")
def test_of_hot_keys_those_who_share_two_are_found_and_the_rest_is_said() -> None:
    """Three of one name: its key alone finds nobody, but who was born in the same year as well is found."""
    same = make_record(birth_date=BORN, address=HOME)
    for day in (1, 2, 3):
        make_resolved(make_record(birth_date=date(1950, 3, day)))
        make_resolved(make_record(forename="Kim", birth_date=BORN, address=f"{day} Far Road, Elsewhere, ZZ9 9ZZ"))
        make_resolved(make_record(surname="Poe", birth_date=BORN, address=f"{day} Long Road, Elsewhere, ZZ9 9ZZ"))
    make_resolved(same)
    asking = replace(told(make_record(birth_date=BORN)), record=uuid4())

    found = finding.sharing([asking])

    assert set(found.records) == {same.id}
    capped = found.capped[asking.record]
    assert (capped.keys, capped.unread) == (3, 0)


@pytest.mark.usefixtures("three_are_too_many")
def test_too_many_who_share_all_are_cut_and_counted() -> None:
    for _ in range(5):
        make_resolved(make_record(birth_date=BORN))
    asking = told(make_record(birth_date=BORN))

    found = finding.sharing([asking])

    assert len(found.records) == 2
    assert found.capped[asking.record].unread == 3


def test_of_a_hot_key_so_much_is_read_and_more_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    monkeypatch.setattr(finding, "READ_AT_MOST", 4)
    for _ in range(5):
        make_resolved(make_record())
    asking = told(make_record())

    assert finding.sharing([asking]).capped[asking.record] == finding.Capped(1, 1)


def test_a_register_gets_the_keys_it_lacks_batch_by_batch_and_is_looked_at_again() -> None:
    records = [make_record(forename=f"Robin{n}", birth_date=BORN) for n in range(5)]
    for record in records:
        make_resolved(record)
    complete = {record.id: keys_of(record) for record in records}
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set local role none; delete from people_key where key % 2 = 0")

    batches, last = [], UUID(int=0)
    while batch := keying.keep_after(last, 2, now=LATER):
        batches.append(batch)
        last = batch[-1]

    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert {record.id: keys_of(record) for record in records} == complete
    assert Record.objects.filter(rematch_at=LATER).count() == 5
