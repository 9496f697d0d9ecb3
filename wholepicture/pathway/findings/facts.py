"""What a rule may look at: the facts of one family on one day, and what it returns; frozen, and free of the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings.terms import Scope
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
from wholepicture.registers.people.facts import Relation
from wholepicture.registers.people.terms import Role, Sex

Value: TypeAlias = "str | int | float | bool | Sequence[Value] | Mapping[str, Value] | None"


@dataclass(frozen=True)
class Someone:
    """A person of the family or of one of its incidents, with the most certain of what is known; "" where no name is."""

    person: UUID
    forename: str = ""
    surname: str = ""
    sex: Sex = Sex.NOT_KNOWN
    birth_date: date | None = None
    expected_date: date | None = None
    died_date: date | None = None
    is_child: bool = False

    @property
    def name(self) -> str:
        """The name to use in a sentence."""
        return self.forename or self.surname or ("A child" if self.is_child else "Somebody")


@dataclass(frozen=True)
class Part:
    """What somebody was in one incident, who alleges it ("" is not known; else an Accuser value or a person's id)."""

    person: UUID
    role: Role
    alleged_by: str = ""
    status: AllegationStatus = AllegationStatus.ALLEGED


@dataclass(frozen=True)
class Report:
    """One incident or concern as the pattern sees it.

    `in_scope`: it is listed (design promise 1); `because` says why or why not. `connected` says in words how two of its
    adults are personally connected ("" when nothing is known that connects them).
    """

    incident: UUID
    kind: Kind
    reference: str
    happened_at: datetime
    received_at: datetime
    category: Category
    reporter: ReporterKind
    agency: str
    dash: Dash
    dash_perceived: str
    brag: Brag
    features: frozenset[Feature]
    parts: tuple[Part, ...]
    presences: Mapping[UUID, Presence]
    in_scope: bool
    because: str
    connected: str = ""


@dataclass(frozen=True)
class Arranged:
    """The latest that any agency told of contact between a child and an adult."""

    child: UUID
    adult: UUID
    day: Contact
    overnight: Contact
    day_words: str
    overnight_words: str
    told_by: str
    told_at: datetime


@dataclass(frozen=True)
class Linked:
    """Another family tied to this one through a person alleged to cause harm: there (`incidents_there`), or its parent."""

    family: UUID
    through: UUID
    is_parent_there: bool
    incidents_here: tuple[UUID, ...]
    incidents_there: int


@dataclass(frozen=True)
class Done:
    """What was done because of an incident: who was told, and how far it has got (a notifications.terms.State label)."""

    incident: UUID
    function: str
    state: str
    at: datetime
    answered: bool


@dataclass(frozen=True)
class Pattern:
    """The facts of one family as known at one moment, from which every rule works.

    `reports` are every incident and concern that concerns a child of this family, in order of when it happened (linked
    ones are not among them). `homes` are keys of places, for comparison only. `relations` include those that ended.
    """

    family: UUID
    on: date
    people: Mapping[UUID, Someone]
    children: tuple[UUID, ...]
    reports: tuple[Report, ...] = ()
    relations: tuple[Relation, ...] = ()
    homes: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    arrangements: tuple[Arranged, ...] = ()
    linked: tuple[Linked, ...] = ()
    done: tuple[Done, ...] = ()


@dataclass(frozen=True)
class Direction:
    """Who is alleged to harm whom; `against` None where the report does not say whom."""

    by: UUID
    against: UUID | None


@dataclass(frozen=True)
class Found:
    """What one rule has to say.

    `key` tells apart several findings of one rule about one family ("" for the only one). `evidence` names what it rests
    on by id and figure, and changes only when the facts do, never because a day has passed: a finding that was answered
    comes back when its evidence changes. `until` is the first day on which time alone ends it (None: time does not).
    """

    because: str
    evidence: Mapping[str, Value]
    key: str = ""
    scope: Scope = Scope.FAMILY
    incident: UUID | None = None
    until: date | None = None
