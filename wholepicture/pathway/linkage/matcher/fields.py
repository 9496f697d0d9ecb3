"""The level of every field for one pair; `bulk` does the same for millions, and a test holds the two equal."""

from collections.abc import Mapping
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage.matcher.likeness import Likeness, likeness
from wholepicture.pathway.linkage.matcher.places import Nearness, nearness, place
from wholepicture.pathway.linkage.matcher.terms import NAMED, Born, Field, Forename, Home, Number, Sex, Surname
from wholepicture.registers.people import spellings
from wholepicture.registers.people.described import Described
from wholepicture.registers.people.keys import NHS_NUMBER, compact, district
from wholepicture.registers.people.spellings import Spelling

NINE_MONTHS, FIFTEEN_YEARS = 270, 15 * 365
# A child is born at 20 weeks before the day expected at the earliest, and is induced long before four weeks after it.
EARLY, LATE, RECKONED_APART = timedelta(weeks=20), timedelta(weeks=4), timedelta(weeks=6)
SHORTEST_POSTCODE = 4
# Where both names are so far from each other, one may stand in the other's place.
FAR_FORENAMES, FAR_SURNAMES = (Forename.ALIKE, Forename.DIFFERENT), (Surname.ALIKE, Surname.DIFFERENT)
FORENAMES = {
    Likeness.EXACT: Forename.EXACT,
    Likeness.PART: Forename.PART,
    Likeness.SPELT: Forename.SPELT,
    Likeness.NICKNAME: Forename.NICKNAME,
    Likeness.INITIAL: Forename.INITIAL,
    Likeness.ALIKE: Forename.ALIKE,
    Likeness.DIFFERENT: Forename.DIFFERENT,
    Likeness.NOT_GIVEN: Forename.NOT_GIVEN,
}
SURNAMES = {
    Likeness.EXACT: Surname.EXACT,
    Likeness.PART: Surname.PART,
    Likeness.SPELT: Surname.SPELT,
    Likeness.NICKNAME: Surname.ALIKE,
    Likeness.INITIAL: Surname.ALIKE,
    Likeness.ALIKE: Surname.ALIKE,
    Likeness.DIFFERENT: Surname.DIFFERENT,
    Likeness.NOT_GIVEN: Surname.NOT_GIVEN,
}

# What two addresses so near say beside such postcodes; where nothing is said here, the postcodes alone do.
HOMES: Mapping[Nearness, Mapping[Home, Home]] = {
    Nearness.NOT_TOLD: {},
    Nearness.SAME: {
        **dict.fromkeys(Home, Home.ADDRESS),
        **dict.fromkeys((Home.DISTRICT, Home.ELSEWHERE), Home.SPELT),
    },
    Nearness.SPELT: {**dict.fromkeys(Home, Home.SPELT), **dict.fromkeys((Home.DISTRICT, Home.ELSEWHERE), Home.STREET)},
    Nearness.STREET: {**dict.fromkeys(Home, Home.STREET), Home.POSTCODE: Home.NEIGHBOURS},
    Nearness.ELSEWHERE: {Home.POSTCODE: Home.NEIGHBOURS, Home.NOT_GIVEN: Home.ELSEWHERE},
}
_HOMES, _NUMBERS = tuple(Home), tuple(Number)

Levels = Mapping[Field, Term]


def levels(one: Described, other: Described) -> Levels:
    """Return the level of every field."""
    forename, surname = names(one, other)
    return {
        Field.FORENAME: forename,
        Field.SURNAME: surname,
        Field.BORN: born(one, other),
        Field.SEX: sex(one.sex, other.sex, forename),
        Field.HOME: home(one, other),
        Field.NHS_NUMBER: number(one.numbers.get(NHS_NUMBER), other.numbers.get(NHS_NUMBER)),
        Field.OTHER_NUMBER: other_numbers(one.numbers, other.numbers),
    }


def names(one: Described, other: Described) -> tuple[Forename, Surname]:
    """Return how forenames and surnames compare, exchanged ones and changed surnames included."""
    fore, other_fore = spellings.forename(one.forename), spellings.forename(other.forename)
    sur, other_sur = spellings.surname(one.surname), spellings.surname(other.surname)
    forename, surname = FORENAMES[likeness(fore, other_fore)], SURNAMES[likeness(sur, other_sur)]
    exchanged = fore.joined and sur.joined and (fore.joined, sur.joined) == (other_sur.joined, other_fore.joined)
    if exchanged and fore.joined != sur.joined:
        return Forename.SWAPPED, Surname.SWAPPED
    if forename in FAR_FORENAMES and surname in FAR_SURNAMES:
        forename, surname = _crossed((fore, other_sur), (sur, other_fore), forename, surname)
    if forename in (Forename.DIFFERENT, Forename.ALIKE) and _middle(one, other):
        forename = Forename.PART
    if surname is Surname.DIFFERENT and "M" not in (one.sex, other.sex):
        surname = Surname.CHANGED
    return forename, surname


def _crossed(
    mine: tuple[Spelling, Spelling], theirs: tuple[Spelling, Spelling], forename: Forename, surname: Surname
) -> tuple[Forename, Surname]:
    """Names that stand in each other's place, one of them or both perhaps misspelt; or one does, and the other is another name."""
    agreeing = sum(likeness(*pair) in (Likeness.EXACT, Likeness.SPELT) for pair in (mine, theirs))
    return (Forename.SWAPPED if agreeing == 2 else forename), (Surname.SWAPPED if agreeing else surname)


def _middle(one: Described, other: Described) -> bool:
    """Whether the forename of one is a middle name of the other."""
    pairs = ((one, other), (other, one))
    return any(spellings.forename(a.forename).first in spellings.forename(b.middle).words for a, b in pairs)


def born(one: Described, other: Described) -> Born:
    """Return how dates of birth compare, or a birth and a day on which it was expected."""
    if one.born is None or other.born is None:
        return _expected(one, other)
    if not (one.born_exact and other.born_exact):
        return Born.ROUGH if abs(one.born.year - other.born.year) <= 1 else distance(one.born, other.born)
    return dates(one.born, other.born)


def dates(one: date, other: date) -> Born:
    """Return how two dates compare that are told as certain."""
    if one == other:
        return Born.NEW_YEAR if (one.month, one.day) == (1, 1) else Born.EXACT
    same_year = one.year == other.year
    if same_year and (one.month, one.day) == (other.day, other.month):
        return Born.SWAPPED
    if _one_digit(one, other):
        return Born.DIGIT
    if abs(one.year - other.year) <= 1 and (1, 1) in ((one.month, one.day), (other.month, other.day)):
        return Born.ROUGH
    if same_year and (one.month == other.month or one.day == other.day):
        return Born.PART
    return distance(one, other)


def distance(one: date, other: date) -> Born:
    """Return how far apart two dates are: too near for two births of one mother, of one generation, or further."""
    days = abs(one.toordinal() - other.toordinal())
    return Born.CLOSE if days < NINE_MONTHS else Born.APART if days < FIFTEEN_YEARS else Born.GENERATION


def _one_digit(one: date, other: date) -> bool:
    """Whether one digit differs, or the year by one."""
    if abs(one.year - other.year) == 1 and (one.month, one.day) == (other.month, other.day):
        return True
    return sum(a != b for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)) == 1


def _expected(one: Described, other: Described) -> Born:
    if one.expected and other.expected and not one.born and not other.born:
        return Born.EXPECTED if abs(one.expected - other.expected) <= RECKONED_APART else Born.APART
    for birth, unborn in ((one, other), (other, one)):
        if birth.born and unborn.expected and not unborn.born:
            fits = unborn.expected - EARLY <= birth.born <= unborn.expected + LATE
            return Born.EXPECTED if fits else distance(birth.born, unborn.expected)
    return Born.NOT_GIVEN


def sex(one: str, other: str, forename: Forename) -> Sex:
    """Return how sex compares beside such forenames."""
    if not one or not other:
        return Sex.NOT_GIVEN
    if forename in NAMED:
        return Sex.SAME_AS_NAMED if one == other else Sex.DIFFERENT_THOUGH_NAMED
    return Sex.SAME if one == other else Sex.DIFFERENT


def home(one: Described, other: Described) -> Home:
    """Return the nearest that two homes come."""
    mine, theirs = ({compact(postcode) for postcode in each.postcodes} - {""} for each in (one, other))
    by_postcode = min((postcodes(a, b) for a in mine for b in theirs), key=_HOMES.index, default=Home.NOT_GIVEN)
    doors = (nearness(place(a), place(b)) for a in one.places for b in other.places)
    return HOMES[min(filter(None, doors), default=Nearness.NOT_TOLD)].get(by_postcode, by_postcode)


def postcodes(one: str, other: str) -> Home:
    """Return how near two postcodes without spaces are."""
    if one == other:
        return Home.POSTCODE
    if min(len(one), len(other)) >= SHORTEST_POSTCODE and OSA.distance(one, other) == 1:
        return Home.SECTOR if _sector(one) == _sector(other) else Home.SLIP
    if _sector(one) and _sector(one) == _sector(other):
        return Home.SECTOR
    return Home.DISTRICT if district(one) and district(one) == district(other) else Home.ELSEWHERE


def _sector(postcode: str) -> str:
    return postcode[:-2] if len(postcode) >= 5 else ""


def number(mine: frozenset[str] | None, theirs: frozenset[str] | None) -> Number:
    """Return how the numbers of one kind compare: the best of them."""
    if not mine or not theirs:
        return Number.NOT_GIVEN
    if mine & theirs:
        return Number.SAME
    return Number.MISTYPED if any(mistyped(a, b) for a in mine for b in theirs) else Number.DIFFERENT


def mistyped(one: str, other: str) -> bool:
    """Whether one character differs between numbers of one length, or two neighbours are exchanged."""
    return len(one) == len(other) >= 6 and OSA.distance(one, other) == 1


def other_numbers(mine: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]) -> Number:
    """Return the best that numbers of any kind but NHS numbers agree."""
    kinds = (set(mine) & set(theirs)) - {NHS_NUMBER}
    return min((number(mine[kind], theirs[kind]) for kind in kinds), key=_NUMBERS.index, default=Number.NOT_GIVEN)
