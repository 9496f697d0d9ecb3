"""What waits in this step: incidents never worked out or known differently since, and notices that were declined."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wholepicture.lib import work_list
from wholepicture.lib.postgres import claims
from wholepicture.pathway.duties.models import Derivation, Duty, Source
from wholepicture.pathway.families.models import Placed
from wholepicture.pathway.incidents.models import Incident, Involved
from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.changes import queries as changes
from wholepicture.registers.protocol import queries as protocol

# Every round of the machine asks this. It begins at whoever changed of late, and at where they live: both halves go by
# the indexes from there, however many people are known.
NEWS = """
with fresh as materialized (
  select distinct subject as id from changes_change
), living as materialized (
  select distinct fresh.id, home.place_key from fresh join people_record r on r.person_id = fresh.id
  join people_protected_fact home on home.record_id = r.id and home.kind = 'ADDRESS' and home.place_key <> ''
), there as materialized (
  select living.id, place.context from living cross join lateral (
    select f.context from people_protected_fact f
    where f.place_key = living.place_key and f.place_key <> '' and f.kind = 'PLACE'
    offset 0
  ) as place
)
select i.id from fresh join people_person p on p.id = fresh.id
join duties_source s on s.person_id = p.id and s.version <> p.version
join incidents_incident i on i.id = s.derivation_id
where i.received_at > %(since)s
union
select here.id from there cross join lateral (
  select i.id from duties_derivation d join incidents_incident i on i.id = d.incident_id
  where d.incident_id = there.context and i.received_at > %(since)s
    and not exists (select from duties_source s where s.derivation_id = i.id and s.person_id = there.id)
  offset 0
) as here
"""


def waiting(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Incidents for which nobody worked out who must be told, or from which it follows differently now; claimed.

    Nothing waits for a doubtful link: linkage resolves every record, alone if need be.
    """
    never = _ready(_never()).exclude(id__in=exclude)
    found = list(never.order_by("received_at").values_list("id", flat=True)[:limit])
    if len(found) < limit:
        found += _stale(now, limit - len(found), exclude)
    return claims.claim("duties", found)


def _stale(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Incidents from whose people it may follow differently now.

    News of a person, and somebody newly known to live where it happened, changes incidents of the protocol's recent
    period. A link that was undone, or moved on by a review, changes every incident that was worked out with it, however
    old: whoever was told of the wrong person has to know.
    """
    concerned = _concerned(now) - set(exclude)
    rows = _ready(Incident.objects.filter(id__in=concerned)).order_by("received_at").values_list("id", flat=True)
    return list(rows[:limit]) if concerned else []


def _concerned(now: datetime) -> set[UUID]:
    # Before the first protocol is adopted nothing was worked out, and what is stuck has to show all the same.
    if not Derivation.objects.exists():
        return set()
    since = now - timedelta(days=protocol.current(now).parameters.rederive_days)
    return {*_with_news(since), *_worked_out_with_undone(since)}


def _with_news(since: datetime) -> list[UUID]:
    """Recent incidents of whose people something is known now that was not, or that happened where somebody else lives."""
    with connection.cursor() as cursor:
        cursor.execute(NEWS, {"since": since})
        return [row[0] for row in cursor.fetchall()]


def _worked_out_with_undone(since: datetime) -> list[UUID]:
    """The incidents that were worked out from somebody before a link of theirs ended."""
    undone = Link.objects.filter(undone_at__gt=since)
    persons = {person for pair in undone.values_list("person_id", "before_id") for person in pair if person}
    if not persons:
        return []
    of_person = Q(person_id=OuterRef("person_id")) | Q(before_id=OuterRef("person_id"))
    after = undone.filter(of_person, undone_at__gte=OuterRef("derivation__at"))
    rows = Source.objects.filter(Exists(after), person_id__in=persons)
    return list(rows.values_list("derivation_id", flat=True).distinct())


def _never() -> QuerySet[Incident]:
    derived = Derivation.objects.filter(incident_id=OuterRef("pk"))
    return Incident.objects.filter(~Exists(derived), id__in=changes.subjects())


def _ready(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Those whose every person is resolved, and placed in the family as now known."""
    involved = Involved.objects.filter(incident_id=OuterRef("pk"))
    placed = Placed.objects.filter(person_id=OuterRef("record__person_id"), version=F("person__version"))
    return rows.filter(~Exists(involved.filter(~Exists(placed))))


def size(now: datetime) -> work_list.Size:
    """How many incidents were told and never worked out, or have to be worked out again, and since when."""
    never, again = work_list.size(_never(), "received_at"), _concerned(now)
    persons = Source.objects.filter(derivation_id__in=again).values("person_id")
    times = [never.oldest_at, changes.first(persons) if again else None]
    return work_list.Size(never.count + len(again), min((at for at in times if at), default=now if again else None))


def size_follow_up(now: datetime) -> work_list.Size:
    """How many notices were declined and nobody was yet asked to find another recipient."""
    return work_list.size(_declined(), "derived_at")


def waiting_follow_up(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Declined notices for which nobody was yet asked to find another recipient: declining never ends in silence."""
    rows = _declined().exclude(notice_id__in=exclude).order_by("derived_at").values_list("notice_id", flat=True)[:limit]
    return claims.claim("follow up", [notice for notice in rows if notice])


def _declined() -> QuerySet[Duty]:
    asked = Duty.objects.filter(
        incident_id=OuterRef("incident_id"),
        function=OuterRef("function"),
        about_id=OuterRef("about_id"),
        team__isnull=True,
    )
    return Duty.objects.filter(~Exists(asked), notice__state=State.DECLINED, dropped_at__isnull=True)


def next_due(now: datetime) -> datetime | None:
    """Nothing in this step falls due by time alone."""
    return None
