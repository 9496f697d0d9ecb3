"""The timeline drawn: a lane for each agency, the incidents numbered above with what lay between, time from left to right.

Marks differ by shape, so that they can be told apart in black and white; marks that would lie over one another become
one that says how many it stands for. Who was kept from something is never one of those: such a mark stands for itself,
below what it would lie over. A phone gets a narrow drawing with the agency's name above its lane.
"""

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Protocol
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.families.timeline.axis import Axis, Tick, axis
from wholepicture.interfaces.web.families.timeline.happenings import HappeningShown, KnownShown
from wholepicture.lib import wording
from wholepicture.registers.chronology.terms import EntryKind

SHAPES = {
    EntryKind.INCIDENT: "incident",
    EntryKind.CONCERN: "concern",
    EntryKind.CONTACT: "contact",
    EntryKind.ARRANGEMENT: "contact",
    EntryKind.CONTRIBUTION: "contribution",
    EntryKind.DECISION: "decision",
}
MANY, KEPT = "many", "kept"
LEGEND = (
    ("incident", "Incident"),
    ("concern", "Concern"),
    ("contact", "Contact"),
    ("contribution", "Contribution"),
    ("decision", "Decision"),
    ("told", "Was told"),
    ("answered", "Was told and answered"),
    ("asked", "Was asked, or told only whom it is about"),
    (KEPT, "Not told, held or withheld"),
    (MANY, "Several at once"),
)
MARK, NUMBER = 17, 30
# Half of the widest mark, and how far below it a mark of being kept from it stands.
HALF, BELOW = 12, 16
SEVERAL, SEVERAL_NUMBERS = 34, 100
LETTER = 7.6
# Lanes begin below the numbers, or where there are none right at the top.
BELOW_NUMBERS, AT_THE_TOP, FOOT = 76, 14, 44
# Where no lane lies between the numbers and the days.
DAYS_CLOSER = 6
SPINE = 44


@dataclass(frozen=True)
class Sheet:
    """A size to draw in: how wide, where time begins (names to its left, or above their lane), how tall a lane is."""

    name: str
    width: int
    left: int
    lane: int
    letters: int


WIDE = Sheet("wide", 960, 216, 46, 25)
NARROW = Sheet("narrow", 350, 8, 58, 42)
# Without lanes no name needs room on the left.
WIDE_ALONE = Sheet("wide", 960, 8, 0, 0)


class Numbered(Protocol):
    """What may be an incident by its number: which, when, and how many days after the one before."""

    @property
    def number(self) -> int | None:
        """Which incident of the family; None for what is no incident that counts."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def gap(self) -> int | None:
        """Days since the one before."""


@dataclass(frozen=True)
class Mark:
    """One thing in a lane, or several of these `shapes`; `words` are for whoever points at it, `down` is how far below."""

    x: float
    shape: str
    count: int
    words: str
    shapes: frozenset[str] = frozenset()
    down: float = 0


@dataclass(frozen=True)
class Lane:
    """One agency: its name in lines, where its lane lies, and what is in it."""

    lines: tuple[tuple[float, str], ...]
    y: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Number:
    """An incident by its number, or several close together; `gap` is what lay before it, in words, where there is room."""

    x: float
    words: str
    half: float
    gap: str
    gap_x: float


@dataclass(frozen=True)
class Stem:
    """From a happening down to everybody who was told of it, and along a lane to when that was."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Drawing:
    """One drawing of a timeline, ready to be written as SVG."""

    sheet: Sheet
    top: int
    height: int
    ticks: tuple[Tick, ...]
    numbers: tuple[Number, ...]
    lanes: tuple[Lane, ...]
    stems: tuple[Stem, ...]
    delays: tuple[Stem, ...]


def draw(those: Sequence[HappeningShown], names: Mapping[UUID, str], sheet: Sheet) -> Drawing:
    """Draw these happenings; `names` are of agencies."""
    order = _lanes(those, names)
    moments = [each.at for each in those] + [known.since for each in those for known in each.known]
    on = axis(moments, sheet.left + 16, sheet.width - 16)
    top = BELOW_NUMBERS if any(each.number for each in those) else AT_THE_TOP
    middle = {agency: top + _middle(place, sheet) for place, agency in enumerate(order)}
    marks = _marks(those, on)
    return Drawing(
        sheet=sheet,
        top=top,
        height=top + len(order) * sheet.lane + FOOT,
        ticks=on.ticks(),
        numbers=tuple(_numbers(those, on)),
        lanes=tuple(_lane(names.get(agency, ""), middle[agency], marks[agency], sheet) for agency in order),
        stems=tuple(_stems(those, on, middle)),
        delays=tuple(_delays(those, on, middle)),
    )


def draw_numbers(those: Sequence[Numbered], sheet: Sheet) -> Drawing:
    """Draw the incidents alone, on their line above the days."""
    on = axis([each.at for each in those], sheet.left + 16, sheet.width - 16)
    return Drawing(
        sheet=sheet, top=BELOW_NUMBERS, height=BELOW_NUMBERS + FOOT - DAYS_CLOSER, ticks=on.ticks(),
        numbers=tuple(_numbers(those, on)), lanes=(), stems=(), delays=(),
    )  # fmt: skip


def _lanes(those: Iterable[HappeningShown], names: Mapping[UUID, str]) -> list[UUID]:
    """Whoever told most stands at the top, whoever only was told below."""
    told: dict[UUID, int] = defaultdict(int)
    for each in those:
        for agency in each.tellers:
            told[agency] += 1
        for known in each.known:
            told[known.agency] += 0
    return sorted(told, key=lambda agency: (-told[agency], names.get(agency, ""), str(agency)))


def _middle(place: int, sheet: Sheet) -> float:
    """The line of a lane: in its middle where the name stands beside it, low where it stands above."""
    return place * sheet.lane + (sheet.lane / 2 if sheet is WIDE else sheet.lane - 18)


def _lane(name: str, y: float, marks: list[Mark], sheet: Sheet) -> Lane:
    lines = textwrap.wrap(name, sheet.letters, max_lines=2 if sheet is WIDE else 1, placeholder=" …") or [""]
    first = y + 5 - 9 * (len(lines) - 1) if sheet is WIDE else y - 18
    return Lane(tuple((first + 18 * n, line) for n, line in enumerate(lines)), y, tuple(_apart(marks)))


def _marks(those: Iterable[HappeningShown], on: Axis) -> dict[UUID, list[Mark]]:
    found: dict[UUID, list[Mark]] = defaultdict(list)
    for each in those:
        what = f"{each.title}, {in_words.short_when(each.at)}"
        for agency in each.tellers:
            found[agency].append(Mark(on.x(each.at), SHAPES[each.kind or EntryKind.CONTACT], 1, what))
        for known in each.known:
            if known.agency not in each.tellers:
                found[known.agency].append(Mark(on.x(known.since), _shape(known), 1, f"{what}: {known.words}"))
    return found


def _shape(known: KnownShown) -> str:
    if known.is_kept:
        return KEPT
    return "asked" if not known.is_told else "answered" if known.is_answered else "told"


def _apart(marks: list[Mark]) -> list[Mark]:
    """The marks of a lane; what the agency was kept from stands below what else it would lie over."""
    others = list(_joined([mark for mark in marks if mark.shape != KEPT]))
    kept = _joined_kept([mark for mark in marks if mark.shape == KEPT])
    lower = [replace(mark, down=BELOW if _is_over(mark, others) else 0) for mark in kept]
    return sorted([*others, *lower], key=lambda mark: (mark.x, mark.down))


def _is_over(mark: Mark, others: Iterable[Mark]) -> bool:
    return any(abs(mark.x - other.x) < (HALF + MARK / 2 if other.shape == MANY else MARK) for other in others)


def _joined_kept(marks: list[Mark]) -> Iterator[Mark]:
    """Crosses that would lie over one another as one cross with their number."""
    for those in _close(sorted(marks, key=lambda mark: mark.x), MARK):
        for low, high, part in _split(those, SEVERAL):
            words = "; ".join(mark.words for mark in part)
            yield Mark(_place(part, those, low, high), KEPT, len(part), words, frozenset({KEPT}))


def _joined(marks: list[Mark]) -> Iterator[Mark]:
    """Marks that would lie over one another as one that says how many they are, and of which kinds."""
    for those in _close(sorted(marks, key=lambda mark: mark.x), MARK):
        for low, high, part in _split(those, SEVERAL):
            at, shapes = _place(part, those, low, high), frozenset(mark.shape for mark in part)
            if len(part) == 1:
                yield replace(part[0], x=at, shapes=shapes)
            else:
                yield Mark(at, MANY, len(part), _several(part), shapes | {MANY})


def _place(part: list[Mark], run: list[Mark], low: float, high: float) -> float:
    """Where the mark for a part of a run stands: one for several in the middle, one alone kept off those beside it."""
    if len(part) > 1:
        return (low + high) / 2
    return part[0].x if part == run else min(max(part[0].x, low + MARK / 2), high - MARK / 2)


def _several(part: Sequence[Mark]) -> str:
    """How many there are, and how many of each kind: "4 entries. Was told: 3. Contribution: 1"."""
    counts = Counter(mark.shape for mark in part)
    kinds = [f"{words}: {counts[shape]}" for shape, words in LEGEND if counts[shape]]
    return ". ".join([wording.counted(len(part), "entry", "entries"), *kinds])


def _close(marks: list[Mark], distance: float) -> Iterator[list[Mark]]:
    """Runs of marks each of which is close to the one before it."""
    run: list[Mark] = []
    for mark in marks:
        if run and mark.x - run[-1].x >= distance:
            yield run
            run = []
        run.append(mark)
    if run:
        yield run


def _split(run: list[Mark], width: float) -> Iterator[tuple[float, float, list[Mark]]]:
    """A long run in parts of equal width, so that one mark never stands for half the time that is drawn."""
    first, span = run[0].x, run[-1].x - run[0].x
    count = max(1, int(span // width))
    part = span / count
    for place in range(count):
        low, high = first + place * part, first + (place + 1) * part
        those = [mark for mark in run if min(int((mark.x - first) / part) if part else 0, count - 1) == place]
        if those:
            yield low, high, those


def _numbers(those: Iterable[Numbered], on: Axis) -> Iterator[Number]:
    counted = sorted((each for each in those if each.number), key=lambda each: each.number or 0)
    by_mark = {Mark(on.x(each.at), str(each.number), 1, ""): each for each in counted}
    shown = {each.number for each in counted}
    found = []
    for run in (part for those in _close(list(by_mark), NUMBER) for _, _, part in _split(those, SEVERAL_NUMBERS)):
        first = by_mark[run[0]]
        # What lay before it is drawn only from the one before: where a filter hides that one, it would be untrue.
        found.append(_number(run, first.gap if (first.number or 0) - 1 in shown else None))
    yield from found[:1]
    for before, each in pairwise(found):
        room = (each.x - each.half) - (before.x + before.half)
        fits = room >= len(each.gap) * LETTER
        yield Number(
            each.x, each.words, each.half, each.gap if fits else "", (before.x + before.half + each.x - each.half) / 2
        )


def _number(run: Sequence[Mark], gap: int | None) -> Number:
    several = len(run) > 1
    words = f"{run[0].shape}–{run[-1].shape}" if several else run[0].shape
    between = "" if gap is None else "same day" if gap == 0 else wording.counted(gap, "day")
    return Number((run[0].x + run[-1].x) / 2, words, 8 + 5 * len(words) if several else 14, between, 0)


def _stems(those: Iterable[HappeningShown], on: Axis, middle: Mapping[UUID, float]) -> Iterator[Stem]:
    """Down from the number, or from whoever told, to the last lane that knows."""
    for each in those:
        ends = [middle[agency] for agency in (*each.tellers, *(known.agency for known in each.known))]
        ends += [SPINE + 14] if each.number else []
        if len(set(ends)) > 1:
            yield Stem(on.x(each.at), min(ends), on.x(each.at), max(ends))


def _delays(those: Iterable[HappeningShown], on: Axis, middle: Mapping[UUID, float]) -> Iterator[Stem]:
    """Along the lane of whoever was told later, where that can be seen."""
    for each in those:
        for known in each.known:
            begin, end = on.x(each.at), on.x(known.since)
            if known.agency not in each.tellers and end - begin > MARK / 2:
                yield Stem(begin, middle[known.agency], end, middle[known.agency])
