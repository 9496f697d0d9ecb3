"""What a comparison looks at and what a decision says, as frozen values; free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Role, Sex


@dataclass(frozen=True)
class Candidate:
    """A person whom a record may be about, with every record that already resolves to them."""

    person: UUID
    records: tuple[RecordTold, ...]


@dataclass(frozen=True)
class Comparison:
    """A record beside one candidate: the evidence that they are one, and what speaks against it in words.

    `doubts` do not contradict: they say why the two could as well be two people of one household.
    """

    person: UUID
    basis: Basis | None
    matched: UUID | None
    conflicts: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """Whom a record is about: `person` is None for somebody new, and `because` then says what was found and not used."""

    record: UUID
    person: UUID | None
    basis: Basis
    matched: UUID | None = None
    score: float = 0.0
    because: str = ""


@dataclass(frozen=True)
class Question:
    """A record that may be about the same person as an older one: for a reviewer, never decided by a machine.

    `reasons_for` and `reasons_against` are sentences without a name, a number or a place. `score` (0 to 1) orders what a
    reviewer sees of one record; it decides nothing.
    """

    older: UUID
    person: UUID
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    one_household: bool
    score: float


@dataclass(frozen=True)
class Apart:
    """What tells a record apart from others: those told beside it or as its relatives, and the roles of all compared.

    `relatives` holds for each record compared the words for its relatives: `person:<id>` and `name:<key>`.
    """

    beside: frozenset[UUID] = field(default_factory=frozenset)
    related: frozenset[UUID] = field(default_factory=frozenset)
    roles: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
    relatives: Mapping[UUID, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Household:
    """Who else of the record's surname is known at its homes, of any time; `crowded`: too many to know who lives there."""

    others: tuple[RecordTold, ...] = ()
    crowded: bool = False


@dataclass(frozen=True)
class Expecting:
    """A parent of the record with their other children: those not yet born as far as is known, and those born.

    `also_born` are records of the same report that are told as this parent's children, too.
    """

    parent: UUID
    sex: Sex
    unborn: tuple[Candidate, ...] = ()
    born: tuple[Candidate, ...] = ()
    also_born: tuple[RecordTold, ...] = ()
