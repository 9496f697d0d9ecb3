"""How old a child is on a day: an unborn child is the youngest there is, and an unknown age is never guessed."""

from datetime import date, timedelta

from wholepicture.pathway.findings.facts import Someone
from wholepicture.registers.protocol.terms import AgeBand

NEWBORN = timedelta(days=28)
STARTS_SCHOOL_AFTER_YEARS = 4


def age_band(*, birth_date: date | None, expected_date: date | None, on: date) -> AgeBand:
    """Return a child's age as the protocol's tables see it; an expected date without a birth date is an unborn child."""
    if birth_date is None:
        return AgeBand.UNBORN if expected_date else AgeBand.NOT_KNOWN
    if birth_date > on:
        return AgeBand.UNBORN
    if on - birth_date < NEWBORN:
        return AgeBand.NEWBORN
    if on < birthday(birth_date, 2):
        return AgeBand.UNDER_TWO
    return AgeBand.SCHOOL_AGE if on >= _starts_reception(birth_date) else AgeBand.UNDER_SCHOOL_AGE


def is_under(someone: Someone, *, years: int, on: date) -> bool:
    """Return whether a child is unborn or younger than so many years on this day; False where the age is not known."""
    if someone.birth_date is None:
        return someone.expected_date is not None
    return on < birthday(someone.birth_date, years)


def outgrows(someone: Someone, *, years: int) -> date | None:
    """Return the first day on which the child is so many years old; None while it is unborn or its age is not known."""
    return birthday(someone.birth_date, years) if someone.birth_date else None


def birthday(birth_date: date, years: int) -> date:
    """Return the birthday in law: somebody born on 29 February has theirs on 1 March of other years."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return date(birth_date.year + years, 3, 1)


def _starts_reception(birth_date: date) -> date:
    """1 September after (or on) the fourth birthday: children born on 1 September wait a year."""
    fourth = birthday(birth_date, STARTS_SCHOOL_AFTER_YEARS)
    september = date(fourth.year, 9, 1)
    return september if fourth < september else date(fourth.year + 1, 9, 1)
