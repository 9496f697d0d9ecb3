"""What a comparison looks at and what a decision says, as frozen values; free of the database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import log2
from typing import Any
from uuid import UUID

from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Role, Sex

# What moves the odds by less than a tenth makes no difference: it speaks neither for one person nor against.
NO_DIFFERENCE = log2(1.1)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one field says: its level with a label in plain words, and for one person how much, in powers of two."""

    field: str
    level: str
    label: str
    weight: float

    @property
    def matters(self) -> bool:
        """Whether it makes a difference."""
        return abs(self.weight) >= NO_DIFFERENCE


@dataclass(frozen=True)
class Weighed:
    """How two records compare, kept with every decision and question: no name, no number and no place stands in it.

    `weights` with the first of them, the prior, sum to `odds` (powers of two for one person against all else);
    `cls` is the kind of pair (the same person, one household, unrelated), `model` the version of the parameters.
    `capped` says in words which keys so many share that they were not followed alone.
    """

    odds: float
    probability: float
    cls: str
    model: str
    weights: tuple[Weight, ...] = ()
    capped: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as a row keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Weighed | None":
        """Return what a row keeps, None where nothing was weighed."""
        if not kept:
            return None
        weights = tuple(Weight(**each) for each in kept["weights"])
        return cls(**{**kept, "weights": weights, "capped": tuple(kept["capped"])})


@dataclass(frozen=True)
class Candidate:
    """A person whom a record may be about, with every record that already resolves to them."""

    person: UUID
    records: tuple[RecordTold, ...]


@dataclass(frozen=True)
class Comparison:
    """A record beside one candidate: the evidence that they are one, and what speaks against it in words.

    `matched` is the record of the candidate by which they are one or come nearest, `weighed` how the two compare. No
    evidence outweighs `vetoes`; `differences` may be slips; `doubts` do not contradict, but say why the two could as well
    be two people of one household.
    """

    person: UUID
    basis: Basis | None
    matched: UUID
    vetoes: tuple[str, ...]
    differences: tuple[str, ...]
    doubts: tuple[str, ...]
    weighed: Weighed

    @property
    def against(self) -> tuple[str, ...]:
        """All that speaks against it."""
        return tuple(sorted({*self.vetoes, *self.differences})) + self.doubts


@dataclass(frozen=True)
class Decision:
    """Whom a record is about: `person` is None for somebody new, and `because` then says what was found and not used.

    `weighed` is how it compares with the record it was matched with, or with the nearest one where it stays alone.
    """

    record: UUID
    person: UUID | None
    basis: Basis
    matched: UUID | None = None
    score: float = 0.0
    because: str = ""
    weighed: Weighed | None = None


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
    weighed: Weighed | None = None


@dataclass(frozen=True)
class Apart:
    """What tells a record apart: those told beside it, as its relatives, or found by a reviewer to be different people.

    `roles` are of all compared. `relatives` holds for each record compared the words for its relatives: `person:<id>` and `name:<key>`.
    """

    beside: frozenset[UUID] = field(default_factory=frozenset)
    related: frozenset[UUID] = field(default_factory=frozenset)
    different: frozenset[UUID] = field(default_factory=frozenset)
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
