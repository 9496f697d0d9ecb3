"""What the owner of held notices sees: the queue of decisions with their clocks, and one held notice (design promise 13)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.queries import past, who
from wholepicture.pathway.notifications.queries.past import Happened
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol.terms import Lane, NoticeKind

UNDECIDED = (State.HELD, State.WITHHELD)


@dataclass(frozen=True)
class HeldLine:
    """One decision that waits: for which function and team, about which record, and by when."""

    notice: UUID
    function: str
    team: str
    about: UUID
    lane: Lane
    state: State
    since: datetime
    due: datetime


@dataclass(frozen=True)
class HeldPicture:
    """A held notice as the specialist reads it before deciding: exactly what the recipient would read, and why it is held."""

    notice: UUID
    function: str
    team: str
    agency: str
    about: UUID
    about_name: str
    kind: NoticeKind
    lane: Lane
    title: str
    text: str
    because: str
    never_to: tuple[str, ...]
    state: State
    owner: str
    created_at: datetime
    happened_at: datetime | None
    due: datetime
    history: tuple[Happened, ...]


def release_queue(actor: Actor, now: datetime) -> tuple[HeldLine, ...]:
    """What the actor's teams have to release or withhold, soonest first; without what concerns the actor's own family."""
    if Permission.RELEASE_NOTICES not in actor.permissions:
        return ()
    rows = Notice.objects.filter(owner__team_id__in=actor.teams, state__in=UNDECIDED).select_related("team")
    visible = who.visible_to(actor.worker, rows.order_by("due_at", "id"), now)
    return tuple(
        HeldLine(
            notice=row.id,
            function=Function(row.function).label,
            team=row.team.name,
            about=row.about_id,
            lane=Lane(row.lane),
            state=State(row.state),
            since=row.clock_from,
            due=_due(row),
        )
        for row in visible
    )


def held_picture(notice: UUID, seen: Seen) -> HeldPicture:
    """A held notice whole, with the proof that actions.open_held gave. Raises ValueError for another notice's proof."""
    if seen.subject != notice:
        raise ValueError("This proof is of another notice: open this one first.")
    row = Notice.objects.select_related("team__agency", "owner__team").get(id=notice)
    return HeldPicture(
        notice=row.id,
        function=Function(row.function).label,
        team=row.team.name,
        agency=row.team.agency.name,
        about=row.about_id,
        about_name=people.name_of(row.about_id, seen=seen),
        kind=NoticeKind(row.kind),
        lane=Lane(row.lane),
        title=row.title,
        text=row.text,
        because=row.because,
        never_to=tuple(row.never_to),
        state=State(row.state),
        owner=who.post_in_words(row.owner or row.post),
        created_at=row.created_at,
        happened_at=row.happened_at,
        due=_due(row),
        history=past.history(row.id),
    )


def _due(row: Notice) -> datetime:
    due = row.review_at if row.state == State.WITHHELD else row.release_by
    return due or row.reply_by
