"""`--keep`: play a case in a process of its own, say all the while how far it is, and keep its report under Learning.

The case is played by another process because this one writes to the platform's database while that one has its own.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from wholepicture.interfaces.replay.case import Case
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.oversight import actions, queries
from wholepicture.pathway.oversight.facts import ReplayTold
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.terms import IdentifierKind

Json = dict[str, Any]
REACHED = "reached event "
STOP_SECONDS = 15
TEST_NUMBERS = "999"  # NHS numbers that are never given to anybody begin so
TELLS = 2_000


class CannotKeep(Exception):
    """This case must not be kept, or its playing failed; the sentence says what to do."""


def check(case: Case) -> None:
    """Refuse to keep what could be of real people: no source named, or an NHS number that somebody could have."""
    if not case.source:
        raise CannotKeep(
            f"{case.case}: the file does not say where its facts come from, so it is not kept. "
            "Add `source:` with the published review, or `source: invented`."
        )
    real = [id_ for id_, person in case.people.items() if person.nhs_number and person.nhs_number[:3] != TEST_NUMBERS]
    if real:
        raise CannotKeep(
            f"{case.case}: the {IdentifierKind.NHS_NUMBER.label} of {', '.join(real)} could be somebody's, so it is not kept. "
            f"Use one that begins with {TEST_NUMBERS}."
        )


def is_kept(file: Path) -> bool:
    """Whether this very file was played and kept with this version of the code."""
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        return queries.has_replay(_digest(file), settings.CODE_VERSION)


def play(case: Case, file: Path, *, now: datetime) -> Json:
    """Play a case file, keep its report, and return it. Raises CannotKeep with what went wrong."""
    check(case)
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        replay = actions.begin_replay(told=_told(case, file), by=MACHINE, now=now)
    try:
        found = _played(file, replay)
    except BaseException as error:
        because = _why(error)
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            actions.fail_replay(replay=replay, because=because, by=MACHINE, now=timezone.now())
        raise
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        actions.keep_replay(replay=replay, report=found, by=MACHINE, now=timezone.now())
    return found


def _why(error: BaseException) -> str:
    if isinstance(error, CannotKeep):
        return str(error)
    if isinstance(error, SystemExit | KeyboardInterrupt):
        return "The platform was stopped while it was being played."
    return f"A fault in the platform: {error!r}"


def _told(case: Case, file: Path) -> ReplayTold:
    return ReplayTold(
        case=case.case,
        source=case.source,
        digest=_digest(file),
        code=settings.CODE_VERSION,
        protocol=protocol(),
        events=len(case.events),
    )


def protocol() -> str:
    """Name the protocol that every replay is played under: the tables as delivered, by a short digest of them."""
    folder = resources.files("wholepicture.registers.protocol.defaults")
    digest = hashlib.sha256()
    for name in ("parameters.json", "tables.json"):
        digest.update((folder / name).read_bytes())
    return f"as delivered ({digest.hexdigest()[:8]})"


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _played(file: Path, replay: UUID) -> Json:
    """Let another process play it, and note each event that it reaches."""
    line = [sys.executable, "-m", "wholepicture.interfaces.cli.main", "replay", str(file), "--json", "--progress"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as report:
        with _running(line, report) as process:
            said = _follow(process, replay)
        if process.returncode != 0:
            raise CannotKeep(f"It could not be played to its end: {said or 'its process was ended.'}")
        report.seek(0)
        found: Json = json.load(report)
    return found


@contextmanager
def _running(line: list[str], report: Any) -> Iterator["subprocess.Popen[str]"]:  # noqa: ANN401  a file
    process = subprocess.Popen(line, stdout=report, stderr=subprocess.PIPE, text=True)  # noqa: S603  our own program
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        if process.stderr:
            process.stderr.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _follow(process: "subprocess.Popen[str]", replay: UUID) -> str:
    """Note what is reached until the process ends; return the rest of what it said."""
    rest = ""
    for line in process.stderr or ():
        if line.startswith(REACHED):
            with acting(actor=MACHINE.id, agency=MACHINE.chain):
                actions.sign_replay(replay=replay, event=int(line.removeprefix(REACHED)), now=timezone.now())
        else:
            rest = (rest + line)[-TELLS:]
    process.wait()
    return rest.strip()
