"""Dates and times as exports write them: day first, on London's clock; what a spreadsheet spoilt is refused, never guessed."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY_EXAMPLE, TIME_EXAMPLE = "16/12/2019", "16/12/2019 20:15"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_RUN_TOGETHER = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_MONTH_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[- ]([a-z]{3,9})\.?,?[- ]([0-9]{4}|[0-9]{2})")
_SERIAL = re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?")
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?)? ?(?P<half>[ap]\.?m\.?)?"
)
_ZONE = re.compile(r" ?(z|utc|gmt|bst|[+-][0-9]{2}:?[0-9]{2})$")
_WITH_TIME = re.compile(r"(?P<day>.*?[0-9])(?:t|,? +)(?P<clock>[0-9]{1,2}(?:[:.h][0-9]{2}.*|[0-9]{2}.*| ?[ap]\.?m\.?))")
_NAMED_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}
MIDNIGHT = re.compile(r"00[:.]00([:.]00([.,]0+)?)?")


class NotRead(ValueError):
    """A date or time that cannot be read; its text is the remedy, for a user, and never repeats what was written."""


def day(text: str, *, is_of_birth: bool = False) -> date:
    """Return a day written with the day first, the year first, or the month in words. Raises NotRead.

    A time of midnight after it, as some systems add, falls away. Two figures are a year of this century only where
    nobody can have been born in another.
    """
    words = _lower(text)
    _refuse_spoilt(words)
    if found := _WITH_TIME.fullmatch(words):
        if not MIDNIGHT.fullmatch(found["clock"]):
            raise NotRead(f"Write the day alone, as {DAY_EXAMPLE}.")
        words = found["day"]
    return _day(words, is_of_birth=is_of_birth)


def moment(text: str) -> datetime:
    """Return the instant, in UTC, of a day and time written together on London's clock or with an offset. Raises NotRead."""
    words = _lower(text)
    _refuse_spoilt(words)
    found = _WITH_TIME.fullmatch(words)
    if found is None:
        _day(words)
        raise NotRead(f"Write the time too, as {TIME_EXAMPLE}; 00:00 when only the day is known.")
    return _instant(_day(found["day"]), found["clock"])


def of_parts(day_text: str, clock_text: str) -> datetime:
    """Return the instant, in UTC, of a day and a time that stand in two columns. Raises NotRead."""
    clock = _lower(clock_text)
    # A spreadsheet writes a time alone as a time on its first day.
    if found := re.fullmatch(r"(?:30/12/1899|00/01/1900|1899-12-30|1900-01-00)[t ](.+)", clock):
        clock = found[1]
    return _instant(day(day_text), clock)


def _lower(text: str) -> str:
    return " ".join(text.split()).casefold()


def _refuse_spoilt(words: str) -> None:
    if words and not words.strip("#"):
        raise NotRead("The spreadsheet wrote # because its column was too narrow: widen the column and save again.")
    if _SERIAL.fullmatch(words):
        raise NotRead(f"The spreadsheet turned the date into a number: write it as {DAY_EXAMPLE}.")


def _day(words: str, *, is_of_birth: bool = False) -> date:
    if (found := _YEAR_FIRST.fullmatch(words)) is not None:
        return _made(found[1], found[3], found[4], is_of_birth)
    if (found := _RUN_TOGETHER.fullmatch(words)) is not None:
        return _made(found[1], found[2], found[3], is_of_birth)
    if (found := _DAY_FIRST.fullmatch(words)) is not None:
        return _made(found[4], found[3], found[1], is_of_birth)
    if (found := _MONTH_IN_WORDS.fullmatch(words)) is not None:
        month = found[2][:4] if found[2] == "sept" else found[2]
        for number, (short, full) in enumerate(zip(_MONTHS, _FULL_MONTHS, strict=True), start=1):
            if month in (short, full) or (month == "sept" and short == "sep"):
                return _made(found[3], str(number), found[1], is_of_birth)
    raise NotRead(f"Write the day as {DAY_EXAMPLE} or 2019-12-16.")


def _made(year: str, month: str, of_month: str, is_of_birth: bool) -> date:
    if len(year) == 2:
        if is_of_birth:
            raise NotRead(f"Write the year with four figures, as {DAY_EXAMPLE}: two leave open which century.")
        year = f"20{year}"
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        if int(month) > 12 >= int(of_month):
            sentence = f"Write the day before the month, as {DAY_EXAMPLE}: there is no such month."
        else:
            sentence = "There is no such day: check day and month."
        raise NotRead(sentence) from None


def _instant(of_day: date, words: str) -> datetime:
    zone = _ZONE.search(words)
    clock = _clock(words[: zone.start()] if zone else words)
    try:
        if zone:
            return datetime.combine(of_day, clock, tzinfo=_offset(zone[1])).astimezone(UTC)
        return _in_london(datetime.combine(of_day, clock))
    except OverflowError:
        raise NotRead("There is no such day: check the year.") from None


def _offset(zone: str) -> timezone:
    if zone in _NAMED_ZONES:
        return timezone(timedelta(minutes=_NAMED_ZONES[zone]))
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    if minutes > 14 * 60:
        raise NotRead("There is no such time zone: write the time as on London's clock, or with +00:00 or +01:00.")
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _clock(words: str) -> time:
    found = _CLOCK.fullmatch(words.strip())
    if found is None or (found["minute"] is None and found["half"] is None):
        raise NotRead("Write the time as 20:15, on London's clock.")
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise NotRead("Write the time as 20:15, or from 1 to 12 with am or pm.")
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    try:
        return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        raise NotRead("There is no such time: hours are 00 to 23, minutes and seconds 00 to 59.") from None


def _in_london(local: datetime) -> datetime:
    """A time that London's clock shows twice is the first of the two, as everywhere here; one it never shows is refused."""
    at = local.replace(tzinfo=LONDON, fold=0).astimezone(UTC)
    if at.astimezone(LONDON).replace(tzinfo=None) != local:
        raise NotRead("London's clock never showed this time: that night it went forward from 01:00 to 02:00.")
    return at
