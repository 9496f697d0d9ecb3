"""Write copies of a family as text for COPY: ids, days, names and homes change, everything else stays as it was.

Each family is made into one pattern for each table beforehand, so that a copy is little more than filling in its words:
a million incidents are some twenty gigabytes of text.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter

from demo.bulk.naming import Words
from demo.bulk.templates import EMPTY, UUID_TEXT, WEEK, Row, Template, moment
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.chronology.terms import EntryKind

# What most families are copied without, to keep a million incidents small: who was told and asked what, what they said
# to it, and the words under which people are searched for. Of one family in `FULL_EVERY` everything is copied.
HEAVY_TABLES = (
    "notifications_item", "notifications_notice", "notifications_step", "notifications_attempt", "notifications_answer",
    "duties_duty", "triage_ask", "triage_ask_for", "triage_recipient", "triage_contribution", "audit_look",
    "people_name_word",
)  # fmt: skip
OF_THOSE = frozenset(
    {EntryKind.TOLD, EntryKind.ACKNOWLEDGED, EntryKind.DECLINED, EntryKind.HELD, EntryKind.WITHHELD,
     EntryKind.CONTRIBUTION}
)  # fmt: skip
# Text that no list reads: a thin copy has a submission, but not what came in it.
EMPTIED = {"incidents_submission": "raw"}
FULL_EVERY = 25
# Odd, so that every copy has another mask.
SPREAD = 2_654_435_761


@dataclass(frozen=True)
class Pattern:
    """The rows of one table of a family with gaps, and which of a copy's words go into them."""

    text: str
    pick: Callable[[Sequence[str]], tuple[str, ...]]

    def filled(self, words: Sequence[str]) -> str:
        """The rows of one copy."""
        return self.text % self.pick(words)


class Original:
    """A family ready to be copied; `thin` copies leave out who was told and asked what."""

    def __init__(self, template: Template, shared: set[str]) -> None:
        """`shared` are the ids that are the same in every copy."""
        self.template, self._words = template, Words(template)
        self._shared = shared
        self._patterns: dict[int, dict[str, Pattern]] = {}

    @cached_property
    def _thin(self) -> "Original":
        """A family of its own, so that nothing is worked out for rows that it lacks."""
        thin = Original(replace(self.template, rows=tuple(thinned(self.template.rows))), self._shared)
        thin._words = self._words
        return thin

    @cached_property
    def _ids(self) -> list[str]:
        found = {each for row in self.template.rows for value in row.values for each in UUID_TEXT.findall(value)}
        return sorted(found - self._shared)

    @cached_property
    def _halves(self) -> list[tuple[int, str]]:
        return [(int(each[:8], 16), each[8:]) for each in self._ids]

    @cached_property
    def _gaps(self) -> dict[str, int]:
        return {each: number for number, each in enumerate([*self._ids, *self._words.known])}

    @cached_property
    def _finder(self) -> "re.Pattern[str]":
        return re.compile(f"{UUID_TEXT.pattern}|{self._words.pattern.pattern}")

    def copy(self, number: int, *, weeks: int, thin: bool) -> dict[str, str]:
        """The text of every table of one copy. Numbers begin with 1; each gives other ids, names and homes."""
        if thin:
            return self._thin.copy(number, weeks=weeks, thin=False)
        mask = number * SPREAD & 0xFFFFFFFF
        words = [f"{half ^ mask:08x}{rest}" for half, rest in self._halves] + self._words.of(number)
        patterns = self._patterns.get(weeks) or self._made(weeks)
        return {table: pattern.filled(words) for table, pattern in patterns.items()}

    def _made(self, weeks: int) -> dict[str, Pattern]:
        by_table: dict[str, list[Row]] = {}
        for row in self.template.rows:
            by_table.setdefault(row.table.name, []).append(row)
        made = {name: self._pattern(those, weeks) for name, those in by_table.items()}
        self._patterns[weeks] = made
        return made

    def _pattern(self, rows: Iterable[Row], weeks: int) -> Pattern:
        picked: list[int] = []

        def gap(found: "re.Match[str]") -> str:
            place = self._gaps.get(found[0])
            if place is None:
                return found[0]
            picked.append(place)
            return "%s"

        lines = ("\t".join(_moved(row, weeks)) + "\n" for row in rows)
        text = "".join(self._finder.sub(gap, line.replace("%", "%%")) for line in lines)
        return Pattern(text, _picker(picked))


def thinned(rows: Sequence[Row]) -> list[Row]:
    """The rows without the tables of notices; what pointed there points nowhere, or goes too."""
    kept = [_emptied(row) for row in rows if row.table.name not in HEAVY_TABLES and not _is_of_a_notice(row)]
    gone = {row.values[0] for row in rows} - {row.values[0] for row in kept}
    while True:
        turned = [_without(row, gone) for row in kept]
        lost = {row.values[0] for row, new in zip(kept, turned, strict=True) if new is None}
        kept = [new for new in turned if new is not None]
        if not lost:
            return kept
        gone |= lost


def _emptied(row: Row) -> Row:
    column = EMPTIED.get(row.table.name)
    if column is None:
        return row
    place = row.table.at(column)
    return Row(row.table, (*row.values[:place], "", *row.values[place + 1 :]))


def _is_of_a_notice(row: Row) -> bool:
    if row.table.name == "chronology_entry":
        return row.value("kind") in OF_THOSE
    return row.table.name == "access_grant" and row.value("subject_kind") != Subject.FAMILY


def _without(row: Row, gone: set[str]) -> Row | None:
    """The row with nothing in place of what is gone; None where something has to stand there."""
    values = list(row.values)
    for column in row.table.points_to:
        place = row.table.at(column)
        if values[place] in gone:
            if not row.table.nullable[place]:
                return None
            values[place] = EMPTY
    return Row(row.table, tuple(values))


def _moved(row: Row, weeks: int) -> list[str]:
    """The columns, with every time and day moved by whole weeks: a Tuesday stays a Tuesday."""
    return [
        _later(value, kind, weeks) if kind in ("timestamp with time zone", "date") else value
        for kind, value in zip(row.table.types, row.values, strict=True)
    ]


def _later(value: str, kind: str, weeks: int) -> str:
    if value == EMPTY or not weeks:
        return value
    moved = moment(value) + weeks * WEEK
    return moved.date().isoformat() if kind == "date" else moved.isoformat(sep=" ")


def _picker(picked: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if not picked:
        return lambda words: ()
    if len(picked) == 1:
        (only,) = picked
        return lambda words: (words[only],)
    getter = itemgetter(*picked)
    return lambda words: getter(words)
