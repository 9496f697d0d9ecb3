"""A case file as facts: what was true of people and agencies, and what happened when; nothing here is of any one case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from wholepicture.lib.terms import Term
from wholepicture.pathway.families.terms import Contact, Mode
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Presence, ReporterKind
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex

UNNAMED = "unnamed"  # an agency that the source does not name


class EventKind(Term):
    """What a case file can say that somebody did."""

    INCIDENT = "incident", "Incident"
    CONCERN = "concern", "Concern"
    CONTACT = "contact", "Contact with the family"
    DECIDE = "decide", "Decision"
    ALLOCATE = "allocate", "Allocation"
    REQUEST_CLOSURE = "request_closure", "Request to close"
    SUSPEND_TRIAGE = "suspend_triage", "Triage suspended"
    LEAVE_TRIAGE = "leave_triage", "An agency leaves triage"
    ACKNOWLEDGE = "acknowledge", "Acknowledgement"
    RELEASE = "release", "Release of a held notice"
    WITHHOLD = "withhold", "Withholding of a held notice"
    ANSWER = "answer", "Answer"
    CONTRIBUTE = "contribute", "Contribution"
    AGREE_PLAN = "agree_plan", "Plan agreed"
    ACCEPT_STEP_DOWN = "accept_step_down", "Step-down accepted"
    REVIEW = "review", "Review"
    DEATH = "death", "Death"
    LEARNT_AFTER = "learnt_after", "Learnt only afterwards"


@dataclass(frozen=True, kw_only=True)
class AgencyOfCase:
    """One agency, with one team for each function that it serves."""

    id: str
    kind: str
    name: str
    teams: tuple[Function, ...]
    line: int


@dataclass(frozen=True, kw_only=True)
class AddressOfCase:
    """Where somebody lived, from (None: always) until, not including that day (None: on)."""

    at: str
    from_date: date | None = None
    until_date: date | None = None

    def covers(self, on: date) -> bool:
        """Whether somebody lived here on this day."""
        return (self.from_date is None or self.from_date <= on) and (self.until_date is None or on < self.until_date)


@dataclass(frozen=True, kw_only=True)
class PersonOfCase:
    """One person; whatever the file does not say is absent. `registered` is function -> agency, as in the directories."""

    id: str
    forename: str = ""
    surname: str = ""
    born: date | None = None
    expected: date | None = None
    sex: Sex = Sex.NOT_KNOWN
    nhs_number: str = ""
    addresses: tuple[AddressOfCase, ...] = ()
    registered: Mapping[Function, str] = field(default_factory=dict)
    line: int

    def home(self, on: date) -> AddressOfCase | None:
        """Where this person lived on this day, the last named if several; None when not known."""
        return next((address for address in reversed(self.addresses) if address.covers(on)), None)


@dataclass(frozen=True, kw_only=True)
class WorkerOfCase:
    """A worker whom the source mentions; `team` is None when it does not say which."""

    id: str
    agency: str
    team: Function | None = None
    out_of_hours: bool = False
    line: int


@dataclass(frozen=True, kw_only=True)
class RelationshipOfCase:
    """How two people are related, from and until (exclusive), and which agencies hold it on record."""

    from_person: str
    to_person: str
    kind: RelationshipKind
    known_to: tuple[str, ...] = ()
    from_date: date | None = None
    until_date: date | None = None
    line: int


@dataclass(frozen=True, kw_only=True)
class HeldOfCase:
    """What one agency has on record and others learn only by asking."""

    by: str
    about: str
    what: str
    since: date | None
    line: int


@dataclass(frozen=True, kw_only=True)
class EventOfCase:
    """One thing that somebody did, at an instant in London. `as_happened`, `known_then` and `inferred` are for the report only.

    `known_then`: which other agencies knew of it as it happened, and from when.
    """

    kind: EventKind
    at: datetime
    by: str
    ref: str = ""
    summary: str = ""
    para: str = ""
    as_happened: str = ""
    inferred: tuple[str, ...] = ()
    known_then: Mapping[str, datetime] = field(default_factory=dict)
    line: int


@dataclass(frozen=True, kw_only=True)
class IncidentEvent(EventOfCase):
    """An incident, or a concern (whose people are the adults of concern and the child)."""

    people: tuple[tuple[str, Role], ...]
    children: Mapping[str, Presence]
    category: Category = Category.NOT_KNOWN
    reporter: ReporterKind = ReporterKind.NOT_KNOWN
    dash: Dash | None = None
    dash_perceived: Dash | None = None
    brag: Brag | None = None
    features: tuple[Feature, ...] = ()
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class ReplyEvent(EventOfCase):
    """An acknowledgement, release or withholding of what was sent about an earlier event; `about` narrows it to people."""

    notice_about: str
    about: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ArrangementOfCase:
    """Contact between the event's child and somebody, by day and overnight; words where a word alone does not say it."""

    with_person: str
    day: Contact
    day_words: str
    overnight: Contact
    overnight_words: str
    supported_by: str


@dataclass(frozen=True)
class Learnt:
    """What an agency learnt in a contact: an arrangement, or the day of an incident that nobody had reported."""

    arrangement: ArrangementOfCase | None = None
    incident_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ContactEvent(EventOfCase):
    """An agency's contact with a family: how, with whom, about which child ("" where none is named), and what it learnt.

    What was learnt only afterwards is one too, without anybody who was met.
    """

    mode: Mode = Mode.NOT_KNOWN
    people: tuple[str, ...] = ()
    child: str = ""
    learnt: Learnt = Learnt()


@dataclass(frozen=True, kw_only=True)
class DecideEvent(EventOfCase):
    """A decision about a child, as written: nothing of it is put into the platform's words here, so that it can refuse it."""

    child: str
    outcome: str = ""
    recipients: tuple[str, ...] = ()
    level: int | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ContributeEvent(EventOfCase):
    """What an agency says when it is asked what it knows: about a child's family, or the families of an earlier event.

    `about` narrows it to whom it was asked about. The summary is what it knows; `nothing_known` says that it checked;
    a reason alone, why it has not.
    """

    child: str = ""
    notice_about: str = ""
    about: tuple[str, ...] = ()
    nothing_known: bool = False
    reason: str = ""
    childs_day: str = ""
    worries: str = ""
    what_works: str = ""
    proposal: str = ""


@dataclass(frozen=True, kw_only=True)
class GovernEvent(EventOfCase):
    """Triage suspended, or left by `by`: from the first day to the last (None: not said), signed by agencies' executives."""

    from_date: date | None = None
    to_date: date | None = None
    signed_by: tuple[str, ...] = ()
    reason: str = ""
    mitigation: str = ""
    review_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A whole case file, checked. `until` is where the clock stops."""

    case: str
    source: str
    until: datetime
    agencies: Mapping[str, AgencyOfCase]
    people: Mapping[str, PersonOfCase]
    workers: Mapping[str, WorkerOfCase]
    relationships: tuple[RelationshipOfCase, ...]
    held: tuple[HeldOfCase, ...]
    events: tuple[EventOfCase, ...]
