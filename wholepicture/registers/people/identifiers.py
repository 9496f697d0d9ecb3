"""Numbers that agencies give people, each checked by its own check digit before it is kept, so that a slip joins nobody to a stranger."""

import re
from collections.abc import Callable

from nhs_number import validate as nhs_numbers

from wholepicture.registers.people.terms import IdentifierKind

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_BETWEEN = re.compile(r"[\s\-‐-―]+")
_DIGITS = re.compile(r"[0-9]+")
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_UPN_MISSING = re.compile(r"UN[0-9]")


class InvalidIdentifier(ValueError):
    """A number that cannot be what it is called; its text is a sentence for the user and never repeats the number."""


def nhs_number(text: str) -> str:
    """Return the ten digits of an NHS number written with or without spaces and hyphens.

    Raises InvalidIdentifier: not ten digits, one digit repeated, or a wrong check digit.
    """
    number = _BETWEEN.sub("", text)
    if not _DIGITS.fullmatch(number):
        raise InvalidIdentifier("The NHS number may hold only digits, spaces and hyphens: check it against the record.")
    if len(number) != 10:
        raise InvalidIdentifier(
            f"The NHS number must have 10 digits, this one has {len(number)}: check for one missed."
        )
    if len(set(number)) == 1:
        raise InvalidIdentifier("The NHS number repeats one digit: leave it empty when it is not known.")
    if not nhs_numbers.is_valid(number):
        raise InvalidIdentifier("The NHS number has a wrong check digit: one digit is mistyped or two are swapped.")
    return number


def upn(text: str) -> str:
    """Return a unique pupil number in capitals without spaces; a temporary one, ending in a letter, is accepted.

    A local authority that does not exist is accepted too: authorities come and go. Raises InvalidIdentifier: a code
    that says why there is no number, not a letter and twelve characters, or a wrong check letter.
    """
    number = _BETWEEN.sub("", text).upper()
    if _UPN_MISSING.fullmatch(number):
        raise InvalidIdentifier("The UPN is a code for a missing number: leave the field empty.")
    if len(number) != 13:
        raise InvalidIdentifier(f"The UPN must have 13 characters, this one has {len(number)}: check for one missed.")
    if not _UPN.fullmatch(number) or (number[-1].isalpha() and number[-1] not in UPN_LETTERS):
        raise InvalidIdentifier(
            "The UPN must be a letter and 12 digits (a temporary one ends in a letter, not I, O or S)."
        )
    if upn_check_letter(number[1:]) != number[0]:
        raise InvalidIdentifier("The UPN's first letter does not fit its digits: one character is mistyped.")
    return number


def upn_check_letter(body: str) -> str:
    """Return the first letter that belongs to the twelve characters after it: weights 2 to 13, modulo 23.

    The final letter of a temporary number counts as its place in the list, A as 0.
    """
    values = [int(c) if c.isdigit() else UPN_LETTERS.index(c) for c in body]
    return UPN_LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % 23]


def local_number(text: str) -> str:
    """Return a police, social care or agency's own number in capitals without outer or doubled spaces.

    These have no national format, so nothing is refused but an empty one (InvalidIdentifier).
    """
    number = " ".join(text.upper().split())
    if not number:
        raise InvalidIdentifier("The number is empty: leave it out when it is not known.")
    return number


_CHECKS: dict[IdentifierKind, Callable[[str], str]] = {
    IdentifierKind.NHS_NUMBER: nhs_number,
    IdentifierKind.UPN: upn,
}


def checked(kind: IdentifierKind, text: str) -> str:
    """Return the number as it is stored for its kind. Raises InvalidIdentifier."""
    return _CHECKS.get(kind, local_number)(text)
