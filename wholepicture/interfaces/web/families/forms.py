"""The form of an answer to a finding: considered, known already, or not so; always with the reason."""

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms
from wholepicture.pathway.findings.terms import AnswerKind


class Answer(forms.GovukForm):
    """What somebody says to a finding; none of the answers takes it away."""

    kind = django_forms.ChoiceField(
        label="What do you say to this?",
        choices=AnswerKind.choices(),
        widget=django_forms.RadioSelect,
        error_messages={"required": "Choose what you say to this."},
    )
    because = django_forms.CharField(
        label="Why, and what follows",
        widget=django_forms.Textarea,
        max_length=2000,
        error_messages={"required": "Say why. Whoever looks at this family after you reads it."},
    )
