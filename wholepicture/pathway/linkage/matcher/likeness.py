"""How two spellings of one word of a name compare: the one ladder under forenames and surnames."""

from enum import IntEnum

from rapidfuzz.distance import OSA, JaroWinkler

from wholepicture.registers.people.spellings import Spelling

ALIKE_FROM = 0.85
SHORTEST_WITH_SLIP = 3
SHORTEST_BEGINNING = 3


class Likeness(IntEnum):
    """From equal to different."""

    NOT_GIVEN = 0
    EXACT = 1
    PART = 2
    SPELT = 3
    NICKNAME = 4
    INITIAL = 5
    ALIKE = 6
    DIFFERENT = 7


def likeness(one: Spelling, other: Spelling) -> Likeness:
    """Return how two names compare: the first of these that holds."""
    if not one.joined or not other.joined:
        return Likeness.NOT_GIVEN
    if one.joined == other.joined:
        return Likeness.EXACT
    if _share_a_word(one, other):
        return Likeness.PART
    if one_slip(one.joined, other.joined):
        return Likeness.SPELT
    if _forms_of_one_name(one, other):
        return Likeness.NICKNAME
    if _begins(one.first, other.first) or _begins(other.first, one.first):
        return Likeness.INITIAL
    if one.sound == other.sound:
        return Likeness.SPELT
    alike = JaroWinkler.similarity(one.joined, other.joined) >= ALIKE_FROM
    return Likeness.ALIKE if alike else Likeness.DIFFERENT


def one_slip(one: str, other: str) -> bool:
    """Whether a letter typed wrongly, left out, added or exchanged with its neighbour makes one of the other."""
    return min(len(one), len(other)) >= SHORTEST_WITH_SLIP and OSA.distance(one, other, score_cutoff=1) == 1


def _forms_of_one_name(one: Spelling, other: Spelling) -> bool:
    """Whether one is a form of the other, or both of a third that begin alike: Kate and Katie, but not Ian and Jack."""
    if not one.groups & other.groups:
        return False
    return one.first[0] == other.first[0] or bool(one.heads & other.groups or other.heads & one.groups)


def _share_a_word(one: Spelling, other: Spelling) -> bool:
    """Whether a word longer than a letter is common to both."""
    return any(len(word) > 1 and word in other.words for word in one.words)


def _begins(short: str, long: str) -> bool:
    return (len(short) == 1 or len(short) >= SHORTEST_BEGINNING) and long.startswith(short)
