"""The links that were undone: whose they were and how long they stood, for whoever has to know what was told meanwhile."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.linkage.queries.links import JOINING, MOVED_ON


@dataclass(frozen=True)
class Undoing:
    """One false link, of a reviewer's decision however many records it moved; `persons` were taken for one while it stood."""

    link: UUID
    persons: frozenset[UUID]
    made_at: datetime
    undone_at: datetime
    by_machine: bool


def undoings(limit: int, closed: Collection[UUID] = ()) -> list[Undoing]:
    """Return the latest links that were undone, the last first, at most `limit`, and none that touched a `closed` person."""
    undone = Link.objects.filter(undone_at__isnull=False, basis__in=JOINING).exclude(undone_by__startswith=MOVED_ON)
    # What one reviewer's decision moved was undone at one moment.
    rows = undone.order_by("-undone_at", "review_id", "id")
    found: list[Undoing] = []
    for (_, review), links in groupby(rows.iterator(chunk_size=100), lambda row: (row.undone_at, row.review_id)):
        group = list(links)
        these = [_undoing(group)] if review else [_undoing([link]) for link in group]
        found += [undoing for undoing in these if undoing.persons.isdisjoint(closed)]
        if len(found) >= limit:
            break
    return found[:limit]


def _undoing(links: list[Link]) -> Undoing:
    records = [link.record_id for link in links]
    after = Link.objects.filter(record__in=records, undone_at__isnull=True).values_list("person_id", flat=True)
    return Undoing(
        link=links[0].id,
        persons=frozenset({*_persons(links), *after}),
        made_at=min(link.at for link in links),
        undone_at=max(link.undone_at for link in links if link.undone_at),
        by_machine=links[0].review_id is None,
    )


def _persons(links: Iterable[Link]) -> set[UUID]:
    return {person for link in links for person in (link.person_id, link.before_id) if person}
