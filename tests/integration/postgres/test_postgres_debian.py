"""The same works on Debian's PostgreSQL 15, the oldest that will do, where roles are granted in the older way."""

from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from wholepicture.lib.postgres import checks, clone, environment, privileges, session, wake

DEBIAN = Path("/usr/lib/postgresql/15/bin")
ROLES = {"web": "wp_web", "worker": "wp_worker", "auditor": "wp_auditor"}
ACTS = privileges.Policy(name="acts", command="ALL", using=session.ACTOR_IS_SET, check=session.ACTOR_IS_SET)


@pytest.mark.server
@pytest.mark.skipif(not DEBIAN.is_dir(), reason="needs Debian's package postgresql-15")
def test_a_server_of_version_15_does_all_that_the_embedded_one_does(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGBIN", str(DEBIAN))
    urls = environment.resolve({}, empty)
    for url in (urls.owner, urls.web, urls.worker, urls.auditor):
        checks.refuse_unsafe(url)
        checks.refuse_powerful(url)
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("create table visit (id serial primary key, words text)")
        privileges.apply(
            owner, roles=ROLES, rules={"visit": {"web": {"SELECT", "INSERT"}}}, row_security={"visit": [ACTS]}
        )
        owner.execute("set role wp_web")
        owner.execute("select set_config('app.actor', 'user:1', false)")
        owner.execute("insert into visit (words) values ('seen')")
        with pytest.raises(errors.InsufficientPrivilege):
            owner.execute("delete from visit")
    with psycopg.connect(urls.web, autocommit=True) as web:
        assert web.execute("select count(*) from visit").fetchone() == (0,)
        copy = clone.clone(urls.owner, environment.DATABASE, "copy")
    with psycopg.connect(clone.renamed(urls.web, "copy")) as web, wake.listen(copy, "work") as listener:
        web.execute("select set_config('app.actor', 'user:1', true)")
        assert web.execute("select words from visit").fetchall() == [("seen",)]
        wake.notify(web.cursor(), "work")
        web.commit()
        assert listener.wait(5) is True
        clone.drop(urls.owner, "copy")
