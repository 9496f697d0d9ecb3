"""Let those who work with a child open its family while it is on the list, and close it to those who no longer do."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wholepicture.registers.access import actions as access
from wholepicture.registers.access.models import Grant
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.audit.terms import Actor

WORKS_WITH_THE_CHILD = "works with the child"


def open_to(family: UUID, teams: Collection[UUID], *, is_undecided: bool, by: Actor, now: datetime) -> None:
    """Let these teams open a family because they work with a child of it, and no others.

    Once it is decided about (`is_undecided` False) nobody is let in anew, and nothing that is to end is prolonged.
    """
    current = Grant.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now),
        subject_kind=Subject.FAMILY,
        subject=family,
        reason=WORKS_WITH_THE_CHILD,
    )
    ends = dict(current.values_list("team_id", "until_at"))
    if ends.keys() - set(teams):
        access.end_grant(subject_kind=Subject.FAMILY, subject=family, reason=WORKS_WITH_THE_CHILD, by=by, now=now)
    for team in Team.objects.filter(id__in=teams).order_by("id"):
        until = None if is_undecided else ends.get(team.id, now)
        if until is None or until > now:
            access.grant(
                team=team,
                subject_kind=Subject.FAMILY,
                subject=family,
                reason=WORKS_WITH_THE_CHILD,
                until=until,
                by=by,
                now=now,
            )
