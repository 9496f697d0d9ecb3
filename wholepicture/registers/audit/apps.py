"""Django's name for this folder."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app audit."""

    name = "wholepicture.registers.audit"
    label = "audit"
