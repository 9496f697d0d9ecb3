"""The words in which police and others report, unknowns included."""

from wholepicture.lib.terms import Term


class Kind(Term):
    """What was handed in. A birth tells its mother's and father's GP only that they are parents."""

    INCIDENT = "INCIDENT", "Incident"
    CONCERN = "CONCERN", "Concern"
    BIRTH = "BIRTH", "Notification of a birth"


class Door(Term):
    """How it came in."""

    WEB = "WEB", "Web form"
    API = "API", "Agency system"
    FEED = "FEED", "File of an agency"
    REPLAY = "REPLAY", "Case file"
    DEMO = "DEMO", "Demonstration"


class Category(Term):
    """How the reporting agency classed it; the platform does not rely on it (review 2.4 row 4)."""

    DOMESTIC_ABUSE = "DOMESTIC_ABUSE", "Domestic abuse"
    OTHER = "OTHER", "Other"
    NOT_KNOWN = "NOT_KNOWN", "Not classed"


class ReporterKind(Term):
    """What kind of person reported; who they are is a protected fact."""

    SELF = "SELF", "The victim"
    NEIGHBOUR = "NEIGHBOUR", "Neighbour"
    FAMILY = "FAMILY", "Family member"
    MOTHER = "MOTHER", "Child's mother"
    FATHER = "FATHER", "Child's father"
    CHILD = "CHILD", "Child"
    MEMBER_OF_PUBLIC = "MEMBER_OF_PUBLIC", "Member of the public"
    PROFESSIONAL = "PROFESSIONAL", "Professional"
    OTHER = "OTHER", "Somebody else"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class AllegationStatus(Term):
    """Where an allegation stands."""

    ALLEGED = "ALLEGED", "Alleged"
    ADMITTED = "ADMITTED", "Admitted"
    FOUND = "FOUND", "Found by a court"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class Accuser(Term):
    """Who alleges a role, where it is nobody who is named in the report."""

    REPORTER = "REPORTER", "The person who reported"
    AGENCY = "AGENCY", "The reporting agency's own view"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class Presence(Term):
    """Where a child was."""

    PRESENT = "PRESENT", "Present"
    IN_ARMS = "IN_ARMS", "In somebody's arms"
    SAW = "SAW", "Saw it"
    HEARD = "HEARD", "Heard it"
    ELSEWHERE = "ELSEWHERE", "Elsewhere"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class Dash(Term):
    """The DASH grade: one view, of one adult, by one officer, on one day. Believed done counts as not done (review 2.4 row 3)."""

    STANDARD = "STANDARD", "Standard"
    MEDIUM = "MEDIUM", "Medium"
    HIGH = "HIGH", "High"
    BELIEVED_DONE = "BELIEVED_DONE", "Believed done, not found"
    NOT_DONE = "NOT_DONE", "Not done"


class Brag(Term):
    """The police vulnerability grade."""

    RED = "RED", "Red"
    AMBER = "AMBER", "Amber"
    GREEN = "GREEN", "Green"
    BLUE = "BLUE", "Blue"
    NOT_DONE = "NOT_DONE", "Not done"


class Feature(Term):
    """What marked the incident."""

    ALCOHOL = "ALCOHOL", "Alcohol"
    DRUGS = "DRUGS", "Drugs"
    SEPARATION = "SEPARATION", "Separation"
    DURING_CONTACT = "DURING_CONTACT", "During contact with a child"
    WEAPON = "WEAPON", "Weapon"
    STRANGULATION = "STRANGULATION", "Strangulation or suffocation"
    THREATS_TO_KILL = "THREATS_TO_KILL", "Threats to kill"
    CHILD_HURT = "CHILD_HURT", "A child was hurt"
    INJURY = "INJURY", "Injury"
    SEXUAL_ABUSE = "SEXUAL_ABUSE", "Sexual abuse"
    CONTROLLING_OR_COERCIVE = "CONTROLLING_OR_COERCIVE", "Controlling or coercive behaviour"
    ECONOMIC_ABUSE = "ECONOMIC_ABUSE", "Economic abuse"
    STALKING = "STALKING", "Stalking or harassment"
    BREACH_OF_ORDER = "BREACH_OF_ORDER", "Breach of an order"
    PREGNANCY = "PREGNANCY", "Pregnancy"
    DAMAGE = "DAMAGE", "Damage to the home"


class RowState(Term):
    """What became of something in a file that could not be brought in."""

    WAITING = "WAITING", "Waits in quarantine"
    RELEASED = "RELEASED", "Corrected and brought in"
    FED_AGAIN = "FED_AGAIN", "Came again, mended, in a later file"
    DISCARDED = "DISCARDED", "Set aside with a reason"
