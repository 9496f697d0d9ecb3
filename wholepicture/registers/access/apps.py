"""Django's name for this folder."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The app access."""

    name = "wholepicture.registers.access"
    label = "access"
