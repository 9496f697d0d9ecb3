"""What is declared is granted, and nothing else."""

from collections.abc import Mapping

import psycopg
import pytest
from psycopg import errors

from tests.factories.databases import Database
from wholepicture.lib.postgres import privileges, session

ROLES = {"web": "wp_web", "worker": "wp_worker", "auditor": "wp_auditor"}
RULES: Mapping[str, Mapping[str, set[str]]] = {
    "visit": {"web": {"SELECT", "INSERT", "UPDATE (words)"}, "auditor": {"SELECT"}},
    "lookup": {"web": {"SELECT"}},
}
ROW_SECURITY = {
    "visit": [
        privileges.Policy(
            name="acting", command="ALL", using=session.ACTOR_IS_SET, check=session.ACTOR_IS_SET, role="web"
        ),
        privileges.Policy(name="own", command="SELECT", using=session.AGENCY_MATCHES("agency"), role="auditor"),
    ]
}
TABLES = (
    "create table visit (id serial primary key, agency text, words text)",
    "create table lookup (id int)",
    "create table undeclared (id int)",
    "create function counted() returns bigint language sql security definer as 'select count(*) from undeclared'",
)


def filled(database: Database) -> Database:
    with database.connect("owner") as connection:
        for statement in TABLES:
            connection.execute(statement)
        privileges.apply(connection, roles=ROLES, rules=RULES, row_security=ROW_SECURITY)
    return database


@pytest.fixture
def owned(database: Database) -> Database:
    return filled(database)


@pytest.fixture(scope="module")
def untouched(shared_database: Database) -> Database:
    """For tests in which everything is refused."""
    return filled(shared_database)


def acl(database: Database) -> list[tuple[object, ...]]:
    with database.connect("owner") as connection:
        return (
            connection.execute(
                "select relname, relacl::text, relrowsecurity, relforcerowsecurity from pg_class "
                "where relnamespace = 'public'::regnamespace order by 1"
            ).fetchall()
            + connection.execute("select tablename, policyname, cmd, roles::text, qual from pg_policies").fetchall()
        )


def act(connection: "psycopg.Connection[tuple[object, ...]]", actor: str, agency: str = "") -> None:
    connection.execute("select set_config('app.actor', %s, true), set_config('app.agency', %s, true)", [actor, agency])


def test_nobody_sees_or_writes_a_row_until_somebody_acts(owned: Database) -> None:
    with owned.connect("web") as connection:
        with connection.transaction():
            act(connection, "user:1")
            connection.execute("insert into visit (agency, words) values ('police', 'seen')")
            assert connection.execute("select words from visit").fetchall() == [("seen",)]
        assert connection.execute("select words from visit").fetchall() == []
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            connection.execute("insert into visit (agency) values ('police')")
    with owned.connect("owner") as connection:
        assert connection.execute("select count(*) from visit").fetchone() == (0,)


def test_an_agency_sees_its_own_rows_only(owned: Database) -> None:
    with owned.connect("web") as connection, connection.transaction():
        act(connection, "user:1")
        connection.execute("insert into visit (agency) values ('police'), ('housing'), ('')")
    with owned.connect("auditor") as connection:
        for agency, seen in (("police", [("police",)]), ("", []), ("midwifery", [])):
            with connection.transaction():
                act(connection, "user:2", agency)
                assert connection.execute("select agency from visit").fetchall() == seen


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("web", "delete from visit"),
        ("web", "truncate visit"),
        ("web", "update visit set agency = 'x'"),
        ("web", "insert into lookup values (1)"),
        ("web", "select * from undeclared"),
        ("web", "select counted()"),
        ("web", "alter table visit disable row level security"),
        ("web", "create table mine (id int)"),
        ("auditor", "insert into visit (agency) values ('x')"),
        ("auditor", "select * from lookup"),
        ("worker", "select * from visit"),
        ("worker", "truncate undeclared"),
    ],
)
def test_what_is_not_declared_is_refused(untouched: Database, role: str, statement: str) -> None:
    with untouched.connect(role) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_what_is_declared_works(owned: Database) -> None:
    with owned.connect("web") as connection, connection.transaction():
        act(connection, "user:1")
        connection.execute("insert into visit (agency) values ('a')")
        connection.execute("update visit set words = 'x'")
        assert connection.execute("select words from visit").fetchone() == ("x",)
        connection.execute("select * from lookup")


def test_applying_again_changes_nothing_and_takes_back_what_was_added(owned: Database) -> None:
    before = acl(owned)
    with owned.connect("owner") as connection:
        connection.execute("grant all on undeclared, visit to wp_web, public")
        connection.execute("grant update (agency) on visit to wp_web")
        connection.execute("create policy open on visit using (true)")
        connection.execute("alter table visit no force row level security")
        connection.execute("grant execute on function counted() to public")
        assert acl(owned) != before
        privileges.apply(connection, roles=ROLES, rules=RULES, row_security=ROW_SECURITY)
    assert acl(owned) == before
    with owned.connect("web") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("select counted()")
    with owned.connect("web") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("update visit set agency = 'x'")


def test_a_function_with_its_owner_s_rights_is_granted_by_name(owned: Database) -> None:
    with owned.connect("owner") as connection:
        privileges.apply(
            connection, roles=ROLES, rules=RULES, row_security=ROW_SECURITY, functions={"counted()": {"worker"}}
        )
    with owned.connect("worker") as connection:
        assert connection.execute("select counted()").fetchone() == (0,)


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ({"visit": {"web": {"TRUNCATE"}}}, "TRUNCATE on visit"),
        ({"visit": {"web": {"ALL"}}}, "never granted"),
        ({"visit": {"web": {"SELECT; grant all on visit to public"}}}, "never granted"),
        ({"visit": {"intern": {"SELECT"}}}, "intern"),
        ({"misspelt": {"web": {"SELECT"}}}, "misspelt"),
        ({"around": {"web": {"SELECT"}}}, "security_invoker"),
        ({"copied": {"web": {"SELECT"}}}, "security_invoker"),
    ],
)
def test_a_bad_declaration_is_refused_and_changes_nothing(
    untouched: Database, rules: privileges.Rules, says: str
) -> None:
    with untouched.connect("owner") as connection:
        connection.execute("create or replace view around as select * from visit")
        connection.execute("create materialized view if not exists copied as select * from visit")
        before = acl(untouched)
        with pytest.raises(privileges.BadDeclaration, match=says):
            privileges.apply(connection, roles=ROLES, rules=rules, row_security={})
    assert acl(untouched) == before
