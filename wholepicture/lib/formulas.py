"""Keep a spreadsheet from running what a cell says: the one guard for every file that we write, and its undoing.

A cell that could be read as a formula gets an apostrophe before it. Blanks, byte-order marks and control characters
before the sign do not hide it, and full-width signs count (safety, threat 23).
"""

import re

GUARD = "'"
# A tab, line break or NUL at the very start is enough for some spreadsheets; so is what is read as one later.
_STARTS = re.compile(
    r"'*(?:[\t\r\n\x00]|[\s\x00-\x1f\x7f\u2400-\u2421\ufeff\u200b-\u200f\u2060]*[=+\-@|%＝＋－＠｜％−])"
)


def guarded(cell: str) -> str:
    """Return the cell as it may be written: `unguarded(guarded(cell)) == cell` for every text."""
    return GUARD + cell if _STARTS.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell as it was before `guarded`."""
    return cell[1:] if cell.startswith(GUARD) and _STARTS.match(cell, 1) else cell
