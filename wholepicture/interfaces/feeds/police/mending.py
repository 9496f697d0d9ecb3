"""Rows in quarantine, read again as a person leaves them: the report that they tell now, or what is still to be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wholepicture.interfaces.feeds.police import feed, reasons, telling
from wholepicture.interfaces.feeds.police.columns import COLUMNS
from wholepicture.interfaces.feeds.police.telling import Fault
from wholepicture.pathway.incidents import rules
from wholepicture.pathway.incidents.actions import KeyUsedForAnother, NotAccepted
from wholepicture.pathway.incidents.facts import Telling


@dataclass(frozen=True)
class Judgement:
    """What rows tell: ready to be brought in, or with faults; never both."""

    telling: Telling | None
    faults: tuple[Fault, ...]


def judged(rows: Sequence[Mapping[str, str]], lines: Sequence[int], *, now: datetime) -> Judgement:
    """Read rows (cells by column name, and their lines) and ask the intake's own rules of them."""
    reading = telling.read(rows)
    if reading.told is None:
        return Judgement(None, tuple(reading.faults))
    problems = rules.problems(reading.told, now=now)
    if problems:
        return Judgement(None, tuple(reasons.of_problems(problems, reading, rows, lines)))
    return Judgement(feed.telling_of(reading.told, rows), ())


def refused(
    why: NotAccepted | KeyUsedForAnother, rows: Sequence[Mapping[str, str]], lines: Sequence[int]
) -> tuple[Fault, ...]:
    """Return what the intake refused when the rows were to be brought in, as faults."""
    if isinstance(why, NotAccepted):
        return tuple(reasons.of_problems(why.problems, telling.read(rows), rows, lines))
    return (Fault(0, "reference", reasons.USED),)


def can_be_mended(rows: Sequence[Mapping[str, str]]) -> bool:
    """Whether rows have columns at all: of a file without headings nobody can say which cell is what."""
    return any(name in COLUMNS for row in rows for name in row)
