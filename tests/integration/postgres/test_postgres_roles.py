"""Four roles that programs use, and one for backups: none of them a superuser."""

import psycopg
import pytest
from psycopg import errors

from tests.factories.databases import Database
from wholepicture.lib.postgres import checks, launcher, passwords, roles


def test_no_role_is_a_superuser_and_only_backup_passes_row_security(server: launcher.ServerInfo) -> None:
    with psycopg.connect(server.superuser_url()) as connection:
        found = connection.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles "
            "where rolname like 'wp\\_%' and rolname <> 'wp_launcher' order by 1"
        ).fetchall()
    assert found == [
        ("wp_auditor", False, False, False, False, False),
        ("wp_backup", False, True, False, False, False),
        ("wp_owner", False, False, True, False, False),
        ("wp_web", False, False, False, False, False),
        ("wp_worker", False, False, False, False, False),
    ]


def test_making_roles_again_changes_nothing_and_mends_what_was_changed(
    server: launcher.ServerInfo, database: Database
) -> None:
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute("alter role wp_web bypassrls")
    with pytest.raises(checks.TooPowerful, match="wp_web NOBYPASSRLS"):
        checks.refuse_powerful(database.urls["web"])
    roles.ensure(server)
    roles.ensure_database(server, database.name)
    for url in database.urls.values():
        checks.refuse_powerful(url)


def test_the_owner_may_become_the_others_without_having_their_rights(database: Database) -> None:
    with database.connect("owner") as connection:
        connection.execute("create table only_web (n int)")
        connection.execute("alter table only_web enable row level security")
        connection.execute("alter table only_web force row level security")
        connection.execute("create policy web on only_web to wp_web using (true) with check (true)")
        connection.execute("grant select, insert on only_web to wp_web")
        for role in ("wp_worker", "wp_auditor", "wp_backup", "wp_web"):
            connection.execute(f"set role {role}")
        connection.execute("insert into only_web values (1)")
        connection.execute("reset role")
        assert connection.execute("select count(*) from only_web").fetchone() == (0,)


def test_web_may_not_become_another(database: Database) -> None:
    with database.connect("web") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("set role wp_owner")


def test_roles_make_nothing_in_a_new_database(database: Database) -> None:
    for role in ("web", "worker", "auditor"):
        with database.connect(role) as connection:
            for statement in (
                "create table public.mine (n int)",
                "create temp table mine (n int)",
                "create schema mine",
            ):
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(statement)


def test_a_role_that_is_not_ours_may_not_connect(server: launcher.ServerInfo, database: Database) -> None:
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute("drop role if exists stranger")
        connection.execute("create role stranger login password 'x'")
    url = server.url(user="stranger", password="x", database=database.name)
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url)


def test_backup_reads_what_row_security_hides_and_writes_nothing(
    server: launcher.ServerInfo, database: Database
) -> None:
    with database.connect("owner") as connection:
        connection.execute("create table hidden as select 1 as n")
        connection.execute("alter table hidden enable row level security")
        connection.execute("alter table hidden force row level security")
        assert connection.execute("select count(*) from hidden").fetchone() == (0,)
    secret = passwords.read(server.passwords_file)["backup"]
    with psycopg.connect(
        server.url(user="wp_backup", password=secret, database=database.name), autocommit=True
    ) as backup:
        assert backup.execute("select count(*) from hidden").fetchone() == (1,)
        backup.execute("set default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            backup.execute("insert into hidden values (2)")
