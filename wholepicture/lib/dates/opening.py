"""When a place is open: `hours` maps weekday numbers "0" (Monday) to "6" to ["08:30", "17:00"] in London; an absent day is closed.

"24:00" closes at midnight; a day from "00:00" to "24:00" never closes. Bank holidays are not looked at: who works on
them is the team's own affair and stands in its hours.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from wholepicture.lib.dates import at_london, london_day

Hours = Mapping[str, Sequence[str]]
MIDNIGHT = "24:00"
DAYS_LOOKED_AHEAD = 8


class InvalidHours(ValueError):
    """Opening hours that cannot be read."""


def check_hours(hours: Hours) -> None:
    """Raise InvalidHours, with the day and what to write, unless every day is 0 to 6 and opens before it closes."""
    for day, span in hours.items():
        if day not in {"0", "1", "2", "3", "4", "5", "6"}:
            raise InvalidHours(f'Opening hours: "{day}" is no weekday. Use "0" (Monday) to "6" (Sunday).')
        if isinstance(span, str) or len(span) != 2:
            raise InvalidHours(f'Opening hours of day {day}: give two times, such as ["08:30", "17:00"].')
        opens, closes = (_minutes(clock, day) for clock in span)
        if opens >= closes:
            raise InvalidHours(f"Opening hours of day {day}: {span[0]} is not before {span[1]}.")


def is_open(hours: Hours, at: datetime) -> bool:
    """Say whether the place is open at this instant. Raises InvalidHours."""
    span = _span(hours, london_day(at))
    return span is not None and span[0] <= at < span[1]


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """Return `at` when open, else the instant, in UTC, of the next opening; None when it never opens. Raises InvalidHours."""
    today = london_day(at)
    for ahead in range(DAYS_LOOKED_AHEAD):
        span = _span(hours, today + timedelta(days=ahead))
        if span is not None and at < span[1]:
            return max(at, span[0])
    return None


def _span(hours: Hours, day: date) -> tuple[datetime, datetime] | None:
    check_hours(hours)
    if str(day.weekday()) not in hours:
        return None
    opens, closes = hours[str(day.weekday())]
    return _instant(day, opens), _instant(day, closes)


def _instant(day: date, clock: str) -> datetime:
    if clock == MIDNIGHT:
        return at_london(day + timedelta(days=1), time(0, 0))
    return at_london(day, time.fromisoformat(clock))


def _minutes(clock: str, day: str) -> int:
    try:
        at = time(0, 0) if clock == MIDNIGHT else time.fromisoformat(clock)
    except (TypeError, ValueError):
        raise InvalidHours(f'Opening hours of day {day}: "{clock}" is no time. Write it like 08:30.') from None
    return 24 * 60 if clock == MIDNIGHT else at.hour * 60 + at.minute
