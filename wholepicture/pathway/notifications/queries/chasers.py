"""A manager's, lead's or partnership's one daily list of what climbed to them and is not answered (design promise 14)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.queries import who
from wholepicture.pathway.notifications.terms import LADDER, State, StepKind
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.terms import NoticeKind


@dataclass(frozen=True)
class Chaser:
    """One notice that climbed to somebody: whose it is and since when, nothing of what it says or of whom.

    `is_new` when it climbed to them on this London day. `may_open`: its item is open to one of their teams; what climbed
    while it was held for release is not.
    """

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
    is_new: bool
    may_open: bool


def chased_today(actor: Actor, now: datetime) -> tuple[Chaser, ...]:
    """What the actor was reminded or told of and is still not done, longest overdue first: one list, read once a day."""
    if actor.worker is None:
        return ()
    steps = Step.objects.filter(to_id=actor.worker, kind__in=LADDER, at__lte=now).order_by("number")
    told = {step.notice_id: step for step in steps}
    rows = Notice.objects.filter(id__in=told, next_at__isnull=False)
    rows = rows.select_related("team__agency", "owner__team__agency").order_by("due_at", "id")
    shown = who.visible_to(actor.worker, rows, now)
    opened = access.granted_among(Subject.NOTICE, [row.id for row in shown], actor.teams, now)
    return tuple(_chaser(row, told[row.id], row.id in opened, now) for row in shown)


def _chaser(row: Notice, step: Step, is_granted: bool, now: datetime) -> Chaser:
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
        due=_due(row),
        rung=StepKind(step.kind),
        told_at=step.at,
        is_new=london_day(step.at) == london_day(now),
        may_open=is_granted and owner is None,
    )


def _due(row: Notice) -> datetime:
    """The deadline that people know, not the one brought forward by an empty rung or by declining."""
    deadlines = {State.HELD: row.release_by, State.WITHHELD: row.review_at}
    return deadlines.get(State(row.state)) or row.reply_by
