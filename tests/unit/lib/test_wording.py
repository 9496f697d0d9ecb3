"""Parts of sentences: ordinals, lists, counted things and days."""

from collections.abc import Sequence
from datetime import date

import pytest

from wholepicture.lib import wording


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (22, "22nd"), (101, "101st"), (111, "111th")],
)  # fmt: skip
def test_ordinals(number: int, words: str) -> None:
    assert wording.ordinal(number) == words


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), ([8], "8"), ([1, 12], "1 and 12"), ([1, 12, 17, 8], "1, 12, 17 and 8")]
)
def test_lists(words: Sequence[int], said: str) -> None:
    assert wording.joined(words) == said


def test_counted_things() -> None:
    assert [wording.counted(number, "day") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert wording.counted(2, "child", "children") == "2 children"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([date(2019, 12, 16)], "16 December 2019"),
        ([date(2019, 12, 29), date(2019, 12, 16)], "16 and 29 December 2019"),
        ([date(2019, 12, 16), date(2020, 1, 15), date(2020, 1, 23)], "16 December 2019, 15 and 23 January 2020"),
        ([date(2019, 12, 16), date(2020, 12, 16)], "16 December 2019, 16 December 2020"),
        ([date(2020, 1, 1)] * 2, "1 January 2020 (twice)"),
        ([date(2020, 1, 1), *[date(2020, 1, 2)] * 3], "1 and 2 (3 times) January 2020"),
    ],
)
def test_several_days(days: Sequence[date], said: str) -> None:
    assert wording.days(days) == said
