"""A plain HTTP/1.1 client that costs little: a socket kept open, bytes made beforehand, and the whole answer read.

The client shares the machine with what it measures, so whatever it does not do is not measured either.
"""

import socket
import time
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Answer:
    """The status, the head as it came, and the body."""

    status: int
    head: bytes
    body: bytes


@dataclass
class Line:
    """One connection; it is opened anew where the server has closed it between two requests."""

    port: int
    _socket: socket.socket | None = field(default=None, repr=False)

    def ask(self, request: bytes) -> Answer:
        """Send one request and read its answer to the end."""
        for _ in range(2):
            fresh = self._socket is None
            try:
                return self._once(request)
            except (ConnectionError, EOFError):
                self.close()
                if fresh:
                    raise
        raise ConnectionError("The server closed two connections in a row.")

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _once(self, request: bytes) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        got = bytearray()
        while (end := got.find(HEAD_END)) < 0:
            got += self._more()
        head = bytes(got[:end]).lower()
        rest = end + len(HEAD_END) + _length(head) - len(got)
        while rest > 0:
            some = self._more()
            got += some
            rest -= len(some)
        if b"connection: close" in head:
            self.close()
        return Answer(int(head.split(b" ", 2)[1]), bytes(got[:end]), bytes(got[end + len(HEAD_END) :]))

    def _more(self) -> bytes:
        assert self._socket is not None
        some = self._socket.recv(1 << 16)
        if not some:
            raise EOFError
        return some


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def timed(line: Line, sent: bytes) -> tuple[float, Answer]:
    """Seconds from the first byte sent to the last byte read, and the answer."""
    began = time.perf_counter()
    answer = line.ask(sent)
    return time.perf_counter() - began, answer


def _length(head: bytes) -> int:
    for each in head.split(b"\r\n"):
        if each.startswith(b"content-length:"):
            return int(each.partition(b":")[2])
    raise ValueError("The answer does not say how long it is.")
