"""What of a notice a carrier still has to take, and when the next try is due: seen from its steps and attempts alone."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.models import Attempt, Notice, Step
from wholepicture.pathway.notifications.queries import who
from wholepicture.pathway.notifications.terms import Outcome, State, StepKind
from wholepicture.registers.protocol.terms import NoticeKind

# The steps that carry the notice itself to whoever is told; every other carried step is a reminder of it.
ITSELF = frozenset({StepKind.QUEUED, StepKind.RELEASED})
STARTS_A_CLOCK = ITSELF | {StepKind.HELD, StepKind.WITHHELD}
FAILED = (Outcome.TEMPORARY_FAILURE, Outcome.PERMANENT_FAILURE)
# A reminder that cannot be sent is overtaken by the next rung; the notice itself is tried for ever.
TRIES_OF_A_REMINDER = 5
# How long whoever took a notice to deliver it has it to themselves.
LEASE = timedelta(seconds=60)


def due_steps(notice: Notice, now: datetime) -> list[Step]:
    """The steps that are to be handed to a carrier now."""
    return [step for step, at in _waiting(notice, now) if at <= now]


def next_try(notice: Notice, now: datetime) -> datetime | None:
    """When a carrier is next to be handed something of this notice, or None when nothing is left."""
    return min((at for _, at in _waiting(notice, now)), default=None)


def refused(step: Step) -> dict[str, datetime]:
    """The addresses that have refused this step for good, and when each last did."""
    rows = step.attempts.filter(outcome=Outcome.PERMANENT_FAILURE).order_by("finished_at")
    return {address: at for address, at in rows.values_list("address", "finished_at") if at is not None}


def is_leased(notice: Notice, now: datetime) -> bool:
    """Whether a try is under way, so that its lease may not be shortened."""
    return notice.attempts.filter(outcome=Outcome.TRYING, started_at__gt=now - LEASE).exists()


def is_itself(step: Step) -> bool:
    """Whether a step carries the notice itself, not a reminder of it."""
    return step.kind in ITSELF


def _waiting(notice: Notice, now: datetime) -> list[tuple[Step, datetime]]:
    """Each carried step that no carrier has taken, and when its next try is due."""
    if not rules.is_running(NoticeKind(notice.kind), State(notice.state)):
        return []
    failed: dict[UUID, list[Attempt]] = defaultdict(list)
    taken: set[UUID] = set()
    for attempt in notice.attempts.order_by("finished_at", "started_at"):
        if attempt.outcome in FAILED:
            failed[attempt.step_id].append(attempt)
        elif attempt.outcome == Outcome.DELIVERED:
            taken.add(attempt.step_id)
    wanted = [step for step in _carried(notice) if step.id not in taken]
    due = [(step, _due(step, failed[step.id], now)) for step in wanted]
    return [(step, at) for step, at in due if is_itself(step) or len(failed[step.id]) < TRIES_OF_A_REMINDER]


def _carried(notice: Notice) -> list[Step]:
    """The carried steps of the clock that runs; the notice itself only while it is queued."""
    rows = list(notice.steps.select_related("to").order_by("number"))
    begun = max((step.number for step in rows if step.kind in STARTS_A_CLOCK), default=0)
    carried = [step for step in rows if step.number >= begun and step.carry]
    return [step for step in carried if not is_itself(step) or notice.state == State.QUEUED]


def _due(step: Step, failures: list[Attempt], now: datetime) -> datetime:
    if not failures:
        return step.at
    last = failures[-1]
    ended = last.finished_at or last.started_at
    if last.outcome == Outcome.PERMANENT_FAILURE and not _refused_before(failures):
        return ended
    return ended + rules.backoff(who.retry_minutes(now), len(failures))


def _refused_before(failures: list[Attempt]) -> bool:
    """Whether the address that refused last had refused before: then everybody has been tried, and waiting begins."""
    last = failures[-1]
    return any(
        earlier.address == last.address and earlier.outcome == Outcome.PERMANENT_FAILURE for earlier in failures[:-1]
    )
