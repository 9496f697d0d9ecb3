"""Whom a reviewer is asked about, and what no machine may join: two who could be two of one household."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.linkage import BORN, GP, GROWN, HOME, NHS, OTHER_NHS, candidate, expecting, record, settle, unborn
from wholepicture.pathway.linkage import rules
from wholepicture.pathway.linkage.facts import Apart, Candidate, Household
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import IdentifierKind, Role, Sex

ASKED = [
    ("one letter", record("Jon", "Smith", born=GROWN), record("John", "Smith", born=GROWN)),
    ("a short form", record("Chris", born=GROWN), record("Christopher", born=GROWN)),
    ("a double name", record("Jodie", "Marsh", born=GROWN), record("Jodie", "Marsh-Denham", born=GROWN)),
    ("halves exchanged", record("Marsh", "Jodie", born=GROWN), record("Jodie", "Marsh", born=GROWN)),
    ("a digit mistyped", record("Jodie", born=date(1997, 5, 2)), record("Jodie", born=date(1997, 5, 3))),
    ("a year out", record("Jodie", born=date(1997, 5, 2)), record("Jodie", born=date(1998, 5, 2))),
    ("not named yet", record("Baby"), record("Charlie")),
    ("Baby and Baby", record("Baby"), record("Baby Marsh")),
    ("an initial", record("C"), record("Charlie")),
    ("near names, one home, no dates", record("Jon", born=None, home=HOME), record("John", born=None, home=HOME)),
    ("one number on two twins", record("Charlie", numbers=(NHS,)), record("Robin", numbers=(NHS,))),
    ("near names, another sex", record("Charlle", sex=Sex.MALE), record(sex=Sex.FEMALE)),
]
NOT_ASKED = [
    ("twins", record("Charlie", home=HOME), record("Robin", home=HOME)),
    ("a boy and a girl of two names", record("Robin", sex=Sex.MALE), record("Ellie", sex=Sex.FEMALE)),
    ("strangers born on one day", record("Jodie", "Marsh", born=GROWN), record("Jodie", "Denham", born=GROWN)),
    ("one name, years apart", record("John", born=GROWN), record("John", born=date(1958, 6, 30))),
    ("one name, no date, no tie", record("John", born=None), record("John", born=GROWN)),
    ("two national numbers", record("Jon", numbers=(NHS,)), record("John", numbers=(OTHER_NHS,))),
    ("another initial", record("R"), record("Charlie")),
    ("Baby of another surname", record("Baby", "Denham"), record("Charlie", "Marsh")),
    ("an unborn child and one who was born", record("", born=None, expected_date=BORN), record("", "Marsh")),
    ("a sister born the year before", record("Robin", home=HOME), record(born=date(2018, 11, 14), home=HOME)),
]
ADULT, CHILD = frozenset({Role.VICTIM}), frozenset({Role.CHILD})


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in ASKED], ids=[case[0] for case in ASKED])
def test_what_is_nearly_the_same_is_asked_and_never_joined(one: RecordTold, other: RecordTold) -> None:
    for mine, theirs in ((one, other), (other, one)):
        person, asked = settle(mine, theirs)
        assert (person, [question.older for question in asked]) == (None, [theirs.record])
        assert asked[0].reasons_for


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in NOT_ASKED], ids=[case[0] for case in NOT_ASKED])
def test_what_is_two_people_by_all_that_is_known_is_not_asked(one: RecordTold, other: RecordTold) -> None:
    for mine, theirs in ((one, other), (other, one)):
        assert settle(mine, theirs) == (None, [])


def test_two_that_fit_are_both_asked() -> None:
    person, asked = settle(record(), record(), record())

    assert person is None
    assert len(asked) == 2
    assert asked[0].reasons_against == ("the same evidence fits another person, too",)


@pytest.mark.parametrize("told", ["beside", "related"])
def test_whoever_is_told_as_somebody_else_is_never_asked(told: str) -> None:
    other = record("Charlle")

    assert settle(record(), other)[1]
    assert settle(record(), other, apart=Apart(**{told: frozenset({other.record})})) == (None, [])


def test_a_name_without_a_date_is_asked_where_a_relative_is_shared() -> None:
    one, other = record("Kyle", "Denham", born=None, home="1 A St"), record("Kyle", "Denham", born=GROWN, home="2 B St")
    shared = Apart(relatives={one.record: frozenset({"name:x"}), other.record: frozenset({"name:x", "name:y"})})

    assert settle(one, other) == (None, [])
    person, asked = settle(one, other, apart=shared)
    assert (person, asked[0].one_household) == (None, True)


def test_a_mother_who_changed_surname_and_home_is_asked_where_her_child_is_told_with_both() -> None:
    one, other = record("Jodie", "Denham", born=GROWN), record("Jodie", "Marsh", born=GROWN)
    shared = Apart(relatives={one.record: frozenset({"name:c"}), other.record: frozenset({"name:c"})})

    assert len(settle(one, other, apart=shared)[1]) == 1


@pytest.mark.parametrize(
    ("other", "joins"),
    [
        (record("Lorna", born=None, home=HOME), False),
        (record("Lorna", born=None, home=HOME, sex=Sex.FEMALE), False),
        (record("Lorna", born=GROWN, home=HOME, sex=Sex.FEMALE), False),
        (record("Leon", born=None, home=HOME, sex=Sex.MALE), True),
        (record("Lorna", born=BORN, home=HOME), True),
        (record("Lorna", "Denham", born=None, home=HOME), True),
        (record("Lorna", born=None, home="5 High St"), True),
    ],
    ids=["unknown", "a woman", "a dated woman", "a man", "a small child", "another surname", "another home"],
)
def test_a_name_and_a_home_join_only_where_nobody_else_of_that_surname_could_be_meant(
    other: RecordTold, joins: bool
) -> None:
    """The same-name grandmother: whoever else of the surname is known at the home makes it a question."""
    known = candidate(record("Jodie", born=None, home=HOME, sex=Sex.FEMALE))
    told = record("Jodie", born=None, home=HOME)
    household = Household((*known.records, *candidate(other).records))

    person, asked = settle(told, known, home=household)

    assert (person is not None, len(asked)) == (joins, 0 if joins else 1)
    assert joins or asked[0].one_household


def test_at_a_crowded_address_a_name_alone_joins_nobody() -> None:
    known = record(born=None, home=HOME)

    person, asked = settle(record(born=None, home=HOME), known, home=Household(crowded=True))

    assert (person, asked[0].one_household) == (None, True)


def test_father_and_son_of_one_name_and_home_are_told_apart() -> None:
    father, son = record("John", born=None, home=HOME), record("John", home=HOME)
    told = record("John", born=None, home=HOME)
    apart = Apart(roles={father.record: ADULT, told.record: ADULT})
    people = candidate(father), candidate(son)
    household = Household(tuple(one for person in people for one in person.records))

    person, asked = settle(told, *people, apart=apart, home=household)

    assert person == people[0].person
    assert [(question.older, question.one_household) for question in asked] == [(son.record, True)]


def test_a_grown_son_and_his_father_of_one_name_are_a_question() -> None:
    father, son = record("John", born=date(1960, 1, 1), home=HOME), record("John", born=GROWN, home=HOME)
    people = candidate(father), candidate(son)

    person, asked = settle(record("John", born=None, home=HOME), *people)

    assert (person, len(asked)) == (None, 2)


@pytest.mark.parametrize(
    ("forename", "born", "joins"),
    [("Robin", BORN, False), ("Robin", None, False), ("Charlle", BORN, True), ("Baby", BORN, True), ("", None, True)],
)
def test_one_number_on_two_children_of_two_names_is_a_question(forename: str, born: date | None, joins: bool) -> None:
    known = record("Charlie", numbers=(NHS,))

    person, asked = settle(record(forename, born=born, numbers=(NHS,)), known)

    assert (person is not None) is joins
    assert joins or asked[0].one_household


def test_one_number_of_an_adult_who_calls_herself_otherwise_joins() -> None:
    assert settle(record("Jo", born=GROWN, numbers=(NHS,)), record("Margaret", born=GROWN, numbers=(NHS,)))[0]


def test_at_most_five_are_asked_the_likeliest_first() -> None:
    near = [record("Charlle")] + [record("Charlle", born=date(2019, 11, 15)) for _ in range(8)]

    _, asked = settle(record("Charlie"), *near)

    assert len(asked) == 5
    assert asked[0].older == near[0].record
    assert [question.score for question in asked] == sorted((q.score for q in asked), reverse=True)


def test_a_person_of_many_records_is_asked_about_once() -> None:
    _, asked = settle(record("Charlie"), candidate(record("Charlle"), record("Charlee"), record("Charly")))

    assert len(asked) == 1


def test_a_child_expected_by_two_parents_is_asked_about_once_with_the_stronger_reasons() -> None:
    """One of them is the mother; of the other it is not known, which speaks against it."""
    other = candidate(unborn("Denham"))
    mother, somebody = expecting(other), expecting(other, sex=Sex.NOT_KNOWN)

    for parents in ((mother, somebody), (somebody, mother)):
        _, (asked,) = settle(unborn(), mothers=parents)
        (by_mother,) = settle(unborn(), mothers=(mother,))[1]
        assert (asked.person, asked.score) == (other.person, by_mother.score)
        assert asked.reasons_against == by_mother.reasons_against


def test_no_reason_names_anybody() -> None:
    for _, one, other in ASKED:
        for question in settle(one, other)[1]:
            words = " ".join((*question.reasons_for, *question.reasons_against)).lower()
            assert not any(part in words.split() for told in (one, other) for part in told.name_key.split("|") if part)
            assert not any(character.isdigit() for character in words.replace("1 january", ""))


_records = st.builds(
    record,
    st.sampled_from(["Charlie", "Charlle", "Casey", "Baby", "Twin 2", "", "C"]),
    st.sampled_from(["Marsh", "Marsh-Denham", "Denham", ""]),
    born=st.sampled_from([None, BORN, date(2019, 11, 15), date(2018, 11, 14), GROWN]),
    home=st.sampled_from(["", HOME, "5 High St"]),
    numbers=st.sampled_from([(), (NHS,), (OTHER_NHS,), ((IdentifierKind.POLICE, "P1"),)]),
    sex=st.sampled_from([Sex.NOT_KNOWN, Sex.FEMALE, Sex.MALE]),
    agency=st.sampled_from([GP]),
)
_roles = st.sampled_from([frozenset(), ADULT, CHILD])


@given(_records, _records, _roles, _roles)
def test_a_decision_is_the_same_seen_from_either_side(
    one: RecordTold, other: RecordTold, role: frozenset[Role], other_role: frozenset[Role]
) -> None:
    apart = Apart(roles={one.record: role, other.record: other_role})
    mine, theirs = settle(one, other, apart=apart), settle(other, one, apart=apart)

    assert (mine[0] is None) is (theirs[0] is None)
    assert len(mine[1]) == len(theirs[1])
    if mine[1]:
        assert mine[1][0].reasons_against == theirs[1][0].reasons_against
        assert (mine[1][0].one_household, mine[1][0].score) == (theirs[1][0].one_household, theirs[1][0].score)


_contradictions = st.sampled_from(["beside", "related", "number", "sex", "crowded", "neighbour"])


@given(_records, _records, _contradictions)
def test_one_more_contradiction_never_turns_a_question_into_a_link(
    one: RecordTold, other: RecordTold, contradiction: str
) -> None:
    known = candidate(other)
    before = rules.decide(one, [known]).person
    after = _contradicted(one, known, contradiction)

    assert after is None or after == before
    if contradiction in ("beside", "related", "number"):
        assert after is None


def _contradicted(one: RecordTold, known: Candidate, how: str) -> object:
    ids = frozenset(told.record for told in known.records)
    apart, home, others = Apart(), Household(), [known]
    if how in ("beside", "related"):
        apart = Apart(**{how: ids})
    elif how == "number":
        own = (IdentifierKind.OWN, "1"), (IdentifierKind.OWN, "2")
        one = _with(one, own[0])
        others = [Candidate(known.person, tuple(_with(told, own[1]) for told in known.records))]
    elif how == "sex":
        one = RecordTold(**{**vars(one), "sex": Sex.FEMALE})
        others = [Candidate(known.person, tuple(RecordTold(**{**vars(t), "sex": Sex.MALE}) for t in known.records))]
    elif how == "crowded":
        home = Household(crowded=True)
    else:
        home = Household(candidate(record("Somebody", one.surname, born=None, home=HOME)).records)
    return rules.decide(one, others, apart, home).person


def _with(told: RecordTold, number: tuple[IdentifierKind, str]) -> RecordTold:
    return RecordTold(**{**vars(told), "identifiers": told.identifiers | {number}})


@given(_records, _records, _roles, st.booleans())
def test_two_who_could_be_of_one_household_are_never_joined_by_machine(
    one: RecordTold, other: RecordTold, role: frozenset[Role], neighbour: bool
) -> None:
    """Said anew here, not by the rule's own words: one number on two named children, or a name at a shared home."""
    home = Household(candidate(record("Lee", one.surname, born=None, home=HOME)).records) if neighbour else Household()
    person, _ = settle(one, other, apart=Apart(roles={one.record: role}), home=home)

    forenames = {one.forename, other.forename}
    if forenames in ({"Charlie", "Casey"}, {"Charlle", "Casey"}) and GROWN not in (one.birth_date, other.birth_date):
        assert person is None or (role == ADULT and one.birth_date is None)
    no_number = not one.identifiers & other.identifiers
    dated = one.birth_date is not None and other.birth_date is not None
    if neighbour and no_number and not dated and HOME.lower() in one.place_keys and one.surname:
        assert person is None
