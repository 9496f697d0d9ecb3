"""When two records are one person: exact evidence, nothing against it, and in doubt apart."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.linkage import BORN, GP, GROWN, NHS, OTHER_NHS, POLICE, record
from wholepicture.pathway.linkage import rules
from wholepicture.pathway.linkage.facts import Apart, Candidate, Weighed
from wholepicture.pathway.linkage.matcher import PairClass
from wholepicture.pathway.linkage.rules import household, telling, weighing
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people import describing
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import IdentifierKind, Precision, Role, Sex


def decide(one: RecordTold, *others: RecordTold, apart: Apart | None = None) -> tuple[UUID | None, Basis]:
    """Decide for one record beside others, each of a person of its own unless it names one."""
    persons = [other if other.person else replace(other, person=uuid4()) for other in others]
    known = rules.Known(persons)
    candidates = [known.candidate(person) for person in sorted({told.person for told in persons if told.person})]
    decision = rules.decide(one, candidates, apart)
    assert decision.person is None or decision.person in {other.person for other in persons}
    return decision.person, decision.basis


SAME = [
    (record(numbers=(NHS,)), record("Baby", "Denham", born=None, numbers=(NHS,), agency=GP), Basis.IDENTIFIER),
    (record(), record("CHARLIE", " marsh", agency=GP), Basis.NAME_AND_BIRTH_DATE),
    (record(born=None, home="4 High St"), record(born=None, home="4, High St."), Basis.NAME_AND_ADDRESS),
    (record(home="4 High St"), record(born=None, home="4 High St", agency=GP), Basis.NAME_AND_ADDRESS),
    (
        record(born=date(2019, 1, 1), birth_precision=Precision.YEAR, home="4 High St"),
        record(home="4 High St"),
        Basis.NAME_AND_ADDRESS,
    ),
    (
        record("", "Marsh", born=None, expected_date=BORN, home="4 High St"),
        record("", "Marsh", born=None, expected_date=BORN, home="4 High St", agency=GP),
        Basis.EXPECTED_DATE_AND_ADDRESS,
    ),
    (
        record(born=GROWN, numbers=((IdentifierKind.POLICE, "P1"),)),
        record("", born=None, numbers=((IdentifierKind.POLICE, "P1"),)),
        Basis.IDENTIFIER,
    ),
]

APART = [
    ("a twin", record(), record("Casey")),
    ("another day of birth", record(home="4 High St"), record(born=date(2019, 3, 25), home="4 High St")),
    ("no date and no address", record(born=None), record()),
    ("another address", record(born=None, home="4 High St"), record(home="5 High St")),
    ("a year is no date", record(born=date(2019, 1, 1), birth_precision=Precision.YEAR), record()),
    ("another NHS number", record(numbers=(NHS,)), record(numbers=(OTHER_NHS,))),
    (
        "another own number of one agency",
        record(numbers=((IdentifierKind.OWN, "1"),)),
        record(numbers=((IdentifierKind.OWN, "2"),)),
    ),
    (
        "the same number, a name and a date of another",
        record(numbers=(NHS,)),
        record("Robin", "Poe", born=GROWN, numbers=(NHS,)),
    ),
    (
        "one number of a force, two forenames",
        record("Robin", numbers=((IdentifierKind.POLICE, "P1"),)),
        record("Ellie", numbers=((IdentifierKind.POLICE, "P1"),)),
    ),
    ("a placeholder", record("Baby"), record("Baby")),
    ("a placeholder with the surname", record("Baby Marsh"), record("Baby Marsh")),
    ("a numbered twin", record("Twin 1"), record("Twin 1")),
    ("no forename", record(""), record("")),
    ("an initial", record("C"), record("C")),
    (
        "an unknown man",
        record("Unknown male", "Unknown", born=None, home="4 High St"),
        record("Unknown male", "Unknown", born=None, home="4 High St"),
    ),
    (
        "another force's number",
        record("A", numbers=((IdentifierKind.POLICE, "P1"),)),
        record("B", numbers=((IdentifierKind.POLICE, "P1"),), agency=GP),
    ),
    (
        "an unborn child at another home",
        record("", "Marsh", born=None, expected_date=BORN, home="4 High St"),
        record("", "Marsh", born=None, expected_date=BORN, home="5 High St"),
    ),
    (
        "an unborn child of another date",
        record("", "Marsh", born=None, expected_date=BORN, home="4 High St"),
        record("", "Marsh", born=None, expected_date=date(2019, 12, 1), home="4 High St"),
    ),
    (
        "an unborn child and one born",
        record("Charlie", born=None, expected_date=BORN, home="4 High St"),
        record(home="4 High St"),
    ),
]


@pytest.mark.parametrize(("one", "other", "basis"), SAME, ids=[basis.value for _, _, basis in SAME])
def test_exact_evidence_joins_either_way_round(one: RecordTold, other: RecordTold, basis: Basis) -> None:
    for mine, theirs in ((one, other), (other, one)):
        person, found = decide(mine, theirs)
        assert (person is not None, found) == (True, basis)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in APART], ids=[case[0] for case in APART])
def test_everything_else_stays_apart(one: RecordTold, other: RecordTold) -> None:
    for mine, theirs in ((one, other), (other, one)):
        assert decide(mine, theirs) == (None, Basis.ALONE)


@pytest.mark.parametrize(("one", "other"), [case[:2] for case in SAME])
def test_whoever_is_joined_shares_a_key(one: RecordTold, other: RecordTold) -> None:
    for mine, theirs in ((one, other), (other, one)):
        assert describing.stored_keys(theirs) & set(describing.asked_keys(mine))


def test_two_that_fit_are_a_doubt_for_somebody_to_look_at() -> None:
    candidates = [Candidate(uuid4(), (record(),)) for _ in range(2)]

    decision = rules.decide(record(), candidates)

    assert (decision.person, decision.basis) == (None, Basis.ALONE)
    assert "fits 2 people" in decision.because


def test_a_conflict_with_any_record_of_the_person_keeps_apart_and_says_why() -> None:
    person = uuid4()
    candidate = Candidate(person, (record(person=person), record("Other", born=date(2001, 1, 1), person=person)))

    decision = rules.decide(record(), [candidate])

    assert decision.person is None
    assert decision.because == (
        "The same full name and date of birth, but one of that person's records is rather of somebody else; "
        "the dates of birth differ."
    )


@pytest.mark.parametrize("apart", ["beside", "related"])
def test_people_told_as_two_are_never_one(apart: str) -> None:
    other = record(person=uuid4())

    person, _ = decide(record(), other, apart=Apart(**{apart: frozenset({other.record})}))

    assert person is None
    assert decide(record(), other)[0] == other.person


@pytest.mark.parametrize(
    ("undated", "dated", "one"),
    [
        (Role.CAUSING_HARM, BORN, False),
        (Role.PARENT, date(2004, 12, 17), False),
        (Role.VICTIM, date(2003, 1, 1), True),
        (Role.WITNESS, BORN, True),
        (Role.CHILD, BORN, True),
        (Role.CHILD, GROWN, False),
        (Role.VICTIM, GROWN, True),
    ],
)
def test_a_father_is_not_his_small_son_of_the_same_name_and_home(undated: Role, dated: date, one: bool) -> None:
    told, other = record(born=None, home="4 High St"), record(born=dated, home="4 High St", person=uuid4())

    for mine, theirs in ((told, other), (replace(other, person=None), replace(told, person=uuid4()))):
        apart = Apart(roles={told.record: frozenset({undated})})
        assert (decide(mine, theirs, apart=apart)[0] is not None) is one


def test_two_undated_of_one_name_and_home_are_two_when_one_is_a_child() -> None:
    one, other = record(born=None, home="4 High St"), record(born=None, home="4 High St")
    roles = {one.record: frozenset({Role.CHILD}), other.record: frozenset({Role.VICTIM})}

    assert decide(one, other, apart=Apart(roles=roles))[0] is None
    assert decide(one, other, apart=Apart(roles={one.record: frozenset({Role.CHILD})}))[0] is not None


def test_a_person_with_a_conflict_does_not_make_the_other_doubtful() -> None:
    fits, other = record(person=uuid4()), record(person=uuid4(), numbers=(OTHER_NHS,))

    assert decide(record(numbers=(NHS,)), fits, other) == (fits.person, Basis.NAME_AND_BIRTH_DATE)


_names = st.sampled_from(["Charlie", "Casey", "Baby", "", "C"])
_records = st.builds(
    record,
    _names,
    st.sampled_from(["Marsh", "Denham", ""]),
    born=st.sampled_from([None, BORN, date(2019, 1, 1)]),
    home=st.sampled_from(["", "4 High St", "5 High St"]),
    numbers=st.sampled_from([(), (NHS,), (OTHER_NHS,)]),
    sex=st.sampled_from([Sex.NOT_KNOWN, Sex.FEMALE, Sex.MALE]),
    agency=st.sampled_from([POLICE, GP]),
)


@given(_records, _records)
def test_a_join_is_the_same_seen_from_either_side_and_never_crosses_a_conflict(
    one: RecordTold, other: RecordTold
) -> None:
    joined = decide(one, other)[0] is not None

    assert joined is (decide(other, one)[0] is not None)
    if joined:
        assert describing.stored_keys(other) & set(describing.asked_keys(one))
        weighed = rules.weigh(one, other)
        assert weighed.cls != PairClass.HOUSEHOLD
        assert weighed.cls == PairClass.SAME or one.identifiers & other.identifiers
        one_birth = None in (one.birth_date, other.birth_date) or one.birth_date == other.birth_date
        assert one_birth or weighed.odds >= weighing.PARAMETERS.link.odds


@pytest.mark.parametrize(
    ("mine", "theirs", "agree"),
    [
        ((None, Precision.NOT_KNOWN), (BORN, Precision.EXACT), True),
        ((date(2019, 1, 1), Precision.ESTIMATED), (date(1999, 1, 1), Precision.EXACT), True),
        ((date(2019, 1, 1), Precision.YEAR), (date(2019, 11, 14), Precision.EXACT), True),
        ((date(2018, 1, 1), Precision.YEAR), (date(2019, 11, 14), Precision.MONTH), False),
        ((date(2019, 11, 1), Precision.MONTH), (date(2019, 11, 14), Precision.EXACT), True),
        ((date(2019, 10, 1), Precision.MONTH), (date(2019, 11, 14), Precision.EXACT), False),
        ((date(2019, 11, 14), Precision.EXACT), (date(2019, 11, 15), Precision.EXACT), False),
    ],
)
def test_dates_agree_as_far_as_each_is_certain(
    mine: tuple[date | None, Precision], theirs: tuple[date, Precision], agree: bool
) -> None:
    one, other = (record(born=born, birth_precision=precision) for born, precision in (mine, theirs))
    assert telling.dates_agree(one, other) is telling.dates_agree(other, one) is agree


WEIGHED = [
    ("day and month exchanged", record("Jodie", born=date(1990, 7, 5)), record("Jodie", born=date(1990, 5, 7))),
    (
        "another surname, one home and date",
        record("Jodie", "Denham", born=date(1990, 7, 5), home="4 High St"),
        record("Jodie", "Marsh", born=date(1990, 7, 5), home="4 High St"),
    ),
    ("one number, another date", record(numbers=(NHS,)), record(born=date(2018, 1, 1), numbers=(NHS,))),
    ("one number, another sex", record(numbers=(NHS,), sex=Sex.MALE), record(numbers=(NHS,), sex=Sex.FEMALE)),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in WEIGHED], ids=[case[0] for case in WEIGHED])
def test_what_is_enough_all_in_all_joins_and_keeps_its_evidence(one: RecordTold, other: RecordTold) -> None:
    for mine, theirs in ((one, other), (other, one)):
        decision = rules.decide(mine, [Candidate(uuid4(), (theirs,))])
        assert decision.person is not None
        weighed = decision.weighed
        assert weighed is not None
        assert weighed.odds == pytest.approx(sum(weight.weight for weight in weighed.weights), abs=0.01)
        assert weighed.odds >= weighing.PARAMETERS.link.odds
        assert Weighed.from_json(json.loads(json.dumps(weighed.as_json()))) == weighed


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in WEIGHED], ids=[case[0] for case in WEIGHED])
@pytest.mark.parametrize("veto", ["beside", "related", "different"])
def test_no_evidence_outweighs_that_two_were_told_or_found_to_be_two(
    one: RecordTold, other: RecordTold, veto: str
) -> None:
    apart = Apart(**{veto: frozenset({other.record})})

    assert rules.decide(one, [Candidate(uuid4(), (other,))], apart).person is None


@pytest.mark.parametrize("kind", [IdentifierKind.NHS_NUMBER, IdentifierKind.POLICE])
def test_no_evidence_outweighs_another_number_of_one_kind(kind: IdentifierKind) -> None:
    one, other = (
        record(numbers=((kind, NHS[1]),), home="4 High St"),
        record(numbers=((kind, OTHER_NHS[1]),), home="4 High St"),
    )

    assert decide(one, other) == (None, Basis.ALONE)


def test_a_pair_that_is_rather_of_one_household_is_never_joined_whatever_it_shares() -> None:
    """Twins of whom somebody typed one forename for both would be; of two forenames the number alone says nothing."""
    for one, other in ((record("Charlie", home="4 High St"), record("Robin", home="4 High St")),
                       (record("John", "Marsh", born=date(1960, 5, 5), home="4 High St"),
                        record("John", "Marsh", born=date(1990, 5, 7), home="4 High St"))):  # fmt: skip
        assert rules.weigh(one, other).cls != PairClass.SAME
        assert decide(one, other)[0] is None


def test_evidence_names_nobody() -> None:
    for _, one, other in WEIGHED:
        words = " ".join(f"{each.level} {each.label}" for each in rules.weigh(one, other).weights).lower()
        assert not any(part in words for part in ("jodie", "marsh", "denham", "high st", "999", "1990", "charlie"))


def test_two_who_share_only_what_is_common_are_in_doubt_unless_a_number_says_that_they_are_one() -> None:
    strangers = Weighed(-3.0, 0.1, PairClass.UNRELATED.value, "m")
    assert list(household.weighed_doubts(Basis.NAME_AND_BIRTH_DATE, strangers, [])) == [household.RATHER_STRANGERS]
    assert not list(household.weighed_doubts(Basis.IDENTIFIER, strangers, []))
