"""A database of a bench's own, and the machine acting in it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.crash.programs import environment


@contextmanager
def database() -> Iterator[str]:
    """A migrated database on a server of its own, removed at the end; gives the URL past every policy."""
    folder = Path(tempfile.mkdtemp(prefix="wp-bench-"))
    ours = environment(WHOLEPICTURE_VAR=str(folder))
    os.environ.clear()
    os.environ.update(ours)
    from wholepicture.interfaces.cli import migrate, start
    from wholepicture.lib.postgres import launcher

    try:
        start.django_ready()
        migrate.migrate()
        yield launcher.start_or_join(start.data_dir()).superuser_url(database="wholepicture")
    finally:
        from django.db import connections

        connections.close_all()
        launcher.stop(Path(folder) / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


def as_machine() -> AbstractContextManager[None]:
    """Act as the machine within the block."""
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.audit.terms import MACHINE

    return acting(actor=MACHINE.id, agency=MACHINE.chain)
