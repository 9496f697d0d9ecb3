"""What the rules of triage look at and what its pages show: frozen, and free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import (
    ActKind,
    ActState,
    AskState,
    Attends,
    Change,
    Known,
    MeetingState,
    Mode,
    Say,
)
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.outcomes import Outcome
from wholepicture.registers.protocol.terms import Lane, PartnerRole, Seat


@dataclass(frozen=True)
class Derived:
    """That it was worked out who must be told of an incident: when, whether it is listed (births never), and why."""

    incident: UUID
    at: datetime
    in_scope: bool
    because: str


@dataclass(frozen=True)
class Wanted:
    """One family that has to be on the list because of one incident.

    `linked`: through a person said to have caused harm who has children there. `because` of a linked one never names
    anybody but that person, nor says how the incident's people are connected. `children` are those of the family who
    were there on the incident's day: each of them has to be decided about.
    """

    family: UUID
    linked: bool
    lane: Lane
    lane_because: str
    because: str
    change: Change = Change.FIRST
    change_words: str = ""
    children: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ListingPicture:
    """One family on the list because of one incident; `children` are persons of the family.

    `nth` and `interval_days` are the incident's place in the family's own count and the days since the one before:
    None for a linked listing, which is not counted there, for a concern and (the interval) for the first.
    """

    id: UUID
    incident: UUID
    family: UUID
    linked: bool
    lane: Lane
    lane_because: str
    because: str
    listed_at: datetime
    due_at: datetime
    children: tuple[UUID, ...]
    nth: int | None
    interval_days: int | None
    change: Change = Change.FIRST
    change_words: str = ""
    decided_at: datetime | None = None
    mode: Mode | None = None


@dataclass(frozen=True)
class ToAsk:
    """One function of a team (or nobody, with the reason) that has to be asked about one person.

    `about` is a record of `person`; `hold`: a specialist releases it first, because it goes to a service of somebody who
    may cause harm.
    """

    function: Function
    team: UUID | None
    post: UUID | None
    about: UUID
    person: UUID
    name: str
    hold: bool
    because: str
    gap: str = ""


@dataclass(frozen=True)
class AskPicture:
    """One ask as it stands; `agency` and `team` are names, "" where nobody could be asked; `to` whom it reached last."""

    id: UUID
    family: UUID
    function: Function
    agency_id: UUID | None
    agency: str
    team_id: UUID | None
    team: str
    about: UUID
    state: AskState
    because: str
    gap: str
    asked_at: datetime
    reply_by: datetime
    notice: UUID | None
    held: bool
    to: str = ""
    ended_because: str = ""


@dataclass(frozen=True)
class ContributionPicture:
    """What one team brought. `is_sealed`: its conclusions are there and closed to this reader until their own is in."""

    id: UUID
    agency: str
    team_id: UUID
    team: str
    known: Known
    what: str
    childs_day: str
    worries: str
    what_works: str
    proposal: str
    because: str
    at: datetime
    by: str
    is_sealed: bool
    after_decision: bool


@dataclass(frozen=True)
class RecipientWanted:
    """Whom a decision asks: a post, what for, by when (None: as the protocol says), about whom (None: the child)."""

    post: UUID
    asked: str
    reply_by: datetime | None = None
    about: UUID | None = None


@dataclass(frozen=True)
class RecipientChoice:
    """A post that a decision can ask, about whom (a record and the name): a child of the family, or an adult of it.

    `held`: a specialist releases it first, because it goes to a service of somebody who may cause harm.
    """

    post: UUID
    function: Function
    agency: str
    team: str
    about: UUID
    about_name: str
    held: bool


@dataclass(frozen=True)
class RecipientPicture:
    """Whom a decision asked for what, and how far that has got (a notifications.terms.State label, "" before it stands)."""

    function: Function
    agency: str
    team: str
    about: UUID
    asked: str
    reply_by: datetime
    state: str
    held: bool


@dataclass(frozen=True)
class Voice:
    """What one named worker said to a decision; `seat` is whose word they could give."""

    say: Say
    worker: UUID
    name: str
    agency_id: UUID
    agency: str
    seat: Seat | None
    at: datetime
    words: str = ""


@dataclass(frozen=True)
class DecisionPicture:
    """One decision as it stands or stood; `child` is a record, `findings` ids of what stood when it was made."""

    id: UUID
    batch: UUID
    family: UUID
    child: UUID
    outcome: str
    label: str
    level: int | None
    level_label: str
    reasons: str
    pattern: str
    mode: Mode
    lane: Lane
    state: DecisionState
    by: str
    agency: str
    at: datetime
    stands_at: datetime | None
    agree_by: datetime | None
    ended_because: str
    recipients: tuple[RecipientPicture, ...]
    voices: tuple[Voice, ...]
    findings: tuple[UUID, ...]
    listings: tuple[UUID, ...]
    replaces: UUID | None = None


@dataclass(frozen=True)
class Proposal:
    """What somebody would decide, as the rules see it: the outcome, the levels now and before, whether a repeat stands."""

    outcome: Outcome
    level: int | None
    level_before: int | None
    is_repeat: bool
    mode: Mode


@dataclass(frozen=True)
class Speaker:
    """Somebody who proposed, agreed, or sat in the meeting: their agency (the employer) and the seat they can speak for."""

    worker: UUID
    agency: UUID
    seat: Seat | None


@dataclass(frozen=True)
class Needed:
    """Whether a proposed decision stands; if not, what is missing in words, and which seats have to be asked."""

    stands: bool
    because: str = ""
    seats: tuple[Seat, ...] = ()
    another_employer: bool = False
    can_be_interim: bool = False


@dataclass(frozen=True)
class Sitting:
    """One meeting of the calendar: when, and what became of it or will."""

    day: date
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    id: UUID | None = None
    chair: UUID | None = None
    chair_name: str = ""
    because: str = ""


@dataclass(frozen=True)
class SeatTaken:
    """One function in a meeting: whether it was there, and who for it."""

    function: Function
    attends: Attends
    worker: UUID | None = None
    name: str = ""
    words: str = ""


@dataclass(frozen=True)
class PartnerFacts:
    """A statutory partner on a date, and who signs for it; `delegates` are workers."""

    id: UUID
    role: PartnerRole
    agency: UUID
    agency_name: str
    executive: UUID | None
    executive_name: str
    delegates: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SignatureFacts:
    """A partner's signature; `ratify_by` None where the executive signed in person."""

    partner: UUID
    worker: UUID
    name: str
    at: datetime
    ratify_by: datetime | None = None
    ratified_at: datetime | None = None


@dataclass(frozen=True)
class ActFacts:
    """A suspension or withdrawal with its signatures; `until_date` is the first day on which it no longer holds."""

    id: UUID
    kind: ActKind
    agency: UUID | None
    agency_name: str
    from_date: date
    until_date: date | None
    reason: str
    mitigation: str
    review_date: date
    by: str
    at: datetime
    signatures: tuple[SignatureFacts, ...] = ()
    taken_back_at: datetime | None = None


@dataclass(frozen=True)
class ActPicture:
    """An act as it stands now, in words: its state, why, and whose signatures are missing."""

    act: ActFacts
    state: ActState
    because: str
    missing: tuple[PartnerFacts, ...]


@dataclass(frozen=True)
class FamilyOnList:
    """One family on the daily list: what it is listed for, when the first of it is due, and what is new in its pattern.

    `children` are persons; `asked` says how many functions of teams are asked because of what is undecided and
    `answered` how many of them have answered it all; `proposed_by` is the agency that proposed a decision which
    others have to agree to, "" where nobody did.
    """

    family: UUID
    children: tuple[UUID, ...]
    listings: tuple[UUID, ...]
    change: Change
    change_words: str
    lane: Lane
    due_at: datetime
    oldest_at: datetime
    linked: bool
    asked: int
    answered: int
    proposed: bool
    proposed_by: str = ""


@dataclass(frozen=True)
class ListSize:
    """How many families wait to be decided about, since when the oldest does, and how many are overdue."""

    count: int
    oldest_at: datetime | None
    overdue: int
