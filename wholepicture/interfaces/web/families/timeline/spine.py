"""The incidents alone on one line, with what lay between them: the whole pattern at a glance, above everything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wholepicture.interfaces.web.families.timeline import drawing
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Pattern

# One incident lies between nothing: its day is said in words already.
FEWEST = 2


@dataclass(frozen=True)
class Beat:
    """An incident that counts: which, when, and how many days after the one before."""

    number: int
    at: datetime
    gap: int | None


@dataclass(frozen=True)
class Spine:
    """The line drawn wide and for a phone, and what it shows in words."""

    drawings: tuple[drawing.Drawing, ...]
    in_words: str


def spine(pattern: Pattern) -> Spine | None:
    """Draw the incidents of a family; None for fewer than two."""
    beats = list(_beats(pattern))
    if len(beats) < FEWEST:
        return None
    drawn = tuple(drawing.draw_numbers(beats, sheet) for sheet in (drawing.WIDE_ALONE, drawing.NARROW))
    return Spine(drawn, "; ".join(_words(beat) for beat in beats))


def _beats(pattern: Pattern) -> Iterator[Beat]:
    for number, report in enumerate(facts_of.counted(pattern), start=1):
        yield Beat(number, report.happened_at, facts_of.interval_before(pattern, report.incident))


def _words(beat: Beat) -> str:
    gap = "" if beat.gap is None else f", {wording.counted(beat.gap, 'day')} later"
    return f"{wording.ordinal(beat.number)} on {wording.day(london_day(beat.at))}{gap}"
