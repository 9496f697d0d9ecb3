"""From a Django bound field to the parameters of a design-system macro, with label, hint, fault and ids wired."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from wholepicture.interfaces.web.components import inputs
from wholepicture.interfaces.web.components.forms import faulty_parts

Params = dict[str, Any]
MACRO_ATTRIBUTES = {"autocomplete", "inputmode", "spellcheck", "pattern", "autocapitalize"}
# The browser must not cut or refuse what is typed before we can say in a sentence what is wrong with it.
LEFT_OUT = {"class", "rows", "cols", "maxlength", "minlength", "min", "max", "step"}
DJANGO_ROWS = "10"


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a page wants a field shown; everything has a default.

    `hints` and `reveal` are keyed by choice: a hint below it, or markup shown once it is chosen.
    """

    label: str | None = None
    hint: str | None = None
    size: str = "s"
    heading: bool = False
    hints: Mapping[str, str] = field(default_factory=dict)
    reveal: Mapping[str, str] = field(default_factory=dict)
    inline: bool = False
    small: bool = False
    optional: bool | None = None
    prefix: str | None = None
    suffix: str | None = None
    classes: str = ""


@dataclass(frozen=True, kw_only=True)
class Component:
    """Which macro draws a field, and with what."""

    macro: str
    params: Params


def component(bound: forms.BoundField, **options: Any) -> Component:  # noqa: ANN401  checked by Options
    """Choose the macro for a bound field by its widget; `options` are those of Options, others raise TypeError."""
    chosen = Options(**options)
    widget = bound.field.widget
    for kind, macro, build in BUILDERS:
        if isinstance(widget, kind):
            return Component(macro=macro, params=build(bound, chosen))
    raise TypeError(f"No component draws {type(widget).__name__} of the field “{bound.name}”.")


def _common(bound: forms.BoundField, options: Options) -> Params:
    params: Params = {"name": bound.html_name, "id": bound.auto_id}
    hint = bound.help_text if options.hint is None else options.hint
    if hint:
        params["hint"] = {"text": hint}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(text) for text in bound.errors)}
    return params


def _labelled(bound: forms.BoundField, options: Options) -> Params:
    attrs = bound.field.widget.attrs
    params = _common(bound, options) | _passed_on(attrs)
    params["label"] = {
        "text": _label(bound, options),
        "classes": f"govuk-label--{options.size}",
        "isPageHeading": options.heading,
    }
    params["classes"] = f"{attrs.get('class', '')} {options.classes}".strip()
    params["value"] = "" if bound.value() is None else bound.value()
    return params


def _passed_on(attrs: Mapping[str, Any]) -> Params:
    """Carry the widget's attributes over; families' details stay out of the browser's memory unless a form says so."""
    named = {name: attrs[name] for name in MACRO_ATTRIBUTES & attrs.keys()}
    others = {name: value for name, value in attrs.items() if name not in MACRO_ATTRIBUTES | LEFT_OUT}
    return {"autocomplete": "off"} | named | {"attributes": others}


def _fieldset(bound: forms.BoundField, options: Options) -> Params:
    legend = {
        "text": _label(bound, options),
        "classes": f"govuk-fieldset__legend--{options.size}",
        "isPageHeading": options.heading,
    }
    return _common(bound, options) | {"fieldset": {"legend": legend}}


def _label(bound: forms.BoundField, options: Options) -> str:
    optional = not bound.field.required if options.optional is None else options.optional
    return f"{options.label or bound.label}{' (optional)' if optional else ''}"


def _input(bound: forms.BoundField, options: Options) -> Params:
    kind = getattr(bound.field.widget, "input_type", "text")
    params: Params = {"inputmode": "numeric"} if kind == "number" else {}
    params |= _labelled(bound, options) | {"type": "text" if kind == "number" else kind}
    if narrow := {"number": 4, "time": 5}.get("time" if isinstance(bound.field, inputs.TimeInputField) else kind):
        params["classes"] = f"govuk-input--width-{narrow} {params['classes']}".strip()
    for affix in ("prefix", "suffix"):
        if getattr(options, affix):
            params[affix] = {"text": getattr(options, affix)}
    return params


def _textarea(bound: forms.BoundField, options: Options) -> Params:
    rows = bound.field.widget.attrs.get("rows", DJANGO_ROWS)
    limit = getattr(bound.field, "max_length", None)
    params = _labelled(bound, options) | {"rows": 5 if rows == DJANGO_ROWS else rows}
    return params | ({"maxlength": limit} if limit else {})


def _choices(bound: forms.BoundField, options: Options, chosen: set[str]) -> list[Params]:
    return [
        {"value": value, "text": text, "checked": value in chosen, "selected": value in chosen}
        | ({"hint": {"text": options.hints[value]}} if value in options.hints else {})
        | ({"conditional": {"html": options.reveal[value]}} if value in options.reveal else {})
        for value, text in _flat(bound.field.widget.choices)
    ]


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    for value, text in choices:
        if isinstance(text, (list, tuple)):
            yield from _flat(text)
        else:
            yield str(value), str(text)


def _given(bound: forms.BoundField) -> set[str]:
    value = bound.value()
    several = value if isinstance(value, (list, tuple, set)) else [value]
    return {str(each) for each in several if each is not None}


def _listed(bound: forms.BoundField, options: Options, block: str) -> Params:
    classes = [options.classes, f"{block}--inline" * options.inline, f"{block}--small" * options.small]
    items = [item for item in _choices(bound, options, _given(bound)) if item["value"]]
    params = _fieldset(bound, options) | {"items": items, "classes": " ".join(filter(None, classes))}
    return params | {"idPrefix": params.pop("id")}


def _radios(bound: forms.BoundField, options: Options) -> Params:
    return _listed(bound, options, "govuk-radios")


def _checkboxes(bound: forms.BoundField, options: Options) -> Params:
    return _listed(bound, options, "govuk-checkboxes")


def _checkbox(bound: forms.BoundField, options: Options) -> Params:
    params = _common(bound, options)
    hint = params.pop("hint", None)
    item: Params = {"value": "on", "text": options.label or bound.label, "checked": bool(bound.value())}
    item |= {"hint": hint} if hint else {}
    item |= {"conditional": {"html": options.reveal["on"]}} if "on" in options.reveal else {}
    return params | {"idPrefix": params.pop("id"), "items": [item], "classes": options.classes}


def _select(bound: forms.BoundField, options: Options) -> Params:
    params = _labelled(bound, options)
    params["attributes"]["autocomplete"] = params.pop("autocomplete")
    return params | {"items": _choices(bound, options, _given(bound))}


def _date(bound: forms.BoundField, options: Options) -> Params:
    value = bound.value()
    boxes = value if isinstance(value, list) else bound.field.widget.decompress(value)
    faulty = faulty_parts(bound)
    items = [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{bound.auto_id}_{part}",
            "label": part.capitalize(),
            "value": box,
            "autocomplete": bound.field.widget.attrs.get("autocomplete", "off"),
            "inputmode": "text" if part == "month" else "numeric",
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{' govuk-input--error' * (part in faulty)}",
        }
        for part, box in zip(inputs.PARTS, boxes, strict=True)
    ]
    return _fieldset(bound, options) | {"items": items}


def _hidden(bound: forms.BoundField, options: Options) -> Params:
    return {"name": bound.html_name, "id": bound.auto_id, "value": bound.value()}


def _password(bound: forms.BoundField, options: Options) -> Params:
    """Leave the value out: what was typed as a password is never sent back."""
    params = _labelled(bound, options)
    autocomplete = bound.field.widget.attrs.get("autocomplete", "current-password")
    return params | {"value": None, "autocomplete": autocomplete}


def _file(bound: forms.BoundField, options: Options) -> Params:
    return _labelled(bound, options) | {"value": None}


BUILDERS: tuple[tuple[type[forms.Widget], str, Callable[[forms.BoundField, Options], Params]], ...] = (
    (inputs.DateInput, "date", _date),
    (forms.HiddenInput, "hidden", _hidden),
    (forms.PasswordInput, "password", _password),
    (forms.FileInput, "file", _file),
    (forms.Textarea, "textarea", _textarea),
    (forms.CheckboxInput, "checkboxes", _checkbox),
    (forms.CheckboxSelectMultiple, "checkboxes", _checkboxes),
    (forms.RadioSelect, "radios", _radios),
    (forms.Select, "select", _select),
    (forms.widgets.Input, "input", _input),
)
