"""Dates, ages and deadlines as people say them, in London time, because a clock nobody can read protects nobody."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from wholepicture.lib import dates
from wholepicture.lib.dates.opening import MIDNIGHT
from wholepicture.lib.moments import NOT_KNOWN as NOT_KNOWN
from wholepicture.lib.moments import clock_time as clock_time
from wholepicture.lib.moments import short_when as short_when
from wholepicture.lib.moments import waited_in_words as waited_in_words
from wholepicture.lib.moments import when as when
from wholepicture.lib.wording import counted as _count

SOON = timedelta(hours=3)
ANY_DAY = date(2020, 1, 1)


def age_in_words(birth_date: date | None, on: date) -> str:
    """Say an age in whole units on a day: "10 weeks", "7 months", "4 years", "unborn, due 3 March".

    Weeks up to 12 weeks, months up to two years, then years; a birth date after `on` is an expected date.
    """
    if birth_date is None:
        return "age not known"
    if birth_date > on:
        return (
            f"unborn, due {birth_date.day} {birth_date:%B}{'' if birth_date.year == on.year else f' {birth_date:%Y}'}"
        )
    days = (on - birth_date).days
    months = (on.year - birth_date.year) * 12 + on.month - birth_date.month - (on.day < birth_date.day)
    if days < 7:
        return _count(days, "day") if days else "born today"
    if days < 12 * 7:
        return _count(days // 7, "week")
    return _count(months, "month") if months < 24 else _count(months // 12, "year")


def due_in_words(due: datetime | None, now: datetime) -> str:
    """Say how far a deadline is: "due in 3 hours", "due now", "2 hours late"; None is "no time set"."""
    if due is None:
        return "no time set"
    if abs(due - now) < timedelta(minutes=1):
        return "due now"
    return f"{_span(now - due)} late" if due < now else f"due in {_span(due - now)}"


def due_state(due: datetime | None, now: datetime) -> str:
    """Place a deadline for its badge: "late", "soon" (three hours or less), "later" or "none"."""
    if due is None:
        return "none"
    if due < now:
        return "late"
    return "soon" if due - now <= SOON else "later"


def opening(hours: Mapping[str, Sequence[str]]) -> str:
    """Say a team's week: "Mon to Fri 8:30am to 5pm"; days with the same hours side by side are joined."""
    days = [(day, tuple(hours.get(str(day), ()))) for day in range(7)]
    runs = [(times, [day for day, _ in group]) for times, group in groupby(days, key=lambda pair: pair[1]) if times]
    if runs == [(("00:00", "24:00"), list(range(7)))]:
        return "Always open"
    said = [f"{_days(found)} {' to '.join(_clock(each) for each in times)}" for times, found in runs]
    return ", ".join(said) or "No hours known"


def _clock(told: str) -> str:
    """A time of opening hours, where "24:00" ends the day, as every other time of day is said."""
    clock = time(0) if told == MIDNIGHT else time.fromisoformat(told)
    return clock_time(dates.at_london(ANY_DAY, clock))


def _days(days: list[int]) -> str:
    first, last = calendar.day_abbr[days[0]], calendar.day_abbr[days[-1]]
    return first if len(days) == 1 else f"{first} to {last}"


def iso(moment: datetime | date) -> str:
    """Write an instant or a day for the `datetime` attribute of a `time` element."""
    return dates.london(moment).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def ordinal(number: int) -> str:
    """Say the place in a row: 1 is "1st", 12 is "12th", 23 is "23rd"."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if number % 100 in {11, 12, 13} else endings.get(number % 10, "th")
    return f"{number}{ending}"


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _count(minutes, "minute")
    return _count(minutes // 60, "hour") if minutes < 48 * 60 else _count(minutes // (24 * 60), "day")
