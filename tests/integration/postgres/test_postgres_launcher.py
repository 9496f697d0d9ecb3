"""One server for a folder, whoever asks, and however the last one ended."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from wholepicture.lib.postgres import ServerProblem, binaries, cluster, launcher, layout, locks, postmaster, processes

DEBIAN = Path("/usr/lib/postgresql/15/bin")
START = """
import sys
from pathlib import Path
from wholepicture.lib.postgres import launcher, layout, postmaster
info = launcher.start_or_join(Path(sys.argv[1]))
print(info.started, postmaster.living(layout.of(Path(sys.argv[1]))))
"""


def query(info: launcher.ServerInfo, text: str) -> object:
    with psycopg.connect(info.superuser_url(), autocommit=True) as connection:
        row = connection.execute(text.encode()).fetchone()
    return row[0] if row else None


def execute(info: launcher.ServerInfo, text: str) -> None:
    with psycopg.connect(info.superuser_url(), autocommit=True) as connection:
        connection.execute(text.encode())


def living(folder: Path) -> int:
    pid = postmaster.living(layout.of(folder))
    assert pid is not None
    return pid


def alive(pid: int) -> bool:
    """Tell whether a process lives; a zombie that nobody has reaped yet does not."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.02)


def kill_everything(folder: Path) -> None:
    for pid in processes.of(layout.of(folder).data):
        # One of them may have ended by itself meanwhile: a worker of the server that had nothing left to do.
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not processes.of(layout.of(folder).data))


def name_in_lock_files(folder: Path, info: launcher.ServerInfo, pid: int) -> None:
    """Make the lock files that a killed server left name another process."""
    lines = (folder / "data/postmaster.pid").read_text().splitlines()
    (folder / "data/postmaster.pid").write_text("\n".join([str(pid), *lines[1:]]) + "\n")
    left = info.socket_dir / ".s.PGSQL.5432.lock"
    left.write_text("\n".join([str(pid), *left.read_text().splitlines()[1:]]) + "\n")


@contextmanager
def sleeping(**options: object) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "600"], **options)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_five_cold_starts_at_once_give_one_server(empty: Path) -> None:
    command = [sys.executable, "-c", START, str(empty)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(5)]
    answers = [start.communicate(timeout=60)[0].split() for start in starts]
    assert sorted(started for started, _ in answers) == ["False"] * 4 + ["True"]
    assert len({pid for _, pid in answers}) == 1


def test_a_server_outlives_its_starter_and_stop_leaves_nothing(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", START, str(folder)], check=True, capture_output=True)
    info = launcher.start_or_join(folder)
    assert not info.started
    assert query(info, "select 1") == 1
    assert launcher.stop(folder) is True
    assert processes.of(folder / "data") == []
    assert not info.socket_dir.exists()
    assert launcher.stop(folder) is False


def test_a_deep_path_with_spaces_and_signs_works_and_keeps_its_rows(empty: Path) -> None:
    deep = empty / ("a deep $HOME 'empty\" " * 4) / ("and deeper " * 8)
    assert len(str(deep)) > 108
    try:
        execute(launcher.start_or_join(deep), "create table kept as select 7 as n")
        launcher.stop(deep)
        assert query(launcher.start_or_join(deep), "select n from kept") == 7
    finally:
        launcher.stop(deep)


def test_the_server_is_private_and_checks_its_pages(empty: Path) -> None:
    info = launcher.start_or_join(empty)
    assert query(info, "show listen_addresses") == ""
    assert query(info, "show data_checksums") == "on"
    assert (
        query(info, "select datlocprovider::text || datlocale from pg_database where datname = 'template1'")
        == "bC.UTF-8"
    )
    assert info.socket_dir.stat().st_mode & 0o777 == 0o700
    assert info.passwords_file.stat().st_mode & 0o777 == 0o600
    assert len(str(info.socket_dir)) < 40


def test_a_wrong_or_missing_password_is_refused(folder: Path) -> None:
    info = launcher.start_or_join(folder)
    for password in ("wrong", ""):
        url = info.url(user=cluster.SUPERUSER_NAME, password=password, database="postgres")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url)
    methods = query(info, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules")
    assert methods == "scram-sha-256"


def test_a_backend_orphaned_by_kill_9_does_not_stop_the_next_start(folder: Path) -> None:
    info = launcher.start_or_join(folder)
    with psycopg.connect(info.superuser_url(), autocommit=True) as connection:
        connection.execute("create table acknowledged as select 1 as n")
        orphan = connection.info.backend_pid
        os.kill(orphan, signal.SIGSTOP)  # so that it cannot notice, and holds the shared memory
        os.kill(living(folder), signal.SIGKILL)
        wait_until(lambda: postmaster.living(layout.of(folder)) is None)
        assert processes.is_ours(orphan, folder / "data")
        again = launcher.start_or_join(folder)
    assert again.started
    assert not processes.is_ours(orphan, folder / "data")
    assert query(again, "select n from acknowledged") == 1


def test_stop_ends_orphans_too(folder: Path) -> None:
    info = launcher.start_or_join(folder)
    with psycopg.connect(info.superuser_url()) as connection:
        os.kill(connection.info.backend_pid, signal.SIGSTOP)
        os.kill(living(folder), signal.SIGKILL)
        wait_until(lambda: postmaster.living(layout.of(folder)) is None)
        assert launcher.stop(folder) is True
    assert processes.of(folder / "data") == []


def test_kill_9_of_everything_loses_nothing_committed(folder: Path) -> None:
    info = launcher.start_or_join(folder)
    execute(info, "create table acknowledged as select 1 as n")
    kill_everything(folder)
    assert query(launcher.start_or_join(folder), "select n from acknowledged") == 1


def test_a_stale_lock_file_that_names_another_process_is_not_believed(folder: Path) -> None:
    info = launcher.start_or_join(folder)
    kill_everything(folder)
    with sleeping(cwd=folder / "data") as unrelated:
        name_in_lock_files(folder, info, unrelated.pid)
        assert query(launcher.start_or_join(folder), "select 1") == 1
        launcher.stop(folder)
        assert unrelated.poll() is None, "a process that is not the server's was ended"


def test_a_stale_lock_file_that_names_a_zombie_is_not_believed(folder: Path) -> None:
    info = launcher.start_or_join(folder)
    kill_everything(folder)
    zombie = subprocess.Popen(["true"])
    wait_until(lambda: " Z " in Path(f"/proc/{zombie.pid}/stat").read_text())
    name_in_lock_files(folder, info, zombie.pid)
    assert query(launcher.start_or_join(folder), "select 1") == 1
    zombie.wait()


def test_a_server_of_another_folder_is_not_touched(folder: Path) -> None:
    other = folder.with_name("other")
    try:
        info = launcher.start_or_join(other)
        pid = living(other)
        mine = launcher.start_or_join(folder)
        kill_everything(folder)
        name_in_lock_files(folder, mine, pid)
        launcher.start_or_join(folder)
        launcher.stop(folder)
        assert living(other) == pid
        assert query(info, "select 1") == 1
    finally:
        launcher.stop(other)


def test_a_folder_removed_under_a_running_server_can_be_started_afresh(folder: Path) -> None:
    launcher.start_or_join(folder)
    before = living(folder)
    shutil.rmtree(folder, ignore_errors=True)  # the server may remove files of its own meanwhile
    assert not (folder / "data/PG_VERSION").exists()
    assert launcher.start_or_join(folder).started
    assert living(folder) != before
    assert not alive(before)


def test_a_socket_swept_away_is_made_again(folder: Path) -> None:
    info = launcher.start_or_join(folder)
    shutil.rmtree(info.socket_dir)
    assert query(launcher.start_or_join(folder), "select 1") == 1


def test_a_server_that_cannot_be_seen_is_not_started_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    launcher.start_or_join(folder)
    launcher.stop(folder)
    monkeypatch.setattr(launcher, "TROUBLE_SECONDS", 0.3)
    lock = locks.try_hold(folder / "alive.lock")
    assert lock is not None
    with sleeping(pass_fds=[lock]) as unseen:
        os.close(lock)
        with pytest.raises(ServerProblem, match="stop it there"):
            launcher.start_or_join(folder)
        assert unseen.poll() is None


def test_a_half_made_database_is_made_afresh(empty: Path) -> None:
    empty.mkdir(mode=0o700)
    (empty / "data.new").mkdir()
    (empty / "data.new" / "PG_VERSION").write_text("18\n")
    assert query(launcher.start_or_join(empty), "select 1") == 1


def test_the_server_s_own_last_words_are_in_the_error(folder: Path) -> None:
    with pytest.raises(ServerProblem, match="shared_buffers"):
        launcher.start_or_join(folder, settings={"shared_buffers": "nonsense"})


def test_lost_passwords_are_named_with_what_to_do(folder: Path) -> None:
    info = launcher.start_or_join(folder)
    launcher.stop(folder)
    info.passwords_file.unlink()
    with pytest.raises(ServerProblem, match=r"passwords\.json.*missing"):
        launcher.start_or_join(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it is about starting as root")
def test_root_starts_it_without_making_users_or_changing_modes(empty: Path) -> None:
    users, mode = Path("/etc/passwd").read_bytes(), empty.parent.stat().st_mode
    launcher.start_or_join(empty)
    assert Path("/etc/passwd").read_bytes() == users
    assert empty.parent.stat().st_mode == mode == 0o40700
    assert os.readlink(f"/proc/{living(empty)}/ns/user") != os.readlink("/proc/self/ns/user")
    assert (empty / "data").stat().st_uid == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it is about starting as root")
def test_root_without_user_namespaces_is_told_what_to_do(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "AS_NOBODY", ("--user", "--map-user=65534", "--map-user=no-such-user"))
    with pytest.raises(cluster.CannotRunAsRoot, match="ordinary user"):
        launcher.start_or_join(empty)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: only root can become an ordinary user")
def test_an_ordinary_user_starts_it_too(empty: Path) -> None:
    programs = binaries.find().folder
    if not all(folder.stat().st_mode & 0o001 for folder in (programs, *programs.parents)):
        pytest.skip("needs a clone in a folder that an ordinary user may enter")
    empty.parent.chmod(0o755)
    empty.mkdir()
    os.chown(empty, 65534, 65534)
    child = os.fork()
    if child == 0:  # no exec: this Python may lie where an ordinary user cannot read it
        answer = 1
        try:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
            first, second = launcher.start_or_join(empty), launcher.start_or_join(empty)
            fine = first.started and not second.started and query(second, "select 1") == 1
            answer = 0 if fine and launcher.stop(empty) else 2
        finally:
            os._exit(answer)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (empty / "data").stat().st_uid == 65534


def test_a_folder_of_another_user_is_refused(empty: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root: only root can give a empty away")
    empty.mkdir()
    os.chown(empty, 65534, 65534)
    with pytest.raises(layout.FolderRefused, match="another user"):
        launcher.start_or_join(empty)
    os.chown(empty, 0, 0)


@pytest.mark.server
@pytest.mark.skipif(not DEBIAN.is_dir(), reason="needs Debian's package postgresql-15")
def test_debian_s_server_15_starts_through_pgbin(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGBIN", str(DEBIAN))
    info = launcher.start_or_join(empty)
    assert str(query(info, "show server_version")).startswith("15.")
    assert query(info, "show data_checksums") == "on"
    launcher.stop(empty)
    monkeypatch.delenv("PGBIN")
    with pytest.raises(cluster.WrongVersion, match="made by PostgreSQL 15"):
        launcher.start_or_join(empty)
