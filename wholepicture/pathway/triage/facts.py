"""What listing looks at and what it makes: frozen, and free of the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.registers.protocol.terms import Lane


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
    anybody but that person, nor says how the incident's people are connected.
    """

    family: UUID
    linked: bool
    lane: Lane
    lane_because: str
    because: str


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
