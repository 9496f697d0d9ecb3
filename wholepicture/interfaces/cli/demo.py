"""`wholepicture demo`: fill an empty database with the demonstration partnership, its people and a few reports."""

import argparse
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from wholepicture.interfaces.cli import migrate, start

FILE = "partnership.yaml"


def command(arguments: Sequence[str]) -> int:
    """Load the demonstration; refused where there is an agency already."""
    argparse.ArgumentParser(prog="wholepicture demo", description=__doc__).parse_args(arguments)
    start.django_ready()
    migrate.migrate()
    print("Loaded." if load_if_empty() else "There are agencies already: nothing was loaded.")
    return 0


def load_if_empty() -> bool:
    """Load the demonstration unless there is an agency; says whether it did."""
    from demo import directory, families
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.agencies import queries as agencies
    from wholepicture.registers.audit.terms import MACHINE

    told, now = _told(), timezone.now()
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        if agencies.agencies():
            return False
        made = directory.Builder(password(), now).build(told["agencies"])
        for family in told["families"]:
            families.put_into_directories(family, made, now)
    print("Playing the demonstration's reports ...", flush=True)
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        families.play(told["incidents"], told["families"], made, now)
    return True


def _told() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((Path(settings.BASE) / "demo" / FILE).read_text())
    return found


def password() -> str:
    """Everybody's password in this demonstration: random, kept beside its database."""
    file = Path(settings.VAR) / "demonstration_password"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write("-".join(secrets.token_hex(3) for _ in range(3)))
    return file.read_text()


def welcome(address: str) -> str:
    """What `make run` prints: where, and one sign-in for each kind of user."""
    people = _sign_ins(_told())
    width = max(len(kind) for kind, _ in people)
    lines = [f"  {kind:<{width}}  {email}" for kind, email in people]
    return "\n".join(
        ["", f"Whole Picture is running: {address}", "", f"Sign in with the password {password()} as:", *lines, "",
         f"E-mails are caught in {Path(settings.VAR) / 'mail'}. Ctrl-C stops everything; the data is kept."]
    )  # fmt: skip


def _sign_ins(told: dict[str, Any]) -> list[tuple[str, str]]:
    """One line for each kind of user, found again in the file, so that every start can print them."""
    from demo.directory import email_of

    return [
        (person["kind_of_user"], email_of(person["name"], agency["slug"]))
        for agency in told["agencies"]
        for person in _people(agency)
        if "kind_of_user" in person
    ]


def _people(agency: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield agency["lead"]
    for team in agency["teams"]:
        yield team["manager"]
        yield from team.get("members", [])
        for post in team.get("posts", []):
            yield from (post["primary"], post["cover"])


@contextmanager
def mail_catcher(port: int, folder: Path) -> Iterator[None]:
    """A real SMTP server on this machine that keeps every e-mail as a file and sends none on."""
    from aiosmtpd.controller import Controller

    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(_Keeper(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


class _Keeper:
    """Keeps each message under its own reference, so that a repeat is one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: ANN401, N802
        """Take one message."""
        reference = str(message_from_bytes(envelope.content)["Message-ID"]).strip("<>").replace("/", "_")
        (self.folder / f"{reference}.eml").write_bytes(envelope.content)
        return "250 Kept"
