"""The words of triage: how the list is worked, what an agency knows, what stands, who agreed, what touches the triage itself."""

from wholepicture.lib.terms import Term


class Mode(Term):
    """How a family is decided about; there is always one of them, so that the triage never stops (review 5.2 L&G 3)."""

    MEETING = "meeting", "In the meeting"
    ASYNCHRONOUS = "asynchronous", "Without a meeting, by agencies one after the other"
    INTERIM = "interim", "In the interim, without children's social care"


class Change(Term):
    """What is new in a family's pattern; the list is read in this order, which is no score of anybody (promises 2, 9)."""

    SHORTENING = "SHORTENING", "The latest gap is shorter"
    REPEAT = "REPEAT", "Repeated"
    AGAIN = "AGAIN", "Again"
    CONCERN_AGAIN = "CONCERN_AGAIN", "A concern after an incident"
    FIRST = "FIRST", "First on the list"
    LINKED = "LINKED", "Linked: reported in another family"


class Known(Term):
    """What an agency answers when asked what it knows; not checked is an answer, with the reason (review 2.6)."""

    KNOWN = "KNOWN", "We know something"
    NOTHING_KNOWN = "NOTHING_KNOWN", "We checked: nothing is known"
    NOT_CHECKED = "NOT_CHECKED", "We have not checked"


class AskState(Term):
    """How far an ask has got."""

    HELD = "HELD", "Held for release"
    WITHHELD = "WITHHELD", "Withheld by a named specialist"
    ASKED = "ASKED", "Asked, no answer yet"
    KNOWN = "KNOWN", "Answered: something is known"
    NOTHING_KNOWN = "NOTHING_KNOWN", "Answered: nothing is known"
    NOT_CHECKED = "NOT_CHECKED", "Answered: not checked"
    NOBODY_TO_ASK = "NOBODY_TO_ASK", "Nobody could be asked"
    ENDED = "ENDED", "No longer asked"


class Say(Term):
    """What somebody says to a proposed decision."""

    PROPOSED = "PROPOSED", "Proposed it"
    AGREED = "AGREED", "Agreed"
    OBJECTED = "OBJECTED", "Objected"


class Attends(Term):
    """Whether a function was in the meeting; not recorded is not the same as not there."""

    PRESENT = "PRESENT", "Present"
    APOLOGIES = "APOLOGIES", "Sent apologies"
    ABSENT = "ABSENT", "Absent"
    NOT_RECORDED = "NOT_RECORDED", "Not recorded"


class MeetingState(Term):
    """What became of a day's meeting."""

    TO_COME = "TO_COME", "To come"
    OPEN = "OPEN", "Under way"
    HELD = "HELD", "Held"
    CANCELLED = "CANCELLED", "Cancelled"
    NOT_MET = "NOT_MET", "Did not meet"
    SUSPENDED = "SUSPENDED", "Suspended"


class ActKind(Term):
    """What is done to the triage itself, and only with every statutory partner's signature (review 5.2 L&G 1-3, CP 2)."""

    SUSPENSION = "SUSPENSION", "Suspension of the meetings"
    WITHDRAWAL = "WITHDRAWAL", "An agency leaves triage"


class ActState(Term):
    """Whether an act is in force on a given moment; it is worked out from its signatures, never set."""

    COLLECTING = "COLLECTING", "Waiting for signatures"
    TO_COME = "TO_COME", "Signed, not yet begun"
    IN_FORCE = "IN_FORCE", "In force"
    ENDED = "ENDED", "Ended"
    REFUSED = "REFUSED", "Refused: not signed by everybody when it was to begin"
    LAPSED = "LAPSED", "Lapsed: a delegate's signature was not ratified in time"
    TAKEN_BACK = "TAKEN_BACK", "Taken back"


class Cause(Term):
    """What a notice of this step is sent because of: the kind of thing that Notice.cause is the id of."""

    ASK = "contribution asked", "What is known is asked"
    DECISION = "decision", "Decision of triage"
    AGREEMENT = "decision proposed", "Proposed decision"
    CONTRIBUTION = "late contribution", "Contribution after the decision"
    OVERDUE = "overdue listing", "Family on the list, overdue"
    MEETING = "meeting not held", "Meeting that was not held"
    ACT = "suspension or withdrawal", "Suspension or withdrawal"
