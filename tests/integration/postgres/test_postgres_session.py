"""The database knows who acts, for one transaction and no longer; reading writes nothing."""

from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker

from tests.factories.databases import Database
from wholepicture.lib.postgres import environment, session

ALIAS = "lib_postgres"
NOBODY = ("", "")


@pytest.fixture
def alias(shared_database: Database, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A Django connection to a database with two empty tables."""
    found = {**connections.databases["default"], **environment.to_django(shared_database.urls["owner"])}
    connections.databases[ALIAS] = found
    with django_db_blocker.unblock():
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("drop table if exists visit, looks")
            cursor.execute("create table visit (id int, words text)")
            cursor.execute("create table looks (id int)")
        yield ALIAS
        connections[ALIAS].close()
    del connections[ALIAS]
    del connections.databases[ALIAS]


def acting_now() -> tuple[str, str]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("select coalesce(current_setting('app.actor', true), ''), "
                       "coalesce(current_setting('app.agency', true), '')")  # fmt: skip
        return cursor.fetchone()


def run(statement: str) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(statement)


def test_the_actor_ends_with_the_transaction(alias: str) -> None:
    with session.acting(actor="user:1", agency="police", using=alias):
        assert acting_now() == ("user:1", "police")
    assert acting_now() == NOBODY
    with session.acting(actor="worker", agency=None, using=alias):
        assert acting_now() == ("worker", "")
    assert acting_now() == NOBODY


def test_an_inner_actor_gives_way_to_the_outer_again(alias: str) -> None:
    with session.acting(actor="user:1", agency="police", using=alias):
        with session.acting(actor="user:2", agency=None, using=alias):
            assert acting_now() == ("user:2", "")
            with session.acting(actor="user:3", agency="housing", using=alias):
                assert acting_now() == ("user:3", "housing")
            assert acting_now() == ("user:2", "")
        assert acting_now() == ("user:1", "police")
    assert acting_now() == NOBODY


def fail_within(alias: str) -> None:
    with session.acting(actor="user:2", agency="housing", using=alias):
        run("insert into visit values (1)")
        raise ZeroDivisionError


def test_an_inner_failure_puts_the_outer_back_and_undoes_the_inner(alias: str) -> None:
    with session.acting(actor="user:1", agency="police", using=alias):
        run("insert into looks values (1)")
        with pytest.raises(ZeroDivisionError):
            fail_within(alias)
        assert acting_now() == ("user:1", "police")
    with connections[alias].cursor() as cursor:
        cursor.execute("select (select count(*) from visit), (select count(*) from looks)")
        assert cursor.fetchone() == (0, 1)


def test_acting_inside_a_plain_transaction_ends_with_the_block(alias: str) -> None:
    with transaction.atomic(using=alias):
        with session.acting(actor="user:1", agency="police", using=alias):
            pass
        assert acting_now() == NOBODY


def test_somebody_must_act(alias: str) -> None:
    with pytest.raises(ValueError, match="Nobody"), session.acting(actor="", agency="police", using=alias):
        pass


@pytest.mark.parametrize(
    "statement",
    [
        "insert into visit values (1)",
        "update visit set words = 'x'",
        "with gone as (delete from visit returning id) select * from gone",
        "select * from visit for update",
        "truncate looks",
        "create table more (id int)",
        "merge into visit using looks on true when matched then delete",
        "insert into looks values (1); delete from visit",
    ],
)
def test_reading_refuses_what_writes(alias: str, statement: str) -> None:
    with session.read_only_except({"looks"}, using=alias), pytest.raises(session.WritesInGet, match="change anything"):
        run(statement)
    run("select 1 from visit")


def test_reading_may_write_the_tables_named_and_open_transactions(alias: str) -> None:
    with session.read_only_except({"looks"}, using=alias), session.acting(actor="user:1", agency=None, using=alias):
        with session.acting(actor="user:2", agency=None, using=alias):
            run("insert into looks values (1)")
        run("select words from visit where words = 'delete from visit'")
    run("insert into visit values (1)")
