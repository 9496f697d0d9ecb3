"""The form that every page builds on: each fault is a sentence naming the field, its line and the remedy.

Bind it to a post with `Form(request.POST)`, never `Form(request.POST or None)`: an empty post must show its faults.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict, pretty_name

from wholepicture.interfaces.web.components import inputs

CHOICES = (forms.ChoiceField, forms.ModelChoiceField)


class GovukForm(forms.Form):
    """A plain form whose labels carry no colon and whose messages are sentences; `line` names it among several alike."""

    line: str = ""

    def __init__(self, *args: Any, line: str = "", **options: Any) -> None:  # noqa: ANN401  as Django's Form
        options.setdefault("label_suffix", "")
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, **options)
        self.line = line or self.line
        for name, field in self.fields.items():
            field.label = field.label or pretty_name(name)
            _say_faults(field, str(field.label))

    def keep_quiet(self) -> None:
        """Show what is kept without judging it: faults are for what was sent, not for a draft opened again."""
        self._errors: ErrorDict | None = ErrorDict()

    def require(self, *names: str) -> None:
        """Demand, inside `clean`, fields that only matter after another answer; each gets its own required sentence."""
        for name in names:
            if name not in self.errors and self.cleaned_data.get(name) in self.fields[name].empty_values:
                self.add_error(name, str(self.fields[name].error_messages["required"]))


def error_summary(*faulty: "forms.BaseForm | BaseFormSet[Any]") -> dict[str, Any] | None:
    """Gather the faults of forms and formsets for `errors` of base.jinja, each linked to its field; None if none.

    Looking at unbound forms is harmless: they have no faults.
    """
    found = [fault for each in faulty for fault in _faults(each)]
    return {"titleText": "There is a problem", "errorList": found} if found else None


def first_id(bound: forms.BoundField) -> str:
    """Give the id of the box to correct, so that the link of a fault lands where the typing is."""
    if not isinstance(bound.field, inputs.DateInputField):
        return bound.auto_id
    return f"{bound.auto_id}_{(faulty_parts(bound) or inputs.PARTS)[0]}"


def faulty_parts(bound: forms.BoundField) -> tuple[str, ...]:
    """Name the boxes of a date that are at fault; all three when the fault does not say."""
    faults = bound.form.errors.as_data().get(bound.name, ())
    named = [part for fault in faults for part in (getattr(fault, "params", None) or {}).get("parts", ())]
    return tuple(named) or (inputs.PARTS if faults else ())


def _faults(faulty: "forms.BaseForm | BaseFormSet[Any]") -> Iterator[dict[str, str]]:
    if isinstance(faulty, BaseFormSet):
        yield from ({"text": str(text)} for text in faulty.non_form_errors())
        for form in faulty.forms:
            yield from _faults(form)
        return
    line = getattr(faulty, "line", "")
    for name in [NON_FIELD_ERRORS, *faulty.fields]:
        yield from _of_field(faulty, name, faulty.errors.get(name, ()), f"{line}: " if line else "")


def _of_field(form: forms.BaseForm, name: str, texts: Iterable[Any], prefix: str) -> Iterator[dict[str, str]]:
    for text in texts:
        fault = {"text": f"{prefix}{text}"}
        if name in form.fields:
            fault["href"] = f"#{first_id(form[name])}"
        yield fault


def _say_faults(field: forms.Field, label: str) -> None:
    """Put our sentences in place of Django's own, and leave those that the form's author wrote."""
    for code, sentence in _sentences(field, label).items():
        if str(field.error_messages.get(code, "")) in _standard(field, code):
            field.error_messages[code] = sentence


def _standard(field: forms.Field, code: str) -> set[str]:
    """Give Django's own texts for a fault; a fault that only validators raise has none, so any text is the author's."""
    kinds = [kind for kind in type(field).__mro__ if issubclass(kind, forms.Field)]
    return {""} | {str(kind.default_error_messages[code]) for kind in kinds if code in kind.default_error_messages}


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    return _general(field, label) | {kind: text for known, kind, text in _particular(label) if isinstance(field, known)}


def _particular(label: str) -> tuple[tuple[type[forms.Field], str, str], ...]:
    return (
        (forms.BooleanField, "required", f"Tick “{label}”."),
        (forms.IntegerField, "invalid", f"{label} must be a whole number, for example 3."),
        (forms.EmailField, "invalid", f"{label} must be an e-mail address, like name@example.org."),
        (forms.FileField, "missing", f"Choose a file for {_lower(label)}."),
        (forms.FileField, "empty", f"The file for {_lower(label)} is empty. Choose another."),
    )


def _general(field: forms.Field, label: str) -> dict[str, str]:
    question = label.endswith("?")
    asked = (
        f"Answer “{label}”" if question else f"{'Select' if isinstance(field, CHOICES) else 'Enter'} {_lower(label)}"
    )
    named = f"“{label}”" if question else label
    return {
        "required": f"{asked}.",
        "invalid_choice": f"{asked} with one of the answers given.",
        "max_length": f"{named} must be %(limit_value)d characters or fewer; it has %(show_value)d.",
        "min_length": f"{named} must be %(limit_value)d characters or more; it has %(show_value)d.",
        "max_value": f"{named} must be %(limit_value)s or less.",
        "min_value": f"{named} must be %(limit_value)s or more.",
    }


def _lower(label: str) -> str:
    """Start in lower case, but leave names in capitals (DASH, NHS number, GP) as they are."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
