"""When a row's time is up: computed from an instant, never counted down, and never absent (review 2.7, 2.8)."""

from datetime import UTC, datetime, time, timedelta

from wholepicture.lib.dates import at_london, london_day, working
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.rows import RowHit
from wholepicture.registers.protocol.terms import Clock

HOURS_OF_A_WORKING_DAY = 24


class NobodyToAnswer(ValueError):
    """A row that tells nobody has no deadline."""


def deadline(hit: RowHit, now: datetime, parameters: Parameters) -> datetime:
    """Return the instant, in UTC, by which whoever is told has to have answered (inform: been reached).

    Elapsed hours never pause; the school clock is 09:00 of the next school day; working days end at midnight in
    London. Raises NobodyToAnswer for a row without function, BeyondCalendar past the known bank holidays.
    """
    if hit.clock is None:
        raise NobodyToAnswer(f"Row {hit.row} tells nobody, so nothing is due.")
    if hit.clock == Clock.SCHOOL:
        return working.next_school_morning(now, closed=parameters.school_closed)
    if hit.clock == Clock.WORKING:
        last = working.add_working_days(london_day(now), hit.hours // HOURS_OF_A_WORKING_DAY)
        return at_london(last + timedelta(days=1), time(0, 0))
    return now.astimezone(UTC) + timedelta(hours=hit.hours)
