"""How long a work list is and since when its oldest item waits: what the page What is stuck shows of every step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet


@dataclass(frozen=True)
class Size:
    """How many items wait, and since when the oldest does (None when nothing waits)."""

    count: int
    oldest_at: datetime | None


def size(rows: QuerySet[Any], since: str) -> Size:
    """Measure a work list by the column that says since when each item waits; one statement."""
    found = rows.aggregate(count=Count("pk"), oldest=Min(since))
    return Size(found["count"], found["oldest"])
