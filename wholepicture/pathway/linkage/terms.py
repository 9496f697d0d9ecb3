"""Why two records are one person, and what a reviewer says of it."""

from wholepicture.lib.terms import Term


class Basis(Term):
    """The evidence for a link."""

    IDENTIFIER = "IDENTIFIER", "The same NHS number or other identifier"
    NAME_AND_BIRTH_DATE = "NAME_AND_BIRTH_DATE", "The same full name and date of birth"
    NAME_AND_ADDRESS = "NAME_AND_ADDRESS", "The same full name and address, no date of birth known"
    EXPECTED_DATE_AND_ADDRESS = "EXPECTED_DATE_AND_ADDRESS", "The same surname, expected date and address, both unborn"
    BORN_TO_THE_SAME_MOTHER = "BORN_TO_THE_SAME_MOTHER", "Born when their mother's one unborn child was expected"
    WEIGHED = "WEIGHED", "All that was told weighed together: enough for one person"
    REVIEWED = "REVIEWED", "A reviewer found them to be one person"
    UNDONE = "UNDONE", "A link was undone: as it was before"
    ALONE = "ALONE", "No other record of this person"


class Verdict(Term):
    """What a reviewer can say of two records."""

    SAME = "SAME", "The same person"
    DIFFERENT = "DIFFERENT", "Two people"
    CANNOT_TELL = "CANNOT_TELL", "Cannot tell"
