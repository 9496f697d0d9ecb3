"""A whole database is copied in a moment, and removed without harm to others."""

import time

import psycopg
import pytest

from tests.factories.databases import Database, make_database
from wholepicture.lib.postgres import clone, launcher


def test_a_copy_has_the_rows_and_is_a_database_of_its_own(database: Database) -> None:
    with database.connect("owner") as connection:
        connection.execute("create table fact as select 1 as n")
    started = time.monotonic()
    url = clone.clone(database.urls["owner"], database.name, f"{database.name}_copy")
    assert time.monotonic() - started < 5
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("insert into fact values (2)")
    with database.connect("owner") as connection:
        assert connection.execute("select count(*) from fact").fetchone() == (1,)
    clone.drop(database.urls["owner"], f"{database.name}_copy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)
    clone.drop(database.urls["owner"], f"{database.name}_copy")


def test_a_copy_lets_the_same_roles_in_and_nobody_else(server: launcher.ServerInfo, database: Database) -> None:
    clone.clone(database.urls["owner"], database.name, f"{database.name}_copy")
    with psycopg.connect(server.superuser_url()) as connection:
        found = connection.execute(
            "select distinct r.rolname::text from pg_database d cross join aclexplode(d.datacl) a "
            "left join pg_roles r on r.oid = a.grantee where datname = %s and privilege_type = 'CONNECT' order by 1",
            [f"{database.name}_copy"],
        ).fetchall()
    assert [name for (name,) in found] == ["wp_auditor", "wp_backup", "wp_owner", "wp_web", "wp_worker"]
    psycopg.connect(clone.renamed(database.urls["web"], f"{database.name}_copy")).close()
    clone.drop(database.urls["owner"], f"{database.name}_copy")


def test_idle_sessions_of_our_roles_on_the_template_are_ended(database: Database) -> None:
    with database.connect("web"), database.connect("owner"):
        clone.clone(database.urls["owner"], database.name, f"{database.name}_copy")
    clone.drop(database.urls["owner"], f"{database.name}_copy")


def test_a_template_at_work_is_not_copied_nor_disturbed(database: Database) -> None:
    with psycopg.connect(database.urls["web"]) as connection:
        connection.execute("select 1")
        with pytest.raises(clone.NotCloned, match="in use"):
            clone.clone(database.urls["owner"], database.name, f"{database.name}_copy")
        assert connection.execute("select 2").fetchone() == (2,)


def test_only_sessions_on_that_database_are_ended_when_it_is_dropped(database: Database) -> None:
    other = make_database(database.info)
    clone.clone(database.urls["owner"], database.name, f"{database.name}_copy")
    with other.connect("web") as kept, psycopg.connect(
        clone.renamed(database.urls["worker"], f"{database.name}_copy")
    ) as ended:  # fmt: skip
        ended.execute("select 1")
        clone.drop(database.urls["owner"], f"{database.name}_copy")
        assert kept.execute("select 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError):
            ended.execute("select 1")


def test_the_database_in_use_itself_is_never_dropped(database: Database) -> None:
    for name in (database.name, "postgres", "template1"):
        with pytest.raises(clone.NotDropped):
            clone.drop(database.urls["owner"], name)


def test_what_cannot_be_copied_is_said(database: Database) -> None:
    with pytest.raises(clone.NotCloned, match="no database missing"):
        clone.clone(database.urls["owner"], "missing", "copy")
    with pytest.raises(clone.NotCloned, match=f"a database {database.name} already"):
        clone.clone(database.urls["owner"], database.name, database.name)
