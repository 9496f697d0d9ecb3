"""Who waits to be placed in a family: whoever never was, has changed since, or whom a day that has come changes.

A home or a relationship told for a day to come, and an 18th birthday, change a family although nobody tells anything on
that day: whoever is placed keeps the next such day, and waits again from its first minute in London.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, QuerySet

from wholepicture.lib import work_list
from wholepicture.pathway.families import rules
from wholepicture.pathway.families.models import Placed
from wholepicture.registers.changes import queries as changes
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import Person, ProtectedFact
from wholepicture.registers.people.terms import ProtectedKind


def waiting(now: datetime, limit: int, exclude: Collection[UUID] = ()) -> list[UUID]:
    """Return persons never placed, changed since, or changed by a day that has come.

    They are held by this transaction and by no other worker's.
    """
    found = _held(_changed().exclude(id__in=exclude), limit)
    if len(found) < limit:
        found += _held(_turned(now).exclude(id__in=[*exclude, *found]), limit - len(found))
    return found


def size(now: datetime) -> work_list.Size:
    """Return how many persons wait; and since when the oldest exists, or the oldest day that has come."""
    changed = work_list.size(_changed(), "created_at")
    unchanged = Placed.objects.filter(version=F("person__version"))
    turned = work_list.size(unchanged.filter(next_at__lte=now), "next_at")
    since = [at for at in (changed.oldest_at, turned.oldest_at) if at]
    return work_list.Size(changed.count + turned.count, min(since, default=None))


def next_due(now: datetime) -> datetime | None:
    """Return the first minute of the next London day on which time alone changes a family; None when no day will."""
    found: datetime | None = Placed.objects.filter(next_at__isnull=False).aggregate(next=Min("next_at"))["next"]
    return found


def next_days(person_ids: Collection[UUID], on: date) -> dict[UUID, date]:
    """Return for each person the first day after this one on which time alone may change a family; else left out."""
    days: dict[UUID, set[date]] = defaultdict(set)
    for person, begins, ends in _homes(person_ids):
        days[person] |= _to_come((begins, ends), on)
    for relation in people.relations(person_ids):
        for end in (relation.from_person, relation.to_person):
            days[end] |= _to_come((relation.from_date, relation.until_date), on)
    for person, known in people.facts(person_ids).items():
        days[person] |= _to_come([rules.adult_on(known.birth_date)] if known.birth_date else [], on)
    return {person: min(days[person]) for person in person_ids if days[person]}


def _held(rows: QuerySet[Person], limit: int) -> list[UUID]:
    held = rows.order_by("created_at", "id").select_for_update(skip_locked=True, no_key=True, of=("self",))
    return list(held.values_list("id", flat=True)[:limit])


def _changed() -> QuerySet[Person]:
    same = Placed.objects.filter(person=OuterRef("pk"), version=OuterRef("version"))
    return Person.objects.filter(~Exists(same), id__in=changes.subjects())


def _turned(now: datetime) -> QuerySet[Person]:
    return Person.objects.filter(id__in=Placed.objects.filter(next_at__lte=now).values("person_id"))


def _homes(person_ids: Collection[UUID]) -> Iterable[tuple[UUID, date | None, date | None]]:
    homes = ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS, record__person_id__in=person_ids)
    rows = homes.exclude(place_key="").values_list("record__person_id", "from_date", "until_date")
    return ((person, begins, ends) for person, begins, ends in rows if person)


def _to_come(days: Iterable[date | None], on: date) -> set[date]:
    return {day for day in days if day and day > on}
