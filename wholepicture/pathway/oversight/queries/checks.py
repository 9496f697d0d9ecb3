"""When each promise was last checked and what was found: the machine's work list, and what the home page shows.

A promise is an item of the list, under an id made of its number: one that cannot be checked is stuck by itself, and the
others are checked all the same (design 1, promise 12).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wholepicture.lib import work_list
from wholepicture.lib.postgres import claims
from wholepicture.pathway.oversight.models import PromiseCheck, StuckItem
from wholepicture.pathway.oversight.queries.promises import MEANINGS, PROMISES, UNCHECKED, looked_for

CHECKING = "Check the promises"
EVERY = timedelta(hours=1)
# Older than this, the checking itself has fallen silent.
STALE_AFTER = timedelta(hours=2)
# More kinds of breach than any one promise has checks.
KINDS_AT_MOST = 25


@dataclass(frozen=True)
class Broken:
    """One breach as the last check found it: a sentence, in how many cases, since which check, and ids of the first few."""

    sentence: str
    count: int
    since: datetime
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """One promise: what the last check found and when; `is_checked` is False where no check over the database exists.

    `means` says it in a sentence, `looked_for` what of it is checked. `at` None: never checked so far. `failing_since`:
    the check itself fails, so what it found before says nothing of now.
    """

    number: int
    title: str
    is_checked: bool
    at: datetime | None
    broken: tuple[Broken, ...]
    failing_since: datetime | None

    @property
    def means(self) -> str:
        """The promise in a sentence."""
        return MEANINGS[self.number]

    @property
    def looked_for(self) -> tuple[str, ...]:
        """What of it is checked, in a sentence for each check."""
        return looked_for(self.number)

    def is_stale(self, now: datetime) -> bool:
        """Whether the last check is too old to be relied on."""
        return self.is_checked and (self.at is None or now - self.at > STALE_AFTER)


def item_of(promise: int) -> UUID:
    """The id under which a promise stands on the work list."""
    return UUID(int=promise)


def waiting_checks(now: datetime, limit: int, exclude: Sequence[UUID]) -> Sequence[UUID]:
    """The promises whose last check is an hour old or missing, longest waiting first, claimed for this transaction."""
    due = sorted((at, item) for item, at in _due_at(now).items() if at <= now and item not in exclude)
    return claims.claim("promises", [item for _, item in due[:limit]])


def next_due_checks(now: datetime) -> datetime | None:
    """When the next check of a promise is due; one that failed waits for its next try, which What is stuck sets."""
    aside = set(
        StuckItem.objects.filter(stage=CHECKING, cleared_at__isnull=True, next_try_at__gt=now).values_list(
            "item", flat=True
        )
    )
    return min((at for item, at in _due_at(now).items() if item not in aside), default=None)


def size_checks(now: datetime) -> work_list.Size:
    """How many promises wait for a check, and since when the longest does."""
    due = [at for at in _due_at(now).values() if at <= now]
    return work_list.Size(len(due), min(due, default=None))


def is_due(promise: int, now: datetime) -> bool:
    """Whether nobody has checked this promise within the hour."""
    return not PromiseCheck.objects.filter(promise=promise, at__gt=now - EVERY).exists()


def promises_kept() -> tuple[Checked, ...]:
    """All promises in order, with what the last check of each found; two statements, however long the history."""
    rows = latest()
    failing = dict(
        StuckItem.objects.filter(stage=CHECKING, cleared_at__isnull=True).values_list("item", "first_failed_at")
    )
    known = [_checked(number, title, rows[number], failing) for number, (title, _) in PROMISES.items()]
    unknown = [Checked(number, title, False, None, (), None) for number, title in UNCHECKED.items()]
    return tuple(sorted([*known, *unknown], key=lambda each: each.number))


def latest() -> dict[int, list[PromiseCheck]]:
    """The rows of the last check of each promise; none where it was never checked."""
    each = [PromiseCheck.objects.filter(promise=number).order_by("-at")[:KINDS_AT_MOST] for number in PROMISES]
    rows: dict[int, list[PromiseCheck]] = {number: [] for number in PROMISES}
    for row in each[0].union(*each[1:], all=True):
        rows[row.promise].append(row)
    last = {number: max((row.at for row in found), default=None) for number, found in rows.items()}
    return {number: [row for row in found if row.at == last[number]] for number, found in rows.items()}


def _due_at(now: datetime) -> dict[UUID, datetime]:
    """When each promise is, or was, to be checked; one that never was, now."""
    return {item_of(number): max(row.at for row in rows) + EVERY if rows else now for number, rows in latest().items()}


def _checked(number: int, title: str, rows: list[PromiseCheck], failing: Mapping[UUID, datetime]) -> Checked:
    broken = [
        Broken(row.sentence, row.count, row.first_seen_at, tuple(row.examples)) for row in rows if row.first_seen_at
    ]
    return Checked(
        number=number,
        title=title,
        is_checked=True,
        at=rows[0].at if rows else None,
        broken=tuple(sorted(broken, key=lambda each: (each.since, each.sentence))),
        failing_since=failing.get(item_of(number)),
    )
