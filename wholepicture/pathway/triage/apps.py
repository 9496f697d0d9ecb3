"""Django's name for this folder."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """The app triage."""

    name = "wholepicture.pathway.triage"
    label = "triage"
