"""The picture on top: two bands over one time axis, as it happened and with Whole Picture, with who knew of what.

Only geometry: places in the drawing's own units, words that stand in it, and the class of each mark.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wholepicture.interfaces.replay.html import knowing
from wholepicture.interfaces.replay.html.knowing import How, Knew, Reported
from wholepicture.interfaces.replay.html.names import Names
from wholepicture.lib import wording
from wholepicture.lib.dates import at_london, london_day

WIDE, LEFT, RIGHT = 1000, 290, 910
ROW, HEAD, GAP, FOOT = 26, 58, 34, 34
NUMBER = 20  # how far apart two numbers have to stand to be read
LETTERS = 33
WORD = 90  # how much room the word of a day takes
FEW_DAYS, MANY_DAYS, YEARS = 21, 800, 2500
NUMBERED = 24
SHAPES = (
    (How.REPORTED.value, ""),
    (How.TOLD.value, "Knew of it: was told, or saw it on the daily list"),
    (How.ASKED.value, ""),
    (How.HELD.value, ""),
)


@dataclass(frozen=True, kw_only=True)
class Guide:
    """One report over a band: its line at `x`, its word at `label_x` ("" where there are too many to be read)."""

    x: float
    label_x: float
    label: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """An agency comes to know: where, and how."""

    x: float
    how: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One agency: its name, from where it knew of anything, its marks, and of how many incidents it knew."""

    y: float
    name: str
    from_x: float | None
    marks: tuple[Mark, ...]
    count: str


@dataclass(frozen=True, kw_only=True)
class Band:
    """One of the two worlds."""

    title: str
    y: float
    top: float
    bottom: float
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A day on the axis."""

    x: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Bands:
    """The whole drawing."""

    width: int
    height: float
    left: int
    right: int
    axis_y: float
    bands: tuple[Band, ...]
    guides: tuple[Guide, ...]
    ends: tuple[Guide, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[tuple[str, str], ...]
    description: str


@dataclass(frozen=True)
class _Axis:
    first: datetime
    last: datetime

    def x(self, at: datetime) -> float:
        share = (at - self.first) / max(self.last - self.first, timedelta(hours=1))
        return round(LEFT + (RIGHT - LEFT) * min(max(share, 0), 1), 1)


def draw(
    reported: Sequence[Reported],
    worlds: Sequence[tuple[str, Sequence[Knew]]],
    *,
    ends: Sequence[tuple[datetime, str]],
    span: tuple[datetime, datetime],
    names: Names,
) -> Bands:
    """Draw one band for each world; `ends` are other moments of the case that stand as lines, in words."""
    axis = _Axis(*span)
    shown = {one.agency for _, knew in worlds for one in knew}
    agencies = [each for each in names.agencies if each in shown]
    bands: list[Band] = []
    y = 0.0
    for title, knew in worlds:
        bands.append(_band(title, knew, agencies, reported, axis, names, y, is_then=not bands))
        y = bands[-1].bottom + GAP
    return Bands(
        width=WIDE,
        height=y - GAP + FOOT,
        left=LEFT,
        right=RIGHT,
        axis_y=y - GAP,
        bands=tuple(bands),
        guides=tuple(_guides(reported, axis)),
        ends=tuple(Guide(x=axis.x(at), label_x=axis.x(at), label=words, kind="end") for at, words in ends),
        ticks=tuple(_readable(_ticks(axis))),
        legend=tuple(_legend({one.how for _, knew in worlds for one in knew})),
        description=_described(worlds, reported, names),
    )


def _band(
    title: str,
    knew: Sequence[Knew],
    agencies: Sequence[str],
    reported: Sequence[Reported],
    axis: _Axis,
    names: Names,
    y: float,
    *,
    is_then: bool,
) -> Band:
    counts, all_of_them = knowing.of_incidents(knew, reported), sum(each.is_incident for each in reported)
    rows = []
    for place, agency in enumerate(agencies):
        own = sorted((one for one in knew if one.agency == agency), key=lambda one: one.at)
        since = [axis.x(one.at) for one in own if one.how in knowing.KNOWS]
        known = counts.get(agency, 0)
        count = "" if not all_of_them else f"{known} of {all_of_them}" if known or not is_then else "not said"
        marks = tuple(Mark(x=axis.x(one.at), how=_shape(one.how)) for one in own)
        row_y = y + HEAD + ROW * place + ROW / 2
        name = _short(names.agency(agency))
        rows.append(Row(y=row_y, name=name, from_x=since[0] if since else None, marks=marks, count=count))
    return Band(title=title, y=y, top=y + HEAD, bottom=y + HEAD + ROW * len(agencies), rows=tuple(rows))


def _guides(reported: Sequence[Reported], axis: _Axis) -> Iterator[Guide]:
    """Each report's line; numbers that would lie upon one another are moved to the right."""
    is_few = len(reported) <= NUMBERED
    free = float(LEFT)
    for each in reported:
        x = axis.x(each.at)
        label_x = min(max(x, free), RIGHT)
        free = label_x + NUMBER
        label = (str(each.number) if each.is_incident else "C") if is_few else ""
        yield Guide(x=x, label_x=label_x, label=label, kind="incident" if each.is_incident else "concern")


def _ticks(axis: _Axis) -> Iterator[Tick]:
    """Days of a short case, months of a longer one, years of the longest."""
    first, last = london_day(axis.first), london_day(axis.last)
    days = (last - first).days
    if days <= FEW_DAYS:
        step = max(1, days // 5)
        for day in (first + timedelta(days=number) for number in range(0, days + 1, step)):
            yield _tick(axis, day, f"{day.day} {day:%b}")
        return
    step = 1 if days <= FEW_DAYS * 12 else 3 if days <= MANY_DAYS else 12 if days <= YEARS else 60
    year, month = first.year, first.month
    while (day := date(year, month, 1)) <= last:
        if day >= first and (month - 1) % min(step, 12) == 0 and (step < 60 or year % 5 == 0):
            yield _tick(axis, day, f"{day:%b %Y}" if step < 12 else str(year))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _readable(ticks: Iterator[Tick]) -> Iterator[Tick]:
    """Leave out the word of a day that would lie upon the word before it."""
    free = 0.0
    for tick in ticks:
        is_free = tick.x >= free
        free = tick.x + WORD if is_free else free
        yield tick if is_free else Tick(x=tick.x, label="")


def _tick(axis: _Axis, day: date, label: str) -> Tick:
    return Tick(x=axis.x(at_london(day, time(0))), label=label)


def _legend(there: set[How]) -> Iterator[tuple[str, str]]:
    """Each shape that stands in the drawing, once, with what it means."""
    for shape, words in SHAPES:
        meant = [how for how in How if how in there and _shape(how) == shape]
        if meant:
            yield shape, words or wording.joined(how.label for how in meant)


def _shape(how: How) -> str:
    return str(How.TOLD if how in (How.KNEW, How.TOLD, How.SAW) else how)


def _described(worlds: Sequence[tuple[str, Sequence[Knew]]], reported: Sequence[Reported], names: Names) -> str:
    """Say in words what the drawing shows; the table below it has every time."""
    incidents = sum(each.is_incident for each in reported)
    said = []
    for title, knew in worlds:
        counts: Mapping[str, int] = knowing.of_incidents(knew, reported)
        told = "; ".join(f"{names.agency(agency)} {number} of {incidents}" for agency, number in counts.items())
        said.append(f"{title}: {told or 'no agency'}.")
    return f"Which agencies knew of {wording.counted(incidents, 'incident')}. {' '.join(said)}"


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"
