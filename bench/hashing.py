"""Passwords of a benchmark's users, kept quickly: seventy of them would take half a minute; they are checked as any other."""

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher


class Quick(PBKDF2PasswordHasher):
    """Django's own with one round; the number of rounds stands in what is kept, so that production's code can check it."""

    iterations = 1


def use() -> None:
    """Keep passwords quickly in this process from now on."""
    settings.PASSWORD_HASHERS = [f"{Quick.__module__}.{Quick.__qualname__}"]
