"""How what is told differs from what is: slips of the hand, other spellings, what is not known."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.matching.judging_names import EVERYDAY, SPELLINGS
from bench.matching.judging_rates import Rates, Source

if TYPE_CHECKING:
    from bench.matching.judging import Person

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, letter in enumerate(row)}
_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("ie", "y"),
    ("ey", "y"),
    ("ll", "l"),
    ("nn", "n"),
    ("tt", "t"),
    ("ei", "ie"),
    ("c", "k"),
)


def names(chance: random.Random, rates: Rates, source: Source, person: "Person", *, new: bool) -> tuple[str, str]:
    """(forename, surname) as somebody wrote them."""
    if new and chance.random() < rates.baby_without_a_name:
        girl_or_boy = {"F": "Baby Girl", "M": "Baby Boy"}[person.sex]
        return chance.choice(("Baby", "Baby", girl_or_boy, "")), person.surname
    forename = _forename(chance, rates, source, person)
    surname = _spelt(chance, rates, person.surname)
    if "-" in surname and chance.random() < rates.part_of_a_double_name:
        surname = chance.choice(surname.split("-"))
    if chance.random() < rates.surname_typed_wrongly:
        surname = slip(chance, surname)
    if chance.random() < rates.names_swapped:
        forename, surname = surname, forename
    upper = source.name == "police"
    return (forename.upper(), surname.upper()) if upper else (forename, surname)


def _forename(chance: random.Random, rates: Rates, source: Source, person: "Person") -> str:
    drawn = chance.random()
    if drawn < rates.forename_missing:
        return ""
    if drawn < rates.forename_missing + rates.initial_only:
        return person.forename[0]
    first = person.second if chance.random() < rates.second_name_as_first else person.forename
    everyday = EVERYDAY.get(first.lower())
    # A person is known to one agency by the everyday name far more often when there is one.
    if everyday and chance.random() < 3 * source.everyday:
        return chance.choice(everyday).capitalize()
    first = _spelt(chance, rates, first)
    return slip(chance, first) if chance.random() < rates.forename_typed_wrongly else first


def _spelt(chance: random.Random, rates: Rates, name: str) -> str:
    others = SPELLINGS.get(name.lower())
    return chance.choice(others).capitalize() if others and chance.random() < rates.another_spelling * 0.4 else name


def slip(chance: random.Random, word: str) -> str:
    """One slip: a letter beside it, left out, doubled, two swapped, or as it sounds."""
    if len(word) < 3:
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(5)
    if kind == 0:
        return word[:at] + chance.choice(_BESIDE.get(word[at].lower()) or "e") + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    if kind == 3:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    fitting = [(heard, written) for heard, written in _SOUNDS if heard in word[1:]]
    if not fitting:
        return word + "e"
    heard, written = chance.choice(fitting)
    return word[0] + word[1:].replace(heard, written, 1)


def date_told(chance: random.Random, rates: Rates, source: Source, born: date) -> str:
    """A date of birth, an ISO date or nothing."""
    if chance.random() > source.born:
        return ""
    drawn = chance.random()
    if drawn < rates.only_the_year_known:
        return f"{born.year}-01-01"
    drawn -= rates.only_the_year_known
    if drawn < rates.day_and_month_swapped:
        return f"{born.year}-{born.day:02}-{born.month:02}" if born.day <= 12 else born.isoformat()
    drawn -= rates.day_and_month_swapped
    return _date_slip(chance, born).isoformat() if drawn < rates.date_typed_wrongly else born.isoformat()


def _date_slip(chance: random.Random, born: date) -> date:
    """One digit of the day, month or year."""
    kind = chance.randrange(4)
    if kind == 0:
        return born + timedelta(days=chance.choice((-10, -1, 1, 10)))
    year = born.year + chance.choice((-10, -1, 1, 10)) if kind == 1 else born.year
    month = chance.randint(1, 12) if kind == 2 else born.month
    day = chance.randint(1, 28) if kind == 3 else min(born.day, 28)
    return date(min(year, 2025), month, day)


def sex(chance: random.Random, rates: Rates, source: Source, told: str) -> str:
    """F, M or nothing."""
    if chance.random() > source.sex:
        return ""
    return {"F": "M", "M": "F"}[told] if chance.random() < rates.sex_wrong else told


def postcode(chance: random.Random, rates: Rates, source: Source, told: str) -> str:
    """A postcode, or nothing."""
    if chance.random() > source.postcode:
        return ""
    if chance.random() >= rates.postcode_typed_wrongly:
        return told
    return told[:-1] + chance.choice("ABDEFGHJLNPQRSTUWXYZ") if chance.random() < 0.6 else told[:-3] + "1" + told[-2:]


def nhs(chance: random.Random, rates: Rates, source: Source, person: "Person", home: list["Person"]) -> str:
    """A number, perhaps of somebody else at home, perhaps with a wrong or swapped digit, or nothing."""
    if chance.random() > source.nhs:
        return ""
    drawn = chance.random()
    if drawn < rates.nhs_of_a_relative:
        return chance.choice(home).nhs
    if drawn > 1 - rates.nhs_typed_wrongly:
        at = chance.randrange(9)
        digit = str((int(person.nhs[at]) + chance.randint(1, 9)) % 10)
        return person.nhs[:at] + digit + person.nhs[at + 1 :]
    return person.nhs


def nhs_numbers(chance: random.Random) -> Iterator[str]:
    """Valid numbers, each once, of the block that is never issued (it begins with 9)."""
    used = set()
    while True:
        body = f"9{chance.randrange(10**8):08}"
        check = 11 - sum(int(digit) * weight for digit, weight in zip(body, range(10, 1, -1), strict=True)) % 11
        if check != 10 and body not in used:
            used.add(body)
            yield body + str(check % 11)
