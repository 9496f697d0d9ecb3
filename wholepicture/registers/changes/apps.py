"""Django's name for this folder."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """The app changes."""

    name = "wholepicture.registers.changes"
    label = "changes"
