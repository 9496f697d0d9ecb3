"""The whole story on one page: what the machine does with an incident, in order.

Each step knows what is waiting (a query: the next record's absence, or its staleness) and how to do a batch of it. What
people do (report, release, answer) are actions called from the doors. A killed worker or a restarted database shows as
a list that grows and ages with an owner's name, never as something gone (design "A work list is a query").
"""

import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from wholepicture.lib import work_list
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.duties import actions as duties
from wholepicture.pathway.duties import queries as duties_waiting
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families import queries as families_waiting
from wholepicture.pathway.findings import actions as findings
from wholepicture.pathway.findings import queries as findings_waiting
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage import queries as linkage_waiting
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications import queries as notifications_waiting
from wholepicture.pathway.oversight import actions as oversight
from wholepicture.pathway.oversight import queries as oversight_read
from wholepicture.pathway.triage import actions as triage
from wholepicture.pathway.triage import queries as triage_waiting
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.changes import actions as changing
from wholepicture.registers.changes import queries as changes

BATCH = 50
# An incident takes tenths of a second to work out: delivering does not wait behind many of them.
SLOW_BATCH = 5
# A register of a million that is loaded at once is linked in small steps: a report that comes meanwhile is taken next.
LINK_BATCH = 20
ROUNDS_AT_MOST = 1_000
# One promise at a time: whoever waits to be told waits behind one check at most.
ONE = 1
# Stands on What is stuck for a step whose list could not be read.
WHOLE_LIST = UUID(int=0)


class Waiting(Protocol):
    """Ids of what waits for a step, claimed for this transaction."""

    def __call__(self, now: datetime, limit: int, exclude: Sequence[UUID]) -> Sequence[UUID]:
        """At most `limit` ids, oldest first, without the excluded."""
        ...


@dataclass(frozen=True)
class Stage:
    """One step: its name, who owns its list, what waits, what it does with a batch, and when it is next due."""

    name: str
    owner: str
    waiting: Waiting
    act: Callable[[Sequence[UUID], Actor, datetime], object]
    next_due: Callable[[datetime], datetime | None]
    size: Callable[[datetime], work_list.Size]
    in_own_transactions: bool = False
    batch: int = BATCH


STAGES: tuple[Stage, ...] = (
    Stage(
        "Link people",
        "Operator on duty",
        linkage_waiting.waiting,
        lambda items, by, now: linkage.link(records=items, by=by, now=now),
        linkage_waiting.next_due,
        linkage_waiting.size,
        batch=LINK_BATCH,
    ),
    Stage(
        "Place in a family",
        "Operator on duty",
        families_waiting.waiting,
        lambda items, by, now: families.place(persons=items, by=by, now=now),
        families_waiting.next_due,
        families_waiting.size,
    ),
    Stage(
        "Find what the pattern shows",
        "Operator on duty",
        findings_waiting.waiting,
        lambda items, by, now: findings.derive(families=items, by=by, now=now),
        findings_waiting.next_due,
        findings_waiting.size,
    ),
    Stage(
        "Work out who must be told",
        "Police safeguarding unit",
        duties_waiting.waiting,
        lambda items, by, now: duties.derive(incidents=items, by=by, now=now),
        duties_waiting.next_due,
        duties_waiting.size,
        batch=SLOW_BATCH,
    ),
    Stage(
        "Find another recipient",
        "First Response, children's social care",
        duties_waiting.waiting_follow_up,
        lambda items, by, now: duties.follow_up(notices=items, by=by, now=now),
        duties_waiting.next_due,
        duties_waiting.size_follow_up,
    ),
    Stage(
        "List for triage",
        "Chair of the daily triage",
        triage_waiting.waiting,
        lambda items, by, now: triage.list_families(incidents=items, by=by, now=now),
        triage_waiting.next_due,
        triage_waiting.size,
    ),
    Stage(
        "Ask what agencies know",
        "Chair of the daily triage",
        triage_waiting.waiting_asks,
        lambda items, by, now: triage.ask(listings=items, by=by, now=now),
        triage_waiting.next_due_asks,
        triage_waiting.size_asks,
    ),
    Stage(
        "Settle what was proposed",
        "Chair of the daily triage",
        triage_waiting.waiting_proposals,
        lambda items, by, now: triage.settle_proposals(batches=items, by=by, now=now),
        triage_waiting.next_due_proposals,
        triage_waiting.size_proposals,
    ),
    Stage(
        "Raise the alarm for what is overdue",
        "Chair of the daily triage",
        triage_waiting.waiting_overdue,
        lambda items, by, now: triage.raise_alarm(listings=items, by=by, now=now),
        triage_waiting.next_due_overdue,
        triage_waiting.size_overdue,
    ),
    Stage(
        "Note meetings that were not held",
        "Chair of the daily triage",
        triage_waiting.waiting_unmet,
        lambda items, by, now: triage.note_unmet(meetings=items, by=by, now=now),
        triage_waiting.next_due_unmet,
        triage_waiting.size_unmet,
    ),
    Stage(
        "Deliver notices",
        "Operator on duty",
        notifications_waiting.waiting_delivery,
        lambda items, by, now: notifications.deliver_due(notices=items, by=by, now=now),
        notifications_waiting.next_due_delivery,
        notifications_waiting.size_delivery,
        in_own_transactions=True,
    ),
    Stage(
        "Chase answers and releases",
        "Team manager of each notice",
        notifications_waiting.waiting_chase,
        lambda items, by, now: notifications.chase(notices=items, by=by, now=now),
        notifications_waiting.next_due_chase,
        notifications_waiting.size_chase,
    ),
)

# The lists that begin at what changed of late; each counts whatever its step will have to do, ready for it or not.
FROM_CHANGES = (
    linkage_waiting.size, families_waiting.size, findings_waiting.size, duties_waiting.size, triage_waiting.size,
)  # fmt: skip

# What watches over the platform and does nothing about any incident. Only the worker of a live database runs it: a replay,
# whose clock jumps through weeks in a second, would check every simulated hour what nobody reads, and is verified at its
# end (`wholepicture verify`). So neither `run_until_quiet` nor a `next_due` that is not asked for it knows of it.
WATCHING: tuple[Stage, ...] = (
    Stage(
        oversight_read.CHECKING,
        "Operator on duty",
        oversight_read.waiting_checks,
        lambda items, by, now: oversight.check_promises(promises=items, by=by, now=now),
        oversight_read.next_due_checks,
        oversight_read.size_checks,
        batch=ONE,
    ),
)


def run_until_quiet(*, now: datetime) -> int:
    """Run every step until nothing waits at this moment; returns how many items were done.

    The live database's promises are not checked: see WATCHING.
    """
    total = 0
    for _ in range(ROUNDS_AT_MOST):
        done = run_round(now=now)
        if not done:
            break
        total += done
    return total


def run_round(*, now: datetime, watching: bool = False) -> int:
    """Run one batch of every step; returns how many items were done. A worker reads the clock anew for each round.

    `watching` adds what watches over a live platform: for a worker, not for a replay.
    """
    with _machine():
        failing = oversight_read.failing()
    return sum(run_batch(stage, now=now, failing=failing.get(stage.name, {})) for stage in _steps(watching))


def run_batch(stage: Stage, *, now: datetime, failing: Mapping[UUID, datetime]) -> int:
    """Do one batch of one step in one transaction; if it fails, one by one, so that one bad item stops no other.

    `failing` are the items that failed before, with when each is tried again.
    """
    skipped = [item for item, next_try_at in failing.items() if next_try_at > now]
    if WHOLE_LIST in skipped:
        return 0
    try:
        items = _claim_and_act(stage, now, skipped, stage.batch)
    except Exception:  # noqa: BLE001  the items are tried one by one, and what fails is shown on What is stuck
        return _one_by_one(stage, now, skipped, failing)
    if len(items) < stage.batch:
        # Whatever was to be tried again has worked now, or no longer waits.
        _clear(stage, set(failing) - set(skipped), now)
    return len(items)


def _claim_and_act(stage: Stage, now: datetime, skipped: list[UUID], limit: int) -> Sequence[UUID]:
    if stage.in_own_transactions:
        with _machine():
            items = stage.waiting(now, limit, skipped)
        if items:
            stage.act(items, MACHINE, now)
        return items
    with _machine():
        items = stage.waiting(now, limit, skipped)
        if items:
            stage.act(items, MACHINE, now)
        return items


def _one_by_one(stage: Stage, now: datetime, skipped: list[UUID], failing: Mapping[UUID, datetime]) -> int:
    """Do each waiting item in a transaction of its own; one that fails is set aside with its error."""
    done = 0
    for item in _list_without_claim(stage, now, skipped):
        try:
            _act_alone(stage, item, now)
            _clear(stage, {item} & set(failing), now)
            done += 1
        except Exception as error:  # noqa: BLE001  shown on What is stuck with its error, and tried again
            _set_aside(stage, item, now, _without_values(error))
    return done


def _list_without_claim(stage: Stage, now: datetime, skipped: list[UUID]) -> Sequence[UUID]:
    """What waits; a list that cannot even be read is itself set aside, so that the other steps go on."""
    try:
        with _machine():
            return stage.waiting(now, BATCH, skipped)
    except Exception as error:  # noqa: BLE001  shown on What is stuck, and tried again
        _set_aside(stage, WHOLE_LIST, now, _without_values(error))
        return ()


def _act_alone(stage: Stage, item: UUID, now: datetime) -> None:
    if stage.in_own_transactions:
        stage.act([item], MACHINE, now)
        return
    with _machine():
        stage.act([item], MACHINE, now)


def _without_values(error: Exception) -> str:
    """What failed and where, without the message: a database's error may quote a person's name."""
    last = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(
        f"{frame.filename.rpartition('wholepicture/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(last)
    )
    return f"{type(error).__name__} at {places}"


def _clear(stage: Stage, items: set[UUID], now: datetime) -> None:
    if items:
        with _machine():
            oversight.clear(stage=stage.name, items=items, now=now)


def _set_aside(stage: Stage, item: UUID, now: datetime, error: str) -> None:
    with _machine():
        oversight.note_failure(stage=stage.name, item=item, error=error, by=MACHINE, now=now)


def forget_changes(*, now: datetime) -> int:
    """Forget what changed more than an hour ago once nothing follows from it any more; returns how many changes.

    Whatever a transaction still works on counts as waiting until it has committed, and none is open for an hour.
    """
    with _machine():
        if not changes.old().exists() or any(size(now).count for size in FROM_CHANGES):
            return 0
        return changing.forget()


def next_due(now: datetime, *, watching: bool = False) -> datetime | None:
    """When the machine next has something to do although nothing new comes in; `watching` as for `run_round`."""
    with _machine():
        found = [stage.next_due(now) for stage in _steps(watching)] + [oversight_read.next_due(now=now)]
    times = [at for at in found if at is not None]
    return min(times) if times else None


def _steps(watching: bool) -> tuple[Stage, ...]:
    return (*STAGES, *WATCHING) if watching else STAGES


def _machine() -> AbstractContextManager[None]:
    return acting(actor=MACHINE.id, agency=MACHINE.chain)
