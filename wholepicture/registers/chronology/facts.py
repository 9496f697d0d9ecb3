"""One entry of the line, as steps write it and as readers get it; and the happenings that readers make of many."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.registers.chronology.terms import EntryKind


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one agency knows (or was deliberately not told) about one person's record, since when and from which cause.

    `cause` is what made it known (an incident, a notice), `source` the row that wrote it. `happened_at` is None when
    not known. `function` is the function told, or empty for the agency as a whole.
    """

    record: UUID
    kind: EntryKind
    agency: UUID
    happened_at: datetime | None
    known_at: datetime
    cause: UUID
    source: UUID
    words: str = ""
    function: str = ""


@dataclass(frozen=True)
class Reach:
    """Which entries belong to a family: those about a child; about an adult of this family alone; and these causes.

    An adult's record may hold what is another family's matter, so an incident or a concern that is only on `adults`
    counts where it is among `causes`, and what is on `shared` (adults of several families, or of one only by an
    incident) where it happened together with something of this family (design promise 1).
    """

    children: frozenset[UUID]
    adults: frozenset[UUID] = frozenset()
    shared: frozenset[UUID] = frozenset()
    causes: frozenset[UUID] = frozenset()

    @property
    def records(self) -> frozenset[UUID]:
        """Every record in reach."""
        return self.children | self.adults | self.shared


@dataclass(frozen=True)
class Wanted:
    """Which happenings a reader asks for; what is left out narrows nothing.

    `agency` and `kinds` hold of one and the same entry of a happening. `since` is the first instant and `until` the
    first one after. `known_before` and `known_to` hide every entry that is known later or to somebody else, as if it
    were not there; `unknown_to` asks for what that agency did not know by `known_before`.
    """

    agency: UUID | None = None
    kinds: frozenset[EntryKind] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    known_before: datetime | None = None
    known_to: UUID | None = None
    unknown_to: UUID | None = None


@dataclass(frozen=True, order=True)
class Key:
    """Where a happening stands in the line: when it happened (or, where that is not known, became known), then its id."""

    at: datetime
    id: UUID


@dataclass(frozen=True)
class Happening:
    """One thing that happened, whoever told it and however many were told; its entries in the order they became known.

    `corrections` say which of them were told in error: the `cause` of each is the `source` of what it corrects.
    """

    key: Key
    lines: tuple[Line, ...]
    corrections: tuple[Line, ...] = ()


@dataclass(frozen=True)
class HappeningsPage:
    """A page of a family's line, the latest first; the keys lead to the pages beside it, None where there is none."""

    happenings: tuple[Happening, ...] = field(default=())
    newer: Key | None = None
    older: Key | None = None
