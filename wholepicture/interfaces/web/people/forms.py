"""The form of a search: a name in any order, and a date of birth as people write one."""

import re
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from wholepicture.interfaces.web.components import forms, inputs
from wholepicture.lib.dates import london_day
from wholepicture.registers.people import searching

ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
EXAMPLE = "for example 14 11 2019, 14/11/19 or 14 Nov 2019; a year alone is enough"


class BornField(django_forms.CharField):
    """A date of birth in one box, day first, as far as it is known; gives an inputs.PartialDate or None."""

    def to_python(self, value: object) -> Any:  # noqa: ANN401  a CharField is typed to give text
        """Read what was typed; raises ValidationError that names the field and the remedy."""
        parts = _parts(str(value or "").strip())
        if parts is None:
            raise ValidationError(f"{self.label} must be a date, day first: {EXAMPLE}.", code="invalid")
        return inputs.DateInputField(partial=True, required=False, label=self.label).clean(parts)

    def clean(self, value: object) -> Any:  # noqa: ANN401  as above
        """Leave out the checks of a text: what was read is a date."""
        return self.to_python(value)


def _parts(text: str) -> list[str] | None:
    """Day, month and year as typed, those left out empty; None when it cannot be a date."""
    whole = re.fullmatch(r"(\d{2})(\d{2})(\d{4})", text, re.ASCII)
    parts = list(whole.groups()) if whole else re.findall(r"\d+|[^\W\d_]+", ORDINAL.sub("", text))
    if len(parts) > len(inputs.PARTS) or (text and not parts):
        return None
    if parts and len(parts[0]) == 4 and len(parts) > 1:
        parts.reverse()
    day, month, year = [""] * (len(inputs.PARTS) - len(parts)) + parts
    return [day, month, _year(year) if month else year]


def _year(year: str) -> str:
    """Two figures are the year of the last hundred, as people write it."""
    if not re.fullmatch(r"\d{2}", year, re.ASCII):
        return year
    today = london_day(timezone.now())
    return str(max(each for each in range(today.year - 99, today.year + 1) if each % 100 == int(year)))


def born_between(born: inputs.PartialDate | None) -> searching.Born | None:
    """What was typed of a date of birth, as the search takes it."""
    return searching.Born(born.earliest(), born.latest()) if born else None


def is_enough(name: str) -> bool:
    """Whether so much was typed of a name that it can be looked up."""
    try:
        return bool(searching.words(name))
    except searching.TooLittle:
        return False


class Search(forms.GovukForm):
    """Whom to look for."""

    name = django_forms.CharField(
        label="Name",
        max_length=200,
        help_text="First name, last name or both, in any order. The beginning of a name is enough.",
        error_messages={"required": "Enter a first name, a last name, or both."},
    )
    born = BornField(label="Date of birth", required=False, help_text=f"F{EXAMPLE[1:]}")

    def clean_name(self) -> str:
        """Refuse what would find nearly everybody, beside the box."""
        name = str(self.cleaned_data["name"])
        try:
            searching.words(name)
        except searching.TooLittle as refused:
            raise ValidationError(str(refused)) from refused
        return name
