"""A real SMTP server for tests, on a free port, that can be told to fail as real ones do."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TAKEN = "250 taken"


@dataclass
class Box:
    """What the server took, and how it is to behave; switch it while it runs.

    `refuse` maps an address to the reply to its RCPT ("550 no such user"), `reply` is the answer to a whole message
    ("451 busy", "554 refused"). `hang` says nothing after a message until it is set to False. `drop_after_data` takes
    the message and cuts the line before the reply.
    """

    refuse: dict[str, str] = field(default_factory=dict)
    reply: str = TAKEN
    hang: bool = False
    drop_after_data: bool = False
    messages: list[tuple[str, Message]] = field(default_factory=list)
    seen: threading.Event = field(default_factory=threading.Event)
    asked: int = 0
    signed_in: list[LoginPassword] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """Every address that a message was taken for, in order."""
        return [address for address, _ in self.messages]

    @property
    def references(self) -> list[str]:
        """The Message-ID of every message taken, in order."""
        return [str(message["Message-ID"]) for _, message in self.messages]

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse an address or take it."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, or fail as told."""
        self.asked += 1
        while self.hang:
            self.seen.set()
            await asyncio.sleep(0.02)
        if self.reply != TAKEN:
            return self.reply
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.messages += [(address, message_from_bytes(content)) for address in envelope.rcpt_tos]
        self.seen.set()
        if self.drop_after_data:
            transport: Any = server.transport
            transport.abort()
        return self.reply

    def sign_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: object) -> AuthResult:
        """Take any name and password, over an encrypted line."""
        assert isinstance(said, LoginPassword)
        self.signed_in.append(said)
        return AuthResult(success=session.ssl is not None)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(port: int | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[tuple[Box, int]]:
    """Run the server in a thread of its own; gives its box and its port. With `tls` it takes nothing unencrypted."""
    box = Box()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port or free_port(),
        ready_timeout=10,
        tls_context=tls,
        require_starttls=tls is not None,
        auth_required=tls is not None,
        authenticator=box.sign_in,
    )
    controller.start()
    try:
        yield box, controller.port
    finally:
        box.hang = False
        controller.stop()
