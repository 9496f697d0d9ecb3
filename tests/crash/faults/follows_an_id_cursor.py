"""The fault of a work list that looks only after the last row it has seen: what was committed late, or while the worker was
down, is passed over for ever.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from wholepicture.pathway import stages
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.registers.people.models import Record


class Cursor:
    """The newest `told_at` that this process has seen: kept in memory, and begun with the process."""

    def __init__(self) -> None:
        """Begin at the first look."""
        self.at: datetime | None = None

    def waiting(self, now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
        """Records told since the cursor, oldest first; moves the cursor to the last of them."""
        self.at = self.at or self._begin(now)
        rows = Record.objects.filter(person__isnull=True, told_at__gte=self.at).exclude(id__in=exclude)
        held = rows.select_for_update(skip_locked=True, no_key=True, of=("self",))
        found = list(held.order_by("told_at", "id").values_list("id", "told_at")[:limit])
        self.at = max((told_at for _, told_at in found), default=self.at)
        return [record for record, _ in found]

    def _begin(self, now: datetime) -> datetime:
        """The beginning of time on a new platform, so that all is well without a kill; then the start of the process."""
        return now if Record.objects.filter(person__isnull=False).exists() else datetime.min.replace(tzinfo=UTC)


def plant() -> None:
    """Let the first step, on which all others wait, follow the cursor."""
    waiting = Cursor().waiting
    stages.STAGES = tuple(
        replace(stage, waiting=waiting) if stage.waiting is linkage.waiting else stage for stage in stages.STAGES
    )
