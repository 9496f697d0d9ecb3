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

from django.conf import settings

from wholepicture.interfaces.cli import demo, migrate, start, web

FIRST_PORT = 8000
FIRST_MAIL_PORT = 8025
PORTS = 50
STOP_SECONDS = 15


def command(arguments: Sequence[str]) -> int:
    """Set up what is missing, start everything, print where it is, and stop all of it on Ctrl-C."""
    parser = argparse.ArgumentParser(prog="wholepicture run", description=__doc__)
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="first port to try")
    chosen = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(
            number, _interrupt
        )  # also where the shell that started this ignores Ctrl-C for what it puts behind
    print("Setting up the database ...", flush=True)
    start.django_ready()
    migrate.migrate()
    web.collect_static()
    _run(_free_port(chosen.port))
    return 0


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _run(port: int) -> None:
    mail_port = _free_port(FIRST_MAIL_PORT)
    settings.EMAIL_PORT = mail_port
    processes: list[subprocess.Popen[bytes]] = []
    try:
        with demo.mail_catcher(mail_port, Path(settings.VAR) / "mail"):
            demo.load_if_empty()
            _close_connections()
            environment = os.environ | {
                "WHOLEPICTURE_DEMONSTRATION": "yes",
                "WHOLEPICTURE_SMTP_PORT": str(mail_port),
                "WHOLEPICTURE_ADDRESS": f"http://127.0.0.1:{port}",
            }
            processes += [_start(line, environment | {"WHOLEPICTURE_ROLE": role}) for role, line in _lines(port)]
            _wait_for_page(port, processes)
            print(demo.welcome(f"http://127.0.0.1:{port}"), flush=True)
            _wait(processes)
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop(processes)
        _stop_database()


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _lines(port: int) -> list[tuple[str, list[str]]]:
    console = str(Path(sys.executable).parent / "wholepicture")
    return [("web", web.command_line(f"127.0.0.1:{port}", 2)), ("worker", [console, "worker"])]


def _start(line: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  our own programs
        line,
        env=environment,
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )


def _end_with_parent() -> None:
    """Ask the kernel to end this child when its parent dies, however it dies."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _free_port(first: int) -> int:
    for port in range(first, first + PORTS):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"No free port between {first} and {first + PORTS - 1}: stop what uses them, or name --port.")


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


def _stop_database() -> None:
    """Stop the embedded server, unless another run or a test still uses it."""
    from django.db import connection, connections

    from wholepicture.lib.postgres import launcher

    if os.environ.get("DATABASE_URL"):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        others = cursor.fetchone()[0]
    connections.close_all()
    if not others:
        launcher.stop(start.data_dir())
