"""Words of the operating protocol's tables: what a row can look at and what it can ask for. A table using others is refused."""

from datetime import date
from typing import Final

from wholepicture.lib.terms import Term


class NoticeKind(Term):
    """What is asked of whoever is told (design promise 4)."""

    INFORM = "inform", "For information: the carrier's receipt stops the clock"
    ASK = "ask", "A 90-second answer, nothing known included"
    ACT = "act", "Only a named person's answer stops the clock"


class Lane(Term):
    """How fast."""

    FAST = "fast", "Fast lane"
    STANDARD = "standard", "Standard lane"


class CauseKind(Term):
    """What made somebody have to be told."""

    INCIDENT = "incident", "Incident"
    CONCERN = "concern", "Concern about a carer or child"
    BIRTH = "birth", "Notification of a birth"


class SubjectKind(Term):
    """Whom a row is about."""

    CHILD = "child", "Child"
    ADULT = "adult", "Adult"


class AgeBand(Term):
    """A child's age as the rows see it; reception starts in the September after the fourth birthday."""

    UNBORN = "unborn", "Unborn"
    NEWBORN = "newborn", "Under 28 days"
    UNDER_TWO = "under_two", "28 days to under two years"
    UNDER_SCHOOL_AGE = "under_school_age", "Two years to reception"
    SCHOOL_AGE = "school_age", "Reception to 17"
    NOT_KNOWN = "not_known", "Age not known"


class Education(Term):
    """Where a child is taught or cared for by day, as registered."""

    SCHOOL = "school", "Registered at a school"
    NURSERY = "nursery", "Registered at a nursery or with a childminder"
    NONE_KNOWN = "none_known", "None known"


class Standing(Term):
    """An adult's part, from this incident and, where it does not say, from earlier ones of the same family."""

    VICTIM = "victim", "Victim"
    CAUSING_HARM = "causing_harm", "Person causing harm"
    COUNTER_ALLEGATIONS = "counter_allegations", "Counter-allegations, with no earlier history"
    OF_CONCERN = "of_concern", "Carer of concern"
    WITNESS = "witness", "Witness"
    NOT_INVOLVED = "not_involved", "Not involved"
    NOT_KNOWN = "not_known", "Not known"


class Relation(Term):
    """What an adult is to the children concerned."""

    PARENT_AT_HOME = "parent_at_home", "Parent or carer who lives with a child"
    PARENT_ELSEWHERE = "parent_elsewhere", "Parent who lives elsewhere or whose home is not known"
    PARTNER = "partner", "Present or former partner of a parent"
    OTHER = "other", "Anybody else"


class YesNo(Term):
    """For facts of the table that are there or not."""

    YES = "yes", "Yes"
    NO = "no", "No"


class Clock(Term):
    """How `hours` become a deadline."""

    ELAPSED = "elapsed", "Hours that never pause"
    SCHOOL = "school", "09:00 of the next school day"
    WORKING = "working", "Working days of 24 hours"


NOT_APPLICABLE: Final = "n/a"
"""The value of a fact that the other kind of subject has: an adult's age band, a child's standing."""


class Effect(Term):
    """What an outcome of triage does; the partnership names its outcomes, and each has one of these."""

    REFERS = "refers", "Refers to children's social care"
    SUPPORTS = "supports", "Support by named services"
    HOLDS = "holds", "Held until more is known"
    INFORMATION_ONLY = "information_only", "Information only"
    NO_FURTHER_ACTION = "no_further_action", "No further action"


class Seat(Term):
    """Whose word nobody replaces where a child's matter would end (review 5.2, leadership and governance 3)."""

    POLICE = "police", "Police"
    SOCIAL_CARE = "social_care", "Children's social care"
    HEALTH_PROFESSIONAL = "health_professional", "A named health professional"


class PartnerRole(Term):
    """What a statutory partner is; integrated care boards took over from clinical commissioning groups in July 2022."""

    LOCAL_AUTHORITY = "local_authority", "Local authority"
    POLICE = "police", "Police"
    CLINICAL_COMMISSIONING_GROUP = "clinical_commissioning_group", "Clinical commissioning group"
    INTEGRATED_CARE_BOARD = "integrated_care_board", "Integrated care board"


BOARDS_FROM: Final = date(2022, 7, 1)
"""The day from which integrated care boards were the statutory partner in place of clinical commissioning groups."""
