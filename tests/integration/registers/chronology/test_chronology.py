"""The line of a child's life: added once, never changed, read in the order in which things happened."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.people import TOLD_AT, make_record, make_teller
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE, Actor, Seen
from wholepicture.registers.chronology import actions, queries
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import Record

pytestmark = pytest.mark.django_db

SEEN = Seen(by=Actor(id="user-1", name="Ada"), why="told", at=TOLD_AT)


def make_line(record: Record, agency: Agency, **values: object) -> Line:
    told: dict[str, object] = {
        "kind": EntryKind.INCIDENT,
        "happened_at": TOLD_AT,
        "known_at": TOLD_AT,
        "cause": uuid4(),
        "source": uuid4(),
        "words": "Incident reported by police.",
    }
    return Line(record=record.id, agency=agency.id, **(told | values))  # type: ignore[arg-type]


def add(record: Record, agency: Agency, source: UUID, words: str, kind: EntryKind = EntryKind.TOLD) -> UUID:
    return actions.add(
        record=record,
        kind=kind,
        agency=agency,
        function="health_visitor",
        happened_at=None,
        known_at=TOLD_AT,
        cause=uuid4(),
        source=source,
        words=words,
        by=MACHINE,
        now=TOLD_AT,
    )


def test_the_same_entry_again_gives_the_same_id_and_changes_nothing() -> None:
    record, agency, source = make_record(), make_teller(), uuid4()

    first = add(record, agency, source, "Told.")
    again = add(record, agency, source, "Told differently.")

    assert first == again
    assert Entry.objects.get().words == "Told."


def test_another_source_kind_record_or_agency_is_another_entry() -> None:
    record, other, agency, source = make_record(), make_record(), make_teller(), uuid4()
    ids = {
        add(record, agency, source, "Told."),
        add(record, agency, uuid4(), "Told."),
        add(other, agency, source, "Told."),
        add(record, make_teller(), source, "Told."),
        add(record, agency, source, "Acknowledged.", kind=EntryKind.ACKNOWLEDGED),
    }
    assert len(ids) == Entry.objects.count() == 5


def test_many_are_added_in_one_statement_repeats_within_the_batch_included(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    record, agency = make_record(), make_teller()
    lines = [make_line(record, agency) for _ in range(30)]

    with django_assert_num_queries(1):
        ids = actions.add_many(lines=[*lines, lines[0]], by=MACHINE, now=TOLD_AT)

    assert ids[0] == ids[-1]
    assert len(set(ids)) == Entry.objects.count() == 30
    assert actions.add_many(lines=lines, by=MACHINE, now=TOLD_AT) == ids[:-1]
    assert Entry.objects.count() == 30


def test_adding_nothing_adds_nothing() -> None:
    assert actions.add_many(lines=[], by=MACHINE, now=TOLD_AT) == []


def test_nobody_knows_anything_from_the_future() -> None:
    record, agency = make_record(), make_teller()
    late = make_line(record, agency, known_at=TOLD_AT + timedelta(seconds=1))
    with pytest.raises(actions.NotYetKnown, match="future"):
        actions.add_many(lines=[make_line(record, agency), late], by=MACHINE, now=TOLD_AT)
    assert not Entry.objects.exists()


def test_the_line_of_a_record_is_read_as_things_happened_and_the_undated_last() -> None:
    record, other, agency = make_record(), make_record(), make_teller()
    undated = make_line(record, agency, happened_at=None)
    late = make_line(record, agency)
    early = make_line(record, agency, happened_at=TOLD_AT - timedelta(days=400))
    actions.add_many(lines=[undated, late, early, make_line(other, agency)], by=MACHINE, now=TOLD_AT)

    assert queries.for_record(record.id, seen=SEEN) == [early, late, undated]
    assert len(queries.for_records([record.id, other.id], seen=SEEN)) == 4


def test_what_a_cause_made_known_is_read_as_it_became_known() -> None:
    record, agency, cause = make_record(), make_teller(), uuid4()
    later = make_line(record, agency, cause=cause, kind=EntryKind.ACKNOWLEDGED)
    first = make_line(record, agency, cause=cause, known_at=TOLD_AT - timedelta(hours=1))
    actions.add_many(lines=[later, first, make_line(record, agency)], by=MACHINE, now=TOLD_AT)

    assert queries.for_cause(cause) == [first, later]
