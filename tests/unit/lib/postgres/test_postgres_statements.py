"""What a statement writes is told from its words."""

import pytest

from wholepicture.lib.postgres import statements


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "select 1",
        'SELECT "visit"."update", x.delete FROM "visit" WHERE words = \'delete from visit\'',
        "select $$insert into visit$$, $tag$ update visit set a = 1; $tag$, E'it\\'s; delete from visit'",
        "select 1 -- delete from visit\n/* ; truncate visit */",
        "with x as (select 1) select * from x",
        "(select 1) union (select 2)",
        "SAVEPOINT s; RELEASE SAVEPOINT s; ROLLBACK TO SAVEPOINT s",
        "select set_config('app.actor', %s, true)",
        "explain select 1",
        "select 'it''s for update'",
        'select "for" from "insert into"',
    ],
)
def test_what_only_reads_writes_nothing(sql: str) -> None:
    assert statements.written(sql) == frozenset()


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('INSERT INTO "Visit" ("id") VALUES (%s) RETURNING "id"', {"Visit"}),
        ("insert into public.visit values (1) on conflict (id) do update set a = 1", {"visit"}),
        ('UPDATE ONLY "s"."vi""sit" SET a = 1', {'vi"sit'}),
        ("delete from visit using other", {"visit"}),
        ("merge into visit v using w on true when matched then delete when not matched then insert values (1)", {"visit"}),
        ("with gone as (delete from visit returning *), more as materialized (insert into looks select 1) select 1",
         {"visit", "looks"}),
        ("with x as (select 1) update visit set a = 1", {"visit"}),
        ("explain analyze delete from visit", {"visit"}),
        ("select 1; delete from visit", {"visit"}),
        ("select * into copy from visit", {"copy"}),
        ("select * into temporary table copy from visit", {"copy"}),
        ("select 1 from visit for update", {"(a row lock)"}),
        ("select 1 from visit for no key update skip locked", {"(a row lock)"}),
        ("select 1 from visit for key share", {"(a row lock)"}),
        ("select 1 from visit for share of visit", {"(a row lock)"}),
        ("truncate visit", {"(TRUNCATE)"}),
        ("create table visit ()", {"(CREATE)"}),
        ("copy visit from stdin", {"(COPY)"}),
        ("call anything()", {"(CALL)"}),
        ("do $$ begin delete from visit; end $$", {"(DO)"}),
        ("prepare p as delete from visit", {"(PREPARE)"}),
        ("lock table visit", {"(LOCK)"}),
        ("/* select */ drop table visit", {"(DROP)"}),
        ("select '\\'; delete from visit where '' = ''", {"visit"}),
    ],
)  # fmt: skip
def test_what_writes_is_named(sql: str, tables: set[str]) -> None:
    assert statements.written(sql) == tables
