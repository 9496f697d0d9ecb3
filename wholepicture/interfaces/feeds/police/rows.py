"""From lines to rows of cells. A quotation mark that is never closed spoils its own line, not the rest of the file."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

DELIMITERS = ",;\t|"
QUOTE = '"'
# How far a quoted cell may reach over line ends; an account of what happened has a few dozen lines.
MOST_LINES, MOST_CHARACTERS = 400, 40_000
# In a file full of open quotation marks nobody looks that far again and again.
PATIENCE, IMPATIENT_LINES = 50, 5
BROKEN = -1


@dataclass(frozen=True)
class Row:
    """One row of a file: the line on which it begins, from 1, its cells, and whether its quotation marks pair up."""

    line: int
    cells: list[str]
    is_whole: bool = True


def rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """Yield every row in which something stands; cells are as they stood, without the quotation marks around them."""
    reader = _Reader(lines, delimiter)
    while (row := reader.next()) is not None:
        if any(cell.strip() for cell in row.cells) or not row.is_whole:
            yield row


class _Reader:
    """Reads row by row, and goes back to the line after a broken one."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self._lines = iter(lines)
        self._delimiter = delimiter
        self._back: deque[str] = deque()
        self._line = 0
        self._broken = 0

    def next(self) -> Row | None:
        """The next row, or None at the end of the file."""
        text = self._take()
        if text is None:
            return None
        began = self._line
        if QUOTE not in text:
            return Row(began, text.split(self._delimiter))
        cells = _Cells(self._delimiter)
        taken: list[str] = []
        state = cells.read(text)
        while state is None:
            following = self._take() if self._may_look_on(taken) else None
            if following is None:
                break
            taken.append(following)
            state = cells.read(following)
        if state:
            return Row(began, cells.cells)
        self._broken += len(taken) > IMPATIENT_LINES
        self._back.extendleft(reversed(taken))
        self._line = began
        return Row(began, _as_far_as_it_goes(text, self._delimiter), is_whole=False)

    def _take(self) -> str | None:
        text = self._back.popleft() if self._back else next(self._lines, None)
        self._line += text is not None
        return text

    def _may_look_on(self, taken: list[str]) -> bool:
        most = MOST_LINES if self._broken < PATIENCE else IMPATIENT_LINES
        return len(taken) < most and sum(map(len, taken)) < MOST_CHARACTERS


class _Cells:
    """The cells of a row that grows line by line until its quotation marks pair up."""

    def __init__(self, delimiter: str) -> None:
        self.cells: list[str] = []
        self._delimiter = delimiter
        self._open: list[str] | None = None

    def read(self, text: str) -> bool | None:
        """Take one more line: True when the row is whole, False when it is broken, None when a cell is still open."""
        at = 0
        if self._open is not None:
            self._open.append("\n")
            at = self._close(text, 0)
        while 0 <= at <= len(text):
            at = self._cell(text, at)
        return None if self._open is not None else at != BROKEN

    def _cell(self, text: str, at: int) -> int:
        """Take the cell that begins here; return where the next one begins, beyond the text after the last."""
        begins = at
        while begins < len(text) and text[begins] == " ":
            begins += 1
        if text[begins : begins + 1] == QUOTE:
            self._open = []
            return self._close(text, begins + 1)
        end = text.find(self._delimiter, at)
        end = len(text) if end < 0 else end
        self.cells.append(text[at:end])
        return end + 1

    def _close(self, text: str, at: int) -> int:
        """Take the rest of an open cell, a doubled quotation mark standing for one."""
        opened = self._open
        if opened is None:
            return BROKEN
        while True:
            end = text.find(QUOTE, at)
            if end < 0:
                opened.append(text[at:])
                return len(text) + 1
            opened.append(text[at:end])
            if text[end + 1 : end + 2] != QUOTE:
                break
            opened.append(QUOTE)
            at = end + 2
        self._open = None
        self.cells.append("".join(opened))
        after = end + 1
        while after < len(text) and text[after] == " ":
            after += 1
        if after < len(text) and text[after] != self._delimiter:
            return BROKEN
        return after + 1


def _as_far_as_it_goes(text: str, delimiter: str) -> list[str]:
    """The cells of a broken line: those before the fault as they are, the rest torn apart at every delimiter."""
    cells = _Cells(delimiter)
    at = 0
    while 0 <= at <= len(text):
        began = at
        whole = len(cells.cells)
        at = cells._cell(text, at)
        if at == BROKEN or cells._open is not None:
            return cells.cells[:whole] + text[began:].split(delimiter)
    return cells.cells
