"""Django's name for this folder."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """The app duties."""

    name = "wholepicture.pathway.duties"
    label = "duties"
