"""The forms of a suspension or withdrawal: what is proposed, and why one is taken back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms, inputs
from wholepicture.pathway.triage.terms import ActKind

MOST_WORDS = 2000
ONE_DAY = timedelta(days=1)
PUBLIC = "Every agency reads it, and it stays on the record. Name no child and no family."


class Proposal(forms.GovukForm):
    """What somebody proposes; first and last day both included, as people say it."""

    kind = django_forms.ChoiceField(
        label="What do you propose?",
        choices=ActKind.choices(),
        widget=django_forms.RadioSelect,
        error_messages={"required": "What do you propose? Choose one of the two answers."},
    )
    agency = django_forms.ChoiceField(
        label="Agency that leaves", required=False, error_messages={"required": "Select the agency that leaves."}
    )
    first = inputs.DateInputField(
        label="First day",
        help_text="Tomorrow or later: everybody signs before it begins.",
        error_messages={"required": "First day: say from when it would hold."},
    )
    last = inputs.DateInputField(
        label="Last day",
        required=False,
        help_text="A suspension always has one. A withdrawal need not.",
        error_messages={"required": "Last day: a suspension has an end; say which day is the last."},
    )
    reason = django_forms.CharField(
        label="Reason",
        max_length=MOST_WORDS,
        help_text=PUBLIC,
        widget=django_forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Reason: say why; it stays on the record."},
    )
    mitigation = django_forms.CharField(
        label="What is done instead",
        max_length=MOST_WORDS,
        help_text="How the risk to children is kept down meanwhile: who does what.",
        widget=django_forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "What is done instead: say it; it stays on the record."},
    )
    review = inputs.DateInputField(
        label="Review date",
        help_text="A day of the period on which it is looked at again.",
        error_messages={"required": "Review date: say when it is looked at again."},
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[UUID, str]], **options: Any) -> None:  # noqa: ANN401  as Django's Form
        super().__init__(*args, **options)
        named = [("", "Choose an agency"), *((str(agency), name) for agency, name in agencies)]
        self.fields["agency"].choices = named  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A withdrawal says who leaves; a suspension has a last day."""
        told = self.cleaned_data
        if told.get("kind") == ActKind.WITHDRAWAL:
            self.require("agency")
        if told.get("kind") == ActKind.SUSPENSION:
            self.require("last")
        return told

    def proposed(self) -> dict[str, Any]:
        """What was said, as the action takes it: `until_date` is the first day on which it no longer holds."""
        told, kind = self.cleaned_data, ActKind(self.cleaned_data["kind"])
        leaves = kind is ActKind.WITHDRAWAL and told["agency"]
        return {
            "kind": kind,
            "agency": UUID(told["agency"]) if leaves else None,
            "from_date": told["first"],
            "until_date": told["last"] + ONE_DAY if told["last"] else None,
            "reason": told["reason"],
            "mitigation": told["mitigation"],
            "review_date": told["review"],
        }


class TakingBack(forms.GovukForm):
    """Why something that was proposed or signed is taken back."""

    because = django_forms.CharField(
        label="Reason",
        max_length=MOST_WORDS,
        help_text=PUBLIC,
        widget=django_forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Reason: say why it is taken back."},
    )
