"""Write down how tries ended: delivered once, or failed and to be tried again; a refusal shows on the notice at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.notifications.actions import opening, steps
from wholepicture.pathway.notifications.facts import DeliveryFailed, Tried
from wholepicture.pathway.notifications.models import Attempt, Notice, Step
from wholepicture.pathway.notifications.queries import pending, who
from wholepicture.pathway.notifications.terms import Outcome, State, StepKind
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.chronology.terms import EntryKind

NOBODY = (
    "Nobody can be told: nobody who is free of the matter is in post with a work address. Name somebody on the rota."
)


@transaction.atomic
def record(*, tried: Sequence[Tried], by: Actor, now: datetime) -> list[UUID]:
    """Write down how each try ended and when the next is due; returns the ids of notices now delivered.

    A try whose notice somebody has delivered, answered or taken back in the meantime only leaves its own outcome.
    """
    attempts = {
        attempt.id: attempt
        for attempt in Attempt.objects.filter(id__in=[one.envelope.attempt for one in tried]).select_related(
            "step", "to"
        )
    }
    delivered: list[UUID] = []
    for notice in steps.locked([one.envelope.notice for one in tried]):
        own = [one for one in tried if one.envelope.notice == notice.id]
        ended = [_end(notice, attempts[one.envelope.attempt], one, by, now) for one in own]
        delivered += [notice.id] if any(ended) else []
        notice.deliver_at = pending.next_try(notice, now)
        notice.save()
    if delivered:
        audit.record(event=Event.NOTICE_DELIVERED, by=by, now=now, about=[f"notice:{notice}" for notice in delivered])
    return delivered


def nobody_to_tell(notice: Notice, step: Step, *, by: Actor, now: datetime) -> None:
    """Write down that there is nobody to carry a step to; it is tried again, and the ladder climbs on."""
    Attempt.objects.create(
        notice=notice,
        step=step,
        route=steps.chased_post(notice).route,
        reference=f"{notice.id}-{step.number}",
        started_at=now,
        finished_at=now,
        outcome=Outcome.TEMPORARY_FAILURE,
        detail=NOBODY,
    )
    _say_once(notice, NOBODY, by=by, now=now)


def _end(notice: Notice, attempt: Attempt, one: Tried, by: Actor, now: datetime) -> bool:
    """End one try; returns whether it delivered the notice itself."""
    attempt.finished_at = now
    if one.receipt is None:
        _fail(notice, attempt, one.failure, by, now)
        return False
    taken = Attempt.objects.filter(step=attempt.step, outcome=Outcome.DELIVERED).exists()
    attempt.outcome = Outcome.REPEATED if taken else Outcome.DELIVERED
    attempt.detail = one.receipt.words
    attempt.save()
    if not pending.is_itself(attempt.step) or notice.state != State.QUEUED:
        return False
    arrive(notice, attempt.to_id, _told_in_words(notice, attempt), by=by, now=now)
    return True


def arrive(notice: Notice, to: UUID | None, to_words: str, *, by: Actor, now: datetime) -> None:
    """Take a notice to delivered: from now its agency knows, and for inform the clock stops (design promises 4, 5)."""
    steps.enter(notice, State.DELIVERED, by=by, now=now, start=State(notice.state), to=to, to_words=to_words)
    notice.to_id = to
    opening.to_person(notice, to, by=by, now=now)
    steps.set_next(notice, now)
    steps.tell_chronology(notice, EntryKind.TOLD, by=by, now=now, words=notice.title)


def _fail(notice: Notice, attempt: Attempt, failure: DeliveryFailed | None, by: Actor, now: datetime) -> None:
    is_permanent = failure is not None and failure.permanent
    attempt.outcome = Outcome.PERMANENT_FAILURE if is_permanent else Outcome.TEMPORARY_FAILURE
    attempt.detail = failure.message if failure else ""
    attempt.save()
    whom = attempt.to.name if attempt.to else who.post_in_words(steps.chased_post(notice))
    if is_permanent:
        words = f"{attempt.detail} The next person is told at once."
        steps.add(notice, StepKind.ATTEMPT_FAILED, by=by, now=now, to=attempt.to_id, to_words=whom, words=words)
    else:
        _say_once(notice, f"{attempt.detail} It is tried again.", by=by, now=now)


def _say_once(notice: Notice, words: str, *, by: Actor, now: datetime) -> None:
    """Leave a failed step unless the last failed one says the same: every try stands among the attempts anyway."""
    last = notice.steps.filter(kind=StepKind.ATTEMPT_FAILED).order_by("-number").first()
    if last is None or last.words != words:
        steps.add(notice, StepKind.ATTEMPT_FAILED, by=by, now=now, words=words)


def _told_in_words(notice: Notice, attempt: Attempt) -> str:
    return attempt.to.name if attempt.to else f"the inbox of {who.post_in_words(notice.post)}"
