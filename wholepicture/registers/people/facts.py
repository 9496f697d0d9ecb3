"""What others may know of people, as frozen values: no row of the database leaves this register."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wholepicture.registers.people.terms import IdentifierKind, Precision, ProtectedKind, RelationshipKind, Sex


@dataclass(frozen=True)
class PersonFacts:
    """The most certain values among a person's records; a date keeps its precision.

    `expected_date` is None once a birth date is known. `version` rises with every change to what is known.
    """

    person: UUID
    version: int
    forename: str = ""
    surname: str = ""
    sex: Sex = Sex.NOT_KNOWN
    birth_date: date | None = None
    birth_precision: Precision = Precision.NOT_KNOWN
    expected_date: date | None = None
    died_date: date | None = None
    records: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class RecordTold:
    """One agency's own record of a person, as told; `name_key` and `place_keys` serve comparison only.

    `place_keys` are the addresses of any time.
    """

    record: UUID
    agency: UUID
    person: UUID | None
    told_at: datetime
    forename: str = ""
    surname: str = ""
    sex: Sex = Sex.NOT_KNOWN
    birth_date: date | None = None
    birth_precision: Precision = Precision.NOT_KNOWN
    expected_date: date | None = None
    died_date: date | None = None
    name_key: str = ""
    identifiers: frozenset[tuple[IdentifierKind, str]] = field(default_factory=frozenset)
    place_keys: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Relation:
    """How one resolved person is related to another; `until_date` is the first day on which it no longer held."""

    from_person: UUID
    to_person: UUID
    kind: RelationshipKind
    from_date: date | None = None
    until_date: date | None = None


@dataclass(frozen=True)
class Registration:
    """A person is registered with a team for a function (a GP practice, a school) from and until."""

    person: UUID
    function: str
    team_id: UUID
    from_date: date | None = None
    until_date: date | None = None


@dataclass(frozen=True)
class ProtectedTold:
    """A protected fact that its reader may see: never to be put into free text (design promise 13)."""

    id: UUID
    kind: ProtectedKind
    record: UUID | None
    context: UUID | None
    value: str
    told_by: UUID
    told_at: datetime
    function: str = ""
    team_id: UUID | None = None
    from_date: date | None = None
    until_date: date | None = None


@dataclass(frozen=True)
class Match:
    """One record that answers a search, as its agency told it, and why; never a protected fact."""

    record: UUID
    person: UUID | None
    name: str
    sex: Sex
    birth_date: date | None
    birth_precision: Precision
    expected_date: date | None
    agency: UUID
    agency_name: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """What a search found; `more` says that not all of it is here, so that it has to be narrowed down."""

    matches: tuple[Match, ...]
    more: bool
