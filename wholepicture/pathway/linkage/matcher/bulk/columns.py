"""What a cell of a list says, in the many ways lists say it: dates, sex, postcodes, numbers."""

import re
from datetime import date

from wholepicture.registers.people.keys import compact

_SEX = {
    **dict.fromkeys(("f", "female", "2", "woman", "girl"), "F"),
    **dict.fromkeys(("m", "male", "1", "man", "boy"), "M"),
}
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?")
_BRITISH = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})(?: [0-9:]+)?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0)?")
_BETWEEN = re.compile(r"[\s\-‐-―]+")
EARLIEST = 1850


class NoDate(ValueError):
    """Digits that are no date of birth of anybody alive."""


def written(cell: str) -> int:
    """Return the digits of a cell's date as YYYYMMDD, be it a day that ever was or not; 0 where there is none.

    It may be written 2019-03-12, 12/03/2019 (day first) or 20190312.
    """
    text = cell.strip()
    if found := _ISO.fullmatch(text) or _DIGITS.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _BRITISH.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return 0
    return year * 10_000 + month * 100 + day


def born(digits: int) -> date:
    """Return the date that eight digits write. Raises NoDate for a day that never was, and for one before EARLIEST."""
    if digits // 10_000 < EARLIEST:
        raise NoDate(digits)
    try:
        return date(digits // 10_000, digits // 100 % 100, digits % 100)
    except ValueError:
        raise NoDate(digits) from None


def near(digits: int) -> date:
    """Return the first day of the month and year that digits come nearest to, for how far it is from others."""
    return date(max(digits // 10_000, 1), min(max(digits // 100 % 100, 1), 12), 1)


def sex(cell: str) -> str:
    """Return F, M or "" for female, male and whatever else is told; 1 is male and 2 female, as in the NHS."""
    return _SEX.get(cell.strip().casefold(), "")


def number(cell: str) -> str:
    """Return a number in capitals without spaces and hyphens; "" for one that repeats a single character."""
    text = cell if cell.isdigit() else _BETWEEN.sub("", cell).upper().removesuffix(".0")
    return "" if len(set(text)) == 1 else text


def postcode(cell: str) -> str:
    """Return a postcode in capitals without spaces; "" for the ones that stand for no fixed abode or abroad (ZZ99)."""
    text = compact(cell).removesuffix(".0")
    return "" if text.startswith("ZZ99") else text
