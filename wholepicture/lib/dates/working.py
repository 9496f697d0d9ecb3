"""Working days and school mornings in England and Wales, from the Government's list of bank holidays that ships with the library.

The list ends: a day in a year that it does not cover is refused, never guessed (an added bank holiday would go unseen).
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from wholepicture.lib.dates import at_london, london_day

ONE_DAY = timedelta(days=1)
SATURDAY = 5
SCHOOL_OPENS = time(9, 0)
# England and Wales have eight in an ordinary year: a year with fewer is not listed to its end.
BANK_HOLIDAYS_OF_A_YEAR = 8


class BeyondCalendar(ValueError):
    """A day lies outside the years whose bank holidays are known."""


@cache
def bank_holidays() -> frozenset[date]:
    """Return every known bank holiday of England and Wales; read once, never fetched from the network."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in listed)


@cache
def known_years() -> tuple[int, int]:
    """Return the first and the last year whose bank holidays are all known."""
    years = [day.year for day in bank_holidays()]
    whole = sorted(year for year in set(years) if years.count(year) >= BANK_HOLIDAYS_OF_A_YEAR)
    return whole[0], whole[-1]


def is_working_day(day: date) -> bool:
    """Say whether the day is Monday to Friday and no bank holiday. Raises BeyondCalendar."""
    first, last = known_years()
    if not first <= day.year <= last:
        raise BeyondCalendar(
            f"Bank holidays are known for {first} to {last}, so whether {day.isoformat()} is a working day cannot be "
            "said. Ask whoever runs Whole Picture to update the list of bank holidays (package govuk-bank-holidays)."
        )
    return day.weekday() < SATURDAY and day not in bank_holidays()


def add_working_days(day: date, n: int) -> date:
    """Return the nth working day after `day`; day 0 is `day` itself, working or not.

    Raises ValueError when n is negative, BeyondCalendar when the count leaves the known years.
    """
    if n < 0:
        raise ValueError(f"{n} working days cannot be added: give 0 or more.")
    while n:
        day += ONE_DAY
        n -= is_working_day(day)
    return day


def next_school_morning(at: datetime, *, closed: Sequence[tuple[date, date]] = ()) -> datetime:
    """Return the instant, in UTC, of the first 09:00 in London strictly after `at` on a day that schools are open.

    `closed` holds the school holidays, each as its first and last day, both closed. Raises BeyondCalendar.
    """
    day = london_day(at)
    while True:
        morning = at_london(day, SCHOOL_OPENS)
        if morning > at and is_working_day(day) and not any(first <= day <= last for first, last in closed):
            return morning
        day += ONE_DAY
