"""Which tables a family's rows are copied in, and which are everybody's or the machine's own."""

from dataclasses import dataclass
from typing import LiteralString

from psycopg import Connection as AnyConnection
from psycopg import sql

Connection = AnyConnection[tuple[object, ...]]

# What belongs to the partnership and not to a family, by the beginning of the tables' names.
SHARED = (
    "agencies_", "accounts_", "protocol_", "auth_", "django_", "oversight_", "access_staff_link", "audit_entry",
    "audit_seal", "audit_head", "incidents_draft", "incidents_feed_file", "incidents_quarantined", "triage_meeting",
    "triage_attendance", "triage_act", "triage_signature", "triage_words", "bench_", "changes_",
)  # fmt: skip
COLUMNS: LiteralString = """
select c.relname, a.attname, format_type(a.atttypid, null), a.attnotnull
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
order by c.relname, a.attnum
"""
KEYS: LiteralString = """
select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.connamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Table:
    """One table: its columns in order with their types, which may be empty, and which point where."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    nullable: tuple[bool, ...]
    points_to: dict[str, str]

    def at(self, column: str) -> int:
        """The place of a column. Raises ValueError."""
        return self.columns.index(column)

    def out(self) -> sql.Composed:
        """The statement that gives every row as text."""
        return sql.SQL("copy (select {} from {}) to stdout").format(self._list(), sql.Identifier(self.name))

    def into(self) -> sql.Composed:
        """The statement that takes rows as text."""
        return sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(self.name), self._list())

    def _list(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))


def is_shared(name: str) -> bool:
    """Whether a table's rows are everybody's."""
    return name.startswith(SHARED)


def tables(connection: Connection) -> list[Table]:
    """Every table of the platform, those that are shared included."""
    points: dict[str, dict[str, str]] = {}
    for table, column, target in connection.execute(KEYS).fetchall():
        points.setdefault(str(table), {})[str(column)] = str(target)
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for table, column, kind, not_null in connection.execute(COLUMNS).fetchall():
        found.setdefault(str(table), []).append((str(column), str(kind), not not_null))
    return [
        Table(
            name, tuple(each[0] for each in those), tuple(each[1] for each in those), tuple(each[2] for each in those),
            points.get(name, {}),
        )
        for name, those in found.items()
    ]  # fmt: skip
