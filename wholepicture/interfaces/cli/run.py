"""`wholepicture run`: everything on one machine: set-up, demonstration partnership, mail catcher, pages and worker, until Ctrl-C."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from django.conf import settings

from wholepicture.interfaces.cli import demo, migrate, ports, start, web

FIRST_PORT = 8000
FIRST_MAIL_PORT = 8025
STOP_SECONDS = 15
PUBLISHED_CASE = Path("tests") / "cases" / "charlie.yaml"
LOW_PRIORITY = 15


def command(arguments: Sequence[str]) -> int:
    """Set up what is missing, start everything, print where it is, and stop all of it on Ctrl-C."""
    parser = argparse.ArgumentParser(prog="wholepicture run", description=__doc__)
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="first port to try")
    parser.add_argument("--families", type=int, default=demo.FAMILIES, help="generated families of the demonstration")
    chosen = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(
            number, _interrupt
        )  # also where the shell that started this ignores Ctrl-C for what it puts behind
    print("Setting up the database ...", flush=True)
    start.django_ready()
    migrate.migrate()
    web.collect_static()
    _run(ports.free(chosen.port), chosen.families)
    return 0


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _run(port: int, families: int) -> None:
    mail_port = ports.free(FIRST_MAIL_PORT)
    settings.EMAIL_PORT = mail_port
    processes: list[subprocess.Popen[bytes]] = []
    aside: list[subprocess.Popen[bytes]] = []
    try:
        with demo.mail_catcher(mail_port, Path(settings.VAR) / "mail"):
            demo.load_if_empty(families=families)
            _close_connections()
            environment = os.environ | {
                "WHOLEPICTURE_DEMONSTRATION": "yes",
                "WHOLEPICTURE_SMTP_PORT": str(mail_port),
                "WHOLEPICTURE_ADDRESS": f"http://127.0.0.1:{port}",
            }
            processes += [_start(line, environment | {"WHOLEPICTURE_ROLE": role}) for role, line in _lines(port)]
            _wait_for_page(port, processes)
            print(demo.welcome(f"http://127.0.0.1:{port}"), flush=True)
            aside += _replay_published_case(environment)
            # It ends when all families are in.
            aside.append(_start(demo.LATER, environment | {"WHOLEPICTURE_ROLE": "owner"}, give_way=LOW_PRIORITY))
            _wait(processes)
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop([*aside, *processes])
        # What plays aside may have been stopped in the middle of a statement, which its session ends first.
        _stop_database(patience=STOP_SECONDS if aside else 0)


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _lines(port: int) -> list[tuple[str, list[str]]]:
    console = str(Path(sys.executable).parent / "wholepicture")
    return [("web", web.command_line(f"127.0.0.1:{port}", 2)), ("worker", [console, "worker"])]


def _replay_published_case(environment: dict[str, str]) -> list[subprocess.Popen[bytes]]:
    """Play the published case for the page Learning, aside and at low priority, once for each version of the code.

    Nothing of the platform waits for it, so whatever goes wrong with it is said and stops nothing.
    """
    from wholepicture.interfaces.replay import keeping

    file = Path(settings.BASE) / PUBLISHED_CASE
    try:
        if not file.exists() or keeping.is_kept(file):
            return []
        log = Path(settings.VAR) / "replay.log"
        line = [str(Path(sys.executable).parent / "wholepicture"), "replay", str(file), "--keep"]
        with log.open("w") as said:
            return [_start(line, environment, said=said, give_way=LOW_PRIORITY)]
    except Exception as problem:  # noqa: BLE001  said below; the pages and the worker go on
        print(f"The published case is not played for the page Learning: {problem}", file=sys.stderr)
        return []
    finally:
        _close_connections()


def _start(
    line: list[str], environment: dict[str, str], *, said: IO[str] | None = None, give_way: int = 0
) -> subprocess.Popen[bytes]:
    """Start a program of ours: what it says goes to `said`, else where ours goes; `give_way` lowers its priority."""

    def prepare() -> None:
        _end_with_parent()
        os.nice(give_way)

    return subprocess.Popen(  # noqa: S603  our own programs
        line,
        env=environment,
        start_new_session=True,
        stdout=said,
        stderr=said,
        preexec_fn=prepare,
    )


def _end_with_parent() -> None:
    """Ask the kernel to end this child when its parent dies, however it dies."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _wait_for_page(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if any(process.poll() is not None for process in processes):
            raise SystemExit("A process ended while starting: see its message above.")
        time.sleep(0.1)
    raise SystemExit("The pages did not come up within a minute.")


def _wait(processes: list[subprocess.Popen[bytes]]) -> None:
    while all(process.poll() is None for process in processes):
        time.sleep(0.5)
    print("A process ended by itself: stopping the others.", file=sys.stderr)


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _stop_database(*, patience: float) -> None:
    """Stop the embedded server, unless another run or a test still uses it after so many seconds."""
    from django.db import connections

    from wholepicture.lib.postgres import launcher

    if os.environ.get("DATABASE_URL"):
        return
    until = time.monotonic() + patience
    while (others := _other_sessions()) and time.monotonic() < until:
        time.sleep(0.2)
    connections.close_all()
    if not others:
        launcher.stop(start.data_dir())


def _other_sessions() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
