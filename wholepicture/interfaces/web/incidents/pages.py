"""The pictures of the report's pages."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.forms import Form
from django.urls import reverse

from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.components.inputs import PartialDate
from wholepicture.interfaces.web.incidents.looked import FROM_RECORD
from wholepicture.interfaces.web.incidents.written import Written
from wholepicture.pathway.incidents.facts import Problem
from wholepicture.registers.people.terms import Sex

TITLES = {"what": "What happened", "others": "Other children", "grades": "DASH, BRAG and what marked it"}
# A page opened from here shows its faults and leads back here.
BACK = "?check"
ONLY_IF_ANSWERED = frozenset(
    {"estimated", "expected", "dash_because", "dash_perceived", "brag_because", "sleeps_where", "record"}
)
# What a record of one's own holds already is not asked again.
IN_THE_RECORD = frozenset({"nhs_number", "police_number"})


@dataclass(frozen=True)
class Part:
    """One page of the report on the page Check your answers: title, address, and its answers as rows."""

    title: str
    href: str
    rows: list[tuple[str, str | None]]


@dataclass(frozen=True)
class Step:
    """Where somebody is in the report."""

    number: int
    of: int

    @property
    def words(self) -> str:
        """For example "Step 2 of 4"."""
        return f"Step {self.number} of {self.of}"


def step(written: Written, name: str) -> Step:
    """The place of a page among the pages of this report."""
    order = ["what", "people", "check"] if written.is_concern else ["what", "people", "grades", "check"]
    return Step(order.index(name) + 1, len(order))


def title(written: Written, name: str) -> str:
    """What a page of the report is called."""
    if name == "what" and written.is_concern:
        return "What worries you"
    return TITLES.get(name) or written.name(name)


def address_of(written: Written, name: str) -> str:
    """Where a page of the report stands."""
    if name == "others":
        return reverse("incidents:people", args=[written.id])
    if name in ("what", "grades"):
        return reverse(f"incidents:{name}", args=[written.id])
    return reverse("incidents:person", args=[written.id, name])


def parts(written: Written, forms: Mapping[str, Form]) -> list[Part]:
    """Every answer, to be checked before sending."""
    return [
        Part(title(written, name), address_of(written, name) + BACK, list(_rows(form))) for name, form in forms.items()
    ]


def _rows(form: Form) -> Iterator[tuple[str, str | None]]:
    """Every answer of a page; a follow-up question that did not arise is left out."""
    for name, field in form.fields.items():
        if name in form.errors:
            yield str(field.label), "To be mended"
            continue
        if name in IN_THE_RECORD and form.cleaned_data.get("record"):
            continue
        if name in ONLY_IF_ANSWERED and not form.cleaned_data.get(name):
            continue
        yield str(field.label), _in_words(field, form.cleaned_data.get(name))


def _in_words(field: Any, value: Any) -> str | None:  # noqa: ANN401  any field of a form
    choices = dict(getattr(field, "choices", []))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(str(choices.get(each, each)) for each in value) or None
    if isinstance(value, PartialDate | date | time):
        return _moment(value)
    if isinstance(value, UUID):
        return "Yes: no second record is made"
    if value in (None, ""):
        return str(choices[""]) if "" in choices else None
    return str(choices.get(value, value))


def _moment(value: PartialDate | date | time) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return in_words.when(value)
    exact = value.exact()
    month = f"{calendar.month_name[value.month]} " if value.month else ""
    return in_words.when(exact) if exact else f"{month}{value.year}"


def faults(written: Written, forms: Mapping[str, Form], problems: tuple[Problem, ...]) -> dict[str, Any] | None:
    """All that has to be mended, each linked to the page where it is mended."""
    found: list[dict[str, str]] = []
    for name, form in forms.items():
        summary = govuk_forms.error_summary(form)
        where = address_of(written, name) + BACK
        found += [
            {"text": fault["text"], "href": where + fault["href"]}
            for fault in (summary or {"errorList": []})["errorList"]
        ]
    if not found:
        found = [{"text": _sentence(written, problem), "href": _where(written, problem) + BACK} for problem in problems]
    return {"titleText": "Before you can send this", "errorList": found} if found else None


def _sentence(written: Written, problem: Problem) -> str:
    """The sentence with people called as they are on these pages, not by their place in a list."""
    told = re.sub(r"people\.(\d+)", lambda found: _name(written, int(found[1])), problem.sentence)
    number = re.match(r"people\.(\d+)", problem.field)
    return f"{_name(written, int(number[1]))}: {told}" if number else told


def _keys(written: Written) -> list[str]:
    return [*written.steps_of("adult"), *written.steps_of("child")]


def _name(written: Written, number: int) -> str:
    return written.name(_keys(written)[number])


def _where(written: Written, problem: Problem) -> str:
    number = re.match(r"people\.(\d+)", problem.field)
    if number:
        return address_of(written, _keys(written)[int(number[1])])
    if problem.field.startswith(("people", "relationships")):
        return address_of(written, "others")
    return address_of(written, "grades" if problem.field.startswith(("dash", "brag")) else "what")


@dataclass(frozen=True)
class Known:
    """What is taken from a record of one's own, as rows to read and as fields to send on unchanged."""

    rows: tuple[tuple[str, str | None], ...]
    fields: tuple[tuple[str, str], ...]


def known(form: Form) -> Known | None:
    """What the page of a person takes from a record; None for somebody new."""
    if not form["record"].value():
        return None
    fields = tuple((name, value) for name in (*FROM_RECORD, "record") if (value := _sent(form, name)))
    sent = dict(fields)
    parts = [sent.get(f"{date}_{part}", "") for date in ("born", "expected") for part in ("day", "month", "year")]
    born = " ".join(part if at % 3 != 1 else _month(part) for at, part in enumerate(parts) if part)
    rows = (
        ("Name", " ".join(sent[name] for name in ("forename", "surname") if name in sent) or None),
        (
            "Expected date" if "expected_year" in sent else "Date of birth",
            born + (", a guess" if "estimated" in sent else "") or None,
        ),
        ("Sex", Sex(sent["sex"]).label if sent.get("sex") in Sex.values() else None),
    )
    return Known(rows, fields)


def _sent(form: Form, name: str) -> str:
    return str(form.data.get(name, ""))


def _month(number: str) -> str:
    return calendar.month_name[int(number)] if number.isdecimal() and 1 <= int(number) <= 12 else number
