"""The columns of a police file: what each holds, and how real systems head it."""

from collections.abc import Mapping
from dataclasses import dataclass

from wholepicture.lib.terms import Term
from wholepicture.pathway.incidents.terms import (
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Feature,
    Kind,
    Presence,
    ReporterKind,
)
from wholepicture.registers.people.terms import IdentifierKind, Precision, RelationshipKind, Role, Sex, YesNo

SHORT, LINE, REASON, WORDS, ACCOUNT = 100, 300, 1_000, 2_000, 10_000


@dataclass(frozen=True)
class Column:
    """One column: its name, its label for people, what it holds, other headings, its closed list, the longest text."""

    name: str
    label: str
    about: str
    headings: tuple[str, ...] = ()
    words: type[Term] | None = None
    longest: int = SHORT
    is_of_incident: bool = False


def _incident(
    name: str, label: str, about: str, headings: str = "", *, words: type[Term] | None = None, longest: int = SHORT
) -> Column:
    return Column(name, label, about, _split(headings), words, longest, is_of_incident=True)


def _person(
    name: str, label: str, about: str, headings: str = "", *, words: type[Term] | None = None, longest: int = SHORT
) -> Column:
    return Column(name, label, about, _split(headings), words, longest)


def _split(headings: str) -> tuple[str, ...]:
    return tuple(heading.strip() for heading in headings.split(",") if heading.strip())


_LOCAL = (
    "Day first, on London's clock, as 16/12/2019 20:15; a time of the hour that comes twice in autumn is the first of "
    "the two unless GMT stands after it"
)
_KEYS = "Names in the column `person` of others in the same incident, with semicolons between them"
_ALL = (
    _incident(
        "reference",
        "Reference",
        "Your reference of the incident: the rows of one incident share it. Needed",
        "ref, incident ref, incident reference, incident number, incident no, incident id, "
        "crime ref, crime reference, crime number, occurrence number, occurrence ref, occurrence, "
        "URN, log number, log no",
    ),
    _incident(
        "kind",
        "Kind",
        "An incident, or a concern about a carer; an incident when left out",
        "record type",
        words=Kind,
    ),
    _incident(
        "happened_at",
        "When it happened",
        f"{_LOCAL}. Needed, unless day and time have columns of their own",
        "date time, datetime, incident date time, date and time, occurred at, occurred on, "
        "incident datetime, start date time, date time occurred, committed from",
    ),
    _incident(
        "happened_date",
        "Day it happened",
        "Day first, as 16/12/2019, or 2019-12-16",
        "date, incident date, date of incident, occurrence date, occurred date, date occurred, start date",
    ),
    _incident(
        "happened_time",
        "Time it happened",
        "As 20:15, on London's clock",
        "time, incident time, time of incident, occurrence time, time occurred, start time",
    ),
    _incident(
        "happened_until",
        "Until when",
        "As `happened_at`; empty when it was over at once or is not known",
        "end date time, ended at, committed to, until",
    ),
    _incident(
        "category",
        "Category",
        "How you classed it; the platform does not rely on it",
        "incident category, classification",
        words=Category,
    ),
    _incident(
        "reporter",
        "Who reported",
        "What kind of person reported",
        "informant type, reporter type",
        words=ReporterKind,
    ),
    _incident(
        "reporter_name",
        "Name of who reported",
        "A protected fact: it reaches police and children's social care only",
        "informant name, caller name, caller",
    ),
    _incident(
        "place",
        "Where it happened",
        "A protected fact",
        "location, incident location, incident address, scene",
        longest=LINE,
    ),
    _incident(
        "summary",
        "What happened",
        "As told; no address and nobody who reported",
        "account, description, narrative, details, circumstances, synopsis, mo",
        longest=ACCOUNT,
    ),
    _incident(
        "dash",
        "DASH grade",
        "One view of one officer on one day",
        "dash grade, dash risk, dash level, risk level, risk grade, dara, dara grade",
        words=Dash,
    ),
    _incident(
        "dash_because", "Why that DASH grade", "A few words", "dash reason, risk rationale, rationale", longest=REASON
    ),
    _incident(
        "dash_perceived",
        "Perceived DASH grade",
        "Only for a DASH that is believed done and not found: standard, medium or high",
        "perceived risk, perceived grade",
        words=Dash,
    ),
    _incident(
        "brag",
        "BRAG grade",
        "The police vulnerability grade",
        "brag grade, brag rating, rag, vulnerability grade",
        words=Brag,
    ),
    _incident("brag_because", "Why that BRAG grade", "A few words", "brag reason, brag rationale", longest=REASON),
    _incident(
        "features",
        "What marked it",
        "Several with semicolons between them",
        "markers, flags, aggravating factors, risk factors",
        words=Feature,
        longest=LINE,
    ),
    _person(
        "person",
        "Person's key",
        "A short name of this person within the incident (A, B, C), for the columns that speak of others",
        "person key, person id, nominal key, party",
        longest=64,
    ),
    _person(
        "role",
        "Role",
        "What the person was in this incident, as alleged. Needed; not known is an answer",
        "person role, involvement, nominal role, role in incident, party type, involvement type",
        words=Role,
    ),
    _person(
        "alleged_by",
        "Who alleges the role",
        "The key of somebody in the incident, or REPORTER, AGENCY or NOT_KNOWN",
        "alleged by, accused by, allegation by",
    ),
    _person(
        "status", "How the allegation stands", "Alleged when left out", "allegation status", words=AllegationStatus
    ),
    _person(
        "forename",
        "First name",
        "As told; empty when it is not known",
        "first name, firstname, given name, given names, forenames, forename 1",
    ),
    _person("surname", "Last name", "As told; empty when it is not known", "last name, family name"),
    _person("sex", "Sex", "As told", "gender", words=Sex),
    _person(
        "birth_date",
        "Date of birth",
        "Day first, as 02/05/1997, the year with four figures; empty when it is not known",
        "date of birth, DOB, born, birthdate",
    ),
    _person(
        "birth_precision",
        "How certain the date of birth is",
        "Exact when left out and there is a date",
        "dob certainty, dob accuracy, dob precision",
        words=Precision,
    ),
    _person(
        "expected_date",
        "Expected date of birth",
        "Of an unborn child, whose role is CHILD",
        "due date, EDD, estimated due date, expected date of delivery",
    ),
    _person("nhs_number", "NHS number", "Checked by its check digit", "NHS no, NHS"),
    _person("upn", "Unique pupil number", "Checked by its check letter", "pupil number"),
    _person(
        "police_number",
        "Police number",
        "Your own number of the person",
        "nominal ref, nominal reference, nominal number, nominal id, person ref, person urn, PNC, PNC ID",
    ),
    _person(
        "address",
        "Address",
        "Where the person lives: a protected fact",
        "home address, person address, nominal address",
        longest=LINE,
    ),
    _person("postcode", "Postcode", "Added to the address", "post code, home postcode", longest=20),
    _person(
        "presence",
        "Where the child was",
        "For children",
        "child presence, child present, child present at incident",
        words=Presence,
    ),
    _person("seen", "Was the child seen?", "For children", "child seen, seen by officer", words=YesNo),
    _person("spoken_to", "Was the child spoken to?", "For children", "child spoken to", words=YesNo),
    _person(
        "child_words",
        "What the child said",
        "In the child's words",
        "voice of the child, child's words, child said",
        longest=WORDS,
    ),
    _person(
        "sleeps_asked",
        "Was it asked where the child sleeps tonight?",
        "For a child under two. A file without this column says nothing of it, which is kept as not known; an empty cell is refused",
        "sleeping place asked, asked where child sleeps",
        words=YesNo,
    ),
    _person(
        "sleeps_where",
        "Where the child sleeps tonight",
        "A protected fact",
        "sleeps tonight, where child sleeps",
        longest=LINE,
    ),
    _person("parent_of", "Parent of", _KEYS),
    _person("carer_of", "Carer of", _KEYS),
    _person("partner_of", "Partner of", _KEYS),
    _person("sibling_of", "Brother or sister of", _KEYS),
    _person("grandparent_of", "Grandparent of", _KEYS),
    _person("relative_of", "Other relative of", _KEYS),
)
COLUMNS: Mapping[str, Column] = {column.name: column for column in _ALL}
RELATIONS = {kind.value.lower(): kind for kind in RelationshipKind}
NUMBERS = {
    "nhs_number": IdentifierKind.NHS_NUMBER,
    "upn": IdentifierKind.UPN,
    "police_number": IdentifierKind.POLICE,
}
# Added to the file of rejected rows; read again from it, they say which rows in quarantine it mends.
SURPLUS, BECAUSE, ON_LINE, GROUP = "rejected_surplus", "rejected_because", "rejected_line", "rejected_group"
OURS = (SURPLUS, BECAUSE, ON_LINE, GROUP)
