"""Who waits to be placed in a family: whoever never was, has changed since, or whom a day that has come changes.

A home or a relationship told for a day to come, and an 18th birthday, change a family although nobody tells anything on
that day. Whoever was placed before that day waits again from its first minute in London; placing them ends it.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, DateField, Exists, F, Func, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import TruncDate

from wholepicture.lib import work_list
from wholepicture.lib.dates import London, at_london, london_day
from wholepicture.pathway.families import rules
from wholepicture.pathway.families.models import Placed
from wholepicture.registers.people.models import Person, ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import ProtectedKind

# Whoever was told longer after their birth than this was told as grown up.
CHILDHOOD = timedelta(days=366 * rules.ADULT_AT_YEARS)
PERIOD = ("from_date", "until_date")
# As rules.adult_on: born on 29 February, grown up on 1 March.
ADULT_ON = (
    f"((%(expressions)s + interval '{rules.ADULT_AT_YEARS} years')::date"
    " + (to_char(%(expressions)s, 'MMDD') = '0229')::int)"
)


def waiting(now: datetime, limit: int, exclude: Collection[UUID] = ()) -> list[UUID]:
    """Return persons never placed, changed since, or changed by a day that has come.

    They are held by this transaction and by no other worker's.
    """
    found = _held(_changed().exclude(id__in=exclude), limit)
    if len(found) < limit and (due := set(_turned(london_day(now)))):
        rows = Person.objects.filter(id__in=due).exclude(id__in=[*exclude, *found])
        found += _held(rows, limit - len(found))
    return found


def size(now: datetime) -> work_list.Size:
    """Return how many persons wait; and since when the oldest exists, or the oldest day that has come."""
    changed, turned = work_list.size(_changed(), "created_at"), _turned(london_day(now))
    since = [at_london(day, time(0)) for day in turned.values()] + ([changed.oldest_at] if changed.oldest_at else [])
    return work_list.Size(changed.count + len(turned), min(since, default=None))


def next_due(now: datetime) -> datetime | None:
    """Return the first minute of the next London day on which time alone changes a family; None when no day will."""
    on = london_day(now)
    homes = _addresses().filter(record__person__isnull=False)
    related = Relationship.objects.filter(from_record__person__isnull=False, to_record__person__isnull=False)
    days = [day for rows in (homes, related) for day in _next_days(rows, on)]
    born = Record.objects.filter(person__isnull=False, birth_date__gt=rules.last_adult_birthday(on))
    if youngest := born.aggregate(born=Min("birth_date"))["born"]:
        days.append(rules.adult_on(youngest))
    return at_london(min(days), time(0)) if days else None


def _held(rows: QuerySet[Person], limit: int) -> list[UUID]:
    held = rows.order_by("created_at", "id").select_for_update(skip_locked=True, no_key=True, of=("self",))
    return list(held.values_list("id", flat=True)[:limit])


def _changed() -> QuerySet[Person]:
    same = Placed.objects.filter(person=OuterRef("pk"), version=OuterRef("version"))
    return Person.objects.filter(~Exists(same))


def _turned(on: date) -> dict[UUID, date]:
    """Whom a day that has come changes, and the first such day; one statement."""
    born = Record.objects.filter(birth_date__lte=rules.last_adult_birthday(on), birth_date__gt=F("told_at") - CHILDHOOD)
    born = born.annotate(adult_on=Func(F("birth_date"), template=ADULT_ON, output_field=DateField()))
    rows = _told_ahead(_addresses(), "record__person_id", PERIOD, on).union(
        _told_ahead(Relationship.objects.all(), "from_record__person_id", PERIOD, on),
        _told_ahead(Relationship.objects.all(), "to_record__person_id", PERIOD, on),
        _told_ahead(born, "person_id", ("adult_on",), on),
    )
    found: dict[UUID, date] = {}
    for person, day in rows:
        found[person] = min(day, found.get(person, day))
    return found


def _told_ahead(rows: QuerySet[Any], person: str, days: tuple[str, ...], on: date) -> QuerySet[Any, Any]:
    """Persons whom one of these days of a row changes: told before it came, and placed before it came."""
    placed = Placed.objects.filter(person_id=OuterRef(person), version=F("person__version"))
    placed_on = placed.annotate(day=TruncDate("at", tzinfo=London)).values("day")
    # The row itself tells almost always that it cannot matter: whom it changes was placed after it was told.
    ahead = Q(*[Q(**{f"{day}__gt": F("told_at"), f"{day}__lte": on}) for day in days], _connector=Q.OR)
    come = [When(**{f"{day}__gt": F("placed_on"), f"{day}__lte": on}, then=F(day)) for day in days]
    turned: QuerySet[Any, Any] = rows.filter(ahead).annotate(placed_on=Subquery(placed_on)).annotate(turned=Case(*come))
    return turned.filter(turned__isnull=False).values_list(person, "turned")


def _next_days(rows: QuerySet[Any], on: date) -> list[date]:
    found = [rows.filter(**{f"{day}__gt": on}).aggregate(next=Min(day))["next"] for day in PERIOD]
    return [day for day in found if day]


def _addresses() -> QuerySet[ProtectedFact]:
    return ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS).exclude(place_key="")
