"""Who waits to be placed in a family: whoever never was, or has changed since."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from wholepicture.lib import work_list
from wholepicture.pathway.families.models import Placed
from wholepicture.registers.people.models import Person


def waiting(now: datetime, limit: int, exclude: Collection[UUID] = ()) -> list[UUID]:
    """Return persons never placed, or changed since, held by this transaction and by no other worker's."""
    same = Placed.objects.filter(person=OuterRef("pk"), version=OuterRef("version"))
    rows = Person.objects.filter(~Exists(same)).exclude(id__in=exclude).order_by("created_at", "id")
    return list(
        rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("id", flat=True)[:limit]
    )


def size(now: datetime) -> work_list.Size:
    """Return how many persons were never placed, or have changed since; and the oldest of them."""
    same = Placed.objects.filter(person=OuterRef("pk"), version=OuterRef("version"))
    return work_list.size(Person.objects.filter(~Exists(same)), "created_at")


def next_due(now: datetime) -> datetime | None:
    """Return None: time alone makes nobody wait."""
    return None
