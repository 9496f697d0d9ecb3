"""How alike two names are written: equal, nearly so, not given, or another name."""

from rapidfuzz.distance import OSA, JaroWinkler

from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage.rules import telling
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.names import normalise_name

# One letter missed in a short name ("Jon", "John") lies above, two short names of one beginning ("Jack", "Jake") below.
NEAR = 0.9
SHORTEST_FOR_ONE_SLIP = 4
SHORTEST_FOR_SHORT_FORM = 3


class Likeness(Term):
    """What a comparison of two names finds."""

    EQUAL = "EQUAL", "the same"
    NEAR = "NEAR", "nearly the same"
    NOT_GIVEN = "NOT_GIVEN", "not given in one of them"
    OTHER = "OTHER", "another"


def of_forenames(one: RecordTold, other: RecordTold) -> Likeness:
    """Return how alike two forenames are; "Baby" or an initial that fits is no name given."""
    mine, theirs = normalise_name(one.forename), normalise_name(other.forename)
    if telling.is_placeholder(one.forename) or telling.is_placeholder(other.forename):
        return Likeness.OTHER if _other_initial(mine, theirs) else Likeness.NOT_GIVEN
    return _of(mine, theirs)


def of_surnames(one: RecordTold, other: RecordTold) -> Likeness:
    """Return how alike two surnames are; one half of a double name is nearly the same."""
    mine, theirs = telling.surname(one), telling.surname(other)
    if not mine or not theirs:
        return Likeness.NOT_GIVEN
    words = set(mine.split()), set(theirs.split())
    return Likeness.NEAR if mine != theirs and (words[0] < words[1] or words[1] < words[0]) else _of(mine, theirs)


def exchanged(one: RecordTold, other: RecordTold) -> bool:
    """Whether forename and surname stand in each other's place."""
    mine, theirs = one.name_key.split("|"), other.name_key.split("|")
    return len(mine) == 2 and mine[0] != mine[1] and mine == theirs[::-1]


def _other_initial(mine: str, theirs: str) -> bool:
    """Whether one is a single letter and the other a name that begins with another."""
    letters = sorted((mine, theirs), key=len)
    return len(letters[0]) == 1 and letters[0].isalpha() and letters[0] != letters[1][:1]


def _of(mine: str, theirs: str) -> Likeness:
    if mine == theirs:
        return Likeness.EQUAL
    shorter = min(len(mine), len(theirs))
    short_form = shorter >= SHORTEST_FOR_SHORT_FORM and (mine.startswith(theirs) or theirs.startswith(mine))
    one_slip = shorter >= SHORTEST_FOR_ONE_SLIP and OSA.distance(mine, theirs) == 1
    alike = JaroWinkler.similarity(mine, theirs) >= NEAR
    return Likeness.NEAR if short_form or one_slip or alike else Likeness.OTHER
