"""`wholepicture feed police FILE`: bring in a file of an agency; what cannot be brought in stands in a file to be mended.

Exit code 0 when every row was accepted, 2 when some were rejected, 1 when nothing was tried.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import UUID

from wholepicture.interfaces.cli import start

if TYPE_CHECKING:
    from wholepicture.interfaces.feeds.police.feed import Summary

SOME_REJECTED = 2
ROWS_BETWEEN_LINES = 5_000


def command(arguments: Sequence[str]) -> int:
    """Feed one file and say what became of its rows."""
    parser = argparse.ArgumentParser(prog="wholepicture feed", description=__doc__)
    parser.add_argument(
        "feed", choices=["police"], help="which kind of file it is; its columns: docs/reference/police-feed.md"
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--agency", help="the agency's short name; needed where there are several police forces")
    rejected = "where rejected rows go: a new file, FILE.rejected.csv when left out"
    parser.add_argument("--rejected", type=Path, metavar="OUT", help=rejected)
    mapped = "what a column of the file is; may be repeated"
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=NAME", help=mapped)
    chosen = parser.parse_args(arguments)
    start.django_ready()
    return _feed(chosen.file, chosen.agency, chosen.rejected, chosen.map)


def _feed(file: Path, slug: str | None, rejected: Path | None, pairs: Sequence[str]) -> int:
    from django.utils import timezone

    from wholepicture.interfaces.feeds.police import feed as police
    from wholepicture.interfaces.feeds.police import headings

    agency = _agency(slug)
    out = rejected or _free_name(file)
    try:
        mapping = headings.mapped(pairs)
        raw = file.read_bytes()
        with _new_file(out) as to, _progress(len(raw)) as progress:
            summary = police.feed(
                raw=raw, name=file.name, mapping=mapping, agency=agency, rejected=to, clock=timezone.now,
                progress=progress,
            )  # fmt: skip
    except (headings.UnknownName, police.TooLarge) as refused:
        raise SystemExit(f"wholepicture feed: {refused}") from None
    except OSError as failed:
        raise SystemExit(f"wholepicture feed: {failed.filename}: {failed.strerror}.") from None
    return _told(summary, out)


def _agency(slug: str | None) -> UUID:
    """The agency named, or the only police force there is."""
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.agencies import queries as agencies
    from wholepicture.registers.audit.terms import MACHINE

    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        forces = [agency for agency in agencies.agencies() if agency.kind == "police"]
    found = [agency for agency in forces if slug in (None, agency.slug)]
    if len(found) != 1:
        known = ", ".join(agency.slug for agency in forces) or "none"
        raise SystemExit(f"Say with --agency which police force the file is from. There are: {known}.")
    return found[0].id


def _free_name(file: Path) -> Path:
    """A name beside the file that nothing has yet: a file that somebody is mending is never written over."""
    names = (file.with_name(f"{file.name}.rejected{number}.csv") for number in ("", *range(2, 10_000)))
    return next(name for name in names if not name.exists())


@contextmanager
def _new_file(out: Path) -> Iterator[IO[str]]:
    """Open a file that nobody else may read, and take it away again when nothing was written to it."""
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", newline="", encoding="utf-8") as to:
            yield to
    finally:
        if not out.stat().st_size:
            out.unlink()


@contextmanager
def _progress(size: int) -> Iterator[Callable[["Summary"], None]]:
    """A line that moves in a terminal, plain lines elsewhere; on stderr, and never anything of a row."""
    if not sys.stderr.isatty():
        said = 0

        def plainly(summary: "Summary") -> None:
            nonlocal said
            if summary.rows_in - said >= ROWS_BETWEEN_LINES:
                said = summary.rows_in
                print(_line(summary), file=sys.stderr, flush=True)

        yield plainly
        return
    from rich.console import Console

    with Console(stderr=True).status(f"Reading {size:,} bytes ...") as status:
        yield lambda summary: status.update(_line(summary))


def _line(summary: "Summary") -> str:
    return f"{_count(summary.rows_in, 'row')}: {summary.accepted:,} accepted, {summary.rejected:,} rejected"


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


def _told(summary: "Summary", out: Path) -> int:
    """Print the summary; never a cell, for terminals and logs are read by others."""
    if summary.problem:
        print(summary.problem)
    if summary.untaken:
        print(f"Nothing is taken from these columns: {', '.join(summary.untaken)}. The file is kept as it came.")
    if summary.lacks_sleeps_asked:
        print("There is no column sleeps_asked: where a child under two sleeps is kept as not known.")
    print(f"{_line(summary)}.")
    print(
        f"{_count(summary.incidents, 'incident')}, {summary.repeated:,} of them told before; {summary.refused:,} not brought in."
    )
    if not summary.rejected:
        return SOME_REJECTED if summary.problem else 0
    print(
        f"Rejected rows with their reasons: {out}. Mend them there and feed that file, or mend them on the page Quarantine."
    )
    return SOME_REJECTED
