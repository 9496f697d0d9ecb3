"""A child who was expected becomes the one who was born: of one mother, in time, only one of each."""

from datetime import timedelta

import pytest

from tests.factories.linkage import BORN, candidate, expecting, record, settle, unborn
from wholepicture.pathway.linkage import rules
from wholepicture.pathway.linkage.facts import Apart
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.terms import Sex

DUE = BORN + timedelta(days=10)


@pytest.mark.parametrize(
    ("days", "joins"), [(0, True), (-28, True), (-29, False), (140, True), (141, False)], ids=lambda value: str(value)
)
def test_a_child_born_near_the_day_expected_is_the_one_expected(days: int, joins: bool) -> None:
    expected = candidate(unborn(expected=BORN + timedelta(days=days)))
    born = record("Charlie", "Denham")

    decision = rules.decide(born, [], expecting=[expecting(expected)])

    assert decision.person == (expected.person if joins else None)
    assert decision.basis is (Basis.BORN_TO_THE_SAME_MOTHER if joins else Basis.ALONE)
    assert (decision.matched == expected.records[0].record) is joins


def test_a_father_may_have_two_children_at_once_so_only_a_mother_says_it() -> None:
    expected = candidate(unborn(expected=DUE))

    assert settle(record(), mothers=(expecting(expected, sex=Sex.MALE),)) == (None, [])
    person, asked = settle(record(), mothers=(expecting(expected, sex=Sex.NOT_KNOWN),))
    assert (person, asked[0].person) == (None, expected.person)
    assert "it is not known whether the parent is the mother" in asked[0].reasons_against


def test_half_siblings_born_months_apart_of_two_mothers_stay_two() -> None:
    father = expecting(candidate(unborn(expected=BORN + timedelta(days=120))), sex=Sex.MALE)

    assert settle(record(), mothers=(father,)) == (None, [])


def test_twins_told_in_one_report_are_both_asked_and_neither_joined() -> None:
    expected, one, other = candidate(unborn(expected=DUE)), record("Charlie"), record("Casey")

    for mine, theirs in ((one, other), (other, one)):
        told = expecting(expected, also_born=(theirs,))
        person, asked = settle(mine, mothers=(told,), apart=Apart(beside=frozenset({theirs.record})))
        assert (person, [question.person for question in asked]) == (None, [expected.person])
        assert asked[0].one_household


def test_the_second_twin_is_asked_once_the_first_is_born() -> None:
    """The other of her children who fits the date is known already: no machine may say that this is the expected one."""
    expected, first = candidate(unborn(expected=DUE)), candidate(record("Casey"))

    person, asked = settle(record("Charlie"), mothers=(expecting(expected, first),))

    assert (person, [question.person for question in asked]) == (None, [expected.person])


def test_a_child_who_was_expected_and_is_born_is_expected_no_more() -> None:
    born = candidate(unborn(expected=DUE), record("Casey"))

    assert settle(record("Charlie"), mothers=(expecting(born),)) == (None, [])


def test_a_brother_born_years_before_does_not_stand_in_the_way() -> None:
    expected, elder = candidate(unborn(expected=DUE)), candidate(record("Lee", born=BORN.replace(year=2016)))

    assert settle(record("Charlie"), mothers=(expecting(expected, elder),))[0] == expected.person


def test_two_expected_and_one_born_is_a_question_about_both() -> None:
    twins = candidate(unborn(expected=DUE)), candidate(unborn(expected=DUE))

    person, asked = settle(record("Charlie"), mothers=(expecting(*twins),))

    assert (person, {question.person for question in asked}) == (None, {twin.person for twin in twins})


@pytest.mark.parametrize("forename", ["Twin 1", "Twin One", "Baby Twin"])
def test_a_name_that_says_twin_is_a_question(forename: str) -> None:
    assert settle(record(forename), mothers=(expecting(candidate(unborn(expected=DUE))),))[0] is None


def test_a_baby_without_a_name_is_the_one_expected() -> None:
    assert settle(record("Baby"), mothers=(expecting(candidate(unborn(expected=DUE))),))[0]


def test_told_beside_the_unborn_it_is_a_sister() -> None:
    expected = candidate(unborn(expected=DUE))
    apart = Apart(beside=frozenset({expected.records[0].record}))

    assert settle(record(), mothers=(expecting(expected),), apart=apart) == (None, [])


def test_exact_evidence_comes_first() -> None:
    known, expected = candidate(record("Charlie")), candidate(unborn(expected=DUE))

    assert settle(record("Charlie"), known, mothers=(expecting(expected),))[0] == known.person


@pytest.mark.parametrize(("days", "asked"), [(0, True), (42, True), (43, False)])
def test_two_tellings_of_one_pregnancy_are_a_question(days: int, asked: bool) -> None:
    other = candidate(unborn("Denham", expected=DUE + timedelta(days=days)))

    person, questions = settle(unborn(expected=DUE), mothers=(expecting(other),))

    assert (person, bool(questions)) == (None, asked)


def test_a_pregnancy_told_late_is_a_question_beside_the_child_born_of_it() -> None:
    born = candidate(record("Charlie"))

    person, asked = settle(unborn(expected=DUE), mothers=(expecting(born),))

    assert (person, [question.person for question in asked]) == (None, [born.person])


def test_the_father_told_beside_the_mother_does_not_stand_in_the_way() -> None:
    expected = candidate(unborn(expected=DUE))
    parents = expecting(expected), expecting(expected, sex=Sex.MALE)

    assert settle(record(), mothers=parents)[0] == expected.person
    assert settle(record(), mothers=parents[::-1])[0] == expected.person
