"""What every command does first: settings, the database, and the refusal of a server that could lose records."""

from pathlib import Path

import django
from django.conf import settings

from wholepicture.lib.postgres import checks


def django_ready() -> None:
    """Load settings (which starts the embedded server when none is named) and refuse an unsafe server."""
    django.setup()
    checks.refuse_unsafe(settings.URLS.owner)
    for role in ("web", "worker", "auditor"):
        checks.refuse_powerful(getattr(settings.URLS, role))


def data_dir() -> Path:
    """Where the embedded database lives."""
    return Path(settings.VAR) / "postgres"
