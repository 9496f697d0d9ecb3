"""Every write of oversight: an item that failed or worked after all, a worker's heartbeat, what a check found."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from wholepicture.lib.postgres import limits
from wholepicture.pathway.oversight.facts import ReplayTold
from wholepicture.pathway.oversight.models import Heartbeat, PromiseCheck, Replay, ReplayEnd, ReplaySign, StuckItem
from wholepicture.pathway.oversight.queries import Breach, checks
from wholepicture.pathway.oversight.queries import promises as every
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
# No statement of a check takes longer: whoever waits to be told does not wait behind it.
SECONDS_AT_MOST = 30


@transaction.atomic
def note_failure(*, stage: str, item: UUID, error: str, by: Actor, now: datetime) -> StuckItem:
    """Put a failed item on the page What is stuck, and set when it is tried again; it is never given up."""
    row, is_new = StuckItem.objects.select_for_update().get_or_create(
        stage=stage,
        item=item,
        defaults={"error": error, "first_failed_at": now, "last_failed_at": now, "next_try_at": now + FIRST_WAIT},
    )
    if not is_new:
        _fail_again(row, error, now)
    audit.record(event=Event.ITEM_FAILED, by=by, now=now, about=[f"item:{item}"], detail={"stage": stage})
    return row


def _fail_again(row: StuckItem, error: str, now: datetime) -> None:
    if row.cleared_at is not None:
        row.first_failed_at, row.attempts, row.cleared_at = now, 0, None
    row.attempts += 1
    row.error, row.last_failed_at = error, now
    row.next_try_at = now + min(FIRST_WAIT * 2 ** min(row.attempts - 1, 10), LONGEST_WAIT)
    row.save()


@transaction.atomic
def clear(*, stage: str, items: Iterable[UUID], now: datetime) -> None:
    """Take items off the page What is stuck, because they have worked."""
    StuckItem.objects.filter(stage=stage, item__in=list(items), cleared_at__isnull=True).update(cleared_at=now)


@transaction.atomic
def beat(*, worker: str, started_at: datetime, now: datetime) -> None:
    """Say that this worker lives."""
    Heartbeat.objects.update_or_create(
        worker=worker, defaults={"started_at": started_at, "beat_at": now, "stopped_at": None}
    )


@transaction.atomic
def stop(*, worker: str, now: datetime) -> None:
    """Say that this worker has stopped in order, so that its silence alarms nobody."""
    Heartbeat.objects.filter(worker=worker).update(stopped_at=now)


@transaction.atomic
def check_promises(*, promises: Sequence[UUID], by: Actor, now: datetime) -> list[PromiseCheck]:
    """Check these promises (ids of the work list) over the live database, and keep what was found, kept promises included.

    What another worker checked meanwhile is left. Nothing follows from a breach but that it is shown: what ages raises
    alarms of its own. Raises django.db.OperationalError for a check that takes too long, which is then stuck, not kept.
    """
    due = [number for number in (item.int for item in promises) if checks.is_due(number, now)]
    made = [row for number in due for row in _check(number, now)]
    PromiseCheck.objects.bulk_create(made)
    if due:
        broken = sorted({row.promise for row in made if row.count})
        audit.record(event=Event.PROMISE_CHECKED, by=by, now=now, detail={"promises": due, "broken": broken})
    return made


def _check(number: int, now: datetime) -> list[PromiseCheck]:
    since = {row.sentence: row.first_seen_at for row in checks.latest()[number] if row.count}
    with limits.seconds_at_most(SECONDS_AT_MOST):
        found = _together(every.breaches_of(number, now))
        if found.keys() - since.keys():
            # Others write while a check reads: what is new is believed when it is found twice.
            again = _together(every.breaches_of(number, now))
            found = {sentence: breach for sentence, breach in again.items() if sentence in found}
    if not found:
        return [PromiseCheck(at=now, promise=number)]
    return [
        PromiseCheck(
            at=now,
            promise=number,
            sentence=sentence,
            count=breach.count,
            first_seen_at=since.get(sentence, now),
            examples=[str(example) for example in breach.examples],
        )
        for sentence, breach in found.items()
    ]


def _together(breaches: Iterable[Breach]) -> dict[str, Breach]:
    """By sentence: the same sentence of two checks is one breach."""
    found: dict[str, Breach] = {}
    for each in breaches:
        before = found.get(each.sentence)
        found[each.sentence] = (
            Breach(each.promise, each.sentence, each.count + before.count, before.examples or each.examples)
            if before
            else each
        )
    return found


@transaction.atomic
def begin_replay(*, told: ReplayTold, by: Actor, now: datetime) -> UUID:
    """Say that a case file is being played and its report is to be kept; returns its id."""
    row = Replay.objects.create(**vars(told), started_at=now, by=by.id)
    audit.record(event=Event.REPLAY_BEGUN, by=by, now=now, about=[f"replay:{row.id}"], detail={"case": told.case})
    return row.id


@transaction.atomic
def sign_replay(*, replay: UUID, event: int, now: datetime) -> None:
    """Say which event a replay has reached, so that its silence can be seen."""
    ReplaySign.objects.create(replay_id=replay, event=event, at=now)


@transaction.atomic
def keep_replay(*, replay: UUID, report: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Keep the report of a replay, for ever as it is: played again it is another one."""
    ReplayEnd.objects.create(replay_id=replay, at=now, report=report)
    audit.record(event=Event.REPLAY_KEPT, by=by, now=now, about=[f"replay:{replay}"])


@transaction.atomic
def fail_replay(*, replay: UUID, because: str, by: Actor, now: datetime) -> None:
    """Say why a replay ended without a report."""
    ReplayEnd.objects.create(replay_id=replay, at=now, because=because)
    audit.record(event=Event.REPLAY_FAILED, by=by, now=now, about=[f"replay:{replay}"])
