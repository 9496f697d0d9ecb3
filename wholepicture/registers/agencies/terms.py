"""The closed word lists of the directory: functions that can be told, positions in a rota, ways of delivering."""

from wholepicture.lib.terms import Term


class Function(Term):
    """A role that can be told something, held by a named team. There is none called after a whole sector (review 2.6)."""

    HEALTH_VISITOR = "health_visitor", "Health visitor"
    GP = "gp", "GP practice"
    SAFEGUARDING_MIDWIFE = "safeguarding_midwife", "Safeguarding midwife"
    ADULT_MENTAL_HEALTH = "adult_mental_health", "Adult mental health service"
    SUBSTANCE_MISUSE = "substance_misuse", "Substance misuse service"
    FIRST_RESPONSE = "first_response", "First Response, children's social care"
    EMERGENCY_DUTY_TEAM = "emergency_duty_team", "Emergency duty team, children's social care"
    SCHOOL_SAFEGUARDING_LEAD = "school_safeguarding_lead", "School safeguarding lead"
    SCHOOL_NURSE = "school_nurse", "School nurse"
    NURSERY = "nursery", "Nursery or childminder"
    DOMESTIC_ABUSE_SERVICE = "domestic_abuse_service", "Domestic abuse service"
    PERPETRATOR_SERVICE = "perpetrator_service", "Service for people who cause harm"
    HOUSING = "housing", "Housing"
    POLICE_SAFEGUARDING_UNIT = "police_safeguarding_unit", "Police safeguarding unit"
    ALLOCATED_WORKER = "allocated_worker", "Allocated worker, children's social care"
    EDUCATION_SAFEGUARDING = "education_safeguarding", "Education safeguarding service"


# Found through a person's own registration; every other function serves the whole area.
BY_REGISTRATION = frozenset(
    {
        Function.GP,
        Function.HEALTH_VISITOR,
        Function.SCHOOL_SAFEGUARDING_LEAD,
        Function.NURSERY,
        Function.ALLOCATED_WORKER,
        Function.SAFEGUARDING_MIDWIFE,
        Function.ADULT_MENTAL_HEALTH,
        Function.SUBSTANCE_MISUSE,
    }
)


class Position(Term):
    """Who answers first for a function, and who when that person is away."""

    PRIMARY = "PRIMARY", "Named person"
    COVER = "COVER", "Cover"


class Route(Term):
    """How a notice reaches a function; every notice also stands in the team's inbox here."""

    INBOX = "INBOX", "Inbox in Whole Picture"
    EMAIL = "EMAIL", "E-mail that says only that there is an item"
