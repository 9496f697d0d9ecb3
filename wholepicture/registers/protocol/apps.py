"""Django's name for this folder."""

from django.apps import AppConfig


class ProtocolConfig(AppConfig):
    """The app protocol."""

    name = "wholepicture.registers.protocol"
    label = "protocol"
