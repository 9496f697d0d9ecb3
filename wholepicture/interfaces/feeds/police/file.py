"""A police file as it was handed over: its encoding, delimiter and headings, its rows, and the incidents that they make."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from wholepicture.interfaces.feeds.police import encoding, headings, telling
from wholepicture.interfaces.feeds.police import rows as csv
from wholepicture.interfaces.feeds.police.columns import GROUP, OURS, SURPLUS
from wholepicture.interfaces.feeds.police.headings import Heading
from wholepicture.lib.formulas import unguarded

# How rows stand together when no heading says what they are.
UNREAD_TOGETHER = 100
_SAYS_DELIMITER = re.compile(r"sep=.?", re.IGNORECASE)
_BROKEN = "The quotation marks of this row do not pair up: close each one, and double those within a text."
_SURPLUS = "Text stands beyond the last column: put it where it belongs, and leave this empty."


@dataclass(frozen=True)
class Entry:
    """One row: where it begins, its cells as they stood, in the order of the headings, and what is wrong with the row."""

    line: int
    texts: tuple[str, ...]
    surplus: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The rows of one incident, by its reference as incidents share it; "" is a row that says none."""

    key: str
    entries: tuple[Entry, ...]


class PoliceFile:
    """Reads a file's bytes as often as needed, row by row, so that no more than its unfinished incidents is held."""

    def __init__(self, raw: bytes, mapping: Mapping[str, str]) -> None:
        """Find out how the file is written; `mapping` is of headings.mapped."""
        self.raw = raw
        self.encoding = encoding.encoding_of(raw)
        self.delimiter, self._above, self.heading = self._look(mapping)
        self.is_ours = not set(OURS).isdisjoint(self.heading.names)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """A name for the cells of each column: ours, or the heading as it stands where nothing is taken from it."""
        taken: Counter[str] = Counter()
        found = []
        for number, (text, name) in enumerate(zip(self.heading.texts, self.heading.names, strict=True), start=1):
            called = name or text.strip() or f"column {number}"
            taken[called] += 1
            found.append(called if taken[called] == 1 else f"{called} ({number})")
        return tuple(found)

    def entries(self) -> Iterator[Entry]:
        """Yield every row below the headings in which something stands."""
        for number, row in enumerate(csv.rows(encoding.lines(self.raw, self.encoding), self.delimiter)):
            if number >= self._above:
                yield self._entry(row)

    def groups(self) -> Iterator[Group]:
        """Yield the rows of each incident together, as soon as the last of them was read, wherever they stand."""
        if self.heading.problem:
            yield from self._unread()
            return
        left = Counter(self.key(entry) for entry in self.entries())
        open_groups: dict[str, list[Entry]] = {}
        for entry in self.entries():
            key = self.key(entry)
            if not key:
                yield Group("", (entry,))
                continue
            open_groups.setdefault(key, []).append(entry)
            left[key] -= 1
            if not left[key]:
                yield Group(key, tuple(open_groups.pop(key)))

    def key(self, entry: Entry) -> str:
        """The reference that a row shares with its incident's others."""
        if self.heading.problem or "reference" not in self.heading.names:
            return ""
        return telling.reference(entry.texts[self.heading.names.index("reference")])

    def cells(self, entry: Entry) -> dict[str, str]:
        """A row's cells by column, as they stood; what is ours in a file of rejected rows is left out."""
        found = {name: text for name, text in zip(self.columns, entry.texts, strict=True) if name not in OURS}
        return found | ({SURPLUS: " ".join(entry.surplus)} if entry.surplus else {})

    def mends(self, entries: Sequence[Entry]) -> set[UUID]:
        """The groups in quarantine whose rows these say they are."""
        if GROUP not in self.heading.names:
            return set()
        at = self.heading.names.index(GROUP)
        return {group for entry in entries if (group := _uuid(entry.texts[at])) is not None}

    def mended(self) -> Counter[UUID]:
        """How many rows of this file are of each group in quarantine."""
        return Counter(group for entry in self.entries() for group in self.mends([entry]))

    def _look(self, mapping: Mapping[str, str]) -> tuple[str, int, Heading]:
        """Return the delimiter, how many rows stand above the first of data, and the headings."""
        found: list[tuple[int, int, str, int, list[str]]] = []
        for delimiter in csv.DELIMITERS:
            rows = csv.rows(encoding.lines(self.raw, self.encoding), delimiter)
            first = next(rows, None)
            above = 1
            # Some spreadsheets say the delimiter in a line of its own.
            if first and _SAYS_DELIMITER.fullmatch("".join(first.cells).strip()):
                first, above = next(rows, None), 2
            if first:
                known = headings.known([unguarded(cell) for cell in first.cells], mapping)
                found.append((known, len(first.cells), delimiter, above, first.cells))
        if not found:
            return ",", 1, Heading(problem="The file is empty: nothing was brought in.", is_data=True)
        _, _, delimiter, above, cells = max(found, key=lambda one: one[:2])
        heading = headings.heading([unguarded(cell) for cell in cells], mapping)
        if heading.is_data:
            width = min(len(cells), headings.MOST_COLUMNS)
            nameless = tuple(f"column {number + 1}" for number in range(width))
            heading = Heading(nameless, ("",) * width, heading.problem, is_data=True)
            above -= 1
        return delimiter, above, heading

    def _entry(self, row: csv.Row) -> Entry:
        cells = [unguarded(cell) for cell in row.cells] if self.is_ours else row.cells
        width = len(self.heading.texts)
        surplus = cells[width:]
        while surplus and not surplus[-1].strip():
            surplus = surplus[:-1]
        texts = tuple(cells[:width]) + ("",) * (width - len(cells))
        return Entry(row.line, texts, tuple(surplus), tuple(self._faults(row, texts, surplus)))

    def _faults(self, row: csv.Row, texts: Sequence[str], surplus: Sequence[str]) -> Iterator[str]:
        if self.heading.problem:
            yield self.heading.problem
            return
        width = len(self.heading.texts)
        if not row.is_whole:
            yield _BROKEN
        elif surplus or len(row.cells) < width:
            count = width + len(surplus) if surplus else len(row.cells)
            yield f"The row has {count} cells and the headings {width}: put each text in its column, and in quotation marks."
        if SURPLUS in self.heading.names and texts[self.heading.names.index(SURPLUS)].strip():
            yield _SURPLUS

    def _unread(self) -> Iterator[Group]:
        held: list[Entry] = []
        for entry in self.entries():
            held.append(entry)
            if len(held) == UNREAD_TOGETHER:
                yield Group("", tuple(held))
                held = []
        if held:
            yield Group("", tuple(held))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(telling.clean(text))
    except ValueError:
        return None
