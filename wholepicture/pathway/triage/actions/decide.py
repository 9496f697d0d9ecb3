"""Decide about children of a family: an outcome of the list, reasons, named recipients, and the notices in one transaction.

What others have to agree to is proposed and waits for them. Deciding again replaces, and the old decision stays
readable (review 2.4, 2.6; design promise 3; ADR 22).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from wholepicture.pathway.triage import permissions, queries, rules
from wholepicture.pathway.triage.actions import proposing, standing, wanting
from wholepicture.pathway.triage.actions.wanting import Wanting
from wholepicture.pathway.triage.facts import DecisionPicture, RecipientWanted, Sitting, Speaker
from wholepicture.pathway.triage.models import Agreement, Considered, Decision, DecisionFor, Recipient
from wholepicture.pathway.triage.queries.situation import Situation
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode, Say
from wholepicture.registers.audit.terms import Actor


class DecidedMeanwhile(rules.DecisionRefused):
    """Somebody else decided, or proposed, since this user began; `decision` is theirs, and nobody's words are lost."""

    def __init__(self, sentence: str, decision: DecisionPicture) -> None:
        """Keep the other's decision, to be shown beside the words."""
        super().__init__(sentence)
        self.decision = decision


@transaction.atomic
def decide(
    *,
    family: UUID,
    children: Sequence[UUID],
    outcome: str,
    level: int | None,
    reasons: str,
    recipients: Sequence[RecipientWanted],
    began_from: UUID | None,
    by: Actor,
    now: datetime,
) -> UUID:
    """Decide about these children (persons), or propose it where others have to agree; returns the batch.

    `outcome` is an id, a label or another name of the partnership's list, `level` counts from 1, `began_from` is
    queries.latest_decision as it was when this user began. Raises permissions.NotAtTheTable, access NotAllowed,
    DecidedMeanwhile, and rules.DecisionRefused with the field to mend.
    """
    standing.hold(family)
    found = queries.situation(family, now)
    worker, agency = permissions.check_can_decide(by=by, family=family, parties=found.parties, now=now)
    latest = queries.latest_decision(family)
    if latest is not None and latest != began_from:
        if same := _sent_twice(latest, children, outcome, level, reasons, by):
            return same
        raise _meanwhile(latest)
    said = wanting.check(
        found, children=children, outcome=outcome, level=level, reasons=reasons, recipients=recipients, now=now
    )
    sitting = queries.open_sitting(now) if permissions.may_chair(by) else None
    speaker = Speaker(worker, agency, queries.seat_of(by, family, now))
    rows = _rows(said, found, speaker, sitting, by, now)
    missing = queries.missing(rows, [speaker], found)
    proposing.replace(found, said.children, by=by, now=now)
    _write(rows, said, found, speaker, by, now)
    if missing.stands:
        for row in rows:
            row.agree_by = None
        standing.stand(rows, found, by=by, now=now)
    else:
        proposing.propose(rows, found, missing, by=by, now=now)
    return rows[0].batch


def _meanwhile(latest: UUID) -> DecidedMeanwhile:
    (other,) = queries.pictures(Decision.objects.filter(id=latest))
    said = "proposed" if other.state is DecisionState.PROPOSED else "decided"
    return DecidedMeanwhile(
        f"{other.by} ({other.agency}) {said} “{other.label}” since you began. Nothing of yours is lost: read theirs, and "
        "decide again if you still see it differently.",
        other,
    )


def _sent_twice(
    latest: UUID, children: Sequence[UUID], outcome: str, level: int | None, reasons: str, by: Actor
) -> UUID | None:
    """The batch of the latest decision where it is the very same of the same user: a form sent twice decides once."""
    batch = queries.batch_of(latest)
    rows = list(Decision.objects.filter(batch=batch).select_related("child"))
    said = {(row.by, row.reasons, row.level, row.child.person_id) for row in rows}
    is_same = said == {(by.id, reasons.strip(), level, child) for child in children}
    return batch if is_same and outcome.strip() in (rows[0].outcome, rows[0].label) else None


def _rows(
    said: Wanting, found: Situation, speaker: Speaker, sitting: Sitting | None, by: Actor, now: datetime
) -> list[Decision]:
    """The decisions as they are proposed, one for each child, not yet saved."""
    batch, at = uuid4(), queries.later_than_any(found.every, now)
    return [
        Decision(
            batch=batch,
            family_id=found.family,
            child_id=found.record(child),
            outcome=said.outcome.id,
            label=said.outcome.label,
            level=said.level,
            reasons=said.reasons,
            pattern=queries.in_words(found),
            mode=Mode.MEETING if sitting else Mode.ASYNCHRONOUS,
            meeting_id=sitting.id if sitting else None,
            protocol=found.protocol,
            lane=found.lane,
            state=DecisionState.PROPOSED,
            agree_by=rules.agree_by(found.lane, now, found.parameters),
            worker_id=speaker.worker,
            agency_id=speaker.agency,
            by=by.id,
            at=at,
        )
        for child in said.children
    ]


def _write(rows: list[Decision], said: Wanting, found: Situation, speaker: Speaker, by: Actor, now: datetime) -> None:
    """Keep the decisions with what they rest on, whom they ask, and who said so."""
    Decision.objects.bulk_create(rows)
    Considered.objects.bulk_create(Considered(decision=row, finding_id=each) for row in rows for each in found.findings)
    listings = [listing.id for listing in found.listings] or queries.listings_of_standing(found, said.children)
    DecisionFor.objects.bulk_create(DecisionFor(decision=row, listing_id=each) for row in rows for each in listings)
    Recipient.objects.bulk_create(
        Recipient(
            decision=row,
            post=one.post,
            function=one.post.function,
            about_id=one.about or row.child_id,
            asked=one.asked,
            reply_by=one.reply_by,
        )
        for row in rows
        for one in said.asked
    )
    Agreement.objects.bulk_create(
        Agreement(
            decision=row,
            say=Say.PROPOSED,
            seat=speaker.seat or "",
            worker_id=speaker.worker,
            agency_id=speaker.agency,
            by=by.id,
            at=now,
        )
        for row in rows
    )
