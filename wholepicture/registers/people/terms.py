"""Words for people: sex, certainty of dates, roles in an incident, relationships, identifiers, protected facts."""

from wholepicture.lib.terms import Term


class Sex(Term):
    """As told; an unborn child's is not known."""

    FEMALE = "FEMALE", "Female"
    MALE = "MALE", "Male"
    OTHER = "OTHER", "Other or indeterminate"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class Precision(Term):
    """How certain a date is."""

    EXACT = "EXACT", "Exact"
    MONTH = "MONTH", "Month and year"
    YEAR = "YEAR", "Year only"
    ESTIMATED = "ESTIMATED", "Estimated"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class Role(Term):
    """What a person was in one incident, as alleged; never a property of the person."""

    VICTIM = "VICTIM", "Victim"
    CAUSING_HARM = "CAUSING_HARM", "Person causing harm"
    COUNTER_ALLEGATIONS = "COUNTER_ALLEGATIONS", "Counter-allegations: each accuses the other"
    WITNESS = "WITNESS", "Witness"
    OF_CONCERN = "OF_CONCERN", "Carer of concern"
    CHILD = "CHILD", "Child"
    PARENT = "PARENT", "Parent (notification of a birth)"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class RelationshipKind(Term):
    """Typed and directed: from is the parent, grandparent, ... of to."""

    PARENT_OF = "PARENT_OF", "Parent of"
    CARER_OF = "CARER_OF", "Carer of"
    PARTNER_OF = "PARTNER_OF", "Partner of"
    GRANDPARENT_OF = "GRANDPARENT_OF", "Grandparent of"
    SIBLING_OF = "SIBLING_OF", "Brother or sister of"
    RELATIVE_OF = "RELATIVE_OF", "Other relative of"


class IdentifierKind(Term):
    """Numbers that agencies give people."""

    NHS_NUMBER = "NHS_NUMBER", "NHS number"
    UPN = "UPN", "Unique pupil number"
    POLICE = "POLICE", "Police reference"
    SOCIAL_CARE = "SOCIAL_CARE", "Children's social care number"
    OWN = "OWN", "The agency's own number"


class ProtectedKind(Term):
    """Facts that would locate or endanger somebody (design promise 13)."""

    ADDRESS = "ADDRESS", "Address"
    PLACE = "PLACE", "Where an incident happened"
    SLEEPS_AT = "SLEEPS_AT", "Where the baby sleeps tonight"
    PHONE = "PHONE", "Phone number"
    REGISTRATION = "REGISTRATION", "Registered with (GP, school, ...)"
    REFERRER = "REFERRER", "Who reported"


class YesNo(Term):
    """A question's answer, where not asking is an answer too."""

    YES = "YES", "Yes"
    NO = "NO", "No"
    NOT_ASKED = "NOT_ASKED", "Not asked"
    NOT_KNOWN = "NOT_KNOWN", "Not known"
