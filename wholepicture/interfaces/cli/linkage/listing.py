"""What every tool that reads lists shares: how a list is named on the command line, read, and what was wrong with it told."""

import argparse
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from wholepicture.interfaces.cli import start
from wholepicture.interfaces.cli.linkage import headings
from wholepicture.pathway.linkage.matcher import bulk
from wholepicture.pathway.linkage.matcher.bulk import reading

MOST_LINES_TOLD = 20


def arguments(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add the arguments that name a list and its columns."""
    parser.add_argument(
        "--csv",
        type=Path,
        required=required,
        metavar="FILE",
        help="the list, with the names of its columns in the first line",
    )
    parser.add_argument(
        "--id", required=required, metavar="COLUMN", dest="identified_by", help="the column that names each row"
    )
    parser.add_argument("--map", nargs="+", default=[], metavar="NAME=COLUMN", action="extend", type=_mapped,
                        help=f"how the list calls {', '.join(reading.COLUMNS)}, such as surname=last_name")  # fmt: skip
    parser.add_argument("--parameters", type=Path, metavar="FILE", help="parameters that `linkage learn` wrote")


def _mapped(text: str) -> tuple[str, str]:
    column, equals, title = text.partition("=")
    if not equals or column not in reading.COLUMNS:
        raise argparse.ArgumentTypeError(f"{text} is not NAME=COLUMN with one of {', '.join(reading.COLUMNS)}")
    return column, title


def tell(text: str) -> None:
    """Say how far the work is."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


@dataclass
class Problems:
    """What was wrong with rows: the first are told in the order of their lines once all are known, the rest are counted."""

    name: str
    count: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)

    def __call__(self, line: int, text: str) -> None:
        """Take one problem."""
        self.count += 1
        self.kept.append((line, text))
        if len(self.kept) > 2 * MOST_LINES_TOLD:
            self.kept = sorted(self.kept)[:MOST_LINES_TOLD]

    def end(self) -> None:
        """Tell the first, and how many more there were."""
        for line, text in sorted(self.kept)[:MOST_LINES_TOLD]:
            print(f"{self.name}, line {line}: {text}", file=sys.stderr)
        if self.count > MOST_LINES_TOLD:
            print(f"{self.name}: {self.count - MOST_LINES_TOLD:,} more rows have such problems.", file=sys.stderr)


def register() -> bulk.Table:
    """Return every resolved record of the register as a list."""
    start.django_ready()
    from wholepicture.lib.postgres.session import acting
    from wholepicture.pathway.linkage import queries
    from wholepicture.registers.audit.terms import MACHINE
    from wholepicture.registers.people.describing import describe

    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        found = bulk.Table.of(reading.Listed.of(map(describe, queries.enrolled())))
    tell(f"{len(found):,} records of the register read")
    return found


def table(chosen: argparse.Namespace, second: Path | None = None) -> tuple[bulk.Table, int]:
    """Read one list, or two, and return them with how many problems there were. Raises Unreadable."""
    listed, problems = reading.Listed(), []
    try:
        for path in (chosen.csv, *([second] if second else [])):
            tell(f"reading {path.name}")
            problems.append(Problems(path.name))
            reading.read(path, listed, chosen.identified_by, dict(chosen.map), problems[-1])
        found = bulk.Table.of(listed)
    finally:
        for each in problems:
            each.end()
    for header in listed.headers:
        for warning in headings.warnings(header):
            print(f"{header.name}: {warning}", file=sys.stderr)
    tell(f"{len(found):,} people read, by {', '.join(sorted(listed.found))}")
    return found, sum(each.count for each in problems)
