"""Start, join and stop a PostgreSQL of our own, one for a folder, whoever asks and however the last one ended.

The server listens on a Unix socket only, asks everybody for a password, and outlives the process that started it.
Its processes inherit a lock, so that the kernel itself says whether one of them still lives, even one that cannot be
seen from here; nothing that is not proved to be ours is ever signalled. Needs Linux.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from wholepicture.lib.postgres import ServerProblem, binaries, cluster, layout, locks, passwords, postmaster, processes

WAIT_FOR_OTHERS_SECONDS = 3600.0
TROUBLE_SECONDS = 20.0
KILL_SECONDS = 10.0
LOG_LIMIT_BYTES = 10_000_000
PASSING_TROUBLES = ("lock file", "shared memory block", "could not create any Unix-domain sockets", "still in use")
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A statement or a DETAIL line may name a person, and a log is read by those who may not see persons.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class NotStarted(ServerProblem):
    """The server did not start; the text has its own last words."""


@dataclass(frozen=True, kw_only=True)
class ServerInfo:
    """A running server of our own: its folder, where its socket is, its passwords, and whether this call started it."""

    data_dir: Path
    socket_dir: Path
    port: int
    passwords_file: Path
    started: bool

    def url(self, *, user: str, password: str, database: str) -> str:
        """Return the connection URL of a role on this server."""
        query = urlencode({"host": str(self.socket_dir), "port": self.port})
        return f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@/{quote(database, safe='')}?{query}"

    def superuser_url(self, *, database: str = "postgres") -> str:
        """Return the URL of the internal superuser: for making roles and databases, and for nothing else."""
        password = passwords.read(self.passwords_file)[passwords.SUPERUSER]
        return self.url(user=cluster.SUPERUSER_NAME, password=password, database=database)


def start_or_join(data_dir: Path, *, settings: Mapping[str, str] | None = None) -> ServerInfo:
    """Return the one server of this folder, started if need be; ready for connections.

    `settings` are further server settings, used only when this call starts it. Waits as long as a crash recovery gets
    on. Raises a ServerProblem (NotStarted, or one of the modules used here) with what to do.
    """
    if not os.path.isdir("/proc/self"):
        raise NotStarted("The database can be started by us on Linux only: set DATABASE_URL to a server instead.")
    place = layout.of(data_dir)
    layout.prepare(place)
    with locks.held(place.start_lock, limit_seconds=WAIT_FOR_OTHERS_SECONDS):
        until = time.monotonic() + TROUBLE_SECONDS
        while True:
            if running := _join(place):
                return _info(place, running, started=False)
            if (alive := locks.try_hold(place.alive_lock)) is not None:
                if running := _start(place, settings or {}, alive=alive, last_try=time.monotonic() > until):
                    return _info(place, running, started=True)
            elif not processes.kill_all(place.data, limit_seconds=KILL_SECONDS) or time.monotonic() > until:
                raise NotStarted(
                    f"A server that cannot be ended from here, perhaps in another container, uses {place.home}: "
                    "stop it there."
                )
            time.sleep(locks.PAUSE_SECONDS)


def stop(data_dir: Path) -> bool:
    """Stop the server of this folder, ending its sessions, and wait until it is gone; tell whether there was one.

    Orphans of a killed server are ended too. Raises postmaster.Stalled when it does not end.
    """
    place = layout.of(data_dir)
    if not place.home.is_dir():  # the folder may have been removed under a running server
        return _end_remains(place)
    with locks.held(place.start_lock, limit_seconds=WAIT_FOR_OTHERS_SECONDS):
        pid = postmaster.living(place)
        if pid is not None:
            _stop_fast(place, pid)
        return _end_remains(place) or pid is not None


def _join(place: layout.Layout) -> postmaster.Postmaster | None:
    pid = postmaster.living(place)
    if pid is None:
        return None
    said = postmaster.read(place)
    if said is not None and said.state == "stopping":
        postmaster.wait_until_ended(place, pid)
        return None
    running = postmaster.wait_until_ready(place)
    if running is not None and not (running.socket_dir / f".s.PGSQL.{running.port}").exists():
        _stop_fast(place, running.pid)  # somebody emptied /tmp: nobody can reach it any more
        return None
    return running


def _stop_fast(place: layout.Layout, pid: int) -> None:
    processes.send(pid, place.data, signal.SIGINT)
    postmaster.wait_until_ended(place, pid)


def _end_remains(place: layout.Layout) -> bool:
    """End orphans and remove the socket's folder; tell whether there were any."""
    orphans = bool(processes.of(place.data))
    processes.kill_all(place.data, limit_seconds=KILL_SECONDS)
    if not (place.home.is_dir() and locks.is_held(place.alive_lock)):
        shutil.rmtree(place.socket_dir, ignore_errors=True)
    return orphans


def _start(
    place: layout.Layout, settings: Mapping[str, str], *, alive: int, last_try: bool
) -> postmaster.Postmaster | None:
    """Start once, with the alive lock held; return None after a trouble that may pass."""
    try:
        programs = binaries.find()
        cluster.ensure(place, programs, alive=alive)
        _clear_remains(place)
        before = _log_size(place)
        _spawn(place, programs, settings, alive=alive)
    finally:
        os.close(alive)
    running = postmaster.wait_until_ready(place)
    if running is None:
        words = _last_words(place, since=before)
        if last_try or not any(trouble in words for trouble in PASSING_TROUBLES):
            raise NotStarted(
                f"The database in {place.home} did not start. It said: {words or 'nothing'} (see {place.log})"
            )
    return running


def _clear_remains(place: layout.Layout) -> None:
    """Remove what a killed server left, now that the lock proves that no process of it lives.

    The server itself removes a lock file whose process is gone; it believes one whose number has gone to another
    process, or whose process is a zombie. Those are removed here, and that process is left alone.
    """
    processes.kill_all(place.data, limit_seconds=KILL_SECONDS)
    pid = postmaster.recorded_pid(place)
    if pid is not None and processes.exists(pid):
        place.pid_file.unlink(missing_ok=True)
    for left in place.socket_dir.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _spawn(place: layout.Layout, programs: binaries.Binaries, settings: Mapping[str, str], *, alive: int) -> None:
    if _log_size(place) > LOG_LIMIT_BYTES:
        place.log.replace(place.log.with_suffix(".log.1"))
    own = {**settings, **SETTINGS, "unix_socket_directories": str(place.socket_dir), "port": str(layout.PORT)}
    command = [*cluster.prefix(), programs.program("postgres"), "-D", str(place.data)]
    command += [part for name, value in own.items() for part in ("-c", f"{name}={value}")]
    with open(os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
        # `setsid --fork` hands the server to the init process, so that it never becomes our zombie.
        subprocess.run(  # noqa: S603  no shell, and no part from outside
            [shutil.which("setsid") or "setsid", "--fork", *command], check=True, env=cluster.environment(), cwd="/",
            umask=0o077, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[alive],
        )  # fmt: skip


def _log_size(place: layout.Layout) -> int:
    with contextlib.suppress(FileNotFoundError):
        return place.log.stat().st_size
    return 0


def _last_words(place: layout.Layout, *, since: int) -> str:
    with contextlib.suppress(OSError), place.log.open("rb") as log:
        log.seek(min(since, _log_size(place)))
        lines = log.read().decode(errors="replace").splitlines()
        telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "could not", "HINT"))]
        return " ".join((telling or lines)[-4:])
    return ""


def _info(place: layout.Layout, running: postmaster.Postmaster, *, started: bool) -> ServerInfo:
    return ServerInfo(
        data_dir=place.home, socket_dir=running.socket_dir, port=running.port, passwords_file=place.passwords,
        started=started,
    )  # fmt: skip
