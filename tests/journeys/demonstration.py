"""The demonstration, loaded once for a whole file of tests into a database of its own, and served under the web role."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.journeys.at_the_table import Clock
from wholepicture.interfaces.cli import demo, migrate
from wholepicture.interfaces.replay import database
from wholepicture.lib.postgres import environment

# A Wednesday afternoon: the meeting of the day is over, and nothing depends on when the tests run.
AT = datetime(2025, 11, 12, 14, 30, tzinfo=UTC)
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@dataclass(frozen=True)
class Demonstration:
    """Where the loaded demonstration is served, the clock of its pages, and who signs in: e-mail by kind of user."""

    url: str
    clock: Clock
    sign_ins: dict[str, str]
    password: str


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Let every connection, of the pages' threads too, be of one role of the database: what `wholepicture run` does."""
    theirs = environment.to_django(getattr(settings.URLS, role))
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({name: theirs[name] for name in before})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@contextmanager
def own_database(at: datetime) -> Iterator[Clock]:
    """Work in an empty migrated database, removed afterwards, with the one clock of pages and machine at a moment."""
    with pytest.MonkeyPatch.context() as patch, database.own():
        clock = Clock(at)
        patch.setattr("django.utils.timezone.now", clock)
        patch.setattr(settings, "STORAGES", settings.STORAGES | PLAIN)
        patch.setattr(settings, "ALLOWED_HOSTS", [*settings.ALLOWED_HOSTS, "localhost"])
        yield clock


@contextmanager
def served() -> Iterator[LiveServer]:
    """Serve the pages from threads of this process, on whatever database and role the connection has at the time."""
    server = LiveServer("localhost")
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def loaded(folder: Path) -> Iterator[Demonstration]:
    """Load the demonstration into a database of its own at AT, and serve its pages under the web role."""
    # The demonstration keeps its one password at full strength, so it is checked so.
    slowly = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
    with own_database(AT) as clock, pytest.MonkeyPatch.context() as patch, slowly:
        patch.setattr(settings, "VAR", folder)
        patch.setattr(settings, "IS_DEMONSTRATION", True)
        patch.setattr(settings, "EMAIL_PORT", _free_port())
        with demo.mail_catcher(settings.EMAIL_PORT, folder):
            migrate.migrate()
            assert demo.load_if_empty()
            with as_role("web"), served() as server:
                yield Demonstration(server.url, clock, dict(demo._sign_ins(demo._told())), demo.password())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module", name="demonstration")
def a_demonstration(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The demonstration, as a newcomer would find it on that afternoon."""
    with django_db_blocker.unblock(), loaded(tmp_path_factory.mktemp("mail")) as made:
        yield made
