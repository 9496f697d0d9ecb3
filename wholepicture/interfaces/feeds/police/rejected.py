"""The file of rejected rows: the same columns, and beside them why, on which line, and which rows in quarantine they are.

It can be mended and fed again as it is; no cell of it is taken for a formula by a spreadsheet (safety, threat 23).
"""

import csv
from collections.abc import Sequence
from typing import IO
from uuid import UUID

from wholepicture.interfaces.feeds.police.columns import BECAUSE, GROUP, ON_LINE, OURS, SURPLUS
from wholepicture.interfaces.feeds.police.file import Entry, PoliceFile
from wholepicture.lib.formulas import guarded


class Writer:
    """Writes rejected rows in UTF-8 with a mark, as spreadsheets expect; nothing at all as long as nothing is rejected."""

    def __init__(self, to: IO[str], file: PoliceFile) -> None:
        """Write to `to`, opened with newline=""."""
        self._to = to
        self._kept = [at for at, name in enumerate(file.heading.names) if name not in OURS]
        self._texts = [file.heading.texts[at] for at in self._kept]
        self._csv = csv.writer(to, delimiter=file.delimiter, lineterminator="\r\n")
        self._began = False

    def write(self, entries: Sequence[Entry], reasons: Sequence[Sequence[str]], group: UUID) -> None:
        """Write the rows of one group, each with its reasons."""
        if not self._began:
            self._to.write("\ufeff")
            self._row([*self._texts, SURPLUS, BECAUSE, ON_LINE, GROUP])
            self._began = True
        for entry, because in zip(entries, reasons, strict=True):
            texts = [entry.texts[at] for at in self._kept]
            self._row([*texts, " ".join(entry.surplus), " ".join(because), str(entry.line), str(group)])
        self._to.flush()

    def _row(self, cells: Sequence[str]) -> None:
        self._csv.writerow([guarded(cell) for cell in cells])
