"""Release or withhold what was held: a named specialist's reasoned decision, on a clock, with another function told.

The recipient's team can open nothing before it is released (design promises 4 and 13; review 2.2, 2.14).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres import wake
from wholepicture.pathway.notifications import permissions, states
from wholepicture.pathway.notifications.actions import opening, sending, steps
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.queries import who
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.terms import Seen
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind

LEAST_WORDS = 3


class ReasonNeeded(Exception):
    """A decision against telling somebody says why."""


@transaction.atomic
def open_held(*, notice: UUID, by: Actor, now: datetime) -> Seen:
    """Open a held notice to decide on it; the look is recorded. Raises access.actions.NotAllowed, NotPermitted."""
    row = Notice.objects.select_related("owner__team").get(id=notice)
    permissions.check_can_decide_release(by, row, who.conflicted_with(row, now))
    return _open(row, by=by, now=now)


@transaction.atomic
def release(*, notice: UUID, by: Actor, now: datetime) -> Notice:
    """Release a held or withheld notice: it is queued with the whole of its time before it, and the recipient may open it.

    Raises NotPermitted, and IllegalChange when it was released or taken back already.
    """
    row = steps.lock(notice)
    permissions.check_can_decide_release(by, row, who.conflicted_with(row, now))
    allowance = row.reply_by - row.created_at
    words = "Released to be delivered"
    step = steps.enter(
        row,
        State.QUEUED,
        by=by,
        now=now,
        start=State(row.state),
        to=by.worker,
        to_words=by.name,
        words=words,
        carry=True,
    )
    row.reply_by, row.review_at = now + allowance, None
    row.item = sending.item_for(team=row.team_id, family=row.item.family, now=now)
    sending.queue(row, now)
    opening.to_team(row, row.team, "told", by=by, now=now)
    row.save()
    _audit(row, step, by=by, now=now)
    return row


@transaction.atomic
def withhold(*, notice: UUID, reason: str, tell_post: UUID | None = None, by: Actor, now: datetime) -> Notice:
    """Withhold a held notice, or keep one withheld after a review: with a reason, a review clock, and another function told.

    `tell_post` is the post that is told of the decision; without it the other release owner, else First Response. Returns
    the withheld notice. Raises NotPermitted, ReasonNeeded, IllegalChange.
    """
    row = steps.lock(notice)
    permissions.check_can_decide_release(by, row, who.conflicted_with(row, now))
    if len(reason.split()) < LEAST_WORDS:
        raise ReasonNeeded("Reason: say in a few words why this service is not to be told.")
    step = steps.enter(
        row,
        State.WITHHELD,
        by=by,
        now=now,
        start=State(row.state),
        to=by.worker,
        to_words=by.name,
        words=reason.strip(),
    )
    hours = protocol.current(now).parameters.withheld_review_hours
    row.review_at = now + timedelta(hours=hours)
    row.deliver_at = None
    steps.start_clock(row, row.review_at, now)
    row.save()
    _audit(row, step, by=by, now=now)
    steps.tell_chronology(row, EntryKind.WITHHELD, by=by, now=now, words=reason.strip())
    sending.send(told=_decision(row, step, _other_post(row, tell_post, now), by, now), by=by, now=now)
    wake.notify(connection.cursor(), sending.CHANNEL)
    return row


def _open(row: Notice, *, by: Actor, now: datetime) -> Seen:
    parties = who.persons_of(row)
    return access.open_notice(notice=row.id, item_parties=parties, by=by, why="decides on the release", now=now)


def _decision(row: Notice, step: Step, post: Post, by: Actor, now: datetime) -> NoticeTold:
    """What the other function is told: who decided what and why, and nothing of the withheld notice itself."""
    owner, kept_from = who.post_in_words(row.owner or row.post), Function(row.function).label
    hours = protocol.current(now).parameters.release_hours[Lane(row.lane)]
    return NoticeTold(
        cause=step.id,
        cause_kind="withheld",
        row=row.row,
        protocol=row.protocol,
        function=post.function,
        post=post.id,
        about=row.about_id,
        kind=NoticeKind.INFORM,
        lane=row.lane,
        title="A notice was withheld",
        text=f"{by.name} ({owner}) decided that this function is not told: {kept_from}. The reason given: {step.words}",
        because=f"{kept_from} would have been told; a decision not to tell is made known to another function.",
        family=row.item.family,
        reply_by=now + timedelta(hours=hours),
        parties=tuple(UUID(person) for person in row.parties),
        never_to=tuple(row.never_to),
        happened_at=row.happened_at,
    )


def _other_post(row: Notice, tell_post: UUID | None, now: datetime) -> Post:
    """The post that is told of a decision to withhold: neither the owner's team nor the one kept from knowing."""
    barred = {row.team_id, row.owner.team_id if row.owner else None}
    if tell_post is not None:
        post = Post.objects.select_related("team").get(id=tell_post)
        if post.team_id in barred:
            raise ReasonNeeded("Told of the decision: name another team than the owner's and the one not told.")
        return post
    functions = [*protocol.current(now).parameters.release_owners, Function.FIRST_RESPONSE]
    for function in functions:
        for post in agencies.posts(function, london_day(now)):
            if post.team_id not in barred:
                return post
    raise ReasonNeeded("Told of the decision: no other function is there to be told. Name a post that is.")


def _audit(row: Notice, step: Step, *, by: Actor, now: datetime) -> None:
    about = [f"notice:{row.id}", f"cause:{row.cause}"]
    event = states.event_of(StepKind(step.kind))
    audit.record(event=event, by=by, now=now, about=about, detail={"step": str(step.id)})
