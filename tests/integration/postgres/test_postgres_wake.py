"""A worker wakes when there is work, and also after its connection was lost."""

import threading
import time
from pathlib import Path

import psycopg
import pytest

from tests.factories.databases import Database
from wholepicture.lib.postgres import environment, launcher, wake


def notify(url: str, channel: str) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        wake.notify(cursor, channel)


def test_a_commit_wakes_and_silence_does_not(database: Database) -> None:
    with wake.listen(database.urls["worker"], "work") as listener:
        assert listener.wait(0.05) is False
        notify(database.urls["web"], "work")
        assert listener.wait(5) is True
        notify(database.urls["web"], "something else")
        assert listener.wait(0.1) is False


def test_it_wakes_at_once_while_waiting(database: Database) -> None:
    with wake.listen(database.urls["worker"], "work") as listener:
        later = threading.Timer(0.3, notify, [database.urls["web"], "work"])
        later.start()
        started = time.monotonic()
        assert listener.wait(10) is True
        assert time.monotonic() - started < 8, "It waited until its ten seconds were over."
        later.join()


def test_a_burst_wakes_once(database: Database) -> None:
    with wake.listen(database.urls["worker"], "work") as listener:
        for _ in range(20):
            notify(database.urls["web"], "work")
        time.sleep(0.1)
        assert listener.wait(5) is True
        assert listener.wait(0.1) is False


def test_what_is_rolled_back_wakes_nobody(database: Database) -> None:
    with wake.listen(database.urls["worker"], "work") as listener:
        with psycopg.connect(database.urls["web"]) as connection, connection.cursor() as cursor:
            wake.notify(cursor, "work")
            connection.rollback()
        assert listener.wait(0.1) is False


def test_a_lost_connection_comes_back_and_wakes(database: Database) -> None:
    with wake.listen(database.urls["worker"], "work") as listener:
        with database.connect("worker") as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = 'wp_worker'"
            )
        assert listener.wait(5) is True
        assert listener.wait(0.1) is False
        notify(database.urls["web"], "work")
        assert listener.wait(5) is True


def test_a_server_that_is_away_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "FIRST_PAUSE_SECONDS", 0.1)
    urls = environment.resolve({}, folder)
    with wake.listen(urls.worker, "work") as listener:
        launcher.stop(folder)
        started = time.monotonic()
        assert listener.wait(0.5) is False
        assert 0.5 <= time.monotonic() - started < 8
        launcher.start_or_join(folder)
        assert listener.wait(10) is True
        notify(urls.web, "work")
        assert listener.wait(5) is True
