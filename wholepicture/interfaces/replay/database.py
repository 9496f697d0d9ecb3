"""A database for one replay: a copy of an idle, migrated template, used by this process alone and removed afterwards."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from wholepicture.interfaces.database import set_up
from wholepicture.lib.postgres import clone

PREFIX = "wholepicture_replay"
EMPTY = "template1"


@contextlib.contextmanager
def own() -> Iterator[None]:
    """Point the default connection at an empty migrated database for the length of a block, then remove it.

    Raises lib.postgres.ServerProblem when it cannot be made.
    """
    url, before = settings.URLS.owner, str(connection.settings_dict["NAME"])
    template = _template(url)
    name = f"{template}_{os.getpid()}_{secrets.token_hex(3)}"
    clone.clone(url, template, name)
    options = connection.settings_dict["OPTIONS"]
    try:
        _point_at(name)
        # What is thrown away at the end need not survive a power cut: a third faster. No other session is touched.
        connection.settings_dict["OPTIONS"] = {**options, "options": "-c synchronous_commit=off"}
        yield
    finally:
        _point_at(before)
        connection.settings_dict["OPTIONS"] = options
        clone.drop(url, name)


def _template(url: str) -> str:
    """Return the name of the migrated template, made when these migrations have none yet."""
    name = f"{PREFIX}_{_migrations()}"
    if not _exists(url, name):
        _make_template(url, name)
    return name


def _make_template(url: str, name: str) -> None:
    """Migrate under another name and rename at the end, so that half a template is never copied."""
    before, unfinished = str(connection.settings_dict["NAME"]), f"{name}_{os.getpid()}_{secrets.token_hex(3)}"
    clone.clone(url, EMPTY, unfinished)
    try:
        _point_at(unfinished)
        set_up.migrate(connection)
        _point_at(before)
        with psycopg.connect(clone.renamed(url, clone.MAINTENANCE), autocommit=True) as maintenance:
            rename = sql.SQL("alter database {} rename to {}")
            # Somebody else may have finished theirs first: it is the same.
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                maintenance.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
    finally:
        _point_at(before)
        clone.drop(url, unfinished)


def _exists(url: str, name: str) -> bool:
    with psycopg.connect(clone.renamed(url, clone.MAINTENANCE), autocommit=True) as maintenance:
        return bool(maintenance.execute("select 1 from pg_database where datname = %s", [name]).fetchone())


def _point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _migrations() -> str:
    """A short hash of everything that a migrated database is made from: migrations, privileges, policies."""
    package = Path(str(resources.files("wholepicture")))
    files = sorted([*package.rglob("migrations/*.py"), *package.glob("interfaces/database/*.py")])
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(package)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
