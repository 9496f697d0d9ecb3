"""The real programs of one run: pages behind gunicorn, worker, database; started, killed by SIGKILL, and started again."""

import contextlib
import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from wholepicture.interfaces.cli import web
from wholepicture.lib.postgres import layout, processes
from wholepicture.lib.postgres.launcher import ServerInfo, start_or_join, stop

ROOT = Path(__file__).resolve().parents[2]
DOOR, OUR_DOOR = "wholepicture.config.wsgi:application", "tests.crash.door:application"
WEB_PROCESSES = 2
UP_SECONDS = 30


class Programs:
    """What runs of one platform in one folder. Use it from one thread: a child ends with the thread that started it."""

    def __init__(self, var: Path, environment: Mapping[str, str], *, port: int, plain: bool = False) -> None:
        """`environment` is for the programs; `plain` starts them as they are, without `planting`."""
        self.port = port
        self._postgres = var / "postgres"
        self._environment = {**environment, "WHOLEPICTURE_VAR": str(var)}
        self._log = (var / "programs.log").open("ab")
        self._lines = {"web": _web_line(port, plain=plain), "worker": _worker_line(plain=plain)}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.starts = dict.fromkeys(self._lines, 0)

    def database(self) -> ServerInfo:
        """The running database, started if it is not."""
        return start_or_join(self._postgres)

    def mend(self) -> None:
        """Start again whatever has ended."""
        for name, line in self._lines.items():
            if name not in self._running or self._running[name].poll() is not None:
                self.starts[name] += 1
                self._running[name] = subprocess.Popen(
                    line, cwd=ROOT, env=self._environment | {"WHOLEPICTURE_ROLE": name}, stdin=subprocess.DEVNULL,
                    stdout=self._log, stderr=self._log, start_new_session=True, preexec_fn=_end_with_parent,
                )  # fmt: skip

    def wait_until_up(self) -> None:
        """Wait until the pages answer on their port, a bounded time."""
        until = time.monotonic() + UP_SECONDS
        while time.monotonic() < until:
            self.mend()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit(f"The pages did not come up within {UP_SECONDS} seconds: see the log.")

    def kill_web_process(self, chance: random.Random) -> bool:
        """Kill one of gunicorn's processes that answer; its master starts another."""
        master = self._living("web")
        answering = _children(master) if master else []
        return bool(answering) and _kill(chance.choice(answering))

    def kill_web_master(self) -> bool:
        """Kill gunicorn's master alone: those that answer notice, and end."""
        master = self._living("web")
        return master is not None and _kill(master)

    def kill_web(self) -> bool:
        """Kill master and all."""
        master = self._living("web")
        if master is None:
            return False
        os.killpg(master, signal.SIGKILL)
        return True

    def kill_worker(self) -> bool:
        """Kill the worker."""
        worker = self._living("worker")
        return worker is not None and _kill(worker)

    def kill_database(self) -> bool:
        """Kill the whole database, postmaster and backends, and start it again as the next program would."""
        data = layout.of(self._postgres).data
        found = processes.of(data)
        for pid in found:
            processes.send(pid, data, signal.SIGKILL)
        self.database()
        return bool(found)

    def end(self) -> list[int]:
        """End everything; returns the processes of this folder that are still there, which should be none."""
        for child in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait(10)
        until = time.monotonic() + 10
        while (left := list(self._ours())) and time.monotonic() < until:
            self._end_remains(left)
            time.sleep(0.05)
        self._log.close()
        return list(self._ours())

    def _end_remains(self, left: list[int]) -> None:
        """Stop the database; kill orphans of a killed master, proved to be ours by their environment."""
        stop(self._postgres)
        for pid in set(left) & set(self._ours()):
            _kill(pid)

    def _living(self, name: str) -> int | None:
        child = self._running.get(name)
        return child.pid if child is not None and child.poll() is None else None

    def _ours(self) -> Iterator[int]:
        mark = f"WHOLEPICTURE_VAR={self._environment['WHOLEPICTURE_VAR']}".encode()
        for pid in (int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()):
            with contextlib.suppress(OSError):
                if mark in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                    yield pid


def environment(**ours: str) -> dict[str, str]:
    """This process's environment without anything that names another database or another set-up, and with ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "WHOLEPICTURE_"))}
    return kept | {"DJANGO_SETTINGS_MODULE": "wholepicture.config.settings"} | ours


def _web_line(port: int, *, plain: bool) -> list[str]:
    line = web.command_line(f"127.0.0.1:{port}", WEB_PROCESSES)
    return line if plain else [OUR_DOOR if part == DOOR else part for part in line]


def _worker_line(*, plain: bool) -> list[str]:
    if plain:
        return [str(Path(sys.executable).parent / "wholepicture"), "worker"]
    return [sys.executable, "-m", "tests.crash.worker"]


def _end_with_parent() -> None:
    """Ask the kernel to kill this child when the harness dies, however it dies."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
