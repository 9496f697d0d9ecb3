"""Families change on a day that comes although nobody tells anything on it: who waits then, since when, and only once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.families import ELSEWHERE, HOME, family, make_adult, make_child, person
from tests.factories.incidents import RECEIVED_AT, link_and_place
from tests.factories.people import make_record, make_relation, make_resolved
from wholepicture.pathway.families import queries
from wholepicture.pathway.families.models import Membership, Placed
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import ProtectedFact, Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

pytestmark = pytest.mark.django_db

MOVES_ON = date(2020, 6, 10)
# Midnight in London, in summer.
MOVES_AT = datetime(2020, 6, 9, 23, tzinfo=UTC)
BEFORE = MOVES_AT - timedelta(minutes=1)


def leave(record: Record, on: date) -> None:
    home = ProtectedFact.objects.get(record=record, until_date=None)
    people.end_fact(fact=home, until_date=on, by=MACHINE, now=RECEIVED_AT)


def move(record: Record, to: str, on: date) -> None:
    leave(record, on)
    people.add_address(record=record, value=to, from_date=on, told_by=record.agency, by=MACHINE, now=RECEIVED_AT)


def adults(record: Record) -> set[object]:
    return set(
        Membership.objects.filter(family=family(record), until_at=None, part="ADULT").values_list("person", flat=True)
    )


def test_a_move_told_ahead_splits_the_family_on_its_day_and_waits_only_once() -> None:
    mother = make_adult("Jodie")
    charlie, casey = make_child("Charlie", mother), make_child("Casey", mother)
    move(casey, ELSEWHERE, MOVES_ON)
    link_and_place()
    assert family(charlie) == family(casey)
    assert queries.next_due(RECEIVED_AT) == MOVES_AT
    assert queries.waiting(BEFORE, 10) == []
    assert queries.size(BEFORE).count == 0

    assert queries.waiting(MOVES_AT, 10) == [person(casey)]
    assert queries.waiting(MOVES_AT, 10, exclude=[person(casey)]) == []
    assert queries.size(MOVES_AT + timedelta(days=3)) == type(queries.size(BEFORE))(1, MOVES_AT)
    link_and_place(MOVES_AT)

    assert family(charlie) != family(casey)
    assert queries.waiting(MOVES_AT + timedelta(days=30), 10) == []
    assert queries.size(MOVES_AT + timedelta(days=30)).count == 0


def test_a_machine_that_was_down_on_the_day_makes_up_for_it() -> None:
    mother = make_adult("Jodie")
    charlie, casey = make_child("Charlie", mother), make_child("Casey", mother)
    move(casey, ELSEWHERE, MOVES_ON)
    link_and_place()

    link_and_place(MOVES_AT + timedelta(days=40))

    assert family(charlie) != family(casey)


def test_a_lodger_who_is_to_leave_is_of_the_family_until_that_day() -> None:
    charlie = make_child("Charlie", make_adult("Jodie"))
    lodger = make_adult("Lee", sex=Sex.MALE)
    leave(lodger, MOVES_ON)
    link_and_place()
    assert person(lodger) in adults(charlie)

    link_and_place(MOVES_AT)

    assert person(lodger) not in adults(charlie)


@pytest.mark.parametrize("carer_is_new", [True, False])
def test_a_relationship_that_begins_or_ends_on_a_day_to_come_waits_for_both_people(*, carer_is_new: bool) -> None:
    charlie, gran = make_child("Charlie", make_adult("Jodie")), make_adult("Gran", home=ELSEWHERE)
    period = {"from_date": MOVES_ON} if carer_is_new else {"until_date": MOVES_ON}
    make_relation(RelationshipKind.CARER_OF, gran, charlie, **period)
    link_and_place()
    assert (person(gran) in adults(charlie)) is not carer_is_new
    assert queries.next_due(RECEIVED_AT) == MOVES_AT

    assert set(queries.waiting(MOVES_AT, 10)) == {person(gran), person(charlie)}
    link_and_place(MOVES_AT)

    assert (person(gran) in adults(charlie)) is carer_is_new


@pytest.mark.parametrize(
    ("born", "grown_up_at"),
    [
        (date(2002, 7, 1), datetime(2020, 6, 30, 23, tzinfo=UTC)),
        (date(2004, 2, 29), datetime(2022, 3, 1, tzinfo=UTC)),
        (date(2006, 3, 1), datetime(2024, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_child_leaves_as_a_child_on_the_18th_birthday(born: date, grown_up_at: datetime) -> None:
    mother = make_adult("Jodie")
    teen, charlie = make_child("Tess", mother, born=born), make_child("Charlie", mother, born=date(2018, 1, 1))
    link_and_place()
    assert person(teen) not in adults(charlie)
    assert queries.next_due(RECEIVED_AT) == grown_up_at
    assert queries.waiting(grown_up_at - timedelta(minutes=1), 10) == []
    # Placed for another reason on the day before: that is not yet the day.
    people.touch(persons=[person(teen)])
    link_and_place(grown_up_at - timedelta(minutes=1))
    assert person(teen) not in adults(charlie)

    assert queries.waiting(grown_up_at, 10) == [person(teen)]
    link_and_place(grown_up_at)

    assert person(teen) in adults(charlie)
    assert queries.waiting(grown_up_at + timedelta(days=2), 10) == []


def test_a_family_whose_only_child_grows_up_has_nobody_left_and_points_nowhere() -> None:
    teen = make_child("Tess", make_adult("Jodie"), born=date(2002, 7, 1))
    link_and_place()
    was = family(teen)

    link_and_place(datetime(2020, 7, 1, tzinfo=UTC))

    assert not Membership.objects.filter(until_at=None).exists()
    assert queries.goes_on_as([was]) == {was: was}  # type: ignore[list-item]
    assert queries.members([was]) == {}  # type: ignore[list-item]


def test_what_is_told_after_its_day_and_what_never_comes_makes_nobody_wait() -> None:
    mother = make_adult("Jodie")
    make_child("Charlie", mother, born=None)
    past = make_record(forename="Past", address=HOME, address_from=date(2019, 1, 1))
    make_resolved(past)
    make_relation(RelationshipKind.PARTNER_OF, past, mother, from_date=date(2018, 1, 1), until_date=date(2019, 1, 1))
    link_and_place()

    assert queries.next_due(RECEIVED_AT) is None
    assert queries.waiting(RECEIVED_AT + timedelta(days=9999), 10) == []


def test_a_day_told_ahead_of_somebody_not_yet_linked_is_nobodys() -> None:
    make_record(forename="Loose", address=HOME, address_from=MOVES_ON, birth_date=date(2017, 1, 1))

    assert queries.next_due(RECEIVED_AT) is None
    assert queries.waiting(MOVES_AT, 10) == []


def test_somebody_changed_on_their_day_waits_once_and_counts_once() -> None:
    casey = make_child("Casey", make_adult("Jodie"))
    move(casey, ELSEWHERE, MOVES_ON)
    link_and_place()
    people.touch(persons=[person(casey)])

    assert queries.waiting(MOVES_AT, 10) == [person(casey)]
    assert queries.size(MOVES_AT).count == 1
    assert queries.waiting(MOVES_AT, 0) == []


def test_the_list_holds_no_more_than_asked_for() -> None:
    mother = make_adult("Jodie")
    for name in ("Ann", "Ben", "Cas"):
        move(make_child(name, mother), ELSEWHERE, MOVES_ON)
    link_and_place()

    assert len(queries.waiting(MOVES_AT, 2)) == 2
    assert len(queries.waiting(MOVES_AT, 10)) == 3
    assert Placed.objects.count() == 4
