"""Wake a waiting worker from the database, at the moment when there is work.

A wake-up is a hint and may be lost; what is to be done is a query. So every return of a lost connection wakes as well.
"""

import time
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# A server that vanished without a word is noticed within about half a minute.
KEEPALIVE: dict[str, Any] = {
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def notify(cursor: Any, channel: str) -> None:  # noqa: ANN401  of psycopg or of Django
    """Wake those who listen to the channel when, and only if, the cursor's transaction commits."""
    cursor.execute("select pg_notify(%s, '')", [channel])


def listen(url: str, channel: str) -> "Listener":
    """Return a listener on the channel, over a connection of its own; it need not succeed at once."""
    return Listener(url=url, channel=channel)


class Listener:
    """Waits for wake-ups on one channel, and connects again by itself when the connection is lost."""

    def __init__(self, *, url: str, channel: str) -> None:
        """Connect; a server that is away is tried again in `wait`."""
        self._url = url
        self._channel = channel
        self._connection: psycopg.Connection[Any] | None = None
        self._pause = FIRST_PAUSE_SECONDS
        self._next_try = 0.0
        self._connect()

    def wait(self, timeout_seconds: float) -> bool:
        """Return True as soon as there may be work, False when the time has passed without a sign of any.

        True also after the connection was lost and is back, as a wake-up may have been missed. Never raises because
        the server is away: it tries again after half a second, then twice as long each time, up to half a minute.
        """
        until = time.monotonic() + timeout_seconds
        while self._connection is None:
            now = time.monotonic()
            if now >= self._next_try and self._connect():
                return True
            time.sleep(max(0.0, min(until, self._next_try) - time.monotonic()))
            if time.monotonic() >= until:
                return False
        try:
            woken = list(self._connection.notifies(timeout=max(0.0, until - time.monotonic()), stop_after=1))
            return bool(woken) and self._swallow_rest()
        except psycopg.OperationalError:
            self._lose()
            return self.wait(max(0.0, until - time.monotonic()))

    def close(self) -> None:
        """Stop listening."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        """Return the listener itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop listening."""
        self.close()

    def _swallow_rest(self) -> bool:
        """Take all that has arrived, so that a burst wakes once."""
        if self._connection is not None:
            list(self._connection.notifies(timeout=0))
        return True

    def _connect(self) -> bool:
        try:
            connection = psycopg.connect(self._url, autocommit=True, connect_timeout=10, **KEEPALIVE)
            connection.execute(sql.SQL("listen {}").format(sql.Identifier(self._channel)))
        except psycopg.OperationalError:
            self._next_try = time.monotonic() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
            return False
        self._connection, self._pause = connection, FIRST_PAUSE_SECONDS
        return True

    def _lose(self) -> None:
        self.close()
        self._next_try = time.monotonic()
