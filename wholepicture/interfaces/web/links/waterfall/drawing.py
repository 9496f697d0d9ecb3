"""Where each bar, line and word of the waterfall stands, wide for a screen and narrow for a phone; pure arithmetic."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wholepicture.interfaces.web.families.map import lettering
from wholepicture.interfaces.web.links.waterfall import words

PAD = 1.0
LETTERS = 15
# How far a line of text reaches above and below the line it stands on, and beside it.
ABOVE_LINE, BELOW_LINE, MARGIN = 13, 4, 2.0
THOUSAND = math.log2(1000)


@dataclass(frozen=True)
class Step:
    """One bar to draw: its name, from which odds to which (log2), what stands beside it, and its kind."""

    label: str
    begin: float
    end: float
    note: str
    kind: str


@dataclass(frozen=True)
class Plan:
    """The measures of one drawing in pixels; `thousands`: the axis has a mark at every so many thousandfold of the odds."""

    name: str
    width: int
    left: int
    right: int
    row: int
    bar: int
    above: int
    thousands: int
    is_stacked: bool


WIDE = Plan("wide", width=920, left=170, right=790, row=32, bar=18, above=54, thousands=1, is_stacked=False)
NARROW = Plan("narrow", width=330, left=10, right=320, row=50, bar=16, above=54, thousands=2, is_stacked=True)


@dataclass(frozen=True)
class Paper:
    """The plain ground below a line of text, which hides what runs behind it."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Words:
    """A line of text with the point where it begins, or ends, or is centred."""

    text: str
    x: float
    y: float
    anchor: str = "start"

    @property
    def paper(self) -> Paper:
        """As wide as its letters and a little more, as if all were bold."""
        width = lettering.width(self.text, LETTERS, bold=True)
        begins = self.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return Paper(
            round(begins - MARGIN, 1), self.y - ABOVE_LINE, round(width + 2 * MARGIN, 1), ABOVE_LINE + BELOW_LINE
        )


@dataclass(frozen=True)
class Bar:
    """One bar with its name, its note, and the thin line down to the next bar."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    label: Words
    note: Words
    follows: tuple[float, float, float] | None


@dataclass(frozen=True)
class Line:
    """An upright line with its words: a mark of the axis, or a cut-off."""

    x: float
    top: float
    bottom: float
    words: Words
    kind: str


@dataclass(frozen=True)
class Shape:
    """A whole drawing."""

    name: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    axis: tuple[Line, ...]
    cut_offs: tuple[Line, ...]


def draw(steps: Sequence[Step], cut_offs: Sequence[tuple[str, float]], plan: Plan) -> Shape:
    """Place everything; bars stand one below the other in the order of `steps`, `cut_offs` are the lower and the upper."""
    scale = _Scale(
        [0.0, *(each for step in steps for each in (step.begin, step.end)), *(at for _, at in cut_offs)], plan
    )
    bottom = plan.above + len(steps) * plan.row
    return Shape(
        name=plan.name,
        width=plan.width,
        height=bottom + 26,
        bars=tuple(_bar(place, step, scale, plan, is_last=place == len(steps) - 1) for place, step in enumerate(steps)),
        axis=tuple(_apart(_axis(scale, plan, bottom))),
        cut_offs=tuple(_cut_off(place, name, at, scale, plan, bottom) for place, (name, at) in enumerate(cut_offs)),
    )


class _Scale:
    """From odds (log2) to pixels."""

    def __init__(self, values: Iterable[float], plan: Plan) -> None:
        found = list(values)
        self.low, self.high = min(found) - PAD, max(found) + PAD
        self._left, self._per = plan.left, (plan.right - plan.left) / (self.high - self.low)

    def x(self, value: float) -> float:
        return round(self._left + (value - self.low) * self._per, 1)


def _bar(place: int, step: Step, scale: _Scale, plan: Plan, *, is_last: bool) -> Bar:
    top = plan.above + place * plan.row
    y = top + (plan.row - plan.bar - (4 if plan.is_stacked else (plan.row - plan.bar) // 2))
    begin, end = sorted((scale.x(step.begin), scale.x(step.end)))
    here = scale.x(step.end)
    text = top + plan.row - plan.bar - 10 if plan.is_stacked else y + plan.bar - 4
    return Bar(
        kind=step.kind,
        x=begin,
        y=y,
        width=max(round(end - begin, 1), 2),
        height=plan.bar,
        label=Words(step.label, plan.left if plan.is_stacked else 0, text),
        note=Words(step.note, plan.right if plan.is_stacked else plan.width, text, "end"),
        follows=None if is_last else (here, y + plan.bar, y + plan.row),
    )


def _axis(scale: _Scale, plan: Plan, bottom: int) -> Iterable[Line]:
    step = plan.thousands * THOUSAND
    for place in range(math.ceil(scale.low / step), math.floor(scale.high / step) + 1):
        value = place * step
        x = scale.x(value)
        yield Line(
            x, plan.above, bottom, _beside(words.odds(value), x, bottom + 18, plan), "even" if not value else "tick"
        )


def _apart(lines: Iterable[Line]) -> Iterable[Line]:
    """Leave out marks whose words would lie on others; the mark of even odds stays."""
    kept: list[Line] = []
    for line in sorted(lines, key=lambda line: line.kind != "even"):
        mine = line.words.paper
        others = (other.words.paper for other in kept)
        if all(mine.x + mine.width <= one.x or one.x + one.width <= mine.x for one in others):
            kept.append(line)
    return kept


def _beside(text: str, x: float, y: float, plan: Plan) -> Words:
    """Centred below its mark, and within the picture at its edges."""
    edge = 46
    if x < edge:
        return Words(text, 0, y)
    return Words(text, plan.width, y, "end") if x > plan.width - edge else Words(text, x, y, "middle")


def _cut_off(place: int, name: str, at: float, scale: _Scale, plan: Plan, bottom: int) -> Line:
    """Each cut-off has its words on a line of its own: the upper one's above, where the lower one's line does not reach."""
    x, y = scale.x(at), 16 + (1 - place) * 20
    needs = lettering.width(name, LETTERS) + 6
    leans_left = x + needs > plan.width or (place == 0 and x > needs)
    said = Words(name, x - 6 if leans_left else x + 6, y, "end" if leans_left else "start")
    return Line(x, y - 12, bottom, said, "cut-off")
