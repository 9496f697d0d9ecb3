"""What the line of a child's life can say."""

from wholepicture.lib.terms import Term


class EntryKind(Term):
    """What happened, or who came to know of it."""

    INCIDENT = "INCIDENT", "Incident"
    CONCERN = "CONCERN", "Concern"
    TOLD = "TOLD", "Told"
    ACKNOWLEDGED = "ACKNOWLEDGED", "Acknowledged"
    DECLINED = "DECLINED", "Declined"
    HELD = "HELD", "Held for release"
    WITHHELD = "WITHHELD", "Withheld"
    NOT_TOLD = "NOT_TOLD", "Not told"
