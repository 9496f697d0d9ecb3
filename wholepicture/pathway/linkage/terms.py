"""Why two records are one person; the first version knows exact evidence only."""

from wholepicture.lib.terms import Term


class Basis(Term):
    """The evidence for a link."""

    IDENTIFIER = "IDENTIFIER", "The same NHS number or other identifier"
    NAME_AND_BIRTH_DATE = "NAME_AND_BIRTH_DATE", "The same full name and date of birth"
    NAME_AND_ADDRESS = "NAME_AND_ADDRESS", "The same full name and address, no date of birth known"
    EXPECTED_DATE_AND_ADDRESS = "EXPECTED_DATE_AND_ADDRESS", "The same surname, expected date and address, both unborn"
    ALONE = "ALONE", "No other record of this person"
