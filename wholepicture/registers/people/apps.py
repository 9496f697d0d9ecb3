"""Django's name for this folder."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The app people."""

    name = "wholepicture.registers.people"
    label = "people"
