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
    """A cell that holds no date that ever was."""


def born(cell: str) -> date | None:
    """Return the date of a cell, None when it is empty: 2019-03-12, 12/03/2019 (day first) or 20190312. Raises NoDate."""
    text = cell.strip()
    if not text:
        return None
    if found := _ISO.fullmatch(text) or _DIGITS.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _BRITISH.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        raise NoDate(text)
    if year < EARLIEST:
        raise NoDate(text)
    try:
        return date(year, month, day)
    except ValueError:
        raise NoDate(text) from None


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
