"""Django's name for this folder."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """The app agencies."""

    name = "wholepicture.registers.agencies"
    label = "agencies"
