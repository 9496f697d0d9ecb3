"""The axis of time: where an instant lies on a drawing, and ticks on days, weeks, months or years as they fit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wholepicture.lib.dates import at_london, london_day

# Two entries of one night would else stand at the two ends of the page, as if much time lay between them.
SHORTEST = timedelta(days=4)
TICK_WIDTH = 96


@dataclass(frozen=True)
class Tick:
    """A place on the axis and what it says."""

    x: float
    words: str


@dataclass(frozen=True)
class Axis:
    """From the first instant at `left` to the last at `right`, evenly."""

    first: datetime
    last: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """Where an instant lies; what is outside lies at the end."""
        part = (at - self.first) / (self.last - self.first)
        return round(self.left + min(max(part, 0), 1) * (self.right - self.left), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """As many as fit, the finest first; the year is said where it changes."""
        most = max(2, int((self.right - self.left) // TICK_WIDTH))
        days = next(found for found in self._steps() if len(found) <= most)
        return tuple(_ticks(days, self))

    def _steps(self) -> Iterator[list[date]]:
        first, last = london_day(self.first), london_day(self.last)
        for every in (1, 2, 4):
            yield self._within([first + timedelta(days=n) for n in range(0, (last - first).days + 2, every)])
        mondays = [first + timedelta(days=-first.weekday() + 7 * n) for n in range((last - first).days // 7 + 2)]
        yield self._within(mondays)
        yield self._within(mondays[::2])
        for months in (1, 2, 3, 6, 12, 24, 60, 120, 600):
            yield self._within(_month_starts(first, last, months))

    def _within(self, days: list[date]) -> list[date]:
        return [day for day in days if self.first <= at_london(day, time()) <= self.last]


def axis(moments: list[datetime], left: float, right: float) -> Axis:
    """The axis on which all these lie; a short time is given room on both sides."""
    first, last = min(moments), max(moments)
    room = max(SHORTEST - (last - first), timedelta()) / 2
    edge = (last - first) / 40
    return Axis(first - room - edge, last + room + edge, left, right)


def _month_starts(first: date, last: date, every: int) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month
    begin = first.year * 12 + first.month - 1
    months = (begin + n for n in range(count + 1) if (begin + n) % every == 0)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _ticks(days: list[date], on: Axis) -> Iterator[Tick]:
    say = _say(days)
    year = None
    for day in days:
        words = say(day)
        new = day.year != year
        yield Tick(on.x(at_london(day, time())), f"{words} {day.year}".strip() if new or not words else words)
        year = day.year


def _say(days: list[date]) -> Callable[[date], str]:
    """Days by day and month, starts of months by month, starts of years by year alone."""
    if all(day.month == 1 and day.day == 1 for day in days):
        return lambda day: ""
    if all(day.day == 1 for day in days):
        return lambda day: f"{day:%b}"
    return lambda day: f"{day.day} {day:%b}"
