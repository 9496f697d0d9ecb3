"""Whose pattern waits to be looked at: families never examined, or known, counted or dated differently since.

A protocol or a code that changed looks again only at families of which something was found, or that had a report within
the window of repeats: it would otherwise be the whole register at once, and for the others nothing could follow from it
until they change themselves. Those keep the numbers that they were examined under.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.db.models.expressions import F

from wholepicture.lib import work_list
from wholepicture.lib.postgres import claims
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings.models import Examined, Source
from wholepicture.registers.changes import queries as changes
from wholepicture.registers.protocol import queries as protocol

# Every round of the machine asks this: one statement, each reason on its own so that it can use its own index, and what
# follows from a change only where something changed of late. Which numbers of protocol and code there are is found by
# leaping from one to the next in their index, as there are few.
WAITING = """
with recursive fresh as materialized (
  select distinct subject as id from changes_change
), numbers as (
  (select protocol, code from findings_examined order by protocol, code limit 1)
  union all
  select following.* from numbers cross join lateral (
    select e.protocol, e.code from findings_examined e where (e.protocol, e.code) > (numbers.protocol, numbers.code)
    order by e.protocol, e.code limit 1
  ) as following
), earlier as materialized (
  select protocol, code from numbers where protocol <> %(protocol)s or code <> %(code)s
), candidates as materialized (
  select f.id from fresh join families_family f on f.id = fresh.id
  where not exists (select from findings_examined e where e.family_id = f.id)
    and exists (select from families_membership m where m.family_id = f.id and m.until_at is null and m.part = 'CHILD')
  union
  select e.family_id from fresh join families_family f on f.id = fresh.id
  join findings_examined e on e.family_id = f.id where f.version <> e.family_version
  union
  select s.examined_id from fresh join people_person p on p.id = fresh.id
  join findings_source s on s.person_id = p.id where p.version <> s.version
  union
  select e.family_id from findings_examined e where e.next_at <= %(now)s
  union
  select e.family_id from earlier join findings_examined e using (protocol, code) where e.latest_at > %(since)s
  union
  select e.family_id from earlier join findings_examined e using (protocol, code) where exists (
    select from findings_finding d where d.family_id = e.family_id and d.ended_at is null)
), about as (
  select c.id, m.person_id from candidates c join families_membership m on m.family_id = c.id where m.until_at is null
  union
  select c.id, s.person_id from candidates c join findings_source s on s.examined_id = c.id
)
select f.id from candidates c join families_family f on f.id = c.id
where f.id <> all(%(exclude)s::uuid[]) and not exists (
  select from about a join people_person p on p.id = a.person_id
  left join families_placed d on d.person_id = p.id and d.version = p.version
  where a.id = f.id and d.person_id is null)
order by f.created_at, f.id limit %(limit)s
"""


def waiting(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Return families whose pattern waits to be looked at, claimed for this transaction, oldest first, at most `limit`.

    Only families whose every member, and everybody whom the pattern was made from, is placed as now known: what is
    found would otherwise be found of a family that is about to change.
    """
    agreed = protocol.current(now)
    told: dict[str, Any] = {
        "now": now,
        "protocol": agreed.number,
        "code": settings.CODE_VERSION,
        "since": now - timedelta(days=agreed.parameters.repeat_days),
        "exclude": list(exclude),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(WAITING, told)
        found = [row[0] for row in cursor.fetchall()]
    return claims.claim("findings", found)


def size(now: datetime) -> work_list.Size:
    """Return how many families were never examined, or were told of differently since, and since when the oldest waits."""
    never = work_list.size(_never(), "created_at")
    grown = Examined.objects.filter(family_id__in=changes.subjects()).exclude(family_version=F("family__version"))
    other = work_list.size(grown.annotate(since=changes.since("family_id")), "since")
    sources = Source.objects.filter(person_id__in=changes.subjects()).exclude(version=F("person__version"))
    alone = sources.exclude(examined__in=grown).annotate(since=changes.since("person_id"))
    found = alone.aggregate(count=Count("examined", distinct=True), oldest=Min("since"))
    times = [at for at in (never.oldest_at, other.oldest_at, found["oldest"]) if at is not None]
    return work_list.Size(never.count + other.count + found["count"], min(times, default=None))


def next_due(now: datetime) -> datetime | None:
    """Return when time alone next makes a family's pattern look different."""
    found: datetime | None = Examined.objects.filter(next_at__isnull=False).aggregate(first=Min("next_at"))["first"]
    return found


def _never() -> QuerySet[Family]:
    live = Membership.objects.filter(family_id=OuterRef("pk"), until_at__isnull=True, part=Part.CHILD)
    examined = Examined.objects.filter(family_id=OuterRef("pk"))
    return Family.objects.filter(Exists(live), ~Exists(examined), id__in=changes.subjects())
