"""What was told, and what later steps may look at, as frozen values; free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wholepicture.pathway.incidents.terms import (
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Door,
    Feature,
    Kind,
    Presence,
    ReporterKind,
    RowState,
)
from wholepicture.registers.people.terms import IdentifierKind, Precision, RelationshipKind, Role, Sex, YesNo


@dataclass(frozen=True)
class ChildDetail:
    """How one child was. `sleeps_asked` None means that the question was passed over: refused for a child under two."""

    presence: Presence = Presence.NOT_KNOWN
    seen: YesNo = YesNo.NOT_ASKED
    spoken_to: YesNo = YesNo.NOT_ASKED
    words: str = ""
    sleeps_asked: YesNo | None = None
    sleeps_where: str = ""


@dataclass(frozen=True)
class PersonTold:
    """A person in a report, known within it by `key`.

    `alleged_by` is the key of somebody in the same report, or a value of terms.Accuser; "" is not known. `record` is
    the reporting agency's own record of this person, when it has one here. `birth_precision` None is exact when a birth
    date is given.
    """

    key: str
    role: Role = Role.NOT_KNOWN
    alleged_by: str = ""
    status: AllegationStatus = AllegationStatus.ALLEGED
    forename: str = ""
    surname: str = ""
    sex: Sex = Sex.NOT_KNOWN
    birth_date: date | None = None
    birth_precision: Precision | None = None
    expected_date: date | None = None
    identifiers: dict[IdentifierKind, str] = field(default_factory=dict)
    address: str = ""
    record: UUID | None = None
    child: ChildDetail | None = None


@dataclass(frozen=True)
class RelationTold:
    """How two people of the report are related: from is the parent, partner, ... of to."""

    from_key: str
    to_key: str
    kind: RelationshipKind


@dataclass(frozen=True)
class Told:
    """One report as told through any door. Times are aware; a BIRTH happened when the child was born."""

    kind: Kind
    happened_at: datetime
    people: tuple[PersonTold, ...]
    reference: str = ""
    happened_until: datetime | None = None
    category: Category = Category.NOT_KNOWN
    reporter: ReporterKind = ReporterKind.NOT_KNOWN
    reporter_name: str = ""
    place: str = ""
    summary: str = ""
    dash: Dash = Dash.NOT_DONE
    dash_because: str = ""
    dash_perceived: str = ""
    brag: Brag = Brag.NOT_DONE
    brag_because: str = ""
    features: frozenset[Feature] = frozenset()
    relationships: tuple[RelationTold, ...] = ()


@dataclass(frozen=True)
class Problem:
    """One thing to mend before a report can be taken: the field (`people.0.birth_date`) and a sentence for the user."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Receipt:
    """What the sender is told, for ever the same for one key; `answer` is the stored text, byte for byte."""

    incident_id: UUID
    reference: str
    received_at: datetime
    repeated: bool
    answer: str


@dataclass(frozen=True)
class InvolvedFacts:
    """A person of the incident: the record as told, the person it resolved to (None until linked), and the role."""

    record: UUID
    person: UUID | None
    role: Role
    alleged_by: str
    status: AllegationStatus


@dataclass(frozen=True)
class ChildFacts:
    """How a child named in the incident was."""

    record: UUID
    person: UUID | None
    presence: Presence
    seen: YesNo
    spoken_to: YesNo
    sleeps_asked: YesNo
    words: str = ""


@dataclass(frozen=True)
class IncidentFacts:
    """What the machine may look at. `place_key` serves comparison with homes only and is never shown; "" is not told."""

    id: UUID
    kind: Kind
    agency: UUID
    reference: str
    happened_at: datetime
    received_at: datetime
    category: Category
    reporter: ReporterKind
    dash: Dash
    brag: Brag
    features: frozenset[Feature]
    summary: str
    place_key: str
    people: tuple[InvolvedFacts, ...]
    children: tuple[ChildFacts, ...]
    dash_perceived: str = ""

    @property
    def linked(self) -> bool:
        """Whether every record of the incident has a resolved person: before that nothing is derived from it."""
        return all(someone.person for someone in self.people)


@dataclass(frozen=True)
class RoleAt:
    """What somebody was in one incident, and when it happened."""

    incident: UUID
    role: Role
    at: datetime


@dataclass(frozen=True)
class PersonPicture:
    """A person of an incident as its page shows them. `address` is None when it is held back from this reader."""

    record: UUID
    name: str
    role: Role
    alleged_by: str
    status: AllegationStatus
    sex: Sex
    birth_date: date | None
    birth_precision: Precision
    expected_date: date | None
    address: str | None
    child: ChildDetail | None


@dataclass(frozen=True)
class RelationPicture:
    """How two people of the incident are related, by name."""

    from_name: str
    kind: RelationshipKind
    to_name: str


@dataclass(frozen=True)
class IncidentPicture:
    """One incident exactly as told, for its page; None where something is held back from this reader, or was not told."""

    id: UUID
    kind: Kind
    agency: UUID
    agency_name: str
    door: Door | None
    reference: str
    happened_at: datetime
    happened_until: datetime | None
    received_at: datetime
    category: Category
    reporter: ReporterKind
    reporter_name: str | None
    place: str | None
    summary: str
    dash: Dash
    dash_because: str
    dash_perceived: str
    brag: Brag
    brag_because: str
    features: tuple[Feature, ...]
    people: tuple[PersonPicture, ...]
    relationships: tuple[RelationPicture, ...]


@dataclass(frozen=True)
class ReportLine:
    """A report in its sender's own list: no names, so that the list may be read over a shoulder."""

    incident: UUID
    kind: Kind
    reference: str
    category: Category
    happened_at: datetime
    received_at: datetime


@dataclass(frozen=True)
class DraftPicture:
    """A report that somebody is still writing."""

    id: UUID
    data: dict[str, object]
    started_at: datetime
    saved_at: datetime
    sent: UUID | None


@dataclass(frozen=True)
class Telling:
    """One report out of a file: its key and digest, the rows as they stood, and which rows in quarantine it mends.

    `mends` counts, for each group in quarantine, how many rows of this file say that they are its rows.
    """

    key: str
    digest: str
    raw: str
    told: Told
    mends: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RefusedRow:
    """One row that could not be brought in: its line, its cells by column as they stood, and why, without their values."""

    line: int
    cells: Mapping[str, str]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class RefusedGroup:
    """The rows of one incident that could not be brought in; `mends` as of Telling."""

    reference: str
    rows: tuple[RefusedRow, ...]
    mends: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class QuarantineLine:
    """A group in quarantine as a list shows it: no cell of it, so that the list may be read over a shoulder."""

    group: UUID
    reference: str
    file: str
    rows: int
    line: int
    reason: str
    put_at: datetime


@dataclass(frozen=True)
class QuarantinePicture:
    """A group in quarantine with its rows, and what became of it."""

    group: UUID
    feed: str
    file: str
    reference: str
    rows: tuple[RefusedRow, ...]
    state: RowState
    put_at: datetime
    decided_at: datetime | None
    because: str
    incident: UUID | None
