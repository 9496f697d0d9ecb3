"""Bring the privileges of a migrated database to exactly what is declared: nothing that is not, and never TRUNCATE.

Run by the owner after every migration. What is not declared is refused to everybody: a new table starts with no
reader, and a SECURITY DEFINER function (which would read past every policy) with no caller.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import psycopg
from psycopg import sql

from wholepicture.lib.postgres import ServerProblem

# SELECT, INSERT and UPDATE may be held to columns: "UPDATE (opened_at, opened_by)".
PRIVILEGE = re.compile(r"(DELETE|(?:SELECT|INSERT|UPDATE)(?: \((\w+(?:, ?\w+)*)\))?)")
ONE_AT_A_TIME = 7_360_141_907
RELATIONS = (
    "select relname, relkind, coalesce(reloptions, '{}') @> '{security_invoker=true}' "
    "from pg_class where relnamespace = %s::regnamespace and relkind in ('r', 'p', 'v', 'm')"
)
POLICIES = "select policyname from pg_policies where schemaname = %s and tablename = %s"
SERIALS = (
    "select t.relname, s.relname from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i') "
    "join pg_class t on t.oid = d.refobjid "
    "where s.relkind = 'S' and s.relnamespace = %s::regnamespace and d.classid = 'pg_class'::regclass"
)
DEFINERS = (
    "select oid::regprocedure::text from pg_proc "
    "where prosecdef and pronamespace = %s::regnamespace and proowner = current_user::regrole"
)
Rules = Mapping[str, Mapping[str, Iterable[str]]]


class BadDeclaration(ServerProblem):
    """What is declared cannot be granted, or would be no protection."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One policy of row-level security; `role` is a key of `roles` (None: whoever was granted the privilege).

    `using` says which rows are seen, `check` which may be written; both are SQL, and None where the command has none.
    """

    name: str
    command: Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]
    using: str | None = None
    check: str | None = None
    role: str | None = None


def apply(
    connection: Any,  # noqa: ANN401  of psycopg or of Django
    *,
    roles: Mapping[str, str],
    rules: Rules,
    row_security: Mapping[str, Iterable[Policy]],
    functions: Mapping[str, Iterable[str]] | None = None,
    schema: str = "public",
) -> None:
    """Grant exactly what is declared, in one transaction; repeating it changes nothing.

    `roles` names the database's roles by key. `rules` is table -> role key -> privileges (SELECT, INSERT, UPDATE,
    DELETE, the first three also with columns). `row_security` is table -> policies, enabled and forced on the owner
    too; with no policy nobody sees a row. `functions` is the signature of a SECURITY DEFINER function -> role keys.
    Raises BadDeclaration, and changes nothing, for an unknown table or role, another privilege, or a view that would
    read with its owner's rights.
    """
    raw: psycopg.Connection[Any] = _psycopg_connection(connection)
    with raw.transaction(), raw.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        _refuse_bad(cursor, schema, roles, rules, row_security, functions or {})
        steps = _revokes(cursor, schema, roles)
        steps += _grants(schema, roles, rules)
        steps += _sequence_grants(cursor, schema, roles, rules)
        steps += [
            step for table, found in row_security.items() for step in _secured(cursor, schema, table, found, roles)
        ]
        steps += _function_grants(functions or {}, roles)
        for step in steps:
            cursor.execute(step)


def _psycopg_connection(connection: Any) -> "psycopg.Connection[Any]":  # noqa: ANN401
    if isinstance(connection, psycopg.Connection):
        return connection
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection)


def _refuse_bad(
    cursor: psycopg.Cursor[Any],
    schema: str,
    roles: Mapping[str, str],
    rules: Rules,
    row_security: Mapping[str, Iterable[Policy]],
    functions: Mapping[str, Iterable[str]],
) -> None:
    relations = {name: (kind, invoker) for name, kind, invoker in cursor.execute(RELATIONS, [schema])}
    for table in (*rules, *row_security):
        if table not in relations:
            raise BadDeclaration(
                f"Privileges are declared for {table}, and there is no such table: migrate, or mend it."
            )
    for table, (kind, invoker) in relations.items():
        if table in rules and (kind == "m" or (kind == "v" and not invoker)):
            raise BadDeclaration(
                f"{table} would be read with its owner's rights: make it a view with security_invoker."
            )
    used = {role for by_role in rules.values() for role in by_role} | {r for found in functions.values() for r in found}
    used |= {policy.role for found in row_security.values() for policy in found if policy.role}
    if unknown := sorted(used - set(roles)):
        raise BadDeclaration(f"Privileges are declared for {', '.join(unknown)}: the roles are {', '.join(roles)}.")
    for table, role, privilege in _flat(rules):
        if not PRIVILEGE.fullmatch(privilege):
            raise BadDeclaration(f"{privilege} on {table} is declared for {role}: that is never granted.")


def _flat(rules: Rules) -> list[tuple[str, str, str]]:
    return [
        (t, role, privilege) for t, by_role in rules.items() for role, found in by_role.items() for privilege in found
    ]


def _revokes(cursor: psycopg.Cursor[Any], schema: str, roles: Mapping[str, str]) -> list[sql.Composed]:
    place, ours = sql.Identifier(schema), _names(roles, roles)
    found = cursor.execute("select current_database()").fetchone()
    database = sql.Identifier(found[0] if found else "")
    everybody = sql.SQL("public, {}").format(ours)
    definers = cursor.execute(DEFINERS, [schema]).fetchall()
    return [
        sql.SQL("revoke all on database {} from {}").format(database, everybody),
        sql.SQL("grant connect on database {} to {}").format(database, ours),
        sql.SQL("revoke all on schema {} from {}").format(place, everybody),
        sql.SQL("grant usage on schema {} to {}").format(place, ours),
        sql.SQL("revoke all on all tables in schema {} from {}").format(place, everybody),
        sql.SQL("revoke all on all sequences in schema {} from {}").format(place, everybody),
        *(sql.SQL("revoke all on function {} from {}").format(_code(name), everybody) for (name,) in definers),
    ]


def _grants(schema: str, roles: Mapping[str, str], rules: Rules) -> list[sql.Composed]:
    return [
        sql.SQL("grant {} on table {} to {}").format(
            _code(privilege), sql.Identifier(schema, table), sql.Identifier(roles[role])
        )
        for table, role, privilege in _flat(rules)
    ]


def _sequence_grants(
    cursor: psycopg.Cursor[Any], schema: str, roles: Mapping[str, str], rules: Rules
) -> list[sql.Composed]:
    sequences = cursor.execute(SERIALS, [schema]).fetchall()
    inserting = {(table, role) for table, role, privilege in _flat(rules) if privilege.startswith("INSERT")}
    return [
        sql.SQL("grant usage on sequence {} to {}").format(sql.Identifier(schema, name), sql.Identifier(roles[role]))
        for owner, name in sequences
        for table, role in sorted(inserting)
        if table == owner
    ]


def _secured(
    cursor: psycopg.Cursor[Any], schema: str, table: str, policies: Iterable[Policy], roles: Mapping[str, str]
) -> list[sql.Composed]:
    place = sql.Identifier(schema, table)
    existing = cursor.execute(POLICIES, [schema, table]).fetchall()
    return [
        sql.SQL("alter table {} enable row level security").format(place),
        sql.SQL("alter table {} force row level security").format(place),
        *(sql.SQL("drop policy {} on {}").format(sql.Identifier(name), place) for (name,) in existing),
        *(_policy(place, policy, roles) for policy in policies),
    ]


def _policy(place: sql.Identifier, policy: Policy, roles: Mapping[str, str]) -> sql.Composed:
    parts = [
        sql.SQL("create policy {} on {}").format(sql.Identifier(policy.name), place),
        _code(f"for {policy.command} to"),
        sql.Identifier(roles[policy.role]) if policy.role else sql.SQL("public"),
    ]
    if policy.using is not None:
        parts.append(_code(f"using ({policy.using})"))
    if policy.check is not None:
        parts.append(_code(f"with check ({policy.check})"))
    return sql.Composed([sql.SQL(" ").join(parts)])


def _function_grants(functions: Mapping[str, Iterable[str]], roles: Mapping[str, str]) -> list[sql.Composed]:
    return [
        sql.SQL("grant execute on function {} to {}").format(_code(name), _names(roles, found))
        for name, found in functions.items()
        if found
    ]


def _names(roles: Mapping[str, str], keys: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(roles[key]) for key in keys)


def _code(text: str) -> sql.SQL:
    """Take text of our own source as SQL; nothing from outside comes here."""
    return sql.SQL(text)
