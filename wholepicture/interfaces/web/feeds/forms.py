"""The cells of rows in quarantine as forms, and the reason for setting rows aside."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django import forms as django_forms

from wholepicture.interfaces.feeds.police import words
from wholepicture.interfaces.feeds.police.columns import COLUMNS, REASON, Column
from wholepicture.interfaces.feeds.police.telling import Fault
from wholepicture.interfaces.web.components import forms
from wholepicture.lib.terms import Term
from wholepicture.pathway.incidents.terms import Feature

Rows = Sequence[Mapping[str, str]]
# Without these nothing comes in, whether the file has such a column or not.
NEEDED = ("reference", "role")


class SetAside(forms.GovukForm):
    """Why rows are set aside."""

    because = django_forms.CharField(
        label="Why are these rows set aside?",
        widget=django_forms.Textarea,
        max_length=REASON,
        help_text="For example: entered twice, or about another force's incident. It is kept beside the rows.",
        error_messages={"required": "Enter why these rows are set aside."},
    )


class Cells(forms.GovukForm):
    """The cells of one row, or those that all rows of an incident share; `of` makes it with its columns."""

    @property
    def columns(self) -> list[Column]:
        """The columns in this form, in the order of the reference."""
        return [COLUMNS[name] for name in self.fields]

    def stand_out(self) -> list[django_forms.BoundField]:
        """The fields to look at: where something stands, or is to be mended."""
        return [self[name] for name in self.fields if self[name].errors or self._says(name)]

    def others(self) -> list[django_forms.BoundField]:
        """The fields that are empty and in order."""
        return [self[name] for name in self.fields if not self[name].errors and not self._says(name)]

    def _says(self, name: str) -> bool:
        return bool(str(self[name].value() or "").strip())


class Mending:
    """All forms of a group: what its rows share, and each row; always bound, so that what is wrong shows at once."""

    def __init__(
        self, rows: Rows, lines: Sequence[int], faults: Iterable[Fault], posted: Mapping[str, str] | None
    ) -> None:
        """Fill the forms from the rows, or from what was posted; `faults` say which columns must be there at all."""
        self._rows = rows
        names = {name for row in rows for name in row} | {fault.column for fault in faults} | set(NEEDED)
        kept = [COLUMNS[name] for name in COLUMNS if name in names]
        shared = [column for column in kept if column.is_of_incident]
        own = [column for column in kept if not column.is_of_incident]
        values = {column.name: _first(rows, column.name) for column in shared}
        self.incident = _form(shared, values, prefix="incident", line="", posted=posted)
        self.rows = [
            _form(own, row, prefix=f"row-{number}", line=f"Line {line}", posted=posted)
            for number, (row, line) in enumerate(zip(rows, lines, strict=True))
        ]

    @property
    def all(self) -> tuple[Cells, ...]:
        """Every form, in the order of the page."""
        return self.incident, *self.rows

    def is_valid(self) -> bool:
        """Whether every cell can be kept as it was posted; what the incident needs is asked elsewhere."""
        return all(form.is_valid() for form in self.all)

    def corrected(self) -> list[dict[str, str]]:
        """The rows as they are left now: what is not in a form stays as it stood."""
        return [{**row, **_said(self.incident), **_said(form)} for row, form in zip(self._rows, self.rows, strict=True)]

    def mark(self, faults: Iterable[Fault]) -> None:
        """Say beside each field what is to be mended."""
        for fault in faults:
            form = self.incident if fault.column in self.incident.fields else self.rows[fault.row]
            name = fault.column if fault.column in form.fields else None
            sentence = _sentence(form, name, fault) if name else fault.sentence
            if sentence not in form.errors.get(name or "__all__", []):
                form.add_error(name, sentence)


def _form(
    columns: Sequence[Column], values: Mapping[str, str], *, prefix: str, line: str, posted: Mapping[str, str] | None
) -> Cells:
    fields = {column.name: _field(column, values.get(column.name, "")) for column in columns}
    made = cast(type[Cells], type("RowCells", (Cells,), dict(fields)))
    data = (
        posted
        if posted is not None
        else {f"{prefix}-{name}": _shown(COLUMNS[name], values.get(name, "")) for name in fields}
    )
    form = made(data, prefix=prefix, line=line)
    form.full_clean()
    return form


def _sentence(form: Cells, name: str, fault: Fault) -> str:
    """The fault with its field's name; where words are chosen, not written, it says so."""
    field = form.fields[name]
    is_unknown_word = isinstance(field, django_forms.ChoiceField) and bool(fault.value)
    words_say = "The word in the file is not known here: choose one." if is_unknown_word else fault.sentence
    return f"{field.label}: {words_say}" if not str(field.label).endswith("?") else words_say


def _field(column: Column, stood: str) -> django_forms.Field:
    if column.words is None or column.words is Feature:
        widget = django_forms.Textarea(attrs={"rows": 4}) if column.longest >= REASON else django_forms.TextInput()
        return django_forms.CharField(label=column.label, widget=widget, required=False, help_text=_hint(column))
    known = [(term.value, term.label) for term in column.words if term not in words.LEFT_OUT]
    choices = [("", "Not said"), *known]
    if stood.strip() and words.find(column.words, stood.strip()) is None:
        # What stands in the file stays chosen until somebody chooses otherwise: it must not turn into nothing unseen.
        choices.append((stood.strip(), f"“{stood.strip()[:40]}” as in the file"))
    return django_forms.ChoiceField(label=column.label, choices=choices, widget=django_forms.Select, required=False)


def _hint(column: Column) -> str:
    hints = {
        "happened_at": "For example 16/12/2019 20:15",
        "happened_date": "For example 16/12/2019",
        "happened_time": "For example 20:15",
        "birth_date": "For example 02/05/1997",
        "expected_date": "For example 16/12/2019",
        "features": "Several with semicolons between them",
        "alleged_by": "Another person's key, or REPORTER, AGENCY or NOT_KNOWN",
    }
    return hints.get(column.name, "")


def _shown(column: Column, text: str) -> str:
    if column.words is None or column.words is Feature:
        return text
    found: Term | None = words.find(column.words, text.strip()) if text.strip() else None
    return found.value if found else text.strip()


def _first(rows: Rows, name: str) -> str:
    return next((row[name] for row in rows if row.get(name, "").strip()), "")


def _said(form: Cells) -> dict[str, str]:
    return {name: str(form.cleaned_data.get(name) or "") for name in form.fields}
