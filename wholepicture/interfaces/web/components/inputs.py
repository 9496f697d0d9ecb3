"""Form fields for dates and times as people give them: in parts, by name of month, and partly unknown when that is so."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wholepicture.registers.people import terms

PARTS = ("day", "month", "year")
MONTHS = {
    name.lower(): number for names in (calendar.month_name, calendar.month_abbr) for number, name in enumerate(names)
}
HOUR_AND_MINUTE = re.compile(r"(?P<hour>\d{1,2})(?:[:. h]?(?P<minute>\d{2}))?\s*(?P<half>am|pm)?")


@dataclass(frozen=True, kw_only=True)
class PartialDate:
    """A date as far as it is known: a year, perhaps its month, perhaps its day; what is unknown is None."""

    year: int
    month: int | None = None
    day: int | None = None

    def precision(self) -> terms.Precision:
        """Say how certain it is, in the word of the register of people."""
        if self.day:
            return terms.Precision.EXACT
        return terms.Precision.MONTH if self.month else terms.Precision.YEAR

    def exact(self) -> date | None:
        """Give the day when it is wholly known, otherwise None."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    def earliest(self) -> date:
        """Give the first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """Give the last day that it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


class DateInput(forms.MultiWidget):
    """Three text boxes, day, month and year, because pickers fail people who type and dates long past."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(widgets={part: forms.TextInput() for part in PARTS}, attrs=attrs)

    def decompress(self, value: object) -> list[str]:
        """Split an initial `date` or PartialDate into the text of the three boxes."""
        return [str(getattr(value, part, None) or "") for part in PARTS]


class DateInputField(forms.Field):
    """A date in three boxes: gives a `date`, or with partial=True a PartialDate that may lack day and month."""

    widget = DateInput

    def __init__(self, *, partial: bool = False, **options: Any) -> None:  # noqa: ANN401  as Django's Field takes them
        super().__init__(**options)
        self.partial = partial

    def to_python(self, value: Sequence[str] | None) -> date | PartialDate | None:
        """Read the boxes; raises ValidationError naming the field, the box and the remedy."""
        given = dict(zip(PARTS, (str(part or "").strip() for part in value or ()), strict=False))
        if not any(given.values()):
            return None
        self._check_complete(given)
        read = PartialDate(year=self._year(given), month=self._month(given), day=self._day(given))
        return self._real(read)

    def _check_complete(self, given: dict[str, str]) -> None:
        needed = [part for part in PARTS if not self.partial or part == "year" or (part == "month" and given["day"])]
        missing = [part for part in needed if not given[part]]
        if missing:
            raise self._error(f"must include a {' and a '.join(missing)}.", missing)

    def _year(self, given: dict[str, str]) -> int:
        if not re.fullmatch(r"[12]\d{3}", given["year"], re.ASCII):
            raise self._error("must have a year of four figures, for example 2019.", ["year"])
        return int(given["year"])

    def _month(self, given: dict[str, str]) -> int | None:
        text = given["month"].lower()
        month = MONTHS.get(text) if text else None
        if text and month is None:
            month = int(text) if re.fullmatch(r"\d{1,2}", text, re.ASCII) else 0
        if month is not None and not 1 <= month <= 12:
            raise self._error("must have a month from 1 to 12, or its name.", ["month"])
        return month

    def _day(self, given: dict[str, str]) -> int | None:
        if not given["day"]:
            return None
        if not re.fullmatch(r"\d{1,2}", given["day"], re.ASCII) or not 1 <= int(given["day"]) <= 31:
            raise self._error("must have a day from 1 to 31.", ["day"])
        return int(given["day"])

    def _real(self, read: PartialDate) -> date | PartialDate:
        try:
            exact = read.exact()
        except ValueError:
            month = calendar.month_name[read.month or 1]
            raise self._error(f"must be a real date: {month} {read.year} has no day {read.day}.", ["day"]) from None
        return read if self.partial or exact is None else exact

    def _error(self, sentence: str, parts: Sequence[str]) -> ValidationError:
        return ValidationError(f"{self.label or 'The date'} {sentence}", code="invalid", params={"parts": list(parts)})


class TimeInputField(forms.CharField):
    """A time of day as people write it, "9:40pm", "21:40", "2140" or "midday", given as a `time` without zone."""

    def to_python(self, value: object) -> Any:  # noqa: ANN401  a CharField is typed to give text
        """Read the time; raises ValidationError with an example when it cannot be one."""
        text = str(value or "").strip().lower()
        if not text:
            return None
        named = {"midnight": time(0), "midday": time(12), "noon": time(12)}.get(text)
        return named or self._read(text)

    def prepare_value(self, value: object) -> object:
        """Show an initial `time` as "21:40" and leave what was typed as it was typed."""
        return value.strftime("%H:%M") if isinstance(value, time) else value

    def _read(self, text: str) -> time:
        match = HOUR_AND_MINUTE.fullmatch(text)
        try:
            if match is None:
                raise ValueError(text)
            return _time(int(match["hour"]), int(match["minute"] or 0), match["half"])
        except ValueError:
            sentence = f"{self.label or 'The time'} must be a time of day, for example 9:40pm or 21:40."
            raise ValidationError(sentence, code="invalid") from None


def _time(hour: int, minute: int, half: str | None) -> time:
    if half is None:
        return time(hour, minute)
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return time(hour % 12 + (12 if half == "pm" else 0), minute)
