"""What a page or a step may know of the directory, as frozen pictures."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.agencies.terms import Function


@dataclass(frozen=True)
class Roster:
    """Who answers for a post on one day, rung by rung; only those employed that day. `absent` are the ids of who is away."""

    primary: Worker | None = None
    covers: tuple[Worker, ...] = ()
    manager: Worker | None = None
    lead: Worker | None = None
    partnership: Worker | None = None
    absent: frozenset[UUID] = frozenset()

    def present(self) -> tuple[Worker, ...]:
        """Those of the named person and the covers who are there today, in the order in which they are told."""
        named = (self.primary,) if self.primary is not None else ()
        return tuple(worker for worker in (*named, *self.covers) if worker.id not in self.absent)


@dataclass(frozen=True)
class WorkerPicture:
    """A worker as the directory shows them; `away_until` is the first day back, None for who is there today."""

    id: UUID
    name: str
    job_title: str
    away_until: date | None = None


@dataclass(frozen=True)
class PostPicture:
    """A function with its inbox and who answers for it today; `warning` is a sentence, empty when somebody does."""

    id: UUID
    function: Function
    inbox: str
    primary: WorkerPicture | None
    covers: tuple[WorkerPicture, ...]
    warning: str


@dataclass(frozen=True)
class TeamPicture:
    """A team with its hours (see Team.hours), manager and posts."""

    id: UUID
    name: str
    hours: dict[str, list[str]]
    manager: WorkerPicture | None
    posts: tuple[PostPicture, ...]


@dataclass(frozen=True)
class AgencyPicture:
    """An agency with its lead, its teams and everybody who works there today."""

    id: UUID
    slug: str
    name: str
    kind: str
    kind_label: str
    lead: WorkerPicture | None
    teams: tuple[TeamPicture, ...]
    workers: tuple[WorkerPicture, ...]


@dataclass(frozen=True)
class Directory:
    """The page agencies and cover on one day."""

    on: date
    agencies: tuple[AgencyPicture, ...] = field(default_factory=tuple)

    def warnings(self) -> tuple[str, ...]:
        """Every post that nobody answers for today, as sentences."""
        return tuple(
            f"{agency.name}, {team.name}: {post.warning}"
            for agency in self.agencies
            for team in agency.teams
            for post in team.posts
            if post.warning
        )
