"""Copy a database that nobody uses, whole and in a moment, for a replay or a test, and remove it again."""

import contextlib
import time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from wholepicture.lib.postgres import ServerProblem, environment

MAINTENANCE = "postgres"
NEVER_DROPPED = {MAINTENANCE, "template0", "template1"}
WAIT_SECONDS = 10.0
OUR_ROLES = "select rolname from pg_roles where rolcanlogin and pg_has_role(current_user, oid, 'MEMBER')"
END_OWN_SESSIONS = (
    "select pg_terminate_backend(pid, 2000) from pg_stat_activity "
    "where datname = %s and usename = current_user and pid <> pg_backend_pid() and (state = 'idle' or not %s)"
)
CONNECT = (
    "select distinct r.rolname from pg_database d cross join aclexplode(d.datacl) a join pg_roles r on r.oid = a.grantee "
    "where d.datname = %s and a.privilege_type = 'CONNECT' and a.grantee <> d.datdba"
)


class NotCloned(ServerProblem):
    """The database could not be copied."""


class NotDropped(ServerProblem):
    """The database could not be removed, or must not be."""


def clone(owner_url: str, template: str, name: str) -> str:
    """Make the database `name` as a copy of `template` and return its owner's URL.

    Both are of the owner whose URL is given. Idle sessions of our own roles on the template are ended; raises
    NotCloned when it is in use, missing, or when `name` is there already.
    """
    with _maintenance(owner_url) as connection:
        _end_sessions(connection, template, only_idle=True)
        new = sql.Identifier(name)
        try:
            connection.execute(sql.SQL("create database {} template {}").format(new, sql.Identifier(template)))
        except psycopg.errors.ObjectInUse as error:
            raise NotCloned(f"The database {template} is in use and cannot be copied now: end what uses it.") from error
        except psycopg.errors.DuplicateDatabase as error:
            raise NotCloned(f"There is a database {name} already: drop it, or choose another name.") from error
        except psycopg.errors.InvalidCatalogName as error:
            raise NotCloned(f"There is no database {template} to copy: migrate it first.") from error
        # A copy does not take over who may connect.
        connection.execute(sql.SQL("revoke all on database {} from public").format(new))
        for (role,) in connection.execute(CONNECT, [template]).fetchall():
            connection.execute(sql.SQL("grant connect on database {} to {}").format(new, sql.Identifier(role)))
    return renamed(owner_url, name)


def drop(owner_url: str, name: str) -> None:
    """Remove a database of the owner's if it is there, ending our own roles' sessions on it.

    Raises NotDropped for the database that `owner_url` itself names, and when somebody else uses it.
    """
    if name in NEVER_DROPPED or name == environment.to_django(owner_url)["NAME"]:
        raise NotDropped(f"The database {name} is not a copy: it is not dropped from here.")
    until = time.monotonic() + WAIT_SECONDS
    with _maintenance(owner_url) as connection:
        while True:
            _end_sessions(connection, name, only_idle=False)
            try:
                connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
                return
            except psycopg.errors.ObjectInUse as error:
                if time.monotonic() > until:
                    raise NotDropped(f"The database {name} is in use by others: end what uses it.") from error
                time.sleep(0.05)


def renamed(url: str, name: str) -> str:
    """Return the URL of another database on the same server, for the same role."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _maintenance(owner_url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(renamed(owner_url, MAINTENANCE), autocommit=True)


def _end_sessions(connection: "psycopg.Connection[tuple[Any, ...]]", database: str, *, only_idle: bool) -> None:
    """End sessions of each role that the owner may become, as that role: no role sees or ends another's session."""
    for (role,) in connection.execute(OUR_ROLES).fetchall():
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
            connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
            connection.execute(END_OWN_SESSIONS, [database, only_idle])
        connection.execute("reset role")
