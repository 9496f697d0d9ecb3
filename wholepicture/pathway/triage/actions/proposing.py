"""Propose a decision that others have to agree to: ask them, let them open the family, and end it when it is over.

Nobody ends a child's matter alone (review 5.2, leadership and governance 3; ADR 22).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import Form
from wholepicture.pathway.triage import queries, states
from wholepicture.pathway.triage.actions import announce
from wholepicture.pathway.triage.facts import Needed
from wholepicture.pathway.triage.models import Decision
from wholepicture.pathway.triage.queries.situation import Situation
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.access import actions as access
from wholepicture.registers.access import queries as grants
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

GRANTED_FOR = "asked to agree to a decision"
OVERTAKEN = "Another decision was made, or proposed, before this one was agreed to."


def propose(rows: Sequence[Decision], found: Situation, needed: Needed, *, by: Actor, now: datetime) -> None:
    """Ask whoever has to agree, until the time by which they have to, and let them open the family until then."""
    posts = queries.to_agree(needed, rows, found, now)
    _let_in(posts, rows[0], by=by, now=now)
    announce.ask_to_agree(rows, found, needed, posts, by=by, now=now)
    detail = {"outcome": rows[0].outcome, "mode": str(rows[0].mode), "asked": [str(post.id) for post in posts]}
    audit.record(event=Event.DECISION_PROPOSED, by=by, now=now, about=about(rows), detail=detail)


def replace(found: Situation, children: Collection[UUID], *, by: Actor, now: datetime) -> None:
    """End what was proposed about these children and waits still: another decision is made instead."""
    waiting = Decision.objects.filter(family_id__in=found.every, state=DecisionState.PROPOSED).select_related("child")
    gone = [row for row in waiting if row.child.person_id in set(children)]
    for batch in {row.batch for row in gone}:
        end([row for row in gone if row.batch == batch], DecisionState.REPLACED, OVERTAKEN, by=by, now=now)


def end(rows: Sequence[Decision], state: DecisionState, because: str, *, by: Actor, now: datetime) -> None:
    """Let a proposal be over without standing; the family stays listed. Whoever was asked is asked no more."""
    for row in rows:
        change = states.change(DecisionState(row.state), state)
        row.state, row.ended_at, row.ended_because = change.end, now, because
        row.save(update_fields=["state", "ended_at", "ended_because"])
    if not queries.proposed(rows[0].batch):
        end_asking(rows[0].batch, because, by=by, now=now)
    audit.record(event=change.event, by=by, now=now, about=about(rows), detail={"state": state.value})


def end_asking(batch: UUID, because: str, *, by: Actor, now: datetime) -> None:
    """End the notices by which others were asked to agree: what they were asked is settled."""
    notifications.settle(notices=asking(batch), because=because, by=by, now=now)


def asking(batch: UUID) -> list[UUID]:
    """Return the notices by which others were asked to agree to a batch."""
    asked = Notice.objects.filter(cause=batch, answered_on=Form.AGREEMENT)
    return list(asked.order_by("id").values_list("id", flat=True))


def about(rows: Sequence[Decision]) -> list[str]:
    """Return what the audit says a batch is about."""
    return [f"batch:{rows[0].batch}", f"family:{rows[0].family_id}", *(f"decision:{row.id}" for row in rows)]


def _let_in(posts: Sequence[Post], row: Decision, *, by: Actor, now: datetime) -> None:
    """Whoever is asked to agree can open the family: until the proposal is over, where they could not before."""
    may_open = grants.teams_granted(Subject.FAMILY, row.family_id, now)
    for post in posts:
        if post.team_id not in may_open:
            access.grant(
                team=post.team,
                subject_kind=Subject.FAMILY,
                subject=row.family_id,
                reason=GRANTED_FOR,
                by=by,
                now=now,
                until=row.agree_by,
            )
