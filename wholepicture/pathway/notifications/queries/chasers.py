"""A manager's, lead's or partnership's one daily list of what they were told had not been answered (design promise 14)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.queries import who
from wholepicture.pathway.notifications.terms import LADDER, State, StepKind
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.terms import NoticeKind


@dataclass(frozen=True)
class Chaser:
    """One notice that somebody was told today is late: whose it is and since when, nothing of what it says or of whom."""

    notice: UUID
    item: UUID
    team: str
    agency: str
    function: str
    kind: NoticeKind
    state: State
    due: datetime
    rung: StepKind
    told_at: datetime


def chased_today(actor: Actor, now: datetime) -> tuple[Chaser, ...]:
    """What the actor was reminded or told of on this London day and is still not done, longest overdue first."""
    if actor.worker is None:
        return ()
    day = london_day(now)
    since = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=1)
    steps = Step.objects.filter(to_id=actor.worker, kind__in=LADDER, at__gte=since, at__lte=now).order_by("at")
    told = {step.notice_id: step for step in steps if london_day(step.at) == day}
    rows = Notice.objects.filter(id__in=told).select_related("team__agency", "owner__team__agency")
    running = [row for row in rows if rules.is_running(NoticeKind(row.kind), State(row.state))]
    found = [_chaser(row, told[row.id]) for row in who.visible_to(actor.worker, running, now)]
    return tuple(sorted(found, key=lambda chaser: chaser.due))


def _chaser(row: Notice, step: Step) -> Chaser:
    owner = row.owner if row.state in (State.HELD, State.WITHHELD) else None
    post_team, function = (owner.team, owner.function) if owner else (row.team, row.function)
    return Chaser(
        notice=row.id,
        item=row.item_id,
        team=post_team.name,
        agency=post_team.agency.name,
        function=Function(function).label,
        kind=NoticeKind(row.kind),
        state=State(row.state),
        due=row.due_at,
        rung=StepKind(step.kind),
        told_at=step.at,
    )
