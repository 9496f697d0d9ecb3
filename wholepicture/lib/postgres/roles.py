"""The roles of the database: one owner that migrates, and one for each kind of use, none of them a superuser.

`owner` owns the database and may make others (for replays and tests) and may become each of the others, without
having their rights until it does (on version 15 it has them: there only a role as a whole can inherit, and the owner
must, to be the owner of the schema). `web`, `worker` and `auditor` have what `privileges.apply` grants and nothing else.
`backup` reads everything and writes nothing. It alone bypasses row-level security: a dump that is held to policies
leaves rows out, or fails, and a backup with holes is worse than a role whose password only the operator holds.
"""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from wholepicture.lib.postgres import launcher, passwords

USED_BY_PROGRAMS = ("owner", "web", "worker", "auditor")
BECOME_BY_OWNER = ("web", "worker", "auditor", "backup")
NAMES = {"owner": "wp_owner", "web": "wp_web", "worker": "wp_worker", "auditor": "wp_auditor", "backup": "wp_backup"}
PLAIN = "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION"
ATTRIBUTES = {
    "owner": f"{PLAIN} INHERIT CREATEDB NOBYPASSRLS",
    "web": f"{PLAIN} NOINHERIT NOCREATEDB NOBYPASSRLS",
    "worker": f"{PLAIN} NOINHERIT NOCREATEDB NOBYPASSRLS",
    "auditor": f"{PLAIN} NOINHERIT NOCREATEDB NOBYPASSRLS",
    "backup": f"{PLAIN} INHERIT NOCREATEDB BYPASSRLS",
}
SET_OPTION_SINCE = 160000
ONE_AT_A_TIME = 7_360_141_906  # an advisory lock: parallel starts make each role once


def ensure(info: launcher.ServerInfo) -> None:
    """Make the roles on a server of our own unless they are there, each with its password from the file."""
    create(superuser_url=info.superuser_url(), secrets=passwords.read(info.passwords_file))


def create(*, superuser_url: str, secrets: Mapping[str, str], names: Mapping[str, str] = NAMES) -> None:
    """Make the roles, or set right their attributes and memberships; `secrets` are passwords by role.

    Idempotent. A role that is there keeps its password.
    """
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        for role, name in names.items():
            _create(connection, name, attributes=ATTRIBUTES[role], password=secrets[role])
        for role in BECOME_BY_OWNER:
            _let_become(connection, owner=names["owner"], other=names[role])
        connection.execute(sql.SQL("grant pg_read_all_data to {}").format(sql.Identifier(names["backup"])))
        connection.execute(
            sql.SQL("alter role {} set default_transaction_read_only = on").format(sql.Identifier(names["backup"]))
        )


def ensure_database(info: launcher.ServerInfo, name: str) -> None:
    """Make a database of the owner's on a server of our own unless it is there; only our roles may connect to it."""
    with psycopg.connect(info.superuser_url(), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        database, owner = sql.Identifier(name), sql.Identifier(NAMES["owner"])
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("create database {} owner {}").format(database, owner))
        connection.execute(sql.SQL("revoke all on database {} from public").format(database))
        others = sql.SQL(", ").join(sql.Identifier(NAMES[role]) for role in BECOME_BY_OWNER)
        connection.execute(sql.SQL("grant connect on database {} to {}").format(database, others))


def urls(info: launcher.ServerInfo, database: str) -> dict[str, str]:
    """Return the connection URLs of owner, web, worker and auditor by role; each has its password in it."""
    secrets = passwords.read(info.passwords_file)
    return {role: info.url(user=NAMES[role], password=secrets[role], database=database) for role in USED_BY_PROGRAMS}


def _create(connection: psycopg.Connection, name: str, *, attributes: str, password: str) -> None:
    role = sql.Identifier(name)
    if not connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone():
        connection.execute(sql.SQL("create role {} password {}").format(role, sql.Literal(password)))
    connection.execute(sql.SQL("alter role {} {}").format(role, sql.SQL(attributes)))


def _let_become(connection: psycopg.Connection, *, owner: str, other: str) -> None:
    options = " with inherit false, set true" if connection.info.server_version >= SET_OPTION_SINCE else ""
    connection.execute(sql.SQL("grant {} to {}" + options).format(sql.Identifier(other), sql.Identifier(owner)))
