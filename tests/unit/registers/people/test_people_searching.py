"""What is typed becomes words to look up, and every answer says why it is there."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.registers.people import names, searching
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.searching import Born
from wholepicture.registers.people.terms import Precision

BORN = Born(date(2019, 11, 4), date(2019, 11, 4))


def told(forename: str = "", surname: str = "", **known: object) -> RecordTold:
    return RecordTold(
        record=uuid4(), agency=uuid4(), person=None, told_at=datetime(2019, 12, 16, tzinfo=UTC),
        forename=forename, surname=surname, **known,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_name_stands_under_each_of_its_words_and_written_as_one() -> None:
    assert names.turned("Anne-Marie", "O'Neill") == (
        "anne marie oneill",
        "marie oneill anne",
        "oneill anne marie",
        "annemarie oneill",
        "oneill annemarie",
    )
    assert names.turned("", "Marsh") == ("marsh",)
    assert names.turned("", " - ") == ()


@given(st.text(), st.text())
def test_every_turn_holds_the_same_letters_and_none_begins_with_a_space(forename: str, surname: str) -> None:
    whole = sorted(names.normalise_name(f"{forename} {surname}").replace(" ", ""))
    for words in names.turned(forename, surname):
        assert words == words.strip()
        assert sorted(words.replace(" ", "")) == whole


def test_the_longest_word_is_looked_up_first_and_spelling_falls_away() -> None:
    assert searching.words("  MÁR  jodie ") == ("jodie", "mar")


@pytest.mark.parametrize(
    ("typed", "says"), [("", "Enter a first name"), (" .'- ", "Enter a first name"), ("j m", "two letters")]
)
def test_too_little_says_what_to_type(typed: str, says: str) -> None:
    with pytest.raises(searching.TooLittle, match=says):
        searching.words(typed)


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("jodie marsh", ("First name the same", "Last name the same")),
        ("mar jod", ("First name begins the same", "Last name begins the same")),
        ("marsh", ("Last name the same",)),
    ],
)
def test_an_answer_says_what_of_the_name_fits(typed: str, because: tuple[str, ...]) -> None:
    assert searching.why(searching.words(typed), None, told("Jodie", "Marsh")) == because


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("smith jones", "Last name the same"),
        ("jones", "Part of the last name the same"),
        ("jon", "Part of the last name begins the same"),
        ("smithjones", "Last name the same"),
        ("smi", "Last name begins the same"),
    ],
)
def test_half_of_a_double_name_is_called_a_part(typed: str, because: str) -> None:
    assert searching.why(searching.words(typed), None, told(surname="Smith-Jones")) == (because,)


@pytest.mark.parametrize(
    ("known", "because"),
    [
        ({"birth_date": date(2019, 11, 4), "birth_precision": Precision.EXACT}, "Date of birth the same"),
        ({"birth_date": date(2019, 4, 11), "birth_precision": Precision.EXACT}, "other way round"),
        ({"birth_date": date(2019, 11, 1), "birth_precision": Precision.MONTH}, "only the month is known"),
        ({"birth_date": date(2019, 1, 1), "birth_precision": Precision.YEAR}, "only the year is known"),
        ({"birth_date": date(2019, 6, 1), "birth_precision": Precision.ESTIMATED}, "a guess"),
        ({"expected_date": date(2020, 1, 5)}, "Not born when told"),
        ({}, "not known here"),
    ],
)
def test_an_answer_says_how_its_date_of_birth_fits(known: dict[str, object], because: str) -> None:
    assert because in searching.why(("marsh",), BORN, told("Charlie", "Marsh", **known))[-1]


def test_a_day_that_cannot_be_a_month_is_not_turned_round() -> None:
    assert Born(date(2019, 11, 14), date(2019, 11, 14)).turned_round is None
    assert Born(date(2019, 11, 11), date(2019, 11, 11)).turned_round is None
    assert Born(date(2019, 1, 1), date(2019, 12, 31)).turned_round is None
    assert BORN.turned_round == date(2019, 4, 11)
