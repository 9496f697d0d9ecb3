"""Let a decision stand: replace what stood, ask its recipients, tell whoever was asked, close what it decided about.

All of it in the caller's transaction, so that a decision is never recorded and untold (review 2.6; design promise 4).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from wholepicture.pathway.families.models import Family
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.triage import queries, states
from wholepicture.pathway.triage.actions import announce, granting, listing, proposing, wanting
from wholepicture.pathway.triage.models import Decision, DecisionFor, Listing
from wholepicture.pathway.triage.models.listing import OPEN
from wholepicture.pathway.triage.queries.situation import Situation
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind

REPLACED = "A later decision was made about this child."
DECIDED = "The family was decided about."
MERGED = (
    "This family and another turned out to be one. Open it again from the list: what waits stands there, and so do you."
)


def hold(family: UUID) -> None:
    """Let one decide about a family at a time. Raises wanting.FamilyMerged where it has become another."""
    row = Family.objects.select_for_update(no_key=True).get(id=family)
    if row.merged_into_id is not None:
        raise wanting.FamilyMerged(MERGED)


def stand(
    rows: Sequence[Decision], found: Situation, *, by: Actor, now: datetime, refer_to: Post | None = None
) -> None:
    """Let the decisions of one batch stand from now on, and do everything that follows from it.

    `refer_to`: they stand in the interim without children's social care, and this post gets them as a referral.
    """
    replaced = _replace(rows, found, now)
    for row in rows:
        row.state = states.change(DecisionState.PROPOSED, DecisionState.STANDING).end
        row.mode, row.stands_at = Mode.INTERIM if refer_to else row.mode, now
        row.save(update_fields=["state", "mode", "stands_at", "agree_by", "replaces"])
    proposing.end_asking(rows[0].batch, DECIDED, by=by, now=now)
    # The referral first: where the same post is a recipient too, it reads both in one.
    told = announce.refer(rows, refer_to, found, by=by, now=now) if refer_to else set()
    told |= announce.ask_recipients(rows, found, by=by, now=now)
    announce.inform(rows, found, replaced, told, by=by, now=now)
    chronology.add_many(lines=[_line(row, now) for row in rows], by=by, now=now)
    _close(rows, found, by=by, now=now)
    for row in rows:
        about = [f"decision:{row.id}", f"family:{row.family_id}", f"record:{row.child_id}"]
        detail = {"outcome": row.outcome, "level": row.level, "mode": str(row.mode), "protocol": row.protocol}
        audit.record(event=Event.TRIAGE_DECIDED, by=by, now=now, about=about, detail=detail)


def _replace(rows: Sequence[Decision], found: Situation, now: datetime) -> list[Decision]:
    """What stood about these children stays readable and no longer stands."""
    gone = []
    for row in rows:
        old = found.standing.get(row.child.person_id) if row.child.person_id else None
        if old is not None:
            row.replaces = old
            old.state = states.change(DecisionState.STANDING, DecisionState.REPLACED).end
            old.ended_at, old.ended_because = now, REPLACED
            old.save(update_fields=["state", "ended_at", "ended_because"])
            gone.append(old)
    return gone


def _line(row: Decision, now: datetime) -> Line:
    return Line(
        record=row.child_id,
        kind=EntryKind.DECISION,
        agency=row.agency_id,
        happened_at=now,
        known_at=now,
        cause=row.id,
        source=row.id,
        words=row.label,
    )


def _close(rows: Sequence[Decision], found: Situation, *, by: Actor, now: datetime) -> None:
    """Take off the list what every child was decided about, and end the alarms and grants that rested on it."""
    about = DecisionFor.objects.filter(decision__in=[row.id for row in rows]).values("listing_id")
    waiting = list(Listing.objects.filter(OPEN, id__in=about).select_related("incident"))
    decided = queries.decided_children([one.id for one in waiting])
    done = [one.id for one in waiting if not queries.undecided_children(one, found.pattern, decided[one.id])]
    Listing.objects.filter(id__in=done).update(decided_at=now, mode=rows[0].mode)
    notifications.settle(notices=queries.alarms_over([found.family]), because=DECIDED, by=by, now=now)
    if not Listing.objects.filter(OPEN, family_id=found.family).exists():
        until = now + timedelta(days=found.parameters.revisit_days)
        for reason in (listing.GRANTED_FOR, granting.WORKS_WITH_THE_CHILD):
            access.end_grant(
                subject_kind=Subject.FAMILY, subject=found.family, reason=reason, by=by, now=now, until=until
            )
