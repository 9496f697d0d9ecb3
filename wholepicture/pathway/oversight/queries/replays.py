"""Every read of kept replays: which were begun, how far each got, and the report of one. No real person is in a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from wholepicture.pathway.oversight.models import Replay, ReplayEnd

SILENT_AFTER = timedelta(minutes=10)
SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A replay: what was played with what, the event it has reached (0: none yet), its last sign, and how it ended.

    `ended_at` is None while it goes on; `because` says why it ended without a report. `silent`: it goes on in name only.
    """

    id: UUID
    case: str
    source: str
    digest: str
    code: str
    protocol: str
    events: int
    reached: int
    started_at: datetime
    last_sign_at: datetime
    ended_at: datetime | None
    because: str
    silent: bool

    @property
    def has_report(self) -> bool:
        """Whether there is a report to read."""
        return self.ended_at is not None and not self.because


def begun_replays(now: datetime) -> list[Kept]:
    """Replays that were begun, the latest first, without their reports."""
    return [_kept(row, now) for row in _rows().order_by("-started_at", "id")[:SHOWN]]


def kept_replay(replay: UUID, now: datetime) -> tuple[Kept, Mapping[str, Any] | None] | None:
    """One replay, and its report where there is one; None where there is no such replay."""
    row = _rows().filter(id=replay).first()
    if row is None:
        return None
    report = ReplayEnd.objects.filter(replay_id=replay).values_list("report", flat=True).first()
    return _kept(row, now), report


def has_replay(digest: str, code: str) -> bool:
    """Whether this very file was played and kept with this version of the code."""
    return ReplayEnd.objects.filter(replay__digest=digest, replay__code=code, report__isnull=False).exists()


def _rows() -> Any:  # noqa: ANN401  an annotated queryset has no type of its own
    return Replay.objects.annotate(
        reached=Max("signs__event"), last_sign=Max("signs__at"), ended=F("end__at"), why=F("end__because")
    )


def _kept(row: Any, now: datetime) -> Kept:  # noqa: ANN401
    last = row.last_sign or row.started_at
    return Kept(
        id=row.id,
        case=row.case,
        source=row.source,
        digest=row.digest,
        code=row.code,
        protocol=row.protocol,
        events=row.events,
        reached=row.reached or 0,
        started_at=row.started_at,
        last_sign_at=last,
        ended_at=row.ended,
        because=row.why or "",
        silent=row.ended is None and now - last > SILENT_AFTER,
    )
