"""The form that says that somebody is away."""

from datetime import timedelta
from typing import Any

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms, inputs


class Absence(forms.GovukForm):
    """First and last day away, both included, as people say it."""

    first = inputs.DateInputField(label="First day away")
    last = inputs.DateInputField(label="Last day away")
    reason = django_forms.CharField(
        label="Reason", required=False, max_length=200, help_text="For example leave or training. Nothing medical."
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "Enter a last day that is the first day or later.")
        if last:
            self.cleaned_data["until"] = last + timedelta(days=1)
        return self.cleaned_data
