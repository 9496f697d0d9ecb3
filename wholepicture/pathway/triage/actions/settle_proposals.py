"""Settle what was proposed and not agreed to in time: it lapses, or stands in the interim without children's social care.

Silence ends nothing: what lapses stays on the list, and what stands without children's social care goes to First
Response as a referral (review 5.2, leadership and governance 3).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.families.models import Family
from wholepicture.pathway.triage import permissions, queries, rules
from wholepicture.pathway.triage.actions import announce, proposing, standing
from wholepicture.pathway.triage.models import Decision
from wholepicture.pathway.triage.queries.situation import Situation
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.audit.terms import Actor

NOT_AGREED = "It was not agreed to in time."
MERGED = "The family and another turned out to be one: what waits stands there."
NOT_LISTED = "Nothing of what it was about is on the list any more."
NOBODY_TO_REFER_TO = "It could have stood in the interim, but nobody of children's social care can be told."


@transaction.atomic
def settle_proposals(*, batches: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Settle each of these batches whose time has ended; doing it again changes nothing. For the machine only.

    Raises permissions.OnlyTheMachine.
    """
    permissions.check_can_settle(by)
    wanted = Decision.objects.filter(batch__in=batches, state=DecisionState.PROPOSED, agree_by__lte=now)
    pairs = sorted(set(wanted.values_list("family_id", "batch")))
    # Held in one order, so that two workers never wait for each other.
    list(Family.objects.select_for_update(no_key=True).filter(id__in={f for f, _ in pairs}).order_by("id"))
    for family, batch in pairs:
        rows = [row for row in queries.proposed(batch) if row.agree_by and row.agree_by <= now]
        if rows:
            _settle(rows, queries.situation(queries.lineage(family).now_is, now), by=by, now=now)


def _settle(rows: Sequence[Decision], found: Situation, *, by: Actor, now: datetime) -> None:
    because = _why_over(rows, found)
    if because:
        _lapse(rows, found, because, by=by, now=now)
        return
    missing = queries.missing(rows, queries.speakers(rows[0]), found)
    if missing.can_be_interim:
        _stand_in_the_interim(rows, found, by=by, now=now)
    else:
        _lapse(rows, found, f"{NOT_AGREED} {missing.because}", by=by, now=now)


def _why_over(rows: Sequence[Decision], found: Situation) -> str:
    """Why a proposal can no longer stand, whoever agrees; "" where it can."""
    if rows[0].family_id != found.family:
        return MERGED
    return "" if queries.is_still_about_something(rows, found) else NOT_LISTED


def _stand_in_the_interim(rows: Sequence[Decision], found: Situation, *, by: Actor, now: datetime) -> None:
    """The decision of the police and the named health professional, until children's social care looks at it."""
    post = queries.social_care(now)
    if post is None:
        _lapse(rows, found, f"{NOT_AGREED} {NOBODY_TO_REFER_TO}", by=by, now=now)
        return
    try:
        with transaction.atomic():
            standing.stand(rows, found, by=by, now=now, refer_to=post)
    except rules.DecisionRefused as refused:
        _lapse(queries.proposed(rows[0].batch), found, f"{NOT_AGREED} {refused}", by=by, now=now)


def _lapse(rows: Sequence[Decision], found: Situation, because: str, *, by: Actor, now: datetime) -> None:
    proposing.end(rows, DecisionState.LAPSED, because, by=by, now=now)
    announce.tell_proposer(rows, found, because, by=by, now=now)
