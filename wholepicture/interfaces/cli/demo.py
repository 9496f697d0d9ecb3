"""`wholepicture demo`: fill an empty database with the demonstration partnership, its people and generated families.

The first part comes in as one transaction: killed on the way, nothing of it is there, and the next start begins anew.
Later families come in one by one, each whole; a start that finds some missing goes on with them.
"""

import argparse
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from wholepicture.interfaces.cli import migrate, ports, start

FILE = "partnership.yaml"
STATE = "demonstration.json"
FAMILIES, SEED = 60, 1
# Without pages to wait for, a few are enough to look at.
FAMILIES_ALONE = 6
FIRST_MAIL_PORT = 8025
LATER = [str(Path(sys.executable).parent / "wholepicture"), "demo", "--later"]
BETWEEN_LINES_SECONDS = 5.0
# Its mailbox is full: what is sent there waits, is tried again, and can be seen to.
FULL = "@seal-cove-nursery.example"
TOLD_EVERY = 10
BETWEEN_FAMILIES_SECONDS = 4.0


def command(arguments: Sequence[str]) -> int:
    """Load the demonstration; refused where there is an agency already."""
    parser = argparse.ArgumentParser(prog="wholepicture demo", description=__doc__)
    parser.add_argument("--families", type=int, default=FAMILIES_ALONE, help="how many generated families")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same families")
    parser.add_argument("--later", action="store_true", help="let the families come in that are still missing")
    parser.add_argument("--status", action="store_true", help="say how many families are in")
    chosen = parser.parse_args(arguments)
    start.django_ready()
    if chosen.status:
        print(status())
        return 0
    if chosen.later:
        come_in()
        return 0
    migrate.migrate()
    port = ports.free(FIRST_MAIL_PORT)
    settings.EMAIL_PORT = port
    with mail_catcher(port, Path(settings.VAR) / "mail"):
        loaded = load_if_empty(families=chosen.families, seed=chosen.seed)
        if loaded:
            come_in(work=True)
    print("Loaded." if loaded else "There are agencies already: nothing was loaded.")
    return 0


def load_if_empty(*, families: int = 0, seed: int = SEED) -> bool:
    """Load the first part of the demonstration unless there is an agency; says whether it did."""
    from demo import loading
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.agencies import queries as agencies
    from wholepicture.registers.audit.terms import MACHINE

    now = timezone.now()
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        if agencies.agencies():
            return False
        print("Playing the demonstration's last four days ...", flush=True)
        cast = loading.load(_told(), password(), now, seed, families, _Progress())
        for refused in cast.refused:
            print(f"  Not done: {refused}", flush=True)
        _keep_state(seed, families, now)
    return True


class _Progress:
    """Says on the console how far loading is, at most every few seconds."""

    def __init__(self) -> None:
        self.what, self.at = "", time.monotonic()

    def __call__(self, what: str, done: float) -> None:
        """One more step is done."""
        if what != self.what or time.monotonic() - self.at > BETWEEN_LINES_SECONDS:
            self.what, self.at = what, time.monotonic()
            print(f"  {what}: {done:.0%}", flush=True)


def come_in(*, work: bool = False) -> None:
    """Let each family that is not in yet come in now; with `work`, the machine works on them here and not in a worker."""
    from demo import loading
    from wholepicture.lib.postgres.session import acting
    from wholepicture.pathway import stages
    from wholepicture.registers.audit.terms import MACHINE

    state = _state()
    if state is None:
        return
    seed, count, set_up_at = state
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        town = loading.town(_told())
        missing = [each.number for each in loading.later(seed, count, set_up_at, town)]
    for place, number in enumerate(missing, start=1):
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            loading.come_in(seed, number, set_up_at, town, timezone.now())
        if place % TOLD_EVERY == 0 or place == len(missing):
            if work:
                stages.run_until_quiet(now=timezone.now())
            print(f"  {count - len(missing) + place} of {count} generated families are in.", flush=True)
        if not work:
            # A worker has other things to do, and the pages are in use.
            time.sleep(BETWEEN_FAMILIES_SECONDS)


def status() -> str:
    """How many of the generated families are in."""
    from demo import loading
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.audit.terms import MACHINE

    state = _state()
    if state is None:
        return "No demonstration was loaded from here."
    seed, count, set_up_at = state
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        missing = sum(1 for _ in loading.later(seed, count, set_up_at, loading.town(_told())))
    others = "; the others come in while you look: `.venv/bin/wholepicture demo --status`" if missing else ""
    return f"{count - missing} of {count} generated families are in{others}."


def _keep_state(seed: int, families: int, now: datetime) -> None:
    """Keep what the later families are made of; without its database the file says nothing."""
    said = {"seed": seed, "families": families, "set_up_at": now.isoformat()}
    (Path(settings.VAR) / STATE).write_text(json.dumps(said))


def _state() -> tuple[int, int, datetime] | None:
    """What was kept; None too where its database has gone, or was never filled to its end."""
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.agencies import queries as agencies
    from wholepicture.registers.audit.terms import MACHINE

    file = Path(settings.VAR) / STATE
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        if not file.exists() or not agencies.agencies():
            return None
    said = json.loads(file.read_text())
    return said["seed"], said["families"], datetime.fromisoformat(said["set_up_at"])


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
         status(),
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

    async def handle_RCPT(self, server: object, session: object, envelope: Any, address: str, options: object) -> str:  # noqa: ANN401, N802
        """Take a recipient, unless their mailbox is full."""
        if address.endswith(FULL):
            return "452 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: ANN401, N802
        """Take one message."""
        reference = str(message_from_bytes(envelope.content)["Message-ID"]).strip("<>").replace("/", "_")
        (self.folder / f"{reference}.eml").write_bytes(envelope.content)
        return "250 Kept"
