"""Names, homes and numbers of a copy: another surname for each copy, another house, another NHS number; nobody's."""

import re
from collections.abc import Iterable, Iterator

from demo.bulk.templates import EMPTY, Template
from wholepicture.registers.people import names
from wholepicture.registers.people.terms import IdentifierKind, ProtectedKind

BEGINNINGS = (
    "Al", "Bar", "Cal", "Dor", "Ed", "Fen", "Gar", "Hal", "Ing", "Jar", "Kel", "Lan", "Mar", "Nor", "Os", "Pen", "Quin",
    "Ram", "Sel", "Thor", "Ul", "Ven", "Wil", "Yar",
)  # fmt: skip
MIDDLES = ("ba", "co", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wa")
ENDINGS = ("ley", "son", "ford", "wick", "man", "stow", "by", "combe")
HOMES = (ProtectedKind.ADDRESS.value, ProtectedKind.PLACE.value, ProtectedKind.SLEEPS_AT.value)


def surname(copy: int, which: int) -> str:
    """The surname that the `which`-th surname of a family becomes in a copy: no two copies share one."""
    at, text = divmod(copy, len(BEGINNINGS))
    word = BEGINNINGS[text]
    while True:
        at, text = divmod(at, len(MIDDLES))
        word += MIDDLES[text]
        if not at:
            return word + ENDINGS[which]


def nhs_number(copy: int, which: int) -> str:
    """A number with its right check digit, beginning with 999, which no patient's does."""
    body = copy * len(ENDINGS) + which
    while True:
        digits = f"9{body * 618_033 % 100_000_000:08d}"
        check = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
        if check != 10:
            return digits + ("0" if check == 11 else str(check))
        body += 12_000_017


class Words:
    """What stands for a family's own names, homes and numbers, and what they become in a copy."""

    def __init__(self, template: Template) -> None:
        """Collect them. Raises ValueError for a surname of more than one plain word."""
        self.surnames = sorted({row.value("surname") for row in template.of("people_record")} - {""})
        if len(self.surnames) > len(ENDINGS) or not all(each.isascii() and each.isalpha() for each in self.surnames):
            raise ValueError(f"These surnames cannot be changed: {', '.join(self.surnames)}.")
        facts = [row for row in template.of("people_protected_fact") if row.value("kind") in HOMES]
        told = {row.value("value") for row in facts if row.value("place_key") not in ("", EMPTY)}
        self.homes = sorted(told, key=len, reverse=True)
        nhs = IdentifierKind.NHS_NUMBER.value
        self.numbers = sorted({r.value("value") for r in template.of("people_identifier") if r.value("kind") == nhs})
        self.known = list(dict.fromkeys(word for word, _ in self._pairs(0)))
        self.pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in self.known) or "(?!)")

    def of(self, copy: int) -> list[str]:
        """What each of the known words becomes, in their order."""
        return list(dict(self._pairs(copy)).values())

    def _pairs(self, copy: int) -> Iterator[tuple[str, str]]:
        """Homes before names: a street may be somebody's name."""
        for home in self.homes:
            moved = f"{copy} {home}"
            yield from _spellings([(home, moved), (names.place_key(home), names.place_key(moved))])
        for which, name in enumerate(self.surnames):
            other = surname(copy, which)
            yield from _spellings([(name, other), (names.normalise_name(name), names.normalise_name(other))])
        for which, number in enumerate(self.numbers):
            yield number, nhs_number(copy, which)


def _spellings(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield from (pair for pair in pairs if pair[0])
