"""Django's name for this folder."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app accounts."""

    name = "wholepicture.registers.accounts"
    label = "accounts"
