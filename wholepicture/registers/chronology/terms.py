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
    CONTRIBUTION = "CONTRIBUTION", "Contribution to triage"
    DECISION = "DECISION", "Decision of triage"
    NOT_TOLD = "NOT_TOLD", "Not told"


# What opens a happening of its own, whatever else happened at that instant; a told notice joins what it tells of.
ALONE = (
    EntryKind.CONTACT,
    EntryKind.ARRANGEMENT,
    EntryKind.CONTRIBUTION,
    EntryKind.DECISION,
    EntryKind.CORRECTED,
)
REPORTS = (EntryKind.INCIDENT, EntryKind.CONCERN)
# Being kept from something, or not being told, is not knowing it.
KEPT_FROM = (EntryKind.HELD, EntryKind.WITHHELD, EntryKind.NOT_TOLD)
KNOWLEDGE = tuple(kind for kind in EntryKind if kind not in KEPT_FROM)
