"""What a family's lines say, the newest first by when it happened; and what one agency had told of how people are related."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import families as make
from tests.factories.people import TOLD_AT, make_record, make_relation, make_teller
from wholepicture.pathway.families import queries
from wholepicture.registers.audit.terms import MACHINE, Seen
from wholepicture.registers.chronology import actions
from wholepicture.registers.chronology.facts import Key, Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind

pytestmark = pytest.mark.django_db
SEEN = Seen(by=MACHINE, why="test", at=TOLD_AT + timedelta(days=30))


def add(record: Record, kind: EntryKind, *, happened: int | None, known: int) -> UUID:
    """Something that happened and became known so many days after; returns its cause."""
    cause = uuid4()
    line = Line(
        record=record.id, kind=kind, agency=record.agency_id, cause=cause, source=cause,
        happened_at=None if happened is None else at(happened), known_at=at(known),
    )  # fmt: skip
    actions.add_many(lines=[line], by=MACHINE, now=SEEN.at + timedelta(days=9))
    return cause


def at(day: int) -> datetime:
    """So many days after the first."""
    return TOLD_AT + timedelta(days=day)


def lines(record: Record) -> queries.Lines:
    """The lines of a family of one."""
    return queries.Lines(frozenset({record.id}), frozenset(), frozenset(), {})


def test_the_newest_is_what_happened_last_whenever_it_became_known_and_what_has_no_time_by_when_it_did(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    record = make_record()
    late = add(record, EntryKind.INCIDENT, happened=9, known=10)
    early = add(record, EntryKind.INCIDENT, happened=1, known=10)
    middle = add(record, EntryKind.INCIDENT, happened=5, known=10)
    undated = add(record, EntryKind.CONTRIBUTION, happened=None, known=6)
    add(record, EntryKind.TOLD, happened=9, known=10)
    add(record, EntryKind.CONTACT, happened=31, known=31)
    with django_assert_num_queries(1):
        found = queries.newest(lines(record), seen=SEEN, limit=9)
    assert found == queries.Newest((late, undated, middle, early), None)
    assert queries.newest(lines(record), seen=SEEN, limit=9, without={late, middle}).causes == (undated, early)


def test_pages_put_together_are_the_whole_each_once_also_of_one_instant() -> None:
    record = make_record()
    those = {add(record, EntryKind.CONTACT, happened=3, known=3) for _ in range(5)}
    found, key = list[UUID](), None
    while True:
        page = queries.newest(lines(record), seen=SEEN, limit=2, older_than=key)
        found += page.causes
        key = page.older
        if key is None:
            break
        assert key == Key(at(3), page.causes[-1])
    assert (len(found), set(found)) == (5, those)


def test_lines_of_some_causes_are_those_alone() -> None:
    record = make_record()
    one, other = (add(record, EntryKind.CONTACT, happened=day, known=day) for day in (1, 2))
    assert queries.newest(lines(record).of([one]), seen=SEEN, limit=9).causes == (one,)
    assert queries.newest(lines(record).of([]), seen=SEEN, limit=9).causes == ()
    assert set(queries.newest(lines(record), seen=SEEN, limit=9).causes) == {one, other}


def test_of_how_people_are_related_only_what_this_agency_had_told_by_then_is_read() -> None:
    mother, father = make.make_adult("Jodie"), make.make_adult("Kyle")
    persons = [make.person(mother), make.person(father)]
    make_relation(RelationshipKind.PARTNER_OF, mother, father)
    own, before = mother.agency_id, TOLD_AT + timedelta(days=900)
    (told,) = queries.relations_told(persons, agency=own, before=before, seen=SEEN)
    assert {told.from_person, told.to_person} == set(persons)
    assert told.kind is RelationshipKind.PARTNER_OF
    assert queries.relations_told(persons, agency=make_teller().id, before=before, seen=SEEN) == ()
    assert queries.relations_told(persons, agency=own, before=TOLD_AT - timedelta(days=900), seen=SEEN) == ()
    assert queries.relations_told(persons[:1], agency=own, before=before, seen=SEEN) == ()
