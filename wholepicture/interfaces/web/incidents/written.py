"""What somebody has written so far: one draft, its steps, and each step as a form with what was typed, faulty or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.http import Http404, QueryDict

from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.incidents import forms
from wholepicture.lib.dates import london_day
from wholepicture.pathway.incidents import queries
from wholepicture.pathway.incidents.facts import DraftPicture
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.registers.audit.terms import Actor

# As many of a sort as the interface for agencies' systems takes.
PERSON = re.compile(r"(adult|child)-[1-9][0-9]?")
NAMELESS = {"adult": "Adult, name not known", "child": "Child, name not known"}


@dataclass(frozen=True)
class Written:
    """A draft as the pages use it."""

    id: UUID
    data: dict[str, Any]
    saved_at: datetime
    sent: UUID | None

    @property
    def kind(self) -> Kind:
        """An incident or a concern."""
        return Kind(str(self.data.get("kind", {}).get("kind", Kind.INCIDENT.value)))

    @property
    def is_concern(self) -> bool:
        """A concern has fewer pages."""
        return self.kind is Kind.CONCERN

    def steps_of(self, sort: str) -> list[str]:
        """The steps of adults or of children, in the order in which they were added."""
        return [step for step, held in self.data.items() if step.startswith(f"{sort}-") and held]

    def next_step(self, sort: str) -> str:
        """A step for one more adult or child: a removed one's number is not used again."""
        numbers = [int(step.rpartition("-")[2]) for step in self.data if step.startswith(f"{sort}-")]
        return f"{sort}-{max(numbers, default=0) + 1}"

    def name(self, step: str) -> str:
        """How a person is called on the pages of this report."""
        held = self.data.get(step, {})
        full = " ".join(part for name in ("forename", "surname") for part in held.get(name, [""]) if part)
        return full or NAMELESS[step.partition("-")[0]]

    def adults(self, *, but: str = "") -> list[tuple[str, str]]:
        """Keys and names of the adults of this report, but one."""
        return [(step, self.name(step)) for step in self.steps_of("adult") if step != but]

    def children(self) -> list[tuple[str, str]]:
        """Keys and names of the children of this report."""
        return [(step, self.name(step)) for step in self.steps_of("child")]

    def happened_on(self) -> date:
        """The day of what is reported, or the day of writing while that is not known."""
        form = self._make("what", _as_posted(self.data.get("what", {})))
        return (form.cleaned_data.get("date") if form.is_valid() else None) or london_day(self.saved_at)

    def form(self, step: str, posted: QueryDict | None = None, *, judge: bool = False) -> govuk_forms.GovukForm:
        """The form of a step: with what was just posted, or what was kept; faults only where judged."""
        kept = self.data.get(step)
        data = posted if posted is not None else _as_posted(kept or {}) if kept or judge else None
        form = self._make(step, data)
        if data is not None and posted is None and not judge:
            form.keep_quiet()
        return form

    def _make(self, step: str, data: QueryDict | None) -> govuk_forms.GovukForm:
        if step == "what":
            return (forms.Worry if self.is_concern else forms.What)(data)
        if step == "grades" and not self.is_concern:
            return forms.Grades(data)
        if step == "others":
            return forms.Others(data)
        if not PERSON.fullmatch(step):
            raise Http404("There is no such page in a report.")
        return self._person(step, data)

    def _person(self, step: str, data: QueryDict | None) -> govuk_forms.GovukForm:
        adults, line = self.adults(but=step), self.name(step)
        if step.startswith("child-"):
            return forms.Child(data, others=adults, concern=self.is_concern, on=self.happened_on(), line=line)
        return forms.Adult(data, others=adults, children=self.children(), concern=self.is_concern, line=line)

    def judged(self) -> Iterator[tuple[str, govuk_forms.GovukForm]]:
        """Every step with its form, bound and validated: an empty page has its faults too."""
        grades = [] if self.is_concern else ["grades"]
        for step in ["what", *self.steps_of("adult"), *self.steps_of("child"), "others", *grades]:
            kept = self.data.get(step)
            form = self._make(step, _as_posted(kept or {}))
            form.is_valid()
            yield step, form


def find(draft: UUID, by: Actor) -> Written:
    """One's own draft; anybody else's is not found."""
    try:
        found = queries.draft(draft, by=by)
    except queries.NotFound as absent:
        raise Http404(str(absent)) from absent
    return of(found)


def of(found: DraftPicture) -> Written:
    """A draft as the pages use it."""
    return Written(found.id, cast("dict[str, Any]", found.data), found.saved_at, found.sent)


def posted(data: QueryDict) -> dict[str, list[str]]:
    """What was posted, as JSON, without the token, and without the one character that the database cannot hold."""
    kept = [name for name in data if name not in ("csrfmiddlewaretoken", "go") and "\0" not in name]
    return {name: [value.replace("\0", "") for value in data.getlist(name)] for name in kept}


def _as_posted(kept: dict[str, list[str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in kept.items():
        found.setlist(name, values)
    return found
