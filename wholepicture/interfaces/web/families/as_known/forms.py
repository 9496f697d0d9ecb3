"""Which agency and which day: sent with GET, the day in one box, so that an address can be kept and stepped through."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms


class Choice(forms.GovukForm):
    """Whose knowledge, at the end of which day."""

    agency = django_forms.ChoiceField(label="Agency")
    day = django_forms.DateField(
        label="At the end of",
        input_formats=["%Y-%m-%d"],
        widget=django_forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Give a day.",
            "invalid": "At the end of: give a day as year, month and day, for example 2019-12-17.",
        },
    )

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], today: date, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.today = today
        choices = [(str(agency), name) for agency, name in agencies]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """Refuse what nobody can know yet."""
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise django_forms.ValidationError("At the end of: that day is still to come. Give today or a day before.")
        return day
