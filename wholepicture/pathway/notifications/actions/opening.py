"""Who may open a notice: the team that is told, the owner that decides, and each person whom it climbed to.

The grant is written in the transaction that tells, and opens this notice only (design "Who may see").
"""

from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.audit.terms import Actor


def to_team(notice: Notice, team: Team, reason: str, *, by: Actor, now: datetime) -> None:
    """Let a team open this notice: this one and nothing else of the family."""
    access.grant(team=team, subject_kind=Subject.NOTICE, subject=notice.id, reason=reason, by=by, now=now)


def to_person(notice: Notice, worker: UUID | None, *, by: Actor, now: datetime) -> None:
    """Let a manager or lead whom a notice climbed to open it too.

    Grants are held by teams; that of theirs only this person uses, because permissions ask who was told.
    """
    if worker is None:
        return
    own = agencies.worker_teams(worker, london_day(now)) - {notice.team_id}
    for team in Team.objects.filter(id__in=own):
        to_team(notice, team, "climbed", by=by, now=now)
