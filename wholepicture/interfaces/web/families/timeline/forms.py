"""The filter of the timeline: by agency, by what it is, by when; sent with GET, so that it works without JavaScript."""

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms

from wholepicture.interfaces.web.components import forms, inputs
from wholepicture.lib.dates import at_london
from wholepicture.registers.chronology.facts import Wanted
from wholepicture.registers.chronology.terms import EntryKind

GROUPS = {
    "incidents": ("Incidents", (EntryKind.INCIDENT,)),
    "concerns": ("Concerns", (EntryKind.CONCERN,)),
    "contact": ("Contacts and contact arrangements", (EntryKind.CONTACT, EntryKind.ARRANGEMENT)),
    "contributions": ("Contributions to triage", (EntryKind.CONTRIBUTION,)),
    "decisions": ("Decisions", (EntryKind.DECISION,)),
    "told": (
        "Told, acknowledged, declined or corrected",
        (EntryKind.TOLD, EntryKind.ACKNOWLEDGED, EntryKind.DECLINED, EntryKind.CORRECTED),
    ),
    "kept": ("Held, withheld or not told", (EntryKind.HELD, EntryKind.WITHHELD, EntryKind.NOT_TOLD)),
}


class Filter(forms.GovukForm):
    """What of the timeline to show; what is left empty narrows nothing."""

    agency = django_forms.ChoiceField(label="Agency", required=False)
    kind = django_forms.ChoiceField(
        label="What",
        required=False,
        choices=[("", "Everything"), *((key, words) for key, (words, _) in GROUPS.items())],
    )
    since = inputs.DateInputField(label="From", required=False)
    until = inputs.DateInputField(label="To", required=False)

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        choices = [("", "All agencies"), *((str(agency), name) for agency, name in agencies)]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        said: dict[str, Any] = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", "To: the period ends before it begins. Give a day on or after the first.")
        return said

    def wanted(self) -> Wanted:
        """What was asked for; everything where the form has faults."""
        said = self.cleaned_data if self.is_valid() else {}
        since, until = said.get("since"), said.get("until")
        return Wanted(
            agency=UUID(said["agency"]) if said.get("agency") else None,
            kinds=frozenset(GROUPS[said["kind"]][1]) if said.get("kind") else frozenset(),
            since=at_london(since, time()) if since else None,
            until=at_london(until + timedelta(days=1), time()) if until else None,
        )
