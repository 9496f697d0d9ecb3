"""A list of people read from CSV: what cannot be read is told with its line and what to do, and the rest goes on."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wholepicture.pathway.linkage.matcher.bulk import columns
from wholepicture.pathway.linkage.matcher.bulk.names import Codes, Ints
from wholepicture.registers.people.described import Described
from wholepicture.registers.people.keys import NHS_NUMBER

COLUMNS = ("forename", "surname", "dob", "sex", "postcode", "address", "nhs_number")
BATCH = 50_000
NO_DATE = "the date of birth is not a date: write it as 2019-03-12 or 12/03/2019."
DELIMITERS = ",;\t|"
_ESCAPED = ("\udc80", "\udcff")

Report = Callable[[int, str], None]
Batch = list[tuple[int, list[str]]]


class Reader(Protocol):
    """What csv.reader returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]:
        """Each row."""

    def __next__(self) -> list[str]:
        """The next row."""


class Unreadable(Exception):
    """A list that cannot be read at all; its text says what to do."""


@dataclass
class Coded:
    """A column as it grows: its distinct texts, and for each row the number of its text."""

    texts: Codes = field(default_factory=Codes)
    parts: list[NDArray[np.int32]] = field(default_factory=list)

    def add(self, cells: Sequence[str]) -> None:
        """Append cells."""
        self.parts.append(np.fromiter(map(self.texts.__getitem__, cells), np.int32, len(cells)))

    @property
    def rows(self) -> Ints:
        """The number of each row's text."""
        return np.concatenate(self.parts).astype(np.int64) if self.parts else np.zeros(0, np.int64)


@dataclass(frozen=True)
class Header:
    """What the first line of a list named: which of COLUMNS were found, and the titles that are none of them."""

    name: str
    found: frozenset[str]
    unused: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns that the list does not have, or calls otherwise."""
        return tuple(column for column in COLUMNS if column not in self.found)


@dataclass
class Listed:
    """One or two lists as read: ids, the line of each, the columns found, and where the second begins."""

    ids: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    columns: dict[str, Coded] = field(default_factory=lambda: {name: Coded() for name in COLUMNS})
    headers: list[Header] = field(default_factory=list)
    split: int = 0
    reports: list[Report] = field(default_factory=list)

    @property
    def found(self) -> frozenset[str]:
        """The columns of any list."""
        return frozenset().union(*(header.found for header in self.headers))

    @classmethod
    def of(cls, people: Iterable[Described]) -> "Listed":
        """Return people as if a list had told them: each by the first of their homes, and by their NHS number."""
        listed, rest = cls(), iter(people)
        while batch := list(islice(rest, BATCH)):
            listed.lines += range(len(listed.ids), len(listed.ids) + len(batch))
            listed.ids += map(str, listed.lines[len(listed.ids) :])
            cells = zip(*map(_cells, batch), strict=True)
            for (_, coded), column in zip(listed.columns.items(), cells, strict=True):
                coded.add(column)
        return listed

    def report(self, row: int, text: str) -> None:
        """Tell a problem of a row by its line in its own list."""
        self.reports[len(self.reports) > 1 and row >= self.split](self.lines[row], text)


def _cells(person: Described) -> tuple[str, ...]:
    """The cells of somebody in the order of COLUMNS."""
    return (
        person.forename,
        person.surname,
        person.born.isoformat() if person.born and person.born_exact else "",
        person.sex,
        min(person.postcodes, default=""),
        min(person.places, default=""),
        min(person.numbers.get(NHS_NUMBER, ()), default=""),
    )


def read(path: Path, listed: Listed, identified_by: str, names: Mapping[str, str], report: Report) -> None:
    """Append a list to what was read; `names` gives the file's own name for a column. Raises Unreadable."""
    listed.split, listed.reports = len(listed.ids), [*listed.reports, report]
    try:
        with path.open(newline="", encoding="utf-8-sig", errors="surrogateescape") as lines:
            header = lines.readline()
            if not header.strip():
                raise Unreadable(f"{path.name} is empty: the first line must name the columns.")
            delimiter = max(DELIMITERS, key=header.count)
            titles = [title.strip() for title in next(csv.reader([header], delimiter=delimiter))]
            places, identity = _places(path, titles, identified_by, names)
            unused = [title for at, title in enumerate(titles) if title and at not in {*places.values(), identity}]
            listed.headers.append(Header(path.name, frozenset(places), tuple(unused)))
            _fill(listed, csv.reader(lines, delimiter=delimiter), len(titles), places, identity, report)
    except OSError as problem:
        raise Unreadable(f"{path} cannot be opened: {problem.strerror}.") from problem


def _places(
    path: Path, titles: Sequence[str], identified_by: str, names: Mapping[str, str]
) -> tuple[dict[str, int], int]:
    """Where each column stands, and where the id does."""
    known = {title.casefold(): at for at, title in reversed(list(enumerate(titles)))}
    if identified_by.casefold() not in known:
        raise Unreadable(f"{path.name} has no column {identified_by}: name the id's column with --id. "
                         f"There are: {', '.join(titles)}.")  # fmt: skip
    for column, title in names.items():
        if title.casefold() not in known and column not in known:
            raise Unreadable(f"{path.name} has no column {title} for {column}. There are: {', '.join(titles)}.")
    # Of two lists one may call a column as it is called here, and only the other otherwise.
    titles_of = {column: (names.get(column, column).casefold(), column) for column in COLUMNS}
    places = {column: known[t] for column, of in titles_of.items() if (t := next(filter(known.__contains__, of), ""))}
    if not places:
        raise Unreadable(
            f"{path.name} has none of the columns {', '.join(COLUMNS)}: map them with --map surname=last_name."
        )
    return places, known[identified_by.casefold()]


def _batches(reader: Reader, width: int, report: Report) -> Iterator[list[tuple[int, list[str]]]]:
    """Yield rows that can be read, with the line of each, many at a time."""
    more = True
    while more:
        begun, rows = reader.line_num + 2, list[list[str]]()
        try:
            rows.extend(islice(reader, BATCH))
            more = len(rows) == BATCH
        except csv.Error as problem:
            report(
                reader.line_num + 1,
                f"cannot be read ({problem}): look for a quotation mark that is not closed. Left out.",
            )
        yield _of_width(zip(_lines(begun, rows, reader.line_num), rows, strict=False), width, report)


def _lines(begun: int, rows: list[list[str]], ended: int) -> Iterator[int]:
    """The line in which each row begins; the header stood in the first. A cell may go on over several lines."""
    if ended + 2 - begun == len(rows):
        yield from range(begun, begun + len(rows))
        return
    for row in rows:
        yield begun
        begun += 1 + sum(cell.count("\n") for cell in row)


def _of_width(rows: Iterable[tuple[int, list[str]]], width: int, report: Report) -> list[tuple[int, list[str]]]:
    """The rows that have as many columns as the header; empty ones fall away without a word."""
    kept = []
    for line, row in rows:
        if len(row) == width:
            kept.append((line, row))
        elif row:
            report(
                line,
                f"has {len(row)} columns and not {width}: put cells with a comma between quotation marks. Left out.",
            )
    return kept


def _fill(listed: Listed, reader: Reader, width: int, places: Mapping[str, int], identity: int, report: Report) -> None:
    seen: set[str] = set()
    for numbered in _batches(reader, width, report):
        batch = _all_decoded(numbered, report)
        batch = _all_once(batch, identity, seen, report)
        cells = list(zip(*(row for _, row in batch), strict=True)) or [()] * width
        listed.ids += map(str.strip, cells[identity])
        listed.lines += [line for line, _ in batch]
        for column, coded in listed.columns.items():
            coded.add(cells[places[column]] if column in places else [""] * len(batch))


def _all_decoded(batch: Batch, report: Report) -> Batch:
    """Rows with every cell as text; nearly always all are, and one look says so."""
    try:
        "".join(map("".join, (row for _, row in batch))).encode()
    except UnicodeEncodeError:
        return [(line, told) for line, row in batch if (told := _decoded(line, row, report)) is not None]
    return batch


def _all_once(batch: Batch, identity: int, seen: set[str], report: Report) -> Batch:
    """Rows whose id is none of an earlier row's; nearly always all are, and one look says so."""
    told = {row[identity].strip() for _, row in batch}
    if len(told) == len(batch) and "" not in told and seen.isdisjoint(told):
        seen |= told
        return batch
    return [(line, row) for line, row in batch if _once(line, row[identity].strip(), seen, report)]


def _decoded(line: int, row: list[str], report: Report) -> list[str] | None:
    """Return a row with cells that are not UTF-8 read as Windows writes them, or None where they are not that either."""
    text = "".join(row)
    if text.isascii() or not any(_ESCAPED[0] <= letter <= _ESCAPED[1] for letter in text):
        return row
    try:
        return [_windows(cell) for cell in row]
    except UnicodeDecodeError:
        report(line, "holds bytes that are neither UTF-8 nor Windows text: save the list as UTF-8. Left out.")
        return None


def _windows(cell: str) -> str:
    if cell.isascii():
        return cell
    told = cell.encode("utf-8", "surrogateescape")
    try:
        return told.decode("utf-8")
    except UnicodeDecodeError:
        return told.decode("cp1252")


def _once(line: int, identity: str, seen: set[str], report: Report) -> bool:
    if not identity:
        report(line, "has no id: give every row one. Left out.")
        return False
    if identity in seen:
        report(line, "has the id of an earlier row: give every row its own. Left out.")
        return False
    seen.add(identity)
    return True


def dates(listed: Listed) -> tuple[Ints, Ints]:
    """Return each row's date of birth as a day's number and as its eight digits, 0 where there is none.

    A day that never was is told, and compared by its digits: one of them may be mistyped. What has none is left out.
    """
    texts = list(listed.columns["dob"].texts)
    days, written, wrong = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int64), dict[int, str]()
    for code, text in enumerate(texts):
        if digits := columns.written(text):
            written[code] = digits
            days[code], wrong[code] = _day(digits)
        elif text.strip():
            wrong[code] = f"{NO_DATE} Compared without it."
    rows = listed.columns["dob"].rows
    for row in np.flatnonzero(np.isin(rows, [code for code, problem in wrong.items() if problem])):
        listed.report(int(row), wrong[int(rows[row])])
    return days[rows], written[rows]


def _day(digits: int) -> tuple[int, str]:
    """The number of the day that digits write, or of one near it with what is wrong."""
    try:
        return columns.born(digits).toordinal(), ""
    except columns.NoDate:
        return columns.near(digits).toordinal(), f"{NO_DATE} Compared by its digits."
