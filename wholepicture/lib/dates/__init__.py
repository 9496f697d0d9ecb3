"""London's clock, working days and opening hours. Instants go in aware and come out in UTC: adding hours then adds elapsed hours."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

London = ZoneInfo("Europe/London")


class NaiveInstant(ValueError):
    """A date and time came without its time zone."""


def london(now: datetime) -> datetime:
    """Return the same instant on London's clock, to be shown to people; do not add hours to it. Raises NaiveInstant."""
    if now.tzinfo is None:
        raise NaiveInstant(f"{now.isoformat()} has no time zone: give the instant with its offset from UTC.")
    return now.astimezone(London)


def london_day(at: datetime) -> date:
    """Return the day it is in London at this instant. Raises NaiveInstant."""
    return london(at).date()


def at_london(day: date, clock: time) -> datetime:
    """Return the instant, in UTC, at which London's clock shows this time on this day.

    A time that occurs twice (clocks go back) is the first of the two; one that is skipped (clocks go forward) is
    as long after midnight as it says, so one hour later on the clock.
    """
    return datetime.combine(day, clock, tzinfo=London).astimezone(UTC)
