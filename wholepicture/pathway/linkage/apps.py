"""Django's name for this folder."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    """The app linkage."""

    name = "wholepicture.pathway.linkage"
    label = "linkage"
