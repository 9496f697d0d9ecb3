"""Claim items of a work list for one transaction, so that two workers never do the same: for append-only tables.

Where rows may be updated, SELECT ... FOR UPDATE SKIP LOCKED does this; a row that nobody may change cannot be locked
so, and is claimed by an advisory lock of the transaction instead.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

CLAIM = (
    "select item from unnest(%s::uuid[]) with ordinality as listed(item, place) "
    "where pg_try_advisory_xact_lock(hashtextextended(%s || item::text, 0)) order by place"
)


def claim(work_list: str, items: Sequence[UUID]) -> list[UUID]:
    """Return those of the items that no other transaction has claimed on this list, now claimed until this one ends.

    What another worker finished between being listed and being claimed may be among them: doing an item twice has to
    change nothing.
    """
    if not items:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [list(items), work_list])
        return [row[0] for row in cursor.fetchall()]
