"""What must be done first for a family: one line for each kind of thing that waits, whatever is due soonest at the top.

A number alone tells nobody whom to ring, so each line names whom it waits for (design promise 3).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wholepicture.interfaces.web.families.contact import ContactShown
from wholepicture.interfaces.web.families.listed import ListingShown
from wholepicture.interfaces.web.families.open_now import OpenNow
from wholepicture.lib import wording

NAMED_AT_MOST = 3
# What each kind of thing that waits is called, here and where all of it is listed.
KEPT, TOLD, SILENT = "held or withheld", "told and not answered", "asked and silent"
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class First:
    """What waits: in words, for whom, the part of the page that says more, and when the soonest is due (None: no clock)."""

    words: str
    whom: str
    part: str
    due_at: datetime | None
    is_decision: bool = False


def first(listings: Sequence[ListingShown], now_open: OpenNow, contacts: Collection[ContactShown]) -> tuple[First, ...]:
    """Return what waits, the soonest due first."""
    waiting = [*_triage(listings, now_open), *_notices(now_open), *_asks(now_open), *_contact(contacts)]
    return tuple(sorted(waiting, key=lambda each: each.due_at or NEVER))


def _triage(listings: Sequence[ListingShown], now_open: OpenNow) -> Iterator[First]:
    if listings:
        yield First(
            "Decide about this family",
            _some([each.heading.partition(":")[0] for each in listings]),
            "listed",
            listings[0].due_at,
            True,
        )
    proposed = [each for each in now_open.decisions if each.agree_by]
    if proposed:
        words = f"{wording.counted(len(proposed), 'decision')} to agree to"
        due_at = min(each.agree_by for each in proposed if each.agree_by)
        yield First(words, _some([each.label for each in proposed]), "decisions", due_at, True)


def _notices(now_open: OpenNow) -> Iterator[First]:
    """Those that a specialist keeps back apart from those that have gone out: somebody else has to act."""
    kept, told, more = now_open.kept, now_open.told, now_open.more
    if kept:
        yield First(f"{len(kept)} {KEPT}", _some([each.who for each in kept]), "kept", kept[0].due_at)
    if told:
        whom = _some([each.who for each in told], more)
        yield First(f"{now_open.count_told} {TOLD}", whom, "notices", told[0].due_at)


def _asks(now_open: OpenNow) -> Iterator[First]:
    silent = sorted(now_open.waiting, key=lambda each: each.due_at or NEVER)
    if silent:
        yield First(f"{len(silent)} {SILENT}", _some([each.who for each in silent]), "asked", silent[0].due_at)


def _contact(contacts: Collection[ContactShown]) -> Iterator[First]:
    unknown = [each for each in contacts if each.is_open]
    if unknown:
        pairs = [f"{each.child} with {each.adult}" for each in unknown]
        yield First(
            f"{len(unknown)} of {wording.counted(len(contacts), 'contact')} to ask about", _some(pairs), "contact", None
        )


def _some(names: Sequence[str], unnamed: int = 0) -> str:
    """The first few, each once with how often, and how many more: together as many as there are."""
    counts = Counter(names)
    first = list(counts)[:NAMED_AT_MOST]
    more = len(names) + unnamed - sum(counts[each] for each in first)
    said = [each if counts[each] == 1 else f"{each} ({counts[each]})" for each in first]
    return "; ".join([*said, *([f"and {more} more"] if more else [])])
