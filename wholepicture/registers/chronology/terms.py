"""What the line of a child's life can say."""

from wholepicture.lib.terms import Term


class EntryKind(Term):
    """What happened, or who came to know of it."""

    INCIDENT = "INCIDENT", "Incident"
    CONCERN = "CONCERN", "Concern"
    CONTACT = "CONTACT", "Contact with the family"
    ARRANGEMENT = "ARRANGEMENT", "Contact arrangement learnt"
    TOLD = "TOLD", "Told"
    CORRECTED = "CORRECTED", "Corrected: told in error"
    ACKNOWLEDGED = "ACKNOWLEDGED", "Acknowledged"
    DECLINED = "DECLINED", "Declined"
    HELD = "HELD", "Held for release"
    WITHHELD = "WITHHELD", "Withheld"
    NOT_TOLD = "NOT_TOLD", "Not told"
