"""A sample page with every component, drawn by the real template backend."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms as django_forms
from django.conf import settings
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory, override_settings

from tests.journeys import axe
from wholepicture.interfaces.web.components import forms, inputs, pieces

NOW = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
SAMPLE = Path(__file__).with_name("sample.jinja")


class Report(forms.GovukForm):
    """A form with a field of every kind."""

    where = django_forms.CharField(label="Where it happened", max_length=20, help_text="Street and town.")
    happened = inputs.DateInputField(label="Date it happened")
    at = inputs.TimeInputField(label="Time it happened")
    birth = inputs.DateInputField(label="Date of birth", partial=True, required=False)
    words = django_forms.CharField(label="What was said", widget=django_forms.Textarea, max_length=400)
    notes = django_forms.CharField(label="Notes", widget=django_forms.Textarea, required=False)
    dash = django_forms.ChoiceField(
        label="DASH grade",
        choices=[("HIGH", "High"), ("MEDIUM", "Medium"), ("NOT_DONE", "Not done")],
        widget=django_forms.RadioSelect,
    )
    why = django_forms.CharField(label="Why was it not done?", required=False)
    features = django_forms.MultipleChoiceField(
        label="Features",
        choices=[("WEAPON", "Weapon"), ("THREAT", "Threat to kill")],
        widget=django_forms.CheckboxSelectMultiple,
        required=False,
    )
    agency = django_forms.ChoiceField(label="Agency", choices=[("", "Choose"), ("POLICE", "Police")])
    children = django_forms.IntegerField(label="Number of children")
    agreed = django_forms.BooleanField(label="I have spoken to the child")
    paper = django_forms.FileField(label="Document", required=False)
    password = django_forms.CharField(label="Password", widget=django_forms.PasswordInput, required=False)
    draft = django_forms.CharField(widget=django_forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask why where the grade was not done."""
        if self.cleaned_data.get("dash") == "NOT_DONE":
            self.require("why")
        return self.cleaned_data


@pytest.fixture
def posted() -> Callable[[str], Report]:
    """Make the sample form bound to a posted query string."""
    return lambda text: Report(QueryDict(text), {})


@pytest.fixture
def draw() -> Iterator[Callable[..., str]]:
    """Draw the sample page with a form, as a view would."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):
        yield _drawn


def _drawn(form: forms.GovukForm | None = None, **more: object) -> str:
    picture = _picture() | {"form": form or Report(), "errors": forms.error_summary(form) if form else None} | more
    template = engines["jinja2"].from_string(SAMPLE.read_text())
    return str(template.render(picture, RequestFactory().get("/")))


def _picture() -> dict[str, Any]:
    return {
        "title": "My work",
        "now": NOW,
        "nav": [
            {"text": "My work", "href": "/", "current": True},
            {"text": "Report an incident", "href": "/report"},
            {"text": "Release queue", "href": "/release"},
            {"text": "Protocol", "href": "/protocol"},
            {"text": "Agencies and cover", "href": "/agencies"},
            {"text": "What is stuck", "href": "/stuck"},
        ],
        "account": {"name": "Hana Visitor", "team": "Health visiting, north", "sign_out": "/sign-out"},
        "phase": {"tag": "Demonstration", "text": "Nobody here is real."},
        "back": {"href": "/"},
        "items": _items(),
        "entries": [
            pieces.Entry(at=NOW - timedelta(hours=5), words="Held", who="the platform", detail="Out of hours."),
            pieces.Entry(at=NOW - timedelta(hours=4), words="Delivered to the inbox of the team"),
            pieces.Entry(at=NOW - timedelta(hours=1), words="Opened", who="Hana Visitor"),
        ],
        "rows": [["Health visitor", "Hana Visitor, 16 Dec 2019", "17 Dec 2019, 9am", "1"], ["GP", None, None, "0"]],
    }


def _items() -> list[dict[str, Any]]:
    shared = {"href": "/notices/1", "stopped": None, "facts": ("1 item today", "From police")}
    return [
        shared
        | {
            "heading": "Tell us what you know and will do",
            "about": "Sam Sample, 10 weeks. 3rd incident in this family.",
            "due_at": NOW - timedelta(hours=2),
            "tags": [("Urgent", "urgent"), ("Held", "held")],
        },
        shared
        | {
            "heading": "A patient of yours is a parent",
            "about": "Alex Sample, 31 years",
            "due_at": NOW + timedelta(hours=2),
            "tags": [("Withheld", "withheld")],
        },
        shared
        | {
            "heading": "Release or withhold a notice",
            "about": None,
            "due_at": NOW + timedelta(days=3),
            "tags": [],
            "stopped": "Answered 16 Dec 2019, 9am",
        },
    ]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start Debian's Chromium, since no other browser may be fetched."""
    return {"executable_path": axe.CHROMIUM, "args": axe.FLAGS}
