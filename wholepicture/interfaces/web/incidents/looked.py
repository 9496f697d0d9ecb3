"""From who was looked for to what the page of a person holds: a record of one's own, or somebody new under the name typed."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django import forms as django_forms
from django.http import QueryDict

from wholepicture.interfaces.web.components import inputs
from wholepicture.interfaces.web.incidents.written import Written
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Precision

Kept = dict[str, list[str]]
TYPED = ("forename", "surname", "born_day", "born_month", "born_year")
FROM_RECORD = (
    *TYPED,
    "sex",
    "estimated",
    "expected_day",
    "expected_month",
    "expected_year",
    "nhs_number",
    "police_number",
)


def records_in(written: Written, *, but: str) -> set[UUID]:
    """The records that others in this report were taken from: nobody stands in a report twice."""
    held = (values.get("record", [""]) for step, values in written.data.items() if step != but)
    return {UUID(value) for values in held for value in values if value}


def somebody_new(written: Written, step: str, typed: QueryDict) -> Kept:
    """What the page of a person holds once nobody of the name was found or chosen."""
    was_taken = written.data.get(step, {}).get("record", [""]) != [""]
    held = _held(written, step, without=FROM_RECORD if was_taken else ())
    return held | {name: typed.getlist(name) for name in TYPED} | {"record": [""]}


def taken_from(written: Written, step: str, told: RecordTold) -> Kept:
    """What the page of a person holds once one's own record of them was chosen."""
    return _held(written, step, without=FROM_RECORD) | {
        "record": [str(told.record)],
        "forename": [told.forename],
        "surname": [told.surname],
        "sex": [told.sex.value],
        **_born(told),
    }


def _held(written: Written, step: str, *, without: Collection[str]) -> Kept:
    """What an empty page begins with, and over it what was kept of this person."""
    form = written.form(step, QueryDict())
    begins = {name: [str(field.initial)] for name, field in form.fields.items() if _begins(field)}
    return begins | {name: values for name, values in written.data.get(step, {}).items() if name not in without}


def _begins(field: django_forms.Field) -> bool:
    return bool(field.initial) and not isinstance(field, inputs.DateInputField)


def _born(told: RecordTold) -> Mapping[str, list[str]]:
    """The boxes of a date of birth as far as it is known, and of the expected date of an unborn child."""
    if told.birth_date is None:
        return _boxes("expected", told.expected_date) if told.expected_date else {}
    known = {Precision.YEAR: ("year",), Precision.MONTH: ("month", "year")}.get(told.birth_precision, inputs.PARTS)
    boxes = {
        name: value for name, value in _boxes("born", told.birth_date).items() if name.removeprefix("born_") in known
    }
    return boxes | ({"estimated": ["on"]} if told.birth_precision is Precision.ESTIMATED else {})


def _boxes(name: str, day: object) -> Kept:
    return {f"{name}_{part}": [str(getattr(day, part))] for part in inputs.PARTS}
