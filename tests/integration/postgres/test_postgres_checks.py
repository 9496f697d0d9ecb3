"""A server that would lose what it acknowledged is refused."""

from pathlib import Path

import psycopg
import pytest

from wholepicture.lib.postgres import checks, environment, launcher


def test_the_embedded_server_is_safe_until_a_role_s_own_setting_is_not(folder: Path) -> None:
    urls = environment.resolve({}, folder)
    for url in (urls.owner, urls.web, urls.worker, urls.auditor):
        checks.refuse_unsafe(url)
    for value in ("off", "local"):
        with psycopg.connect(launcher.start_or_join(folder).superuser_url(), autocommit=True) as connection:
            connection.execute(f"alter role wp_web set synchronous_commit = {value}".encode())
        with pytest.raises(checks.UnsafeServer, match=f"synchronous_commit is {value}.*Set synchronous_commit = on"):
            checks.refuse_unsafe(urls.web)
        checks.refuse_unsafe(urls.worker)


def test_a_server_without_fsync_is_refused_unless_it_is_the_tests_own(folder: Path) -> None:
    info = launcher.start_or_join(folder, settings={"fsync": "off", "full_page_writes": "off"})
    with psycopg.connect(info.superuser_url()) as connection:
        with pytest.raises(checks.UnsafeServer, match="fsync is off, full_page_writes is off"):
            checks.refuse_unsafe(connection)
        checks.refuse_unsafe(connection, allow_unsafe_for_tests=True)


def test_resolving_starts_the_embedded_server_and_gives_each_role_its_url(folder: Path) -> None:
    urls = environment.resolve({}, folder, database="some_record")
    for role in ("owner", "web", "worker", "auditor"):
        with psycopg.connect(getattr(urls, role)) as connection:
            found = connection.execute("select current_user::text, current_database()::text").fetchone()
        assert found == (f"wp_{role}", "some_record")
    assert environment.resolve({}, folder, database="some_record") == urls
    named = {variable: getattr(urls, role) for role, variable in environment.VARIABLES.items()}
    assert environment.resolve(named, folder / "never made") == urls
    assert not (folder / "never made").exists()
