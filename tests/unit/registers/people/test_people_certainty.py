"""What holds of a person does not depend on the order in which the records come."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from wholepicture.registers.people.certainty import combine, in_words
from wholepicture.registers.people.facts import PersonFacts, RecordTold
from wholepicture.registers.people.terms import Precision, Sex

PERSON = UUID(int=7)
START = datetime(2019, 12, 1, tzinfo=UTC)


def told(number: int, **values: object) -> RecordTold:
    values.setdefault("told_at", START + timedelta(days=number))
    return RecordTold(record=UUID(int=number), agency=UUID(int=99), person=PERSON, **values)  # type: ignore[arg-type]


def combined(*records: RecordTold) -> PersonFacts:
    """The same in every order, or the test fails."""
    found = {combine(PERSON, 3, order) for order in permutations(records)}
    assert len(found) == 1
    return found.pop()


def test_a_person_without_records_is_unknown_throughout() -> None:
    assert combined() == PersonFacts(person=PERSON, version=3)


def test_a_name_is_taken_whole_and_the_latest_full_one_wins() -> None:
    known = combined(
        told(1, forename="Ann", surname="Ash"),
        told(2, forename="Anna", surname="Oak"),
        told(3, forename="", surname="Elm"),
    )
    assert (known.forename, known.surname) == ("Anna", "Oak")


@pytest.mark.parametrize(
    ("vaguer", "surer"),
    [
        (Precision.MONTH, Precision.EXACT),
        (Precision.YEAR, Precision.MONTH),
        (Precision.ESTIMATED, Precision.YEAR),
    ],
)
def test_a_surer_date_of_birth_wins_over_a_later_one(vaguer: Precision, surer: Precision) -> None:
    known = combined(
        told(1, birth_date=date(2018, 1, 1), birth_precision=surer),
        told(2, birth_date=date(2017, 1, 1), birth_precision=vaguer),
    )
    assert (known.birth_date, known.birth_precision) == (date(2018, 1, 1), surer)


def test_of_two_equally_sure_dates_the_later_told_wins() -> None:
    known = combined(
        told(1, birth_date=date(2018, 1, 1), birth_precision=Precision.EXACT),
        told(2, birth_date=date(2018, 1, 2), birth_precision=Precision.EXACT),
    )
    assert known.birth_date == date(2018, 1, 2)


def test_being_born_wins_over_being_expected_even_when_told_earlier() -> None:
    known = combined(
        told(1, birth_date=date(2019, 12, 1), birth_precision=Precision.ESTIMATED),
        told(2, expected_date=date(2020, 1, 1)),
    )
    assert (known.birth_date, known.expected_date) == (date(2019, 12, 1), None)


def test_not_known_never_hides_what_somebody_knew() -> None:
    known = combined(told(1, sex=Sex.FEMALE, died_date=date(2020, 2, 2)), told(2, sex=Sex.NOT_KNOWN))
    assert (known.sex, known.died_date) == (Sex.FEMALE, date(2020, 2, 2))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (told(1, forename="Ann", surname="Ash"), "Ann Ash"),
        (told(1, surname="Ash"), "Ash"),
        (told(1, expected_date=date(2020, 1, 1)), "Unborn child"),
        (told(1, surname="Ash", expected_date=date(2020, 1, 1)), "Ash"),
        (told(1, expected_date=date(2020, 1, 1), birth_date=date(2020, 1, 2)), "Name not known"),
        (told(1), "Name not known"),
    ],
)
def test_what_stands_for_a_name(record: RecordTold, words: str) -> None:
    assert in_words(record) == words
