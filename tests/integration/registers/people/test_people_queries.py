"""What is known of people, read in bulk: homes, households, relatives, registrations, the most certain values."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.people import (
    TOLD_AT,
    make_practice,
    make_record,
    make_registration,
    make_relation,
    make_resolved,
    make_teller,
)
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions, queries
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import IdentifierKind, Precision, RelationshipKind, Sex

pytestmark = pytest.mark.django_db

DAY = date(2019, 12, 16)
BEFORE = DAY - timedelta(days=1)
AFTER = DAY + timedelta(days=1)


def make_somebody(**told: object) -> tuple[Record, Person]:
    record = make_record(**told)  # type: ignore[arg-type]
    return record, make_resolved(record)


def test_the_most_certain_date_of_birth_wins_over_a_later_but_vaguer_one() -> None:
    exact = make_record(birth_date=date(2019, 3, 4))
    vague = make_record(
        birth_date=date(2018, 1, 1), birth_precision=Precision.YEAR, now=datetime(2020, 1, 1, tzinfo=UTC)
    )
    person = make_resolved(exact, vague)

    known = queries.facts([person.id])[person.id]

    assert (known.birth_date, known.birth_precision) == (date(2019, 3, 4), Precision.EXACT)
    assert set(known.records) == {exact.id, vague.id}


def test_a_vague_date_of_birth_keeps_its_precision() -> None:
    _, person = make_somebody(birth_date=date(2018, 1, 1), birth_precision=Precision.YEAR)

    assert queries.facts([person.id])[person.id].birth_precision is Precision.YEAR


def test_an_unborn_child_has_an_expected_date_until_a_birth_is_known() -> None:
    _, person = make_somebody(forename="", expected_date=date(2020, 1, 20))
    assert queries.facts([person.id])[person.id].expected_date == date(2020, 1, 20)

    born = make_record(birth_date=date(2019, 12, 16), sex=Sex.MALE, agency=make_teller(kind="midwifery"))
    actions.resolve(record=born, person=person, by=MACHINE, now=TOLD_AT)

    known = queries.facts([person.id])[person.id]
    assert (known.expected_date, known.birth_date, known.sex) == (None, date(2019, 12, 16), Sex.MALE)
    assert (known.forename, known.surname) == ("Robin", "Ashby")


def test_facts_of_somebody_who_does_not_exist_are_left_out() -> None:
    assert queries.facts([uuid4()]) == {}


@pytest.mark.parametrize(
    ("begun", "ended", "lives_there"),
    [
        (None, None, True),
        (None, AFTER, True),
        (None, DAY, False),
        (DAY, None, True),
        (AFTER, None, False),
        (BEFORE, DAY, False),
        (BEFORE, AFTER, True),
    ],
)
def test_a_home_holds_from_its_first_day_until_the_day_before_its_end(
    begun: date | None, ended: date | None, lives_there: bool
) -> None:
    record, person = make_somebody()
    actions.add_address(
        record=record,
        value="home_of_father",
        from_date=begun,
        until_date=ended,
        told_by=record.agency,
        by=MACHINE,
        now=TOLD_AT,
    )

    expected = {person.id: frozenset({"home_of_father"})} if lives_there else {}
    assert queries.homes([person.id], DAY) == expected
    assert queries.persons_at(["home_of_father"], DAY) == ({"home_of_father": {person.id}} if lives_there else {})


def test_a_household_is_everybody_at_the_same_home_however_it_is_spelt() -> None:
    _, mother = make_somebody(address="Flat 1, 11 High St., Yeovil BA20 1AA")
    _, baby = make_somebody(address="flat 1 11 HIGH ST YEOVIL BA201AA")
    make_somebody(address="Flat 11, 1 High St., Yeovil BA20 1AA")

    assert queries.household([mother.id], DAY) == {mother.id, baby.id}


def test_people_without_a_known_address_do_not_live_together() -> None:
    _, one = make_somebody(address="No fixed abode")
    make_somebody(address="NO FIXED ABODE")
    _, nowhere = make_somebody()

    assert queries.homes([one.id, nowhere.id], DAY) == {}
    assert queries.household([one.id], DAY) == set()


def test_a_record_not_yet_resolved_lives_with_nobody() -> None:
    _, mother = make_somebody(address="home_of_mother")
    make_record(address="home_of_mother")

    assert queries.household([mother.id], DAY) == {mother.id}


def test_relatives_are_one_step_in_either_direction_former_partners_and_the_childrens_other_parents() -> None:
    mother, mother_person = make_somebody(forename="Mother")
    father, father_person = make_somebody(forename="Father")
    child, child_person = make_somebody(forename="Child")
    former, former_person = make_somebody(forename="Former")
    gran, gran_person = make_somebody(forename="Gran")
    uncle, _ = make_somebody(forename="Uncle")
    make_relation(RelationshipKind.PARENT_OF, mother, child)
    make_relation(RelationshipKind.PARENT_OF, father, child)
    make_relation(RelationshipKind.PARTNER_OF, former, mother, until_date=date(2010, 1, 1))
    make_relation(RelationshipKind.PARENT_OF, gran, mother)
    make_relation(RelationshipKind.SIBLING_OF, uncle, father)

    assert queries.relatives([mother_person.id]) == {
        child_person.id,
        father_person.id,
        former_person.id,
        gran_person.id,
    }
    assert queries.relatives([child_person.id]) == {mother_person.id, father_person.id}


def test_relations_hold_both_ends_once_and_leave_out_the_unresolved() -> None:
    mother, mother_person = make_somebody()
    child, child_person = make_somebody()
    make_relation(RelationshipKind.PARENT_OF, mother, child)
    make_relation(RelationshipKind.PARENT_OF, mother, make_record())

    found = queries.relations([mother_person.id, child_person.id])

    assert [(r.from_person, r.to_person, r.kind) for r in found] == [
        (mother_person.id, child_person.id, RelationshipKind.PARENT_OF)
    ]


def test_a_relationship_between_two_records_of_one_person_is_nobodys() -> None:
    first, second = make_record(), make_record()
    person = make_resolved(first, second)
    make_relation(RelationshipKind.SIBLING_OF, first, second)

    assert queries.relations([person.id]) == []
    assert queries.relatives([person.id]) == set()


def test_a_registration_counts_on_its_days_and_a_team_once() -> None:
    first, second = make_record(), make_record(agency=make_teller("surgeries", "gp_practice"))
    person = make_resolved(first, second)
    old, new = make_practice("old"), make_practice("new")
    make_registration(first, old, until_date=DAY)
    make_registration(first, new)
    make_registration(second, new, from_date=BEFORE)

    found = queries.registrations([person.id], DAY)

    assert [(r.function, r.team_id, r.from_date) for r in found] == [(Function.GP, new.id, BEFORE)]
    assert {r.team_id for r in queries.registrations([person.id], BEFORE)} == {old.id, new.id}


def test_records_and_persons_are_found_from_each_other() -> None:
    waiting = make_record()
    record, person = make_somebody()

    assert queries.persons_of_records([waiting.id, record.id, uuid4()]) == {waiting.id: None, record.id: person.id}
    assert queries.records_of_persons([person.id, uuid4()]) == {person.id: frozenset({record.id})}


def test_a_record_is_told_with_its_numbers_and_its_places() -> None:
    record = make_record(identifiers={IdentifierKind.NHS_NUMBER: "999 000 0018"}, address="1 Low Lane")

    told = queries.as_told([record.id])[record.id]

    assert told.identifiers == {(IdentifierKind.NHS_NUMBER, "9990000018")}
    assert told.place_keys == {"1 low lane"}
    assert told.name_key == "robin|ashby"


def make_families(count: int) -> list[Person]:
    persons = []
    practice = make_practice()
    for number in range(count):
        mother, child = make_record(address=f"{number} Long Road"), make_record(address=f"{number} Long Road")
        persons += [make_resolved(mother), make_resolved(child)]
        make_relation(RelationshipKind.PARENT_OF, mother, child)
        make_registration(child, practice)
    return persons


@pytest.mark.parametrize("count", [1, 15])
def test_the_number_of_statements_does_not_grow_with_the_number_of_people(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [person.id for person in make_families(count)]
    records = list(Record.objects.values_list("id", flat=True))

    with django_assert_num_queries(2):
        assert len(queries.facts(ids)) == len(ids)
    with django_assert_num_queries(1):
        assert len(queries.relations(ids)) == count
    with django_assert_num_queries(2):
        queries.relatives(ids)
    with django_assert_num_queries(1):
        assert len(queries.homes(ids, DAY)) == len(ids)
    with django_assert_num_queries(2):
        assert queries.household(ids, DAY) == set(ids)
    with django_assert_num_queries(1):
        assert len(queries.registrations(ids, DAY)) == count
    with django_assert_num_queries(1):
        assert len(queries.persons_of_records(records)) == len(ids)
    with django_assert_num_queries(3):
        assert len(queries.as_told(records)) == len(ids)
