"""Refuse a server whose settings would let it lose what it has acknowledged."""

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

import psycopg

from wholepicture.lib.postgres import ServerProblem

OLDEST = 150000
UNSAFE = {"fsync": {"off"}, "full_page_writes": {"off"}, "synchronous_commit": {"off", "local"}}
QUESTION = (
    "select current_setting('server_version_num')::int, current_setting('server_version'), "
    "current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')"
)
POWERS = "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user"


class Connected(Protocol):
    """A connection of psycopg or of Django."""

    def cursor(self) -> AbstractContextManager[Any]:
        """Return a cursor that closes itself."""
        ...


class UnsafeServer(ServerProblem):
    """The server could lose committed rows, or is too old."""


class TooPowerful(ServerProblem):
    """A role that programs use could read past every policy."""


def refuse_unsafe(connection_or_url: str | Connected, *, allow_unsafe_for_tests: bool = False) -> None:
    """Return when the server may be trusted with a record. Raises UnsafeServer with what to change.

    Takes a URL, or a connection of psycopg or Django (settings may differ by role and database: ask as each role).
    `allow_unsafe_for_tests` lets unsafe settings pass, but not an old version; only the tests' own server passes it.
    """
    with _cursor(connection_or_url) as cursor:
        cursor.execute(QUESTION)
        number, version, *values = cursor.fetchone()
    if number < OLDEST:
        raise UnsafeServer(f"The database server is PostgreSQL {version}: version 15 is the oldest that will do.")
    found = dict(zip(UNSAFE, values, strict=True))
    unsafe = [f"{name} is {value}" for name, value in found.items() if value in UNSAFE[name]]
    if unsafe and not allow_unsafe_for_tests:
        remedy = ", ".join(f"{name} = on" for name, value in found.items() if value in UNSAFE[name])
        raise UnsafeServer(
            f"The database server would lose what it has acknowledged: {', '.join(unsafe)}. "
            f"Set {remedy} in its configuration and start it again."
        )


def refuse_powerful(connection_or_url: str | Connected) -> None:
    """Return when the connected role is bound by row-level security. Raises TooPowerful for one that is not."""
    with _cursor(connection_or_url) as cursor:
        cursor.execute(POWERS)
        name, superuser, bypasses = cursor.fetchone()
    if superuser or bypasses:
        what = "SUPERUSER" if superuser else "BYPASSRLS"
        raise TooPowerful(f"The database role {name} has {what}: run ALTER ROLE {name} NO{what}, or name another role.")


@contextlib.contextmanager
def _cursor(connection_or_url: str | Connected) -> Iterator[Any]:
    if isinstance(connection_or_url, str):
        with psycopg.connect(connection_or_url) as connection, connection.cursor() as cursor:
            yield cursor
    else:
        with connection_or_url.cursor() as cursor:
            yield cursor
