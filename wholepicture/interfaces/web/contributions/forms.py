"""The form of a contribution: one choice, and only the boxes that belong to it (design promises 4 and 10)."""

from django import forms as django_forms
from django.core.validators import MaxLengthValidator

from wholepicture.interfaces.web.components import forms
from wholepicture.pathway.triage.terms import Known

MOST_WORDS = 2000


def _box(label: str, *, rows: int = 2, help_text: str = "") -> django_forms.CharField:
    """A box for a few sentences; whether it has to be filled depends on the choice, so the action says it.

    Its length is checked when it is sent: five counters would not leave the form on a phone's screen.
    """
    return django_forms.CharField(
        label=label,
        required=False,
        validators=[MaxLengthValidator(MOST_WORDS)],
        help_text=help_text,
        widget=django_forms.Textarea(attrs={"rows": rows}),
    )


class Contribution(forms.GovukForm):
    """What a team knows, that it knows nothing, or that it has not checked and why."""

    known = django_forms.ChoiceField(
        label="Choose one answer",
        choices=Known.choices,
        widget=django_forms.RadioSelect,
        error_messages={"required": "Choose one answer. That nothing is known, or not checked, is an answer too."},
    )
    what = _box("What you know", rows=3, help_text="What was seen or said, by whom, and when.")
    childs_day = _box("The child's day", help_text="What you know of a day in the child's life.")
    worries = _box("What worries you")
    what_works = _box("What works well")
    proposal = _box("What you propose")
    because = _box("Why you have not checked", help_text="And by when you can.")

    def minimise(self) -> None:
        """Leave out what would say more than whom it is about: that there is a child."""
        del self.fields["childs_day"]
