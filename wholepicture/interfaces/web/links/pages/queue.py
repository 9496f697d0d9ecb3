"""The queue of pairs by consequence, how many wait and since when; it names nobody, so that opening one is the only look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.lib.work_list import Size
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import PairLine
from wholepicture.registers.access import queries as access
from wholepicture.registers.audit.terms import Actor

MOST_SHOWN = 20
Tag = tuple[str, str]


@dataclass(frozen=True)
class QueueLine:
    """One pair that waits: what hangs on it, and since when."""

    pair: UUID
    heading: str
    about: str
    tags: tuple[Tag, ...]
    since: datetime


@dataclass(frozen=True)
class QueuePage:
    """How many pairs wait, since when the oldest does, and the first of those that this reviewer may decide."""

    summary: str
    oldest: datetime | None
    lines: tuple[QueueLine, ...]
    more: str


def queue(by: Actor, now: datetime) -> QueuePage:
    """Compose the queue of this reviewer; pairs of people close to them are left out and wait for somebody else."""
    size = linkage.pairs_size(now)
    waiting = linkage.pairs_waiting(by, now, MOST_SHOWN + 1)
    shown = _open_to(by, waiting[:MOST_SHOWN], now)
    has_more = len(waiting) > MOST_SHOWN
    return QueuePage(
        summary=_summary(size, len(shown), has_more=has_more),
        oldest=size.oldest_at,
        lines=tuple(_line(number, pair) for number, pair in enumerate(shown, start=1)),
        more=f"These are the first {len(shown)}. More appear as you decide." if has_more else "",
    )


def first(by: Actor, now: datetime, *, beside: UUID) -> UUID | None:
    """Return the pair with which this reviewer goes on after `beside`, or None when nothing else waits for them."""
    waiting = [pair for pair in linkage.pairs_waiting(by, now, MOST_SHOWN) if pair.pair != beside]
    return next((pair.pair for pair in _open_to(by, waiting, now)), None)


def _open_to(by: Actor, waiting: Sequence[PairLine], now: datetime) -> list[PairLine]:
    """Leave out pairs of people to whom this reviewer is close; looked at one by one only where there is one."""
    persons = {pair.pair: linkage.persons_of_pair(pair.pair) for pair in waiting}
    on = london_day(now)
    if by.worker not in access.conflicted_workers({person for found in persons.values() for person in found}, on):
        return list(waiting)
    return [pair for pair in waiting if by.worker not in access.conflicted_workers(persons[pair.pair], on)]


def _line(number: int, pair: PairLine) -> QueueLine:
    about = "Touches a family with a child" if pair.concerns_child else "No child is known beside either"
    household = (("Could be two of one household", "held"),) if pair.one_household else ()
    return QueueLine(
        pair=pair.pair,
        heading=f"{number}. {about}",
        about=f"One person? {pair.weight}.",
        tags=household,
        since=pair.asked_at,
    )


def _summary(size: Size, shown: int, *, has_more: bool) -> str:
    if not size.count:
        return "No pair waits for anybody."
    waits = "1 pair waits" if size.count == 1 else f"{size.count} pairs wait"
    others = 0 if has_more else size.count - shown
    if not shown:
        return f"{waits} for somebody else."
    return f"{waits}, {others} of them for somebody else." if others else f"{waits}."
