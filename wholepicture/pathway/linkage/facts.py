"""What a comparison looks at and what a decision says, as frozen values; free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Role


@dataclass(frozen=True)
class Candidate:
    """A person whom a record may be about, with every record that already resolves to them."""

    person: UUID
    records: tuple[RecordTold, ...]


@dataclass(frozen=True)
class Comparison:
    """A record beside one candidate: the evidence that they are one, and what speaks against it in words."""

    person: UUID
    basis: Basis | None
    matched: UUID | None
    conflicts: tuple[str, ...] = ()


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
class Apart:
    """What tells a record apart from others: those told beside it or as its relatives, and the roles of all compared."""

    beside: frozenset[UUID] = field(default_factory=frozenset)
    related: frozenset[UUID] = field(default_factory=frozenset)
    roles: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
