"""How two addresses compare: by the numbers of flat and house, and by the words of street and town, postcodes apart."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

# A Street and B Street are two: words shorter than this must be the same.
SHORTEST_WITH_SLIP = 10
_POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][0-9a-z]? [0-9][a-z]{2}$")


class Nearness(IntEnum):
    """From one door to different places."""

    NOT_TOLD = 0
    SAME = 1
    SPELT = 2
    STREET = 3
    ELSEWHERE = 4


@dataclass(frozen=True, slots=True)
class Place:
    """An address without its postcode: all of it in alphabetical order, its numbers, and the letters of its other words."""

    whole: str
    numbers: str
    words: str


@lru_cache(maxsize=100_000)
def place(key: str) -> Place:
    """Return the parts of an address as names.place_key spells it; all are "" where there is none but a postcode."""
    words = _POSTCODE.sub("", key).split()
    numbers = [word for word in words if any(letter.isdigit() for letter in word)]
    return Place(
        " ".join(sorted(words)), " ".join(sorted(numbers)), "".join(word for word in words if word not in numbers)
    )


def _one_street(one: str, other: str) -> bool:
    long_enough = min(len(one), len(other)) >= SHORTEST_WITH_SLIP
    return one == other or (long_enough and OSA.distance(one, other, score_cutoff=1) == 1)


def nearness(one: Place, other: Place) -> Nearness:
    """Return how near two addresses are, whatever their postcodes; streets may differ by one slip: two of a town by more."""
    if not one.whole or not other.whole:
        return Nearness.NOT_TOLD
    if one.whole == other.whole:
        return Nearness.SAME
    if not one.words or not other.words or not _one_street(one.words, other.words):
        return Nearness.ELSEWHERE
    return Nearness.SPELT if one.numbers and one.numbers == other.numbers else Nearness.STREET
