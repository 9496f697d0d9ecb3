"""`wholepicture web`: pages and API behind gunicorn, under the web role."""

import argparse
import os
from collections.abc import Sequence

from django.conf import settings

from wholepicture.interfaces.cli import start


def command(arguments: Sequence[str]) -> int:
    """Serve until told to stop; replaces this process."""
    parser = argparse.ArgumentParser(prog="wholepicture web", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args(arguments)
    start.django_ready()
    collect_static()
    os.execvp(program(), command_line(chosen.bind, chosen.processes))  # noqa: S606  our own program, no shell


def program() -> str:
    """Gunicorn of this environment."""
    import sys
    from pathlib import Path

    return str(Path(sys.executable).parent / "gunicorn")


def command_line(bind: str, processes: int) -> list[str]:
    """How gunicorn is called: a few processes of a few threads, and no request longer than a minute."""
    return [
        program(), "wholepicture.config.wsgi:application", "--bind", bind, "--workers", str(processes),
        "--threads", "4", "--timeout", "60", "--log-level", "warning", "--worker-tmp-dir", "/dev/shm",  # noqa: S108
    ]  # fmt: skip


def collect_static() -> None:
    """Put styles and scripts where the pages' role finds them, named by their content."""
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
