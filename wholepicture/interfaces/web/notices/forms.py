"""The forms of an item and of a held notice: short enough for a phone and 90 seconds (design promise 4)."""

from collections.abc import Iterable

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms
from wholepicture.pathway.notifications.terms import AnswerKind

MOST_WORDS = 2000
RELEASE, WITHHOLD = "release", "withhold"


class Answer(forms.GovukForm):
    """What the team answers: one of the answers that the item offers, and a few words."""

    kind = django_forms.ChoiceField(
        label="Choose one answer",
        choices=AnswerKind.choices,
        widget=django_forms.RadioSelect,
        error_messages={"required": "Choose your answer."},
    )
    words = django_forms.CharField(
        label="In a few words",
        required=False,
        max_length=MOST_WORDS,
        widget=django_forms.Textarea(attrs={"rows": 4}),
    )

    def offer(self, kinds: Iterable[AnswerKind]) -> None:
        """Show only the answers that would do; which ones do is decided by the action."""
        field = self.fields["kind"]
        assert isinstance(field, django_forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [(kind.value, kind.label) for kind in kinds]


class Decline(forms.GovukForm):
    """Why one notice is not for this team; each notice of an item has a form of its own."""

    reason = django_forms.CharField(
        label="Not ours, because",
        max_length=MOST_WORDS,
        help_text="Say whose it is if you know. Your manager is told at once, and somebody is asked to find who must be told.",
        widget=django_forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Reason: say in a few words why this is not for you."},
    )


class NameTeam(forms.GovukForm):
    """Which team holds the function for this person: out of those that the directory has."""

    team = django_forms.UUIDField(
        label="Team",
        widget=django_forms.Select,
        error_messages={
            "required": "Choose the team that must be told.",
            "invalid": "Choose the team that must be told, from the list.",
        },
    )

    def offer(self, teams: Iterable[tuple[str, str]]) -> None:
        """Offer these teams, as (id, words); which ones may be named is decided by the action."""
        widget = self.fields["team"].widget
        assert isinstance(widget, django_forms.Select)  # noqa: S101  for the type checker
        widget.choices = [("", "Choose a team"), *teams]


class Decision(forms.GovukForm):
    """Release or withhold; a reason only against telling (design promise 4)."""

    decision = django_forms.ChoiceField(
        label="Decision",
        choices=[(RELEASE, "Release"), (WITHHOLD, "Withhold")],
        widget=django_forms.HiddenInput,
    )
    reason = django_forms.CharField(
        label="Reason for withholding",
        required=False,
        max_length=MOST_WORDS,
        help_text="Say whom telling would endanger, and how. It is kept for ever under your name.",
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )
