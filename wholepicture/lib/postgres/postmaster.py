"""What the running server says of itself in its own lock file, and waiting for it while it gets on."""

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wholepicture.lib.postgres import ServerProblem, layout, locks, processes

PAUSE_SECONDS = 0.02
STALL_SECONDS = 300.0
LINES = 8


class Stalled(ServerProblem):
    """The server lives but has not got on for minutes."""


@dataclass(frozen=True, kw_only=True)
class Postmaster:
    """The lock file's contents; `state` is starting, ready, standby or stopping."""

    pid: int
    port: int
    socket_dir: Path
    state: str


def read(place: layout.Layout) -> Postmaster | None:
    """Return what the lock file says, whether or not it is true, or None while it is missing or half written."""
    try:
        lines = place.pid_file.read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < LINES:
        return None
    with contextlib.suppress(ValueError):
        return Postmaster(
            pid=int(lines[0]), port=int(lines[3]), socket_dir=Path(lines[4]), state=lines[LINES - 1].strip()
        )
    return None


def recorded_pid(place: layout.Layout) -> int | None:
    """Return the process id in the lock file, also in one that is only half written."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return abs(int(place.pid_file.read_text().splitlines()[0]))
    return None


def living(place: layout.Layout) -> int | None:
    """Return the id of the live server process of this place, or None when there is none."""
    pid = recorded_pid(place)
    return pid if pid is not None and processes.is_ours(pid, place.data) else None


def wait_until_ready(place: layout.Layout) -> Postmaster | None:
    """Wait for as long as the server lives and gets on; return it when it is ready, None when it has ended.

    A crash recovery may take long, and is no failure. Raises Stalled when nothing has moved for some minutes.
    """
    found: list[Postmaster] = []

    def ready_or_ended() -> bool:
        pid = living(place)
        said = read(place)
        if pid is not None and said is not None and said.pid == pid and said.state == "ready":
            found.append(said)
            return True
        return pid is None and not locks.is_held(place.alive_lock)

    _wait(place, ready_or_ended, doing="starting")
    return found[0] if found else None


def wait_until_ended(place: layout.Layout, pid: int) -> None:
    """Wait until this server process is gone. Raises Stalled when nothing has moved for some minutes."""
    _wait(place, lambda: not processes.is_ours(pid, place.data), doing="stopping")


def _wait(place: layout.Layout, done: Callable[[], bool], *, doing: str) -> None:
    seen, since = _progress(place), time.monotonic()
    while not done():
        time.sleep(PAUSE_SECONDS)
        now_seen, now = _progress(place), time.monotonic()
        if now_seen != seen:
            seen, since = now_seen, now
        elif now - since > STALL_SECONDS:
            raise Stalled(
                f"The database in {place.home} has been {doing} for minutes without getting on: read {place.log}."
            )


def _progress(place: layout.Layout) -> tuple[int, int]:
    with contextlib.suppress(OSError):
        return os.stat(place.log).st_size, processes.work_done(place.data)
    return 0, processes.work_done(place.data)
