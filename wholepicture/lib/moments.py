"""Instants, days and spans as people say them, in London time, because a clock nobody can read protects nobody."""

from datetime import date, datetime

from wholepicture.lib import dates
from wholepicture.lib.wording import counted

NOT_KNOWN = "not known"


def when(moment: datetime | date | None) -> str:
    """Say an instant or a day in full: "Monday 16 December 2019, 9:40pm"; None is "not known".

    Raises lib.dates.NaiveInstant for an instant without a time zone, because it could mean two times.
    """
    return _say(moment, "%A {day} %B %Y")


def short_when(moment: datetime | date | None) -> str:
    """Say an instant or a day briefly, for lists and tables: "16 Dec 2019, 9:40pm"; None is "not known"."""
    return _say(moment, "{day} %b %Y")


def clock_time(moment: datetime) -> str:
    """Say the time of day of an aware instant: "9:40pm", "9am", "midday", "midnight"."""
    local = dates.london(moment)
    if (local.hour, local.minute) in {(0, 0), (12, 0)}:
        return "midnight" if local.hour == 0 else "midday"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def waited_in_words(since: datetime, now: datetime) -> str:
    """Say for how long something has waited, in two units: "2 days 3 hours", "5 hours 20 minutes", "less than a minute".

    From two weeks on in days alone; what lies ahead of `now` has not waited at all.
    """
    minutes = max(0, int((now - since).total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    if days >= 14:
        return counted(days, "day")
    parts = [(days, "day"), (hours, "hour")] if days else [(hours, "hour"), (minutes % 60, "minute")]
    return " ".join(counted(number, unit) for number, unit in parts if number) or "less than a minute"


def _say(moment: datetime | date | None, pattern: str) -> str:
    if moment is None:
        return NOT_KNOWN
    if not isinstance(moment, datetime):
        return moment.strftime(pattern.format(day=moment.day))
    local = dates.london(moment)
    return f"{local.strftime(pattern.format(day=local.day))}, {clock_time(local)}"
