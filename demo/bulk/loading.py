"""Put much text into the tables quickly: without the second indexes, which are made again, and without looking at keys.

While it loads, the server takes no care to survive a crash; from then on it does again.

Only for a database that is thrown away: the statements need a superuser, and a failure in the middle leaves half of it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import LiteralString

from psycopg import sql

from demo.bulk.tables import Connection, Table, is_shared

# Every index but the primary keys, which foreign keys need: how it is dropped, and how it is made again.
INDEXES: LiteralString = """
select case when c.conname is null then format('drop index %%s', i.indexrelid::regclass)
         else format('alter table %%s drop constraint %%I', c.conrelid::regclass, c.conname) end,
       case when c.conname is null then pg_get_indexdef(i.indexrelid)
         else format('alter table %%s add constraint %%I %%s', c.conrelid::regclass, c.conname,
                     pg_get_constraintdef(c.oid)) end
from pg_index i join pg_class t on t.oid = i.indrelid
left join pg_constraint c on c.conindid = i.indexrelid and c.contype = 'u'
where t.relnamespace = 'public'::regnamespace and t.relname = any(%s) and not i.indisprimary
  and not exists (select from pg_constraint f where f.conindid = i.indexrelid and f.contype = 'f')
order by t.relname, i.indexrelid
"""
FOREIGN_KEYS: LiteralString = """
select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, f.attname
from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
join pg_attribute f on f.attrelid = c.confrelid and f.attnum = c.confkey[1]
where c.contype = 'f' and c.connamespace = 'public'::regnamespace
"""
SESSION = (
    "set session_replication_role = replica", "set synchronous_commit = off", "set maintenance_work_mem = '1GB'",
    "set max_parallel_maintenance_workers = 2",
)  # fmt: skip
SERVER = {
    "fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_wal_size": "8GB", "checkpoint_timeout": "1h",
}  # fmt: skip


@contextmanager
def unindexed(connection: Connection, tables: list[Table]) -> Iterator[None]:
    """Drop all indexes but the primary keys, and make them again at the end; then let the planner look."""
    names = [table.name for table in tables if not is_shared(table.name)]
    for statement in SESSION:
        connection.execute(statement.encode())
    found = connection.execute(INDEXES, [names]).fetchall()
    for drop, _ in found:
        connection.execute(str(drop).encode())
    try:
        with _careless(connection):
            yield
            for _, make in found:
                connection.execute(str(make).encode())
            connection.execute("vacuum analyze")
    finally:
        connection.execute("reset session_replication_role")


@contextmanager
def _careless(connection: Connection) -> Iterator[None]:
    for name, value in SERVER.items():
        connection.execute(f"alter system set {name} = '{value}'".encode())
    connection.execute("select pg_reload_conf()")
    try:
        yield
    finally:
        for name in SERVER:
            connection.execute(f"alter system reset {name}".encode())
        connection.execute("select pg_reload_conf()")
        connection.execute("checkpoint")


def put(connection: Connection, tables: Mapping[str, Table], rows: Mapping[str, list[str]]) -> None:
    """Copy the text of each table in."""
    for name, parts in rows.items():
        with connection.cursor().copy(tables[name].into()) as copy:
            copy.write("".join(parts))


def dangling(connection: Connection) -> dict[str, int]:
    """How many rows point at something that is not there, by "table.column": nothing looked while they were copied."""
    found = {}
    for table, column, target, key in connection.execute(FOREIGN_KEYS).fetchall():
        statement = sql.SQL(
            "select count(*) from {table} a where a.{column} is not null and not exists "
            "(select from {target} b where b.{key} = a.{column})"
        ).format(
            table=sql.Identifier(str(table)), column=sql.Identifier(str(column)), target=sql.Identifier(str(target)),
            key=sql.Identifier(str(key)),
        )  # fmt: skip
        row = connection.execute(statement).fetchone()
        if row and row[0]:
            found[f"{table}.{column}"] = int(str(row[0]))
    return found
