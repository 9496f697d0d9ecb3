"""The forms of clerical review: a verdict with its reason, a second opinion, and a reason for undoing one."""

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms
from wholepicture.pathway.linkage.terms import Verdict

MOST_WORDS = 1000
NUMBERED = [(verdict.value, f"{number}. {verdict.label}") for number, verdict in enumerate(Verdict, start=1)]


class Opinion(forms.GovukForm):
    """What a reviewer says of two records, and why; no answer is chosen beforehand (safety: nobody sends by mistake)."""

    verdict = django_forms.ChoiceField(
        label="Are they one person?",
        choices=NUMBERED,
        widget=django_forms.RadioSelect,
        error_messages={"required": "Are they one person? Choose one of the three answers."},
    )
    because = django_forms.CharField(
        label="Reason",
        max_length=MOST_WORDS,
        help_text="What decided it, in a few words. It is kept under your name. Leave out names, addresses and numbers.",
        widget=django_forms.Textarea(attrs={"rows": 3, "accesskey": "r"}),
        error_messages={"required": "Reason: say in a few words what decided it."},
    )


class Decision(Opinion):
    """The first answer to a pair, which may ask somebody else to look as well."""

    asks_second = django_forms.BooleanField(
        label="Ask another reviewer to look as well, without seeing this answer",
        required=False,
        widget=django_forms.CheckboxInput(attrs={"accesskey": "s"}),
    )


class Undoing(forms.GovukForm):
    """Why something that was decided is undone."""

    because = django_forms.CharField(
        label="Reason",
        max_length=MOST_WORDS,
        help_text="What shows that it was wrong, in a few words. It is kept under your name. Leave out names, addresses and numbers.",
        widget=django_forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Reason: say in a few words what shows that it was wrong."},
    )
