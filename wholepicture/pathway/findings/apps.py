"""Django's name for this folder."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """The app findings."""

    name = "wholepicture.pathway.findings"
    label = "findings"
