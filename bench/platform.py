"""A whole platform for one benchmark: a database, pages, worker and mail server of its own, and a small partnership."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests import smtp
from tests.crash.programs import Programs, environment
from tests.crash.shapes import Pool


@dataclass(frozen=True)
class Platform:
    """Where it answers, the sender's key, and the URL past every policy, for measuring."""

    port: int
    key: str
    url: str


@contextmanager
def running(pool: Pool, *, worker: bool = True) -> Iterator[Platform]:
    """Start it with these families in its directories; end it and remove it whatever happens.

    Without `worker` nothing but the pages and the database runs.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="wp-bench-"))
    ours = environment(WHOLEPICTURE_VAR=str(folder))
    os.environ.clear()
    os.environ.update(ours)
    try:
        with smtp.running() as (_, mail_port):
            os.environ["WHOLEPICTURE_SMTP_PORT"] = str(mail_port)
            programs = Programs(folder, dict(os.environ), port=smtp.free_port(), plain=True)
            try:
                key = _set_up(pool)
                programs.wait_until_up()
                if not worker:
                    programs.kill_worker()
                yield Platform(programs.port, key, programs.database().superuser_url(database="wholepicture"))
            finally:
                programs.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _set_up(pool: Pool) -> str:
    from django.db import connections

    from wholepicture.interfaces.cli import migrate, start, web

    start.django_ready()
    migrate.migrate()
    web.collect_static()
    from tests.crash import partnership

    key = partnership.set_up(pool.known, datetime.now(UTC))
    connections.close_all()
    return key
