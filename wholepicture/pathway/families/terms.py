"""What somebody is to a family, and why they are counted in."""

from wholepicture.lib.terms import Term


class Part(Term):
    """Child or adult of the family; adults may belong to several families."""

    CHILD = "CHILD", "Child"
    ADULT = "ADULT", "Adult"


class Reason(Term):
    """Why this person is in the family."""

    SUBJECT = "SUBJECT", "A child of the family"
    PARENT = "PARENT", "Parent or carer of a child"
    PARTNER = "PARTNER", "Partner of a parent"
    HOUSEHOLD = "HOUSEHOLD", "Lives with a child"
    INVOLVED = "INVOLVED", "Was in an incident with a child of the family"


class Concern(Term):
    """Why an incident concerns a child (design promise 1); the first that holds is the one given."""

    NAMED = "NAMED", "Named in the report"
    UNBORN = "UNBORN", "Unborn child of somebody involved"
    VICTIMS = "VICTIMS", "Child of somebody who was harmed, or of whom it is not known"
    LIVES_THERE = "LIVES_THERE", "Lives where it happened"
    IN_CARE_OF = "IN_CARE_OF", "Lives with the carer of concern"


class Contact(Term):
    """What was arranged about contact between a child and an adult, by day or overnight; not asked is an answer.

    "No contact" alone says nothing: it has to be spelled out for day and night (review 2.8, 5.2 CP 2).
    """

    NONE = "NONE", "None"
    UNSUPPORTED = "UNSUPPORTED", "Unsupported"
    SUPPORTED = "SUPPORTED", "Supported"
    CONDITIONAL = "CONDITIONAL", "On a condition"
    AS_TOLD = "AS_TOLD", "As told in words"
    NOT_ASKED = "NOT_ASKED", "Not asked"
    NOT_KNOWN = "NOT_KNOWN", "Asked, not known"


class Mode(Term):
    """How an agency was in contact with a family."""

    VISIT = "VISIT", "Visit"
    CALL = "CALL", "Call"
    TEXT = "TEXT", "Text message"
    LETTER = "LETTER", "Letter"
    SEEN_IN_SERVICE = "SEEN_IN_SERVICE", "Seen in the service"
    NOT_KNOWN = "NOT_KNOWN", "Not known"
