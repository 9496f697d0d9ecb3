"""What the rules of this step look at: the incident, the children concerned and the adults around them, as known on one day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Kind, Presence
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.facts import Registration
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol.rows import RowHit
from wholepicture.registers.protocol.terms import Education, NoticeKind, Relation


@dataclass(frozen=True)
class Child:
    """A child concerned by an incident; `record` is the record that notices point at."""

    person: UUID
    record: UUID
    name: str
    birth_date: date | None
    expected_date: date | None
    education: Education
    has_allocated_worker: bool
    presence: Presence = Presence.NOT_KNOWN
    words: str = ""


@dataclass(frozen=True)
class Adult:
    """An adult who took part in an incident, or a parent or carer of a child concerned."""

    person: UUID
    record: UUID
    name: str
    role: Role | None
    earlier: tuple[Role, ...]
    relation: Relation


@dataclass(frozen=True)
class Told:
    """The incident itself, as far as the rules and messages may look."""

    incident: UUID
    kind: Kind
    agency: str
    reference: str
    happened_at: datetime
    received_at: datetime
    category: Category
    dash: Dash
    brag: Brag
    summary: str
    features: frozenset[Feature] = frozenset()
    born_on: date | None = None


@dataclass(frozen=True)
class Picture:
    """Everything that is worked out from: the incident, the children concerned and their families' patterns, the adults.

    `connected` says in words how two of the adults are personally connected, "" when nothing is known that connects
    them. `families` is the family of each child concerned that has one; `patterns` are theirs, where the lane needs them.
    `residents` are the children concerned only because they live where it happened.
    """

    told: Told
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    connected: str
    families: dict[UUID, UUID] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    residents: frozenset[UUID] = frozenset()
    sources: dict[UUID, int] = field(default_factory=dict)
    homes: dict[UUID, frozenset[str]] = field(default_factory=dict)
    registered: dict[UUID, tuple[Registration, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """One row's duty about one person; `post` is None where nobody holds the function for them, and then says why.

    `can_be_found`: somebody can find the recipient out (an unknown GP), rather than the directory lacking the function.
    """

    hit: RowHit
    function: Function
    kind: NoticeKind
    about: Child | Adult
    post: UUID | None
    team: UUID | None
    not_found_because: str = ""
    can_be_found: bool = False
