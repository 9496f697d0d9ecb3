"""What waits in quarantine: the list of one agency, one group opened, and how many wait for the page of what is stuck."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min

from wholepicture.lib import work_list
from wholepicture.lib.work_list import Size
from wholepicture.pathway.incidents.facts import QuarantineLine, QuarantinePicture, RefusedRow
from wholepicture.pathway.incidents.models import FeedFile, Quarantined
from wholepicture.pathway.incidents.queries.machine import NotFound
from wholepicture.pathway.incidents.queries.page import NotOpened
from wholepicture.pathway.incidents.terms import RowState
from wholepicture.registers.audit.terms import Actor, Seen

LINES_SHOWN = 100
FEEDING_HOURS = 1


def quarantine_size(*, by: Actor) -> Size:
    """Return how many groups of this actor's agency wait, and since when the oldest does."""
    if by.agency is None:
        return Size(0, None)
    return work_list.size(Quarantined.objects.filter(agency_id=by.agency, state=RowState.WAITING), "put_at")


def quarantined(*, by: Actor, state: RowState = RowState.WAITING, limit: int = LINES_SHOWN) -> list[QuarantineLine]:
    """Return the groups of this actor's agency in this state, oldest first, without a cell of them."""
    if by.agency is None:
        return []
    rows = Quarantined.objects.filter(agency_id=by.agency, state=state).select_related("file").defer("file__raw")
    return [_line(row) for row in rows.order_by("put_at", "rows__0__line", "id")[:limit]]


def quarantined_agency(group: UUID) -> UUID | None:
    """Return whose group this is, to ask whether it may be opened; None when there is none that the database shows."""
    return Quarantined.objects.filter(id=group).values_list("agency_id", flat=True).first()


def quarantined_group(group: UUID, *, seen: Seen) -> QuarantinePicture:
    """Return one group with its rows. Raises NotOpened when `seen` opens something else, and NotFound."""
    if seen.subject != group:
        raise NotOpened("Open these rows from the list of what waits: what you opened was something else.")
    row = Quarantined.objects.filter(id=group).select_related("file").defer("file__raw").first()
    if row is None:
        raise NotFound("There are no such rows.")
    return QuarantinePicture(
        group=row.id,
        feed=row.file.feed,
        file=row.file.name,
        reference=row.reference,
        rows=tuple(_row(kept) for kept in (row.rows if row.corrected is None else _corrected(row))),
        state=RowState(row.state),
        put_at=row.put_at,
        decided_at=row.decided_at,
        because=row.because,
        incident=row.incident_id,
    )


def quarantine_waiting(now: datetime) -> list[tuple[UUID, Size]]:
    """Return how many groups wait in each agency, and since when, for the page of what is stuck; nothing of anybody."""
    rows = Quarantined.objects.filter(state=RowState.WAITING, put_at__lte=now).values("agency_id")
    return [
        (row["agency_id"], Size(row["count"], row["oldest"]))
        for row in rows.annotate(count=Count("id"), oldest=Min("put_at")).order_by("oldest")
    ]


def unfinished_files(now: datetime) -> Size:
    """Return how many files were begun an hour ago and not finished: one that was killed is fed again, and makes nothing twice."""
    begun = FeedFile.objects.filter(finished_at__isnull=True, received_at__lte=now - timedelta(hours=FEEDING_HOURS))
    return work_list.size(begun, "received_at")


def _line(row: Quarantined) -> QuarantineLine:
    kept = [_row(each) for each in row.rows]
    faulty = next((each for each in kept if each.reasons), kept[0])
    reason = faulty.reasons[0] if faulty.reasons else ""
    return QuarantineLine(row.id, row.reference, row.file.name, len(kept), faulty.line, reason, row.put_at)


def _corrected(row: Quarantined) -> list[dict[str, object]]:
    return [
        {"line": kept["line"], "cells": cells, "reasons": []}
        for kept, cells in zip(row.rows, row.corrected or [], strict=True)
    ]


def _row(kept: dict[str, object]) -> RefusedRow:
    line, cells, reasons = kept["line"], kept["cells"], kept["reasons"]
    return RefusedRow(line, cells, tuple(reasons))  # type: ignore[arg-type]
