"""Django's name for this folder."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """The app incidents."""

    name = "wholepicture.pathway.incidents"
    label = "incidents"
