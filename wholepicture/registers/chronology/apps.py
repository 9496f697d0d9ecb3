"""Django's name for this folder."""

from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    """The app chronology."""

    name = "wholepicture.registers.chronology"
    label = "chronology"
