"""The contract that every route keeps: it delivers with a receipt, and says whether a failure is for good."""

import ssl
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from tests import smtp
from wholepicture.pathway.notifications.facts import DeliveryFailed, Envelope
from wholepicture.pathway.notifications.routes import ROUTES
from wholepicture.pathway.notifications.routes.email import route as email
from wholepicture.registers.agencies.terms import Route

AT = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
Fail = Callable[[], None]


def envelope(route: Route, *, is_reminder: bool = False, reference: str = "") -> Envelope:
    address = "" if route is Route.INBOX else "named@agency.example"
    reference = reference or f"{uuid4()}-1"
    return Envelope(uuid4(), uuid4(), route, reference, address, is_reminder, AT)


@pytest.fixture
def server(settings: Settings) -> Iterator[smtp.Box]:
    with smtp.running() as (box, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
        yield box


def failures(box: smtp.Box, route: Route) -> tuple[list[Fail], list[Fail]]:
    """How a route can be made to fail: for now, and for good. The inbox is ours and has no way to fail on its own."""
    if route is Route.INBOX:
        return [], []
    for_now: list[Fail] = [
        lambda: setattr(box, "reply", "451 busy"),
        lambda: setattr(box, "reply", "421 shutting down"),
        lambda: box.refuse.update({"named@agency.example": "450 mailbox busy"}),
        lambda: setattr(box, "drop_after_data", True),
        lambda: setattr(box, "hang", True),
    ]
    for_good: list[Fail] = [
        lambda: box.refuse.update({"named@agency.example": "550 no such mailbox"}),
        lambda: setattr(box, "reply", "554 refused"),
    ]
    return for_now, for_good


def test_every_route_of_the_directory_is_registered() -> None:
    assert set(ROUTES) == set(Route)


@pytest.mark.parametrize("route", list(Route))
def test_a_route_delivers_with_a_receipt(server: smtp.Box, route: Route) -> None:
    sent = envelope(route)
    receipt = ROUTES[route].deliver(sent)
    assert receipt.reference == sent.reference
    assert receipt.words


@pytest.mark.parametrize("route", list(Route))
@pytest.mark.parametrize("which", range(5))
def test_a_failure_for_now_is_not_permanent(server: smtp.Box, route: Route, which: int) -> None:
    for_now, _ = failures(server, route)
    if not for_now:
        assert ROUTES[route].deliver(envelope(route)).reference
        return
    for_now[which]()
    with pytest.raises(DeliveryFailed) as failed:
        ROUTES[route].deliver(envelope(route))
    assert not failed.value.permanent
    assert failed.value.message.endswith(".")


@pytest.mark.parametrize("which", range(2))
def test_a_refusal_for_good_is_permanent(server: smtp.Box, which: int) -> None:
    _, for_good = failures(server, Route.EMAIL)
    for_good[which]()
    with pytest.raises(DeliveryFailed) as failed:
        ROUTES[Route.EMAIL].deliver(envelope(Route.EMAIL))
    assert failed.value.permanent


def test_a_server_that_is_away_is_said_to_be_down(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.free_port()
    with pytest.raises(DeliveryFailed) as failed:
        ROUTES[Route.EMAIL].deliver(envelope(Route.EMAIL))
    assert failed.value.carrier_down
    assert not failed.value.permanent


def test_with_encryption_asked_for_and_not_offered_nothing_is_sent(server: smtp.Box, settings: Settings) -> None:
    settings.EMAIL_USE_TLS = True
    with pytest.raises(DeliveryFailed) as failed:
        ROUTES[Route.EMAIL].deliver(envelope(Route.EMAIL))
    assert not failed.value.permanent
    assert server.messages == []


def test_over_an_encrypted_line_it_signs_in_with_its_own_account(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=mail -keyout {key} -out {certificate}"
    subprocess.run([*made.split(), "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "notices", "seven kettles"
    with smtp.running(tls=context) as (box, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        with pytest.raises(DeliveryFailed, match="cannot be reached"):
            ROUTES[Route.EMAIL].deliver(envelope(Route.EMAIL))
        assert (box.messages, box.signed_in) == ([], []), "nobody has said that this server is ours"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        ROUTES[Route.EMAIL].deliver(envelope(Route.EMAIL))
    assert box.addresses == ["named@agency.example"]
    assert [(one.login, one.password) for one in box.signed_in] == [(b"notices", b"seven kettles")]


def test_every_try_of_one_message_has_the_same_reference_and_another_message_another(server: smtp.Box) -> None:
    for reference in ("first", "first", "second"):
        ROUTES[Route.EMAIL].deliver(envelope(Route.EMAIL, reference=reference))
    assert server.references == [f"<{name}@wholepicture.example>" for name in ("first", "first", "second")]


@pytest.mark.parametrize("is_reminder", [False, True])
def test_an_email_says_only_that_there_is_an_item(server: smtp.Box, settings: Settings, is_reminder: bool) -> None:
    settings.PUBLIC_ADDRESS = "https://sign-in.example"
    ROUTES[Route.EMAIL].deliver(envelope(Route.EMAIL, is_reminder=is_reminder))
    _, message = server.messages[0]
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    lines = body.decode().split("\n")
    first = "An item is waiting for somebody to read it." if is_reminder else "You have an item to read."
    assert [line.strip() for line in lines if line.strip()] == [
        first,
        "Sign in to see it:",
        "https://sign-in.example",
        "Please do not reply to this message. Nobody reads the replies.",
    ]
    assert message["Subject"] == email.SUBJECT == "You have an item"
    assert sorted(name.lower() for name in message.keys()) == sorted(  # noqa: SIM118  a message's keys repeat
        [
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "auto-submitted",
            "content-type",
            "content-transfer-encoding",
            "mime-version",
        ]
    )


@pytest.mark.parametrize("is_reminder", [False, True])
def test_no_word_of_an_email_tells_what_it_is_about(is_reminder: bool) -> None:
    text = email.compose(envelope(Route.EMAIL, is_reminder=is_reminder)).as_string().lower()
    for word in ("incident", "police", "abuse", "child", "family", "victim", "safeguard", "notice", "health", "urgent"):
        assert word not in text
