"""Deliver in three steps: claim and register the try; hand it to the carrier with nothing locked; write down what it said.

Killed between the steps, a notice is tried again with the same reference when its lease has run out, and is recorded
once (review 2.6; safety b 11). There is no state in which the platform has given up.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.actions import outcomes, steps
from wholepicture.pathway.notifications.facts import DeliveryFailed, Envelope, Named, Target, Tried
from wholepicture.pathway.notifications.models import Attempt, Notice, Step
from wholepicture.pathway.notifications.queries import pending, who
from wholepicture.pathway.notifications.routes import ROUTES
from wholepicture.pathway.notifications.terms import LADDER
from wholepicture.registers.agencies.terms import Route
from wholepicture.registers.audit.terms import Actor

# No try begins when less than this is left of the lease: it could still run when somebody else takes the notice over.
LONGEST_TRY_SECONDS = 30.0
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def deliver_due(
    *, notices: Sequence[UUID], by: Actor, now: datetime, clock: Callable[[], datetime] | None = None
) -> int:
    """Deliver what is due of these notices, in transactions of its own; returns how many messages were tried.

    Call it with no transaction open. `clock` says when an answer of the carrier came; without it that is `now`.
    """
    read = clock or (lambda: now)
    began = time.monotonic()
    with acting(actor=by.id, agency=by.chain):
        claimed = claim(notices=notices, by=by, now=now)
        here = [envelope for envelope in claimed if not ROUTES[Route(envelope.route)].waits]
        outcomes.record(tried=[_try(envelope) for envelope in here], by=by, now=now)
    away = [envelope for envelope in claimed if ROUTES[Route(envelope.route)].waits]
    _deliver_away(away, began, by=by, read=read)
    return len(claimed)


@transaction.atomic
def claim(*, notices: Sequence[UUID], by: Actor, now: datetime) -> list[Envelope]:
    """Register a try for everything that is due of these notices and take them for the length of the lease.

    What another worker has taken is left out.
    """
    wanted = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(id__in=list(notices))
    due = wanted.filter(deliver_at__lte=now).order_by("deliver_at", "id")
    rows = list(due.select_related("team__agency", "post__team", "owner__team"))
    today = who.Today(rows, now)
    return [envelope for notice in rows for envelope in _claim_one(notice, today, by, now)]


def _claim_one(notice: Notice, today: who.Today, by: Actor, now: datetime) -> list[Envelope]:
    envelopes: list[Envelope] = []
    for step in pending.due_steps(notice, now):
        target = _target(notice, step, today)
        if target is None:
            outcomes.nobody_to_tell(notice, step, by=by, now=now)
        else:
            envelopes.append(_register(notice, step, target, now))
    notice.deliver_at = now + pending.LEASE if envelopes else pending.next_try(notice, now)
    notice.save(update_fields=["deliver_at"])
    return envelopes


def _register(notice: Notice, step: Step, target: Target, now: datetime) -> Envelope:
    route = steps.chased_post(notice).route
    attempt = Attempt.objects.create(
        notice=notice,
        step=step,
        to_id=target.worker.id if target.worker else None,
        address=target.address,
        route=route,
        reference=f"{notice.id}-{step.number}",
        started_at=now,
    )
    return Envelope(
        notice=notice.id,
        attempt=attempt.id,
        route=route,
        reference=attempt.reference,
        address=target.address,
        is_reminder=step.kind in LADDER,
        at=now,
    )


def _target(notice: Notice, step: Step, today: who.Today) -> Target | None:
    """Where this step goes now: chosen anew for every try, so that whoever is away or barred since is passed over."""
    post, barred = steps.chased_post(notice), today.barred(notice)
    inbox = post.inbox if post.inbox and who.team_is_clear(post.team_id, barred, today.on) else ""
    if step.kind not in pending.ITSELF:
        return _reminded(step, barred, inbox)
    duty = today.on_duty(post)
    if post.route == Route.INBOX:
        choice = rules.choose(duty, barred)
        return Target(choice.worker, "") if choice.worker else None
    refused = pending.refused(step)
    # An address that refused is tried again only when all have, the one longest ago first: no give-up state.
    offered = rules.targets(duty, barred, inbox=inbox)
    return min(offered, key=lambda target: refused.get(target.address, BEFORE_ALL), default=None)


def _reminded(step: Step, barred: set[UUID], inbox: str) -> Target | None:
    """A reminder goes to the person whom its step names, or to the shared inbox where they have no address."""
    worker = step.to
    if worker is None or worker.id in barred or not (worker.email or inbox):
        return None
    return Target(Named(worker.id, worker.name, worker.email), worker.email or inbox)


def _deliver_away(envelopes: list[Envelope], began: float, *, by: Actor, read: Callable[[], datetime]) -> None:
    """Hand each notice's messages to their carrier and write down at once what it said, in a transaction of its own."""
    down: dict[str, DeliveryFailed] = {}
    for _, group in groupby(envelopes, key=lambda envelope: envelope.notice):
        if time.monotonic() - began > pending.LEASE.total_seconds() - LONGEST_TRY_SECONDS:
            return
        tried = []
        for envelope in group:
            tried.append(Tried(envelope, None, down[envelope.route]) if envelope.route in down else _try(envelope))
            failure = tried[-1].failure
            if failure is not None and failure.carrier_down:
                down[envelope.route] = failure
        with acting(actor=by.id, agency=by.chain):
            outcomes.record(tried=tried, by=by, now=read())


def _try(envelope: Envelope) -> Tried:
    try:
        return Tried(envelope, ROUTES[Route(envelope.route)].deliver(envelope))
    except DeliveryFailed as failure:
        return Tried(envelope, None, failure)
    except Exception as fault:  # noqa: BLE001  a fault of ours must not stop the others; it is on the notice and tried again
        return Tried(
            envelope, None, DeliveryFailed(f"The platform could not send it ({type(fault).__name__}).", permanent=False)
        )
