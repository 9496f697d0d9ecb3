"""The states of a notice, the rungs of its ladder, and how an attempt ended."""

from wholepicture.lib.terms import Term


class State(Term):
    """Where a notice is. Delivery (the machine's word) and answer (a person's) are different things (review 2.6, 2.8)."""

    HELD = "HELD", "Held for release"
    WITHHELD = "WITHHELD", "Withheld by a named specialist"
    QUEUED = "QUEUED", "Waiting to be delivered"
    DELIVERED = "DELIVERED", "Delivered to the inbox"
    OPENED = "OPENED", "Opened by a named person"
    ANSWERED = "ANSWERED", "Answered by a named person"
    DECLINED = "DECLINED", "Declined with a reason"
    SUPERSEDED = "SUPERSEDED", "No longer due"


class StepKind(Term):
    """What happened to a notice: every state it enters, every attempt that failed and every rung climbed."""

    HELD = "HELD", "Held for release"
    RELEASED = "RELEASED", "Released"
    WITHHELD = "WITHHELD", "Withheld"
    QUEUED = "QUEUED", "Waiting to be delivered"
    ATTEMPT_FAILED = "ATTEMPT_FAILED", "An attempt failed"
    DELIVERED = "DELIVERED", "Delivered"
    OPENED = "OPENED", "Opened"
    ANSWERED = "ANSWERED", "Answered"
    DECLINED = "DECLINED", "Declined"
    SUPERSEDED = "SUPERSEDED", "No longer due"
    CORRECTED = "CORRECTED", "Corrected"
    REMINDED = "REMINDED", "Reminded"
    COVER_TOLD = "COVER_TOLD", "Cover told"
    MANAGER_TOLD = "MANAGER_TOLD", "Manager told"
    AGENCY_LEAD_TOLD = "AGENCY_LEAD_TOLD", "Agency lead told"
    PARTNERSHIP_TOLD = "PARTNERSHIP_TOLD", "Partnership told"


class Rung(Term):
    """Whose turn it is: the people who can be told for a post, in order, up to the partnership."""

    NAMED = "NAMED", "named person"
    COVER = "COVER", "cover"
    MANAGER = "MANAGER", "manager"
    AGENCY_LEAD = "AGENCY_LEAD", "agency lead"
    PARTNERSHIP = "PARTNERSHIP", "partnership"


LADDER = (
    StepKind.REMINDED,
    StepKind.COVER_TOLD,
    StepKind.MANAGER_TOLD,
    StepKind.AGENCY_LEAD_TOLD,
    StepKind.PARTNERSHIP_TOLD,
)


class Outcome(Term):
    """How an attempt to deliver ended; one that never ended was killed and is tried again with the same reference."""

    TRYING = "TRYING", "Trying"
    DELIVERED = "DELIVERED", "The carrier gave its receipt"
    REPEATED = "REPEATED", "The carrier had it already: the same reference twice"
    TEMPORARY_FAILURE = "TEMPORARY_FAILURE", "Failed, will be tried again"
    PERMANENT_FAILURE = "PERMANENT_FAILURE", "Refused by the carrier"


class AnswerKind(Term):
    """What a recipient can say in 90 seconds."""

    WILL_ACT = "WILL_ACT", "We have read this and will act"
    KNOWN = "KNOWN", "We know something that matters"
    NOTHING_KNOWN = "NOTHING_KNOWN", "We know nothing about this"
    READ = "READ", "Read, nothing to add"


class Form(Term):
    """What answers a notice: the short answer on its own page, or a form of the step that asked."""

    SHORT = "", "A short answer"
    CONTRIBUTION = "CONTRIBUTION", "A contribution to triage"
    AGREEMENT = "AGREEMENT", "Agreement to a proposed decision, or an objection"
    DECISION = "DECISION", "A decision about a family that is overdue"
