"""What two descriptions can be to each other, field by field and as a whole; each word with its label in plain words."""

from wholepicture.lib.terms import Term


class PairClass(Term):
    """What a pair is most likely to be."""

    SAME = "SAME", "The same person"
    HOUSEHOLD = "HOUSEHOLD", "Two people of one household"
    UNRELATED = "UNRELATED", "Two people who have nothing to do with each other"


class Kind(Term):
    """The kinds of pairs that the fields are weighed under: one person, six of one household, and strangers."""

    SAME = "SAME", "One person"
    TWIN = "TWIN", "Twins"
    SIBLING = "SIBLING", "Brothers or sisters"
    PARENT = "PARENT", "Parent and child"
    NAMESAKE = "NAMESAKE", "Parent and child with one first name"
    PARTNER = "PARTNER", "Partners"
    UNRELATED = "UNRELATED", "Strangers"


class Field(Term):
    """What is compared, in the order in which evidence is told."""

    FORENAME = "FORENAME", "First name"
    SURNAME = "SURNAME", "Last name"
    BORN = "BORN", "Date of birth"
    SEX = "SEX", "Sex"
    HOME = "HOME", "Home"
    NHS_NUMBER = "NHS_NUMBER", "NHS number"
    OTHER_NUMBER = "OTHER_NUMBER", "Other number"


class Forename(Term):
    """How two forenames compare."""

    EXACT = "EXACT", "The same first name"
    NICKNAME = "NICKNAME", "One first name is a short or other form of the other"
    SPELT = "SPELT", "First names that differ by a letter or sound the same"
    PART = "PART", "One of several first names is the same"
    INITIAL = "INITIAL", "One first name is the beginning of the other"
    SWAPPED = "SWAPPED", "First and last name stand in each other's place"
    ALIKE = "ALIKE", "First names that look alike"
    DIFFERENT = "DIFFERENT", "Different first names"
    NOT_GIVEN = "NOT_GIVEN", "A first name is not known or not yet given"


class Surname(Term):
    """How two surnames compare."""

    EXACT = "EXACT", "The same last name"
    SPELT = "SPELT", "Last names that differ by a letter or sound the same"
    PART = "PART", "Part of a double last name is the same"
    SWAPPED = "SWAPPED", "First and last name stand in each other's place"
    ALIKE = "ALIKE", "Last names that look alike"
    CHANGED = "CHANGED", "Different last names, where a change of name is not rare"
    DIFFERENT = "DIFFERENT", "Different last names"
    NOT_GIVEN = "NOT_GIVEN", "A last name is not known"


class Born(Term):
    """How two dates of birth compare."""

    EXACT = "EXACT", "The same date of birth"
    NEW_YEAR = "NEW_YEAR", "Both born on 1 January, which often stands for a date not known"
    SWAPPED = "SWAPPED", "Dates of birth with day and month exchanged"
    DIGIT = "DIGIT", "Dates of birth that differ by one digit, or by a year"
    ROUGH = "ROUGH", "Dates of birth that agree as far as they are certain"
    PART = "PART", "Dates of birth of one year that agree in day or month"
    EXPECTED = "EXPECTED", "Born, or expected, when the other was expected"
    CLOSE = "CLOSE", "Different dates of birth, less than nine months apart"
    APART = "APART", "Dates of birth between nine months and fifteen years apart"
    GENERATION = "GENERATION", "Dates of birth fifteen or more years apart"
    NOT_GIVEN = "NOT_GIVEN", "A date of birth is not known"


class Sex(Term):
    """How sex compares; beside forenames that agree it tells little more than they do."""

    SAME = "SAME", "The same sex"
    DIFFERENT = "DIFFERENT", "Different sexes"
    SAME_AS_NAMED = "SAME_AS_NAMED", "The same sex, as the first name says already"
    DIFFERENT_THOUGH_NAMED = "DIFFERENT_THOUGH_NAMED", "Different sexes, though the first names agree"
    NOT_GIVEN = "NOT_GIVEN", "Sex is not known"


class Home(Term):
    """How homes compare."""

    ADDRESS = "ADDRESS", "The same address"
    SPELT = "SPELT", "The same house number in streets that differ by a letter"
    POSTCODE = "POSTCODE", "The same postcode"
    NEIGHBOURS = "NEIGHBOURS", "The same postcode, but another address"
    STREET = "STREET", "The same street, or one that differs by a letter, but another house number or postcode"
    SLIP = "SLIP", "Postcodes that differ by one letter or digit"
    SECTOR = "SECTOR", "Postcodes a few streets apart"
    DISTRICT = "DISTRICT", "Postcodes of one district"
    ELSEWHERE = "ELSEWHERE", "Homes in different places"
    NOT_GIVEN = "NOT_GIVEN", "A home is not known"


class Number(Term):
    """How numbers of one kind compare."""

    SAME = "SAME", "The same number"
    MISTYPED = "MISTYPED", "Numbers that differ by one digit or two exchanged"
    DIFFERENT = "DIFFERENT", "Different numbers"
    NOT_GIVEN = "NOT_GIVEN", "A number is not known"


LEVELS: dict[Field, type[Term]] = {
    Field.FORENAME: Forename,
    Field.SURNAME: Surname,
    Field.BORN: Born,
    Field.SEX: Sex,
    Field.HOME: Home,
    Field.NHS_NUMBER: Number,
    Field.OTHER_NUMBER: Number,
}

# Each level with those that disagree more: along every arrow the odds of one person may only fall.
MORE_DISAGREEMENT: dict[Field, tuple[tuple[Term, ...], ...]] = {
    Field.FORENAME: (
        (Forename.EXACT, Forename.SPELT, Forename.ALIKE, Forename.DIFFERENT),
        (Forename.EXACT, Forename.NICKNAME, Forename.DIFFERENT),
        (Forename.EXACT, Forename.PART, Forename.DIFFERENT),
        (Forename.EXACT, Forename.INITIAL, Forename.DIFFERENT),
        (Forename.EXACT, Forename.SWAPPED, Forename.DIFFERENT),
    ),
    Field.SURNAME: (
        (Surname.EXACT, Surname.SPELT, Surname.ALIKE, Surname.CHANGED, Surname.DIFFERENT),
        (Surname.EXACT, Surname.PART, Surname.CHANGED),
        (Surname.EXACT, Surname.SWAPPED, Surname.CHANGED),
    ),
    Field.BORN: (
        (Born.EXACT, Born.NEW_YEAR, Born.CLOSE, Born.APART, Born.GENERATION),
        (Born.EXACT, Born.SWAPPED, Born.CLOSE),
        (Born.EXACT, Born.DIGIT, Born.PART, Born.CLOSE),
        (Born.EXACT, Born.ROUGH, Born.CLOSE),
        (Born.EXPECTED, Born.CLOSE),
    ),
    Field.SEX: ((Sex.SAME, Sex.DIFFERENT), (Sex.SAME_AS_NAMED, Sex.DIFFERENT_THOUGH_NAMED)),
    Field.HOME: (
        (Home.ADDRESS, Home.POSTCODE, Home.NEIGHBOURS, Home.SECTOR, Home.DISTRICT, Home.ELSEWHERE),
        (Home.ADDRESS, Home.SPELT, Home.NEIGHBOURS, Home.STREET, Home.ELSEWHERE),
        (Home.NEIGHBOURS, Home.SLIP, Home.DISTRICT),
    ),
    Field.NHS_NUMBER: ((Number.SAME, Number.MISTYPED, Number.DIFFERENT),),
    Field.OTHER_NUMBER: ((Number.SAME, Number.MISTYPED, Number.DIFFERENT),),
}
# Forenames at these levels agree so far that they say the sex as well.
NAMED = frozenset(
    {Forename.EXACT, Forename.NICKNAME, Forename.SPELT, Forename.PART, Forename.INITIAL, Forename.SWAPPED}
)
