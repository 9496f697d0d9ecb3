"""The environment names a database in full, or not at all."""

from pathlib import Path

import pytest

from wholepicture.lib.postgres import environment

FULL = {
    "DATABASE_URL": "postgresql://owner:secret@db/record",
    "DATABASE_URL_WEB": "postgresql://web:secret@db/record",
    "DATABASE_URL_WORKER": "postgresql://worker:secret@db/record",
    "DATABASE_URL_AUDITOR": "postgresql://auditor:secret@db/record",
}
NOWHERE = Path("/proc/nowhere")


def test_named_urls_are_used_and_never_shown() -> None:
    urls = environment.resolve(FULL, NOWHERE)
    assert urls.worker == FULL["DATABASE_URL_WORKER"]
    assert "secret" not in repr(urls)
    assert "secret" not in f"{urls}"


@pytest.mark.parametrize("missing", ["DATABASE_URL_WEB", "DATABASE_URL_WORKER", "DATABASE_URL_AUDITOR"])
def test_a_missing_role_is_named_with_its_variable(missing: str) -> None:
    some = {name: url for name, url in FULL.items() if name != missing}
    with pytest.raises(environment.BadEnvironment, match=f"{missing} is not: set it"):
        environment.resolve(some, NOWHERE)


def test_a_forgotten_owner_does_not_start_another_database() -> None:
    some = {name: url for name, url in FULL.items() if name != "DATABASE_URL"}
    with pytest.raises(environment.BadEnvironment, match="DATABASE_URL_WEB is set but DATABASE_URL is not"):
        environment.resolve(some, NOWHERE)


def test_the_owner_may_not_serve_the_web() -> None:
    with pytest.raises(environment.BadEnvironment, match="DATABASE_URL_WEB names the same user"):
        environment.resolve(FULL | {"DATABASE_URL_WEB": FULL["DATABASE_URL"]}, NOWHERE)


@pytest.mark.parametrize("url", ["mysql://a:secret@b/c", "db/record", "postgresql://owner:secret@db", "postgresql:///x",
                                 "postgresql://owner:se:c/ret@db/record"])  # fmt: skip
def test_a_url_that_cannot_be_read_is_named_without_its_password(url: str) -> None:
    with pytest.raises(environment.BadEnvironment, match="DATABASE_URL_WEB") as caught:
        environment.resolve(FULL | {"DATABASE_URL_WEB": url}, NOWHERE)
    assert "secret" not in str(caught.value)
    assert "ret@" not in str(caught.value)


def test_a_full_url_becomes_settings() -> None:
    found = environment.to_django(
        "postgres://us%40er:p%2Fw%3A%25@Db.Example:6543/the%20record?sslmode=verify-full&connect_timeout=5"
    )
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "the record",
        "USER": "us@er",
        "PASSWORD": "p/w:%",
        "HOST": "Db.Example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "verify-full", "connect_timeout": "5"},
    }


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://u:p@/d?host=%2Frun%2FWith%20Space&port=5433", "/run/With Space", "5433"),
        ("postgresql://u:p@/d?host=/run/socket", "/run/socket", ""),
        ("postgresql://u:p@%2Frun%2FPostgres/d", "/run/Postgres", ""),
        ("postgresql://u:p@[::1]:5433/d", "::1", "5433"),
        ("postgresql://u:p@[::1]/d", "::1", ""),
        ("postgresql://u:p@host/d", "host", ""),
    ],
)
def test_hosts_of_every_kind_are_read(url: str, host: str, port: str) -> None:
    found = environment.to_django(url)
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == (host, port, {})
