"""How a notice moves: one change of state or one step at a time, each written down and never changed afterwards."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.notifications import rules, states
from wholepicture.pathway.notifications.facts import Ladder
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.queries import who
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Route
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.protocol.terms import NoticeKind


def locked(notices: Sequence[UUID]) -> list[Notice]:
    """These notices with what every action needs, locked until the transaction ends, always in the same order."""
    rows = Notice.objects.select_for_update(of=("self",)).filter(id__in=list(notices)).order_by("id")
    return list(rows.select_related("item", "team__agency", "post__team", "owner__team"))


def lock(notice: UUID) -> Notice:
    """One notice, locked; raises Notice.DoesNotExist."""
    rows = Notice.objects.select_for_update(of=("self",))
    return rows.select_related("item", "team__agency", "post__team", "owner__team").get(id=notice)


def enter(
    notice: Notice,
    end: State,
    *,
    by: Actor,
    now: datetime,
    start: State | None,
    to: UUID | None = None,
    to_words: str = "",
    words: str = "",
    carry: bool = False,
) -> Step:
    """Take a notice to another state and leave the step; raises IllegalChange where the table has no such change."""
    change = states.change(start, end)
    notice.state = end
    return add(notice, change.step, by=by, now=now, to=to, to_words=to_words, words=words, carry=carry)


def add(
    notice: Notice,
    kind: StepKind,
    *,
    by: Actor,
    now: datetime,
    to: UUID | None = None,
    to_words: str = "",
    words: str = "",
    carry: bool = False,
) -> Step:
    """Write the next numbered step of a locked notice."""
    return Step.objects.create(
        notice=notice,
        kind=kind,
        at=now,
        by=by.id,
        to_id=to,
        to_words=to_words,
        words=words,
        carry=carry,
        number=notice.steps.count() + 1,
    )


def start_clock(notice: Notice, due_at: datetime, now: datetime) -> None:
    """Begin a clock of its own for a state, from the lowest rung."""
    notice.clock_from, notice.due_at, notice.rung = now, due_at, 0
    set_next(notice, now)


def set_next(notice: Notice, now: datetime) -> None:
    """Work out when the next rung is due, or that the clock has stopped."""
    kind, state = NoticeKind(notice.kind), State(notice.state)
    notice.next_at = rules.next_at(kind, state, notice.rung, ladder_of(notice, now))


def ladder_of(notice: Notice, now: datetime) -> Ladder:
    """The clock that runs for a notice, with the times of its lane in the protocol in force."""
    return Ladder(notice.clock_from, notice.due_at, who.times(notice.lane, now))


def chased_post(notice: Notice) -> Post:
    """Whose roster is climbed: the owner's until the notice is released, then the recipient's."""
    if notice.state in (State.HELD, State.WITHHELD) and notice.owner is not None:
        return notice.owner
    return notice.post


def is_carried(post: Post) -> bool:
    """Whether reminders of this post go by a carrier too, besides standing on its pages here."""
    return post.route != Route.INBOX


def tell_chronology(notice: Notice, kind: EntryKind, *, by: Actor, now: datetime, words: str) -> None:
    """Write in the line of this person's life what the recipient's agency knows, or was kept from, since now."""
    line = Line(
        record=notice.about_id,
        kind=kind,
        agency=notice.team.agency_id,
        function=notice.function,
        happened_at=notice.happened_at,
        known_at=now,
        cause=notice.cause,
        source=notice.id,
        words=words,
    )
    chronology.add_many(lines=[line], by=by, now=now)
