"""Dates and times as people give them, and sentences for what cannot be read."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from wholepicture.interfaces.web.components import inputs


@pytest.mark.parametrize("given", [["27", "3", "2019"], ["27", "march", "2019"], [" 27 ", "Mar", "2019"]])
def test_a_date_is_read_from_its_boxes(given: list[str]) -> None:
    assert inputs.DateInputField(label="Date of birth").clean(given) == date(2019, 3, 27)


@pytest.mark.parametrize(
    ("given", "precision", "earliest", "latest"),
    [
        (["", "", "2020"], "YEAR", date(2020, 1, 1), date(2020, 12, 31)),
        (["", "2", "2020"], "MONTH", date(2020, 2, 1), date(2020, 2, 29)),
        (["5", "2", "2020"], "EXACT", date(2020, 2, 5), date(2020, 2, 5)),
    ],
)
def test_an_uncertain_date_keeps_what_is_known_and_no_more(
    given: list[str], precision: str, earliest: date, latest: date
) -> None:
    read = inputs.DateInputField(partial=True).clean(given)
    assert isinstance(read, inputs.PartialDate)
    assert read.precision() == precision
    assert (read.earliest(), read.latest()) == (earliest, latest)
    assert read.exact() == (earliest if given[0] else None)


@pytest.mark.parametrize(
    ("given", "partial", "sentence", "parts"),
    [
        (["27", "", "2019"], False, "Date of birth must include a month.", ["month"]),
        (["", "3", ""], False, "Date of birth must include a day and a year.", ["day", "year"]),
        (["27", "", "2019"], True, "Date of birth must include a month.", ["month"]),
        (["", "3", ""], True, "Date of birth must include a year.", ["year"]),
        (["31", "2", "2019"], False, "Date of birth must be a real date: February 2019 has no day 31.", ["day"]),
        (["31", "2", "2019"], True, "Date of birth must be a real date: February 2019 has no day 31.", ["day"]),
        (["1", "13", "2019"], False, "Date of birth must have a month from 1 to 12, or its name.", ["month"]),
        (["1", "0", "2019"], False, "Date of birth must have a month from 1 to 12, or its name.", ["month"]),
        (["1", "Smarch", "2019"], False, "Date of birth must have a month from 1 to 12, or its name.", ["month"]),
        (["0", "1", "2019"], False, "Date of birth must have a day from 1 to 31.", ["day"]),
        (["x", "1", "2019"], False, "Date of birth must have a day from 1 to 31.", ["day"]),
        (["1", "1", "19"], False, "Date of birth must have a year of four figures, for example 2019.", ["year"]),
    ],
)
def test_a_date_that_cannot_be_is_refused_by_box(
    given: list[str], partial: bool, sentence: str, parts: list[str]
) -> None:
    with pytest.raises(ValidationError) as refused:
        inputs.DateInputField(label="Date of birth", partial=partial).clean(given)
    assert refused.value.messages == [sentence]
    assert refused.value.params == {"parts": parts}


def test_an_empty_date_is_none_where_it_may_be() -> None:
    assert inputs.DateInputField(required=False).clean(["", "", ""]) is None


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("9:40pm", time(21, 40)),
        ("9.40 PM", time(21, 40)),
        ("21:40", time(21, 40)),
        ("2140", time(21, 40)),
        ("9pm", time(21)),
        ("9", time(9)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("midnight", time(0)),
        ("midday", time(12)),
    ],
)
def test_a_time_is_read_as_people_write_it(given: str, read: time) -> None:
    assert inputs.TimeInputField().clean(given) == read


@pytest.mark.parametrize("given", ["25:00", "9:60", "13pm", "0am", "soon", "-1"])
def test_a_time_that_cannot_be_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(ValidationError, match="Time of call must be a time of day, for example 9:40pm or 21:40"):
        inputs.TimeInputField(label="Time of call").clean(given)
