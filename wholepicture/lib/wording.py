"""Small parts of plain English sentences: ordinals, lists, counted things and days, so that every sentence reads alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

ENDINGS = {1: "st", 2: "nd", 3: "rd"}
TIMES = {1: "", 2: " (twice)"}


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return str(number) + ENDINGS.get(number % 10, "th")


def joined(words: Iterable[object]) -> str:
    """The words with commas, and "and" before the last: "1, 12 and 17"."""
    told = [str(word) for word in words]
    return " and ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)


def counted(number: int, thing: str, several: str = "") -> str:
    """The number with its thing: "1 day", "2 days"; `several` where an s is not enough."""
    return f"{number} {thing}" if number == 1 else f"{number} {several or thing + 's'}"


def day(value: date) -> str:
    """A day as people write it: "16 December 2019"."""
    return f"{value.day} {value:%B %Y}"


def days(values: Iterable[date]) -> str:
    """Days as people say several, each month once: "16, 17 (twice) and 29 December 2019, 15 January 2020"."""
    told = Counter(values)
    months = groupby(sorted(told), key=lambda each: (each.year, each.month))
    return ", ".join(_in_one_month([(each, told[each]) for each in of_month]) for _, of_month in months)


def _in_one_month(told: Sequence[tuple[date, int]]) -> str:
    """One month with its days; a single day has "(twice)" behind the month, where it reads better."""
    often = [TIMES.get(times, f" ({times} times)") for _, times in told]
    month = f"{told[0][0]:%B %Y}"
    if len(told) == 1:
        return f"{told[0][0].day} {month}{often[0]}"
    return f"{joined(f'{each.day}{words}' for (each, _), words in zip(told, often, strict=True))} {month}"
