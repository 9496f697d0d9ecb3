"""The pictures of the kept replays: which there are and how far each is, and one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup

from wholepicture.interfaces.replay.html import picture, rendering
from wholepicture.interfaces.web.components import in_words
from wholepicture.lib import wording
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.pathway.oversight.queries import Kept


@dataclass(frozen=True, kw_only=True)
class Row:
    """One replay in the list; `id` is None where there is nothing to open yet, and `state` says how far it is."""

    id: UUID | None
    case: str
    source: str
    events: str
    when: str
    played_with: str
    state: str
    goes_on: bool


@dataclass(frozen=True, kw_only=True)
class ReplayPage:
    """One kept replay: its heading, and the markup that it shares with the file that stands alone."""

    case: str
    source: str
    period: str
    played: str
    body: Markup


def listed(now: datetime) -> tuple[Row, ...]:
    """Compose the list; of what stopped only the last try stands there, and nothing once the same file was kept."""
    rows, shown = [], set[str]()
    for kept in oversight.begun_replays(now):
        if kept.has_report or kept.digest not in shown:
            rows.append(_row(kept))
        shown.add(kept.digest)
    return tuple(rows)


def one(replay: UUID, now: datetime) -> ReplayPage | None:
    """Compose the page of a kept replay; None where there is none, or no report yet."""
    found = oversight.kept_replay(replay, now)
    if found is None or found[1] is None:
        return None
    kept, report = found
    return _page(kept, report or {})


def _page(kept: Kept, report: Mapping[str, Any]) -> ReplayPage:
    shown = picture.of(report)
    return ReplayPage(
        case=shown.case,
        source=shown.source,
        period=shown.period,
        played=rendering.played_in_words(kept.started_at, kept.code, kept.protocol),
        body=rendering.body(shown),
    )


def _row(kept: Kept) -> Row:
    return Row(
        id=kept.id if kept.has_report else None,
        case=kept.case,
        source=kept.source,
        events=wording.counted(kept.events, "event"),
        when=in_words.short_when(kept.started_at),
        played_with=f"Version {kept.code}, protocol {kept.protocol}",
        state=_state(kept),
        goes_on=kept.ended_at is None and not kept.silent,
    )


def _state(kept: Kept) -> str:
    """How far it is; whatever died is said to have stopped."""
    at = f"event {kept.reached} of {kept.events}" if kept.reached else "its beginning"
    since = in_words.short_when(kept.last_sign_at)
    if kept.has_report:
        return "Kept"
    if kept.because:
        return f"Stopped at {at}, {since}: {kept.because}"
    if kept.silent:
        return f"Stopped at {at}: no sign of it since {since}. Play it again."
    return f"It is at {at}, since {since}"
