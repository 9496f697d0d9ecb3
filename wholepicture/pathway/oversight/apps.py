"""Django's name for this folder."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The app oversight."""

    name = "wholepicture.pathway.oversight"
    label = "oversight"
