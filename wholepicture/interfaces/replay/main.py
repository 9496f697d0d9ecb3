"""`wholepicture replay FILE`: read a case, play it in a database of its own, and say what came of it."""

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.console import Console

from wholepicture.interfaces.replay import database, document, in_words, keeping, loader, player
from wholepicture.interfaces.replay.case import Case
from wholepicture.interfaces.replay.html import rendering
from wholepicture.interfaces.replay.reading import BadCase
from wholepicture.interfaces.replay.report import Report

WIDE = 120
CANNOT = 2


class CannotWrite(Exception):
    """The file for the page cannot be written where it was to be; the sentence says what to do."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to come of a replay besides the report for people: JSON, a page, a kept report, word of how far it is."""

    as_json: bool = False
    html: Path | None = None
    force: bool = False
    keep: bool = False
    progress: bool = False


def main(file: Path, wanted: Wanted, *, now: datetime) -> int:
    """Print the report, as one JSON object or for people; write it as a page where asked, and keep it where asked.

    Returns 2, with a line for each fault, when the file cannot be played or the page cannot be written: before it plays.
    """
    try:
        case = loader.load(file)
        if wanted.html:
            check_place(wanted.html, force=wanted.force)
        report, found = _play(case, file, wanted, now=now)
        if wanted.html:
            page = rendering.whole(found, played_at=now, code=settings.CODE_VERSION, protocol=keeping.protocol())
            write(wanted.html, page, force=wanted.force)
    except (BadCase, CannotWrite, keeping.CannotKeep) as problem:
        print(problem, file=sys.stderr)
        return CANNOT
    _print(report, found, wanted)
    return 0


def _play(case: Case, file: Path, wanted: Wanted, *, now: datetime) -> tuple[Report | None, dict[str, Any]]:
    """Play the case here, or in another process that is followed where its report is to be kept."""
    if wanted.keep:
        return None, keeping.play(case, file, now=now)
    with database.own():
        report = player.play(case, reached=_say if wanted.progress else lambda _: None)
    return report, document.of(report)


def _say(event: int) -> None:
    print(f"{keeping.REACHED}{event}", file=sys.stderr, flush=True)


def _print(report: Report | None, found: dict[str, Any], wanted: Wanted) -> None:
    """Say on stdout what came of it; beside JSON nothing else stands there."""
    if wanted.as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if wanted.html:
        print(f"Written: {wanted.html}. It opens in any browser, without a network.")
    if wanted.keep:
        print("Kept: read it under Learning.")
    if report and not wanted.html:
        in_words.show(report, Console(highlight=False, width=None if sys.stdout.isatty() else WIDE))


def check_place(out: Path, *, force: bool) -> None:
    """Refuse a place that cannot take the page before minutes are spent on playing. Raises CannotWrite."""
    if not out.parent.is_dir():
        raise CannotWrite(f"{out}: there is no folder {out.parent}: make it, or name another place.")
    if out.is_dir():
        raise CannotWrite(f"{out} is a folder: name a file in it, such as {out / 'replay.html'}.")
    if out.exists() and not force:
        raise CannotWrite(f"{out} is there already: add --force to write over it, or name another file.")
    if not os.access(out.parent, os.W_OK):
        raise CannotWrite(f"{out}: nothing can be written in {out.parent}: name a folder that is yours.")


def write(out: Path, text: str, *, force: bool) -> None:
    """Write the page whole or not at all: beside its place first, then under its name. Raises CannotWrite."""
    check_place(out, force=force)
    beside = None
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, suffix=".part", delete=False) as part:
            beside = Path(part.name)
            part.write(text)
        beside.chmod(0o644)
        beside.replace(out)
    except OSError as error:
        if beside:
            beside.unlink(missing_ok=True)
        raise CannotWrite(f"{out} cannot be written: {error.strerror}.") from error
