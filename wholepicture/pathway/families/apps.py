"""Django's name for this folder."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """The app families."""

    name = "wholepicture.pathway.families"
    label = "families"
