"""What a reviewer decides and undoes, in the real database: persons, links and what is known of them stand as they did."""

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.agencies import make_agency
from tests.factories.incidents import RECEIVED_AT, child_told, mother_told, receive, told
from tests.factories.linkage import BORN
from tests.factories.people import make_record, make_relation, make_resolved, make_teller
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.pathway.linkage import actions, queries
from wholepicture.pathway.linkage.actions import CannotDecide
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.pathway.linkage.permissions import NotPermitted
from wholepicture.pathway.linkage.terms import Basis, Verdict
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Actor, Event, Seen
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind, Sex

pytestmark = pytest.mark.django_db

LATER = RECEIVED_AT + timedelta(days=1)
NHS = {IdentifierKind.NHS_NUMBER: "9990000018"}


def reviewer(**changes: object) -> Actor:
    """A clerical reviewer who works for an agency of their own."""
    agency = make_agency(kind="childrens_social_care")
    worker = Worker.objects.create(agency=agency, name="Reviewer", email="r@example.invalid")
    values: dict[str, object] = {
        "id": f"user-{worker.id}",
        "name": "Reviewer",
        "agency": agency.id,
        "worker": worker.id,
        "permissions": frozenset({"REVIEW_LINKS"}),
    }
    return Actor(**(values | changes))  # type: ignore[arg-type]


def link(*records: Record) -> None:
    actions.link(records=[record.id for record in records], by=MACHINE, now=RECEIVED_AT)


def a_pair(**newer: object) -> Pair:
    """Two records of near names that the machine asks about."""
    link(make_record(forename="Charlie", birth_date=BORN))
    second = make_record(forename="Charlle", **{"birth_date": BORN, **newer})  # type: ignore[arg-type]
    link(second)
    return Pair.objects.get(newer=second)


def say(pair: Pair, verdict: Verdict, by: Actor | None = None) -> Review:
    return actions.review(pair=pair.id, verdict=verdict, because="Seen both cards", by=by or reviewer(), now=LATER)


def persons() -> dict[UUID, UUID | None]:
    return dict(Record.objects.values_list("id", "person_id"))


def standing() -> list[dict[str, object]]:
    return list(Link.objects.filter(undone_at__isnull=True).order_by("id").values())


def content() -> dict[UUID, object]:
    """What is known of every person, the counter apart."""
    facts = people.facts(Person.objects.values_list("id", flat=True))
    return {person: {**vars(known), "version": 0} for person, known in facts.items()}


def test_what_is_nearly_the_same_waits_for_a_reviewer() -> None:
    pair = a_pair()

    assert len(set(persons().values())) == 2
    assert pair.reasons_for == [
        "first names that differ by a letter or sound the same",
        "the same last name",
        "the same date of birth",
    ]
    (line,) = queries.pairs_waiting(reviewer(), LATER, 10)
    assert (line.pair, line.weight, line.concerns_child) == (pair.id, "Much speaks for it", True)
    assert queries.pairs_size(LATER).count == 1


def test_the_same_two_people_are_asked_about_once_however_often_they_are_told() -> None:
    a_pair()
    for forename in ("Charlle", "Charlie", "Charlle"):
        link(make_record(forename=forename, birth_date=BORN))

    assert Pair.objects.count() == 1
    assert len(set(persons().values())) == 2


def test_the_same_moves_every_record_and_undoing_restores_persons_links_and_content() -> None:
    pair = a_pair()
    link(make_record(forename="Charlle", birth_date=BORN), make_record(forename="Charlie", birth_date=BORN))
    older = Record.objects.get(id=pair.older_id).person_id
    before = persons(), standing(), content()
    versions = people.versions(set(before[0].values()) - {None})  # type: ignore[arg-type]

    said = say(pair, Verdict.SAME)

    assert set(persons().values()) == {older}
    moved = Link.objects.filter(review=said)
    assert {(row.basis, row.before_id) for row in moved} == {(Basis.REVIEWED, before[0][pair.newer_id])}
    assert moved.count() == 2
    raised = people.versions(versions)
    assert all(raised[person] > versions[person] for person in versions)

    actions.undo_review(review=said.id, because="Two cards", by=reviewer(), now=LATER)

    assert (persons(), standing(), content()) == before
    assert all(people.versions(raised)[person] > raised[person] for person in raised)
    assert not Link.objects.filter(review=said, undone_at__isnull=True).exists()


def test_a_relatives_version_rises_when_the_record_moves_and_when_it_goes_back() -> None:
    pair = a_pair()
    mother = make_record(forename="Jodie", birth_date=date(1997, 5, 2))
    make_relation(RelationshipKind.PARENT_OF, mother, Record.objects.get(id=pair.newer_id))
    link(mother)
    person = Record.objects.get(id=mother.id).person_id
    versions = [people.versions([person])[person]]  # type: ignore[list-item, index]

    said = say(pair, Verdict.SAME)
    versions.append(people.versions([person])[person])  # type: ignore[list-item, index]
    actions.undo_review(review=said.id, because="Two", by=reviewer(), now=LATER)
    versions.append(people.versions([person])[person])  # type: ignore[list-item, index]

    assert versions == sorted(set(versions))


def test_a_second_time_the_same_after_undoing_stands_again() -> None:
    pair = a_pair()
    first = say(pair, Verdict.SAME)
    actions.undo_review(review=first.id, because="In doubt", by=reviewer(), now=LATER)
    before = persons(), standing()

    second = say(pair, Verdict.SAME)
    assert len(set(persons().values())) == 1
    actions.undo_review(review=second.id, because="Two", by=reviewer(), now=LATER)

    assert (persons(), standing()) == before


def test_found_different_is_never_asked_again_and_never_joined_by_a_third_record() -> None:
    pair = a_pair(identifiers=NHS)
    before = persons()
    say(pair, Verdict.DIFFERENT)
    assert queries.pairs_waiting(reviewer(), LATER, 10) == []

    link(
        make_record(forename="Charlle", birth_date=BORN, identifiers=NHS),
        make_record(forename="Charlie", birth_date=BORN),
    )
    assert queries.pairs_waiting(reviewer(), LATER, 10) == []
    third = make_record(forename="Charlie", birth_date=BORN, identifiers=NHS)
    link(third)

    now = persons()
    assert {record: now[record] for record in before} == before
    assert now[third.id] not in set(before.values())
    assert Pair.objects.filter(newer=third).count() == 2
    first, second = Pair.objects.filter(newer=third).order_by("id")
    say(first, Verdict.SAME)
    with pytest.raises(CannotDecide, match="two people"):
        say(second, Verdict.SAME)
    assert [line.pair for line in queries.pairs_waiting(reviewer(), LATER, 10)] == []


def test_who_cannot_tell_is_not_asked_again_but_others_are() -> None:
    pair, mine, other = a_pair(), reviewer(), reviewer()

    say(pair, Verdict.CANNOT_TELL, mine)

    assert queries.pairs_waiting(mine, LATER, 10) == []
    assert [line.pair for line in queries.pairs_waiting(other, LATER, 10)] == [pair.id]
    say(pair, Verdict.SAME, other)
    assert queries.pairs_waiting(other, LATER, 10) == []


def test_a_link_of_the_machine_is_undone_and_never_made_again() -> None:
    first, wrong = make_record(birth_date=BORN), make_record(birth_date=BORN)
    link(first, wrong)
    joined = Link.objects.get(matched__isnull=False)
    person = Record.objects.get(id=first.id).person_id

    own = actions.undo_link(link=joined.id, because="Two of one name", by=reviewer(), now=LATER)

    assert persons() == {joined.matched_id: person, joined.record_id: own.person_id}
    assert own.person_id != person
    assert (own.basis, own.before_id) == (Basis.UNDONE, person)
    pair = Pair.objects.get()
    assert {pair.newer_id, pair.older_id} == {first.id, wrong.id}
    assert pair.reviews.get().verdict == Verdict.DIFFERENT
    assert queries.undone_since([person, own.person_id, uuid4()], LATER) == {person, own.person_id}  # type: ignore[list-item]
    assert queries.undone_since([person, own.person_id], LATER + timedelta(seconds=1)) == set()  # type: ignore[list-item]

    third = make_record(birth_date=BORN)
    link(third)
    assert persons()[third.id] not in {person, own.person_id}
    assert Pair.objects.filter(newer=third).count() == 2


def test_a_review_is_no_correction_until_it_is_undone() -> None:
    pair = a_pair()
    both = [person for person in persons().values() if person]
    said = say(pair, Verdict.SAME)
    assert queries.undone_since(both, LATER - timedelta(days=9)) == set()

    actions.undo_review(review=said.id, because="Two", by=reviewer(), now=LATER)

    assert queries.undone_since(both, LATER) == set(both)


def test_what_was_built_on_a_decision_is_undone_first() -> None:
    pair = a_pair(identifiers=NHS)
    said = say(pair, Verdict.SAME)
    late = make_record(forename="Charlle", identifiers=NHS)
    link(late)
    assert len(set(persons().values())) == 1

    with pytest.raises(CannotDecide, match="a link by the machine of 16 December 2019"):
        actions.undo_review(review=said.id, because="Two", by=reviewer(), now=LATER)
    assert len(set(persons().values())) == 1

    built = Link.objects.get(record=late, undone_at__isnull=True)
    actions.undo_link(link=built.id, because="First this", by=reviewer(), now=LATER)
    actions.undo_review(review=said.id, because="Two", by=reviewer(), now=LATER)
    assert len(set(persons().values())) == 3


def test_what_stands_by_evidence_of_its_own_stays_where_it_is() -> None:
    pair = a_pair(identifiers=NHS)
    before = persons()
    said = say(pair, Verdict.SAME)
    late = make_record(forename="Charlie", birth_date=BORN)
    link(late)

    actions.undo_review(review=said.id, because="Two", by=reviewer(), now=LATER)

    assert persons() == before | {late.id: before[pair.older_id]}


def test_a_later_review_of_the_same_records_is_undone_first() -> None:
    pair = a_pair()
    first = say(pair, Verdict.SAME)
    other = make_record(forename="Charle", surname="Ashbey", birth_date=BORN)
    older = make_resolved(make_record(forename="Robert"))
    link(other)
    moved_on = Pair.objects.create(
        newer_id=pair.newer_id, older=older.records.get(), score=0.5, model="test", asked_at=LATER
    )
    second = say(moved_on, Verdict.SAME)

    with pytest.raises(CannotDecide, match="a reviewer's decision"):
        actions.undo_review(review=first.id, because="Two", by=reviewer(), now=LATER)
    actions.undo_review(review=second.id, because="Two", by=reviewer(), now=LATER)
    actions.undo_review(review=first.id, because="Two", by=reviewer(), now=LATER)

    assert persons()[pair.newer_id] != persons()[pair.older_id]


def test_what_cannot_be_decided_says_why_and_changes_nothing() -> None:
    pair, by = a_pair(), reviewer()
    alone = Link.objects.filter(record=pair.older_id).get()
    before = persons(), standing()

    with pytest.raises(CannotDecide, match="Reason"):
        actions.review(pair=pair.id, verdict=Verdict.SAME, because="  ", by=by, now=LATER)
    with pytest.raises(CannotDecide, match="joined to nobody"):
        actions.undo_link(link=alone.id, because="Two", by=by, now=LATER)
    with pytest.raises(Pair.DoesNotExist):
        actions.review(pair=uuid4(), verdict=Verdict.SAME, because="x", by=by, now=LATER)
    assert (persons(), standing()) == before

    said = say(pair, Verdict.SAME)
    with pytest.raises(CannotDecide, match="already decided"):
        say(pair, Verdict.DIFFERENT)
    with pytest.raises(CannotDecide, match="undo that decision instead"):
        actions.undo_link(link=Link.objects.get(review=said).id, because="Two", by=by, now=LATER)
    actions.undo_review(review=said.id, because="Two", by=by, now=LATER)
    with pytest.raises(CannotDecide, match="already been undone"):
        actions.undo_review(review=said.id, because="Two", by=by, now=LATER)


@pytest.mark.parametrize("changes", [{"permissions": frozenset()}, {"worker": None}])
def test_only_a_named_reviewer_decides_and_undoes(changes: dict[str, object]) -> None:
    pair, stranger = a_pair(), reviewer(**changes)

    with pytest.raises(NotPermitted, match="clerical reviewer"):
        say(pair, Verdict.SAME, stranger)
    said = say(pair, Verdict.SAME)
    with pytest.raises(NotPermitted):
        actions.undo_review(review=said.id, because="Two", by=stranger, now=LATER)
    with pytest.raises(NotPermitted):
        actions.undo_link(link=Link.objects.get(review=said).id, because="Two", by=stranger, now=LATER)
    assert Review.objects.get().undone_at is None


def test_whoever_is_close_to_one_of_the_two_decides_nothing() -> None:
    pair, by = a_pair(), reviewer()
    worker = Worker.objects.get(id=by.worker)
    access.declare_conflict(worker=worker, record=Record.objects.get(id=pair.older_id), by=by, now=LATER)

    with pytest.raises(NotPermitted, match="another reviewer"):
        say(pair, Verdict.SAME, by)


def test_the_audit_says_what_was_decided_by_ids_alone() -> None:
    pair, by = a_pair(), reviewer()
    said = say(pair, Verdict.SAME, by)
    actions.undo_review(review=said.id, because="Two Charlies", by=by, now=LATER)

    reviewed, undone = Entry.objects.get(event=Event.LINK_REVIEWED), Entry.objects.get(event=Event.LINK_UNDONE)
    for entry in (reviewed, undone):
        assert {f"pair:{pair.id}", f"record:{pair.newer_id}", f"record:{pair.older_id}"} <= set(entry.about)
        assert entry.actor == by.id
        assert not re.search("charl", str(entry.detail), re.IGNORECASE)
    assert reviewed.detail["verdict"] == Verdict.SAME


def test_a_pair_is_shown_side_by_side_without_a_place_or_a_whole_number() -> None:
    home = "4 Invented Terrace"
    link(make_record(forename="Charlie", birth_date=BORN, address=home, identifiers=NHS, sex=Sex.MALE))
    newer = make_record(
        agency=make_teller("gp", "gp_practice"), forename="Charlle", birth_date=BORN, address=home, identifiers={}
    )
    make_relation(RelationshipKind.PARENT_OF, make_record(agency=newer.agency, forename="Jodie"), newer)
    link(newer)
    pair, by = Pair.objects.get(), reviewer()
    seen = access.open_pair(pair=pair.id, parties=queries.persons_of_pair(pair.id), by=by, why="review", now=LATER)

    picture = queries.pair_picture(pair.id, seen=seen)

    fields = {field.field: (field.newer, field.older, field.agreement.value) for field in picture.fields}
    assert fields["Name"] == ("Charlle Ashby", "Charlie Ashby", "NEAR")
    assert fields["Date of birth"] == ("14 November 2019", "14 November 2019", "SAME")
    assert fields["Home"] == ("An address is held", "An address is held", "SAME")
    assert fields["NHS number"] == ("", "ends in 018", "NOT_KNOWN")
    assert fields["Relatives told with them"] == ("Jodie", "no tie between them and anybody was told", "NOT_KNOWN")
    assert (picture.newer.agency_name, picture.is_open, picture.one_household) == ("Gp", True, True)
    assert not re.search(r"Invented|99900000", str(picture))
    with pytest.raises(queries.NotOpened):
        queries.pair_picture(pair.id, seen=Seen(by=by, why="review", at=LATER, subject=uuid4()))


def test_links_are_listed_newest_first_with_who_made_them() -> None:
    link(make_record(forename="Lee", birth_date=BORN), make_record(forename="Lee", birth_date=BORN))
    pair = a_pair()
    said = say(pair, Verdict.SAME)

    by_review, by_machine = queries.links_made(10)

    assert (by_review.review, by_review.pair, by_review.by_machine) == (said.id, pair.id, False)
    assert (by_machine.basis, by_machine.by_machine, by_machine.review) == (Basis.NAME_AND_BIRTH_DATE, True, None)
    assert queries.link_line(by_machine.link) == by_machine
    assert {line.record for line in queries.links_of(persons=[by_review.person])} == {pair.newer_id, pair.older_id}


def test_what_touches_a_child_stands_first_then_the_oldest() -> None:
    grown = date(1980, 3, 3)
    link(make_record(forename="Lorna", birth_date=grown))
    link(make_record(forename="Lornah", birth_date=grown))
    child = a_pair()
    Pair.objects.filter(id=child.id).update(asked_at=LATER)

    lines = queries.pairs_waiting(reviewer(), LATER, 10)

    assert [(line.pair == child.id, line.concerns_child) for line in lines] == [(True, True), (False, False)]
    assert len(queries.pairs_waiting(reviewer(), LATER, 1)) == 1


def told_of_mother(child: object, agency: object = None) -> None:
    """A report of a mother and one child of hers."""
    relation = RelationTold("mother", "charlie", RelationshipKind.PARENT_OF)
    receive(told(people=(mother_told(), child), relationships=(relation,)), agency=agency)  # type: ignore[arg-type]
    link(*Record.objects.filter(person__isnull=True))


def test_the_unborn_child_becomes_the_born_one() -> None:
    told_of_mother(child_told(forename="", surname="", birth_date=None, expected_date=BORN + timedelta(days=9)))
    told_of_mother(child_told())

    expected, born = Record.objects.get(expected_date__isnull=False), Record.objects.get(birth_date=BORN)
    assert expected.person_id == born.person_id
    assert Link.objects.get(record=born).basis == Basis.BORN_TO_THE_SAME_MOTHER
    facts = people.facts([born.person_id])[born.person_id]  # type: ignore[list-item, index]
    assert (facts.birth_date, facts.expected_date) == (BORN, None)


def test_twins_told_together_to_one_unborn_are_two_questions() -> None:
    told_of_mother(child_told(forename="", surname="", birth_date=None, expected_date=BORN + timedelta(days=9)))
    twins = child_told(forename="Charlie"), child_told(key="casey", forename="Casey")
    relations = tuple(RelationTold("mother", key, RelationshipKind.PARENT_OF) for key in ("charlie", "casey"))
    receive(told(people=(mother_told(), *twins), relationships=relations))
    link(*Record.objects.filter(person__isnull=True))

    unborn = Record.objects.get(expected_date__isnull=False)
    born = Record.objects.filter(birth_date=BORN)
    assert len({unborn.person_id, *born.values_list("person_id", flat=True)}) == 3
    assert set(Pair.objects.values_list("older_id", flat=True)) == {unborn.id}
    assert Pair.objects.count() == 2


def test_two_women_of_one_surname_at_one_home_without_dates_are_a_question() -> None:
    home = "4 High St"
    link(make_record(forename="Jodie", sex=Sex.FEMALE, address=home))
    link(make_record(forename="Lorna", sex=Sex.FEMALE, address=home))
    again = make_record(forename="Jodie", sex=Sex.FEMALE, address=home)
    link(again)

    pair = Pair.objects.get(newer=again)
    assert pair.one_household
    assert Record.objects.get(id=again.id).person_id != Record.objects.get(id=pair.older_id).person_id


def test_linking_sends_few_statements_for_each_record() -> None:
    def sent(count: int) -> int:
        records = [make_record(forename=f"Name{n}", surname=f"Of{count}", birth_date=BORN) for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            link(*records)
        return len(captured)

    few, many = sent(2), sent(22)

    assert (many - few) / 20 <= 17
