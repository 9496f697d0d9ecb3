"""What the placing of families looks at, as frozen values; free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from wholepicture.pathway.families.terms import Concern, Contact, Part, Reason
from wholepicture.registers.people.facts import Relation


@dataclass(frozen=True)
class Around:
    """Children, possible siblings of theirs, and the adults about them, as known on one day.

    `homes` are keys of places, current ones only; `relations` the current ones; `involved` the adults who were in an
    incident with a child; `mothers` the adults recorded as female.
    """

    children: frozenset[UUID]
    unborn: frozenset[UUID] = frozenset()
    mothers: frozenset[UUID] = frozenset()
    homes: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    residents: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    involved: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Children who belong together, and the adults counted in with why."""

    children: frozenset[UUID]
    adults: Mapping[UUID, Reason]


@dataclass(frozen=True)
class Standing:
    """A family as it stands: when it was made and which children it has now.

    `own` are those of them who never stood in another family, neither before this one nor apart from it in between.
    """

    family: UUID
    created_at: datetime
    children: frozenset[UUID]
    own: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a family now."""

    person: UUID
    part: Part
    reason: Reason


@dataclass(frozen=True)
class Party:
    """An adult of an incident for the question which children it concerns: their children, and whom they live with."""

    person: UUID
    children: frozenset[UUID]
    unborn: frozenset[UUID]
    lives_with: frozenset[UUID]


@dataclass(frozen=True)
class ConcernedChild:
    """A child whom an incident concerns, why, and their family (None until placed)."""

    person: UUID
    why: Concern
    family: UUID | None = None


@dataclass(frozen=True)
class Stay:
    """Somebody's home, by the key of its place, from one day until another; `until_date` is the first day not there."""

    person: UUID
    place: str
    from_date: date | None = None
    until_date: date | None = None


class SomebodysRecord(Protocol):
    """An agency's record of somebody, by its id, and the person it resolves to (None until linked)."""

    @property
    def id(self) -> UUID:
        """The record."""
        ...

    @property
    def person_id(self) -> UUID | None:
        """The person."""
        ...


@dataclass(frozen=True, kw_only=True)
class ArrangementTold:
    """Contact between a child and an adult as one agency learnt it, by day and overnight.

    `day_words` and `overnight_words` are the condition, or the arrangement as told; `supported_by_words` says who
    supports it where that is nobody known here ("not said" is an answer). `source` says from whom the agency has it,
    `from_date` since when it holds (None: not told).
    """

    adult: SomebodysRecord
    day: Contact = Contact.NOT_ASKED
    day_words: str = ""
    overnight: Contact = Contact.NOT_ASKED
    overnight_words: str = ""
    supported_by: SomebodysRecord | None = None
    supported_by_words: str = ""
    source: str = ""
    from_date: date | None = None


@dataclass(frozen=True)
class ArrangementFacts:
    """What one agency told at one time of contact between a child and an adult, as the persons they now resolve to.

    `supported_by` is None where the supporter is no known person; then `supported_by_words` says who, as far as told.
    """

    id: UUID
    child: UUID
    adult: UUID
    day: Contact
    overnight: Contact
    day_words: str
    overnight_words: str
    supported_by: UUID | None
    supported_by_words: str
    source: str
    from_date: date | None
    told_by: UUID
    told_at: datetime
