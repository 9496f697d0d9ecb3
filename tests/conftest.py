"""What every test has: a migrated database under the real privileges and row security, and a clock of its own."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck, settings

# Playwright's sync interface runs an event loop in this thread; the ORM is used beside it, never inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Keeping a password is made to be slow, and tests keep and check hundreds: they do it the quick way. The slow one of
# production runs where a whole platform is started (tests/integration/commands/test_run.py).
QUICK_PASSWORDS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

TAKE_MINUTES = frozenset(
    {
        "test_every_page", "test_benches", "test_replay_patterns", "test_replay", "test_crash", "test_played", "test_linkage_audit",
        "test_replay_invented", "test_real_server", "test_stateful", "test_small_commands", "test_run", "test_feed_command",
        "test_ten_days", "test_people_search", "test_triage_journey", "test_replay_triage", "test_command",
    }
)  # fmt: skip

# The machine is shared: how long an example takes says nothing about the code.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of collected files before any test is read, since the server warns when it is not there; quick passwords."""
    django_settings.PASSWORD_HASHERS = QUICK_PASSWORDS
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take minutes first: begun last, one of them would keep a single process busy at the end."""
    items.sort(key=lambda item: item.path.stem not in TAKE_MINUTES)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Give every test process a database of its own, so that several runs can go on beside each other."""
    connection.settings_dict["TEST"]["NAME"] = f"test_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Give the test database the privileges and policies of production; end what sessions threads left on it."""
    from wholepicture.interfaces.database import set_up

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        set_up.apply_privileges(connection)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )


@pytest.fixture(autouse=True)
def acting_as_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Say who acts inside the test's transaction; tests with transactions of their own say it themselves."""
    marker = request.node.get_closest_marker("django_db")
    own = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker and marker.kwargs.get("transaction")
    )
    if (marker or "db" in request.fixturenames) and not own:
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.actor', 'tests', true), set_config('app.agency', 'machine', true)")
    return


@pytest.fixture
def now() -> datetime:
    """A Monday evening in December."""
    return datetime(2019, 12, 16, 21, 40, tzinfo=UTC)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI nothing may be skipped: what is not installed there would never be tested."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and exitstatus == 0:
        session.exitstatus = 1
        reporter.write_line(f"CI fails: {len(skipped)} tests were skipped; see the reasons above.")
