"""A broken promise, in one sentence, with how many and the first few."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

EXAMPLES = 5


@dataclass(frozen=True)
class Breach:
    """Which promise, what is wrong, in how many cases, and the ids of the first: ids, never names."""

    promise: int
    sentence: str
    count: int
    examples: tuple[UUID, ...]


def found(promise: int, sentence: str, rows: QuerySet[Any], field: str = "pk") -> Iterator[Breach]:
    """One breach for all rows of a query, or none where there are no rows; one look more than the examples it gives."""
    count = rows.count()
    if count:
        yield Breach(promise, sentence, count, tuple(rows.values_list(field, flat=True)[:EXAMPLES]))
