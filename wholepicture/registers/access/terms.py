"""What can be opened, and the proof that somebody was allowed to and that it was written down."""

from wholepicture.lib.terms import Term
from wholepicture.registers.audit.terms import Seen as Seen


class Subject(Term):
    """What a grant opens."""

    NOTICE = "NOTICE", "Notice"
    INCIDENT = "INCIDENT", "Incident as told"
    FAMILY = "FAMILY", "Family"
    PAIR = "PAIR", "Two records that may be one person"
    ROW = "ROW", "Row in quarantine"
    SEARCH = "SEARCH", "Search for people"
