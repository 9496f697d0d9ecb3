"""Ports of this machine that nobody uses."""

import socket

PORTS = 50


def free(first: int) -> int:
    """The first free port from here on. Raises SystemExit where there is none among the next fifty."""
    for port in range(first, first + PORTS):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"No free port between {first} and {first + PORTS - 1}: stop what uses them, or name --port.")
