"""Django's name for this folder."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The app notifications."""

    name = "wholepicture.pathway.notifications"
    label = "notifications"
