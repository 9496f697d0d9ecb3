"""Whom to tell and when to climb, as pure functions: a notice never resolves to a party and never falls silent (review 2.6, 2.8)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time, timedelta

from wholepicture.lib.dates import at_london, london_day
from wholepicture.pathway.notifications.facts import Choice, Ladder, LadderTimes, Named, OnDuty, Target
from wholepicture.pathway.notifications.terms import LADDER, AnswerKind, Rung, State, StepKind
from wholepicture.registers.protocol.terms import NoticeKind

TOP = len(LADDER)
MORNING = time(9)
# The day on which the clocks go back.
LONGEST_DAY_HOURS = 25
BELOW_MANAGER = LADDER.index(StepKind.MANAGER_TOLD)
ENDED = frozenset({State.ANSWERED, State.SUPERSEDED})
ARRIVED = frozenset({State.DELIVERED, State.OPENED})
ANSWERS: dict[NoticeKind, tuple[AnswerKind, ...]] = {
    NoticeKind.ACT: (AnswerKind.WILL_ACT, AnswerKind.KNOWN, AnswerKind.NOTHING_KNOWN),
    NoticeKind.ASK: (AnswerKind.KNOWN, AnswerKind.NOTHING_KNOWN),
    NoticeKind.INFORM: (AnswerKind.READ,),
}
STRENGTH = (NoticeKind.INFORM, NoticeKind.ASK, NoticeKind.ACT)


def choose(duty: OnDuty, conflicted: Collection[object]) -> Choice:
    """Name today's person: the first rung whose holder is present and no party's (design promises 3, 4; review 2.6).

    When everybody is away it is the partnership's lead all the same, then whoever holds the lowest rung; a conflicted
    worker is never chosen. The choice has no worker only where nobody at all is in post.
    """
    for rung, worker in _in_order(duty, conflicted):
        return Choice(worker, rung)
    return Choice(None, Rung.PARTNERSHIP)


def targets(duty: OnDuty, conflicted: Collection[object], *, inbox: str) -> list[Target]:
    """Work addresses in the order in which they are tried: people rung by rung, and the post's inbox last.

    `inbox` is read by the whole team, so it is "" when anybody of the team is conflicted; it also stands in for the
    first person who has no address of their own. No address is ever typed: all come from the directory.
    """
    found: list[Target] = []
    used: set[str] = set()
    for rung, worker in _in_order(duty, conflicted):
        address = worker.email or inbox
        if address and address not in used:
            found.append(Target(worker, address, rung))
            used.add(address)
    if inbox and inbox not in used:
        found.append(Target(None, inbox))
    return found


def person_for(rung: StepKind, duty: OnDuty, conflicted: Collection[object], told: object) -> Named | None:
    """Whoever stands on a rung: present, no party's, and not the person told already; the partnership's is told even when away.

    None where the rung is empty: the one above is then due at once.
    """
    if rung is StepKind.REMINDED:
        return choose(duty, conflicted).worker
    if rung is StepKind.PARTNERSHIP_TOLD:
        lead = duty.partnership
        return lead if lead and lead.id not in conflicted else None
    wanted = {
        StepKind.COVER_TOLD: Rung.COVER,
        StepKind.MANAGER_TOLD: Rung.MANAGER,
        StepKind.AGENCY_LEAD_TOLD: Rung.AGENCY_LEAD,
    }[rung]
    return next((worker for at, worker in _present(duty, conflicted) if at is wanted and worker.id != told), None)


def step_of(rung: int) -> StepKind:
    """What climbing the given rung (from 1) is called; beyond the top the partnership is told again and again."""
    return LADDER[min(rung, TOP) - 1]


def after_deadline(rung: int, times: LadderTimes) -> timedelta:
    """How long after the deadline a rung (from 2, cover) is due."""
    if rung > TOP:
        return timedelta(hours=times.partnership_hours) + timedelta(hours=times.again_hours) * (rung - TOP)
    hours = (0.0, times.manager_hours, times.agency_lead_hours, times.partnership_hours)
    return timedelta(hours=hours[rung - 2])


def instant(rung: int, ladder: Ladder) -> datetime:
    """When a rung (from 1) is due, computed from timestamps: it pauses for nothing, and every rung is later than the last.

    What the partnership is told again and again it is told in the morning, all of it at once: one list, not a hundred
    messages (design promise 14).
    """
    if rung == 1:
        given = max(ladder.due_at - ladder.clock_from, timedelta(minutes=1))
        return ladder.due_at - given * (1 - ladder.times.reminder_fraction)
    at = ladder.due_at + after_deadline(rung, ladder.times)
    return _morning_before(at) if rung > TOP and ladder.times.again_hours > LONGEST_DAY_HOURS else at


def due_rungs(climbed: int, ladder: Ladder, now: datetime) -> list[int]:
    """The rungs that are due and not climbed; of several tellings of the partnership that were missed only the last."""
    if instant(climbed + 1, ladder) > now:
        return []
    last = _last_due(ladder, now)
    return [rung for rung in range(climbed + 1, TOP) if rung < last] + [last]


def due_brought_forward(climbed: int, ladder: Ladder, now: datetime) -> datetime:
    """The deadline after somebody declined: the manager's rung, or the next above those climbed, is due at once.

    Never later than before: declining silences nothing and delays nothing.
    """
    rung = max(climbed, BELOW_MANAGER) + 1
    return min(ladder.due_at, now - after_deadline(rung, ladder.times))


def is_running(kind: NoticeKind, state: State) -> bool:
    """Whether the clock runs: for inform until the carrier's receipt, for ask and act until a named person's answer.

    Being opened stops nothing; neither does being held, withheld or declined (design promise 4).
    """
    if state in ENDED:
        return False
    return not (kind is NoticeKind.INFORM and state in ARRIVED)


def next_at(kind: NoticeKind, state: State, climbed: int, ladder: Ladder) -> datetime | None:
    """When the next rung is due, or None where the clock has stopped."""
    return instant(climbed + 1, ladder) if is_running(kind, state) else None


def strongest(kinds: Collection[NoticeKind]) -> NoticeKind:
    """What an item asks for: the most that any of its notices asks for."""
    return max(kinds, key=STRENGTH.index)


def why_not_an_answer(kind: NoticeKind, answer: AnswerKind, words: str) -> str:
    """The sentence that refuses an answer, or "" when it will do (design promise 4)."""
    if answer not in ANSWERS[kind]:
        offered = "; ".join(f"“{option.label}”" for option in ANSWERS[kind])
        return f"“{answer.label}” does not answer this. Choose one of: {offered}."
    if kind is NoticeKind.ACT and not words.strip():
        return "Say what you will do, or why there is nothing to do: a few words are enough."
    if answer is AnswerKind.KNOWN and not words.strip():
        return "Say what you know: a few words are enough."
    return ""


def order_for_inbox(rows: Sequence[tuple[bool, datetime]]) -> list[int]:
    """The order of a work list, as indexes: what needs an answer first, then by when it is due."""
    return sorted(range(len(rows)), key=lambda index: (not rows[index][0], rows[index][1]))


def backoff(minutes: Sequence[float], failures: int) -> timedelta:
    """How long to wait after so many failed tries: the list's entry, and its last one for ever after; never a give-up."""
    return timedelta(minutes=minutes[min(max(failures, 1), len(minutes)) - 1])


def _last_due(ladder: Ladder, now: datetime) -> int:
    """The highest rung that is due now, counting each repeated telling of the partnership as one more."""
    top = instant(TOP, ladder)
    if now < top:
        return max((rung for rung in range(1, TOP) if instant(rung, ladder) <= now), default=0)
    last = TOP + (now - top) // timedelta(hours=ladder.times.again_hours)
    return last + 1 if instant(last + 1, ladder) <= now else last


def _morning_before(at: datetime) -> datetime:
    """The last nine o'clock in London at or before this instant, on any day of the week."""
    day = london_day(at)
    return next(nine for each in (day, day - timedelta(days=1)) if (nine := at_london(each, MORNING)) <= at)


def _rungs(duty: OnDuty) -> Iterator[tuple[Rung, Named]]:
    held: list[tuple[Rung, Named | None]] = [(Rung.NAMED, duty.primary)]
    held += [(Rung.COVER, cover) for cover in duty.covers]
    held += [(Rung.MANAGER, duty.manager), (Rung.AGENCY_LEAD, duty.lead), (Rung.PARTNERSHIP, duty.partnership)]
    for rung, worker in held:
        if worker is not None:
            yield rung, worker


def _present(duty: OnDuty, conflicted: Collection[object]) -> list[tuple[Rung, Named]]:
    may = [(rung, worker) for rung, worker in _rungs(duty) if worker.id not in conflicted]
    return [(rung, worker) for rung, worker in may if worker.id not in duty.absent]


def _in_order(duty: OnDuty, conflicted: Collection[object]) -> list[tuple[Rung, Named]]:
    """Everybody who may be told: those present rung by rung; when all are away, the partnership's lead first."""
    away = [(rung, worker) for rung, worker in _rungs(duty) if worker.id not in conflicted]
    away.sort(key=lambda pair: pair[0] is not Rung.PARTNERSHIP)
    return _present(duty, conflicted) or away
