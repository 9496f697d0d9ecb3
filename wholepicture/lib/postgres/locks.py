"""Locks on files that the kernel gives back when their holder dies, however it dies."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from wholepicture.lib.postgres import ServerProblem

PAUSE_SECONDS = 0.05


class StillLocked(ServerProblem):
    """Somebody else held a lock for longer than could be waited."""


def try_hold(path: Path) -> int | None:
    """Return the open file descriptor of a lock now held, or None when another process holds it.

    Closing every copy of the descriptor, one that a child inherited included, gives the lock back.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_held(path: Path) -> bool:
    """Tell whether any process holds this lock."""
    descriptor = try_hold(path)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


@contextlib.contextmanager
def held(path: Path, *, limit_seconds: float) -> Iterator[None]:
    """Hold a lock for the block. Raises StillLocked when it was not free within the limit."""
    until = time.monotonic() + limit_seconds
    while (descriptor := try_hold(path)) is None:
        if time.monotonic() > until:
            raise StillLocked(
                f"Another process has been starting or stopping the database for long ({path} is locked)."
            )
        time.sleep(PAUSE_SECONDS)
    try:
        yield
    finally:
        os.close(descriptor)
