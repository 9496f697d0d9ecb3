"""What followed from each link that was undone: who was told of the wrong person, and who looked while it stood.

It names teams and times, never whom the link was about: so it can be read by whoever answers for the links.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import Undoing
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.audit.models import Look

CORRECTION_ROW = "correction"


@dataclass(frozen=True)
class ToldInError:
    """A team that was told of the wrong person: when it first arrived, and where the correction is."""

    team: str
    notice: UUID
    told_at: datetime | None
    correction: UUID
    corrected_at: datetime
    state: State


@dataclass(frozen=True)
class LookedMeanwhile:
    """How many of a team opened a family of these people while they were taken for one."""

    team: str
    people: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Exposure:
    """One false link with all that it showed: `told` was corrected, `looked` cannot be, and is for people to follow up."""

    link: UUID
    made_at: datetime
    undone_at: datetime
    by_machine: bool
    told: tuple[ToldInError, ...]
    looked: tuple[LookedMeanwhile, ...]


def exposures(limit: int, closed: Collection[UUID] = ()) -> list[Exposure]:
    """Return what the latest links that were undone had shown to whom, the last undone first, without `closed` persons."""
    return [
        Exposure(one.link, one.made_at, one.undone_at, one.by_machine, _told(one), _looked(one))
        for one in linkage.undoings(limit, closed)
    ]


def _told(undoing: Undoing) -> tuple[ToldInError, ...]:
    rows = Notice.objects.filter(row=CORRECTION_ROW, created_at__gte=undoing.undone_at).exclude(state=State.SUPERSEDED)
    concerned = Q()
    for person in undoing.persons:
        concerned |= Q(parties__contains=[str(person)])
    sent = list(rows.filter(concerned).select_related("team").order_by("created_at", "id"))
    causes = [notice.cause for notice in sent]
    arrived = Step.objects.filter(notice__in=causes, kind=StepKind.DELIVERED).values("notice_id")
    told_at = {row["notice_id"]: row["first"] for row in arrived.annotate(first=Min("at"))}
    return tuple(
        ToldInError(
            notice.team.name, notice.cause, told_at.get(notice.cause), notice.id, notice.created_at, State(notice.state)
        )
        for notice in sent
    )


def _looked(undoing: Undoing) -> tuple[LookedMeanwhile, ...]:
    """Who opened a family that one of them was in at that time; the look itself stands in the audit."""
    in_it = Q(until_at__isnull=True) | Q(until_at__gt=undoing.made_at)
    members = Membership.objects.filter(in_it, person__in=undoing.persons, from_at__lt=undoing.undone_at)
    looks = Look.objects.filter(
        subject_kind=Subject.FAMILY.value,
        subject__in=members.values("family_id"),
        at__gte=undoing.made_at,
        at__lt=undoing.undone_at,
        team__isnull=False,
    )
    rows = looks.values("team").annotate(people=Count("user", distinct=True), first=Min("at"), last=Max("at"))
    names = {team.id: team.name for team in Team.objects.filter(id__in=looks.values("team"))}
    found = [
        LookedMeanwhile(names[row["team"]], row["people"], row["first"], row["last"]) for row in rows if row["team"]
    ]
    return tuple(sorted(found, key=lambda one: (one.first_at, one.team)))
