"""A limit to how long the statements of a block may take, so that a slow question cannot hold up what is urgent."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def seconds_at_most(seconds: int, *, using: str = "default") -> Iterator[None]:
    """Let no statement of this block take longer than so many seconds; the database ends one that does.

    Inside a transaction only; afterwards the limit from before holds again. Raises django.db.OperationalError.
    """
    before = _set(using, f"{seconds}s")
    yield
    _set(using, before)


def _set(using: str, limit: str) -> str:
    """Set the limit for this transaction, and return the one before; after a failure the rollback puts it back."""
    with connections[using].cursor() as cursor:
        cursor.execute("select current_setting('statement_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("select set_config('statement_timeout', %s, true)", [limit])
    return str(before)
