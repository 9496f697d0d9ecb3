"""The pictures of the quarantine: the list, and one group of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from wholepicture.interfaces.feeds.police import mending
from wholepicture.interfaces.feeds.police.columns import SURPLUS
from wholepicture.pathway.incidents import queries
from wholepicture.pathway.incidents.facts import QuarantineLine, QuarantinePicture
from wholepicture.pathway.incidents.terms import RowState
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit.terms import Actor

WHY = "Mend rows of a file"
ASIDE_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """One group in the list."""

    group: UUID
    heading: str
    reason: str
    file: str
    since: datetime


@dataclass(frozen=True)
class ListPage:
    """What waits, how much of it, and what was set aside and can be put back."""

    count: int
    oldest_at: datetime | None
    lines: tuple[Line, ...]
    aside: tuple[Line, ...]


@dataclass(frozen=True)
class RowPicture:
    """One row beside its form: its line, and what was wrong with it that no single cell shows."""

    line: int
    notes: tuple[str, ...]
    surplus: str


@dataclass(frozen=True)
class GroupPage:
    """One group: whose rows, what became of them, and whether they can be mended here."""

    group: UUID
    heading: str
    file: str
    since: datetime
    state: RowState
    because: str
    decided_at: datetime | None
    can_be_mended: bool
    rows: tuple[RowPicture, ...]

    @property
    def waits(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state is RowState.WAITING


def listed(by: Actor) -> ListPage:
    """Compose the list of the reader's own agency."""
    size = queries.quarantine_size(by=by)
    aside = queries.quarantined(by=by, state=RowState.DISCARDED, limit=ASIDE_SHOWN)
    return ListPage(
        size.count,
        size.oldest_at,
        tuple(_line(line) for line in queries.quarantined(by=by)),
        tuple(_line(line) for line in aside),
    )


def opened(group: UUID, *, by: Actor, now: datetime) -> QuarantinePicture:
    """Open a group of the reader's own agency, which is written down. Raises Http404 and PermissionDenied."""
    agency = queries.quarantined_agency(group)
    if agency is None:
        raise Http404("There are no such rows.")
    try:
        seen = access.open_row(row=group, agency=agency, by=by, why=WHY, now=now)
    except access.NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    return queries.quarantined_group(group, seen=seen)


def group(picture: QuarantinePicture, faulty_rows: Sequence[int]) -> GroupPage:
    """Compose one group; a row's own reasons are shown where no field shows them."""
    rows = tuple(
        RowPicture(row.line, () if number in faulty_rows else row.reasons, row.cells.get(SURPLUS, ""))
        for number, row in enumerate(picture.rows)
    )
    return GroupPage(
        group=picture.group,
        heading=_heading(picture.reference, len(picture.rows)),
        file=picture.file,
        since=picture.put_at,
        state=picture.state,
        because=picture.because,
        decided_at=picture.decided_at,
        can_be_mended=mending.can_be_mended([row.cells for row in picture.rows]),
        rows=rows,
    )


def _line(line: QuarantineLine) -> Line:
    return Line(line.group, _heading(line.reference, line.rows), line.reason, line.file, line.put_at)


def _heading(reference: str, rows: int) -> str:
    told = "1 row" if rows == 1 else f"{rows} rows"
    return f"{reference}: {told}" if reference else f"No reference: {told}"
