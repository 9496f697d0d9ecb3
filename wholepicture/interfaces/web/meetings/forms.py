"""The forms of a meeting: who is there for each function, who chairs, and why it is cancelled."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms
from wholepicture.pathway.triage.facts import SeatTaken
from wholepicture.pathway.triage.terms import Attends
from wholepicture.registers.agencies.terms import Function

MOST_WORDS = 300
Choices = Sequence[tuple[UUID, str]]
NOBODY_CHOSEN = ("", "Choose a name")


class Seat(forms.GovukForm):
    """One function: whether it is there, who for it, and what was said where it is not."""

    attends = django_forms.ChoiceField(
        label="Is it there?", choices=Attends.choices(), widget=django_forms.RadioSelect, initial=Attends.NOT_RECORDED
    )
    worker = django_forms.ChoiceField(
        label="Who is there for it", required=False, error_messages={"required": "Who is there for it: choose a name."}
    )
    words = django_forms.CharField(label="What was said", required=False, max_length=MOST_WORDS)

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:  # noqa: ANN401  as Django's Form
        super().__init__(*args, **options)
        self.fields["worker"].choices = _named(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody who is there has a name."""
        if self.cleaned_data.get("attends") == Attends.PRESENT:
            self.require("worker")
        return self.cleaned_data

    def seat(self, function: Function) -> SeatTaken:
        """What was said, as the action takes it."""
        told = self.cleaned_data
        is_there = told["attends"] == Attends.PRESENT
        return SeatTaken(
            function=function,
            attends=Attends(told["attends"]),
            worker=UUID(told["worker"]) if is_there else None,
            words="" if is_there else told["words"],
        )


class Guest(forms.GovukForm):
    """A function that is no standing member: who came for it, if anybody."""

    worker = django_forms.ChoiceField(label="Who came for it", required=False)

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:  # noqa: ANN401  as Django's Form
        super().__init__(*args, **options)
        self.fields["worker"].choices = [("", "Nobody"), *_named(choices)[1:]]  # type: ignore[attr-defined]

    def seat(self, function: Function) -> SeatTaken:
        """What was said, as the action takes it; that nobody came is no gap."""
        chosen = self.cleaned_data["worker"]
        attends = Attends.PRESENT if chosen else Attends.NOT_RECORDED
        return SeatTaken(function=function, attends=attends, worker=UUID(chosen) if chosen else None)


class Chair(forms.GovukForm):
    """Who chairs a meeting to come."""

    chair = django_forms.ChoiceField(label="Who chairs?", error_messages={"required": "Who chairs: choose a name."})

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:  # noqa: ANN401  as Django's Form
        super().__init__(*args, **options)
        self.fields["chair"].choices = _named(choices)  # type: ignore[attr-defined]


class Cancelling(forms.GovukForm):
    """Why a meeting is cancelled."""

    because = django_forms.CharField(
        label="Reason",
        max_length=MOST_WORDS,
        help_text="Everybody who takes part in triage reads it, and it stays on the record. Name no child and no family.",
        widget=django_forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Reason: say why the meeting is cancelled."},
    )


def _named(choices: Choices) -> list[tuple[str, str]]:
    return [NOBODY_CHOSEN, *((str(worker), name) for worker, name in choices)]
