"""Deliver by e-mail that says only that there is an item, so that nothing can be read over a shoulder (safety b 3, 13)."""

import smtplib
import socket
import ssl
import time
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from string import Template
from typing import cast

from django.conf import settings

from wholepicture.pathway.notifications.facts import DeliveryFailed, Envelope, Receipt

SUBJECT = "You have an item"
HERE = Path(__file__).parent
PERMANENT_FROM = 500


def deliver(envelope: Envelope) -> Receipt:
    """Hand the message to the mail server; the receipt is its word that it took it.

    Takes at most about settings.EMAIL_TIMEOUT seconds. Raises DeliveryFailed: permanent where the server refuses this
    address for good, with carrier_down where it cannot be reached at all.
    """
    sending = _Sending(settings.EMAIL_TIMEOUT)
    try:
        return sending.send(compose(envelope), envelope)
    except smtplib.SMTPResponseException as refused:
        raise _refused(refused.smtp_code) from refused
    except smtplib.SMTPServerDisconnected as dropped:
        silent = isinstance(dropped.__context__, TimeoutError)
        message = "The mail server does not answer." if silent else "The mail server closed the line without a receipt."
        raise DeliveryFailed(message, permanent=False, carrier_down=silent) from dropped
    except (smtplib.SMTPException, OSError) as failed:
        raise DeliveryFailed("The mail server cannot be reached.", permanent=False, carrier_down=True) from failed
    finally:
        sending.close()


def compose(envelope: Envelope) -> EmailMessage:
    """Write the message: neutral subject, one of two fixed bodies, and the reference that every try repeats."""
    body = (HERE / ("reminder.txt" if envelope.is_reminder else "new.txt")).read_text(encoding="utf-8")
    message = EmailMessage()
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = envelope.address
    message["Subject"] = SUBJECT
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = f"<{envelope.reference}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(Template(body).substitute(address=settings.PUBLIC_ADDRESS))
    return message


class _Sending:
    """One conversation with the mail server, with a time limit for the whole of it."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.server: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, envelope: Envelope) -> Receipt:
        """Say everything that SMTP asks for; a refusal of the address or the message is the server's own code."""
        server = self.server = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=self._left())
        self._greet(server)
        self._expect(server.mail(_bare(settings.DEFAULT_FROM_EMAIL)), sender=True)
        self._expect(server.rcpt(envelope.address))
        self._hurry(server)
        code, words = server.data(message.as_bytes())
        self._expect((code, words))
        return Receipt(reference=envelope.reference, words=words.decode("ascii", "replace")[:200])

    def close(self) -> None:
        """Hang up; what has been said has been said."""
        if self.server is not None:
            self.server.close()

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        self._hurry(server)

    def _expect(self, reply: tuple[int, bytes], *, sender: bool = False) -> None:
        code, words = reply
        if not 200 <= code < 300:
            # A refused sender is our own fault, not this address's: another person's address would be refused too.
            raise smtplib.SMTPResponseException(min(code, PERMANENT_FROM - 1) if sender else code, words)

    def _hurry(self, server: smtplib.SMTP) -> None:
        # Connected since it was made; whatever cut the line has raised before.
        cast(socket.socket, server.sock).settimeout(self._left())

    def _left(self) -> float:
        return max(self.until - time.monotonic(), 0.1)


def _refused(code: int) -> DeliveryFailed:
    if code >= PERMANENT_FROM:
        return DeliveryFailed(f"The mail server refuses this address ({code}).", permanent=True)
    return DeliveryFailed(f"The mail server puts us off ({code}).", permanent=False)


def _bare(address: str) -> str:
    return address.rpartition("<")[2].rstrip(">")
