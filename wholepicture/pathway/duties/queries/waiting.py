"""What waits in this step: incidents never worked out or known differently since, and notices that were declined."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wholepicture.lib import work_list
from wholepicture.lib.postgres import claims
from wholepicture.pathway.duties.models import Derivation, Duty, Source
from wholepicture.pathway.families.models import Placed
from wholepicture.pathway.incidents.models import Incident, Involved
from wholepicture.pathway.linkage.models import Link
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.people.models import ProtectedFact
from wholepicture.registers.people.terms import ProtectedKind
from wholepicture.registers.protocol import queries as protocol


def waiting(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Incidents for which nobody worked out who must be told, or from which it follows differently now; claimed.

    Nothing waits for a doubtful link: linkage resolves every record, alone if need be.
    """
    never = _ready().exclude(id__in=exclude).filter(~Exists(Derivation.objects.filter(incident_id=OuterRef("pk"))))
    found = list(never.order_by("received_at").values_list("id", flat=True)[:limit])
    if len(found) < limit:
        found += _stale(now, limit - len(found), exclude)
    return claims.claim("duties", found)


def _stale(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Incidents from whose people it may follow differently now.

    News of a person, and somebody newly known to live where it happened, changes incidents of the protocol's recent
    period. A link that was undone, or moved on by a review,
    changes every incident that was worked out with it, however old: whoever was told of the wrong person has to know.
    """
    since = now - timedelta(days=protocol.current(now).parameters.rederive_days)
    changed = Source.objects.exclude(version=F("person__version")).filter(derivation_id=OuterRef("pk"))
    news = Exists(changed) | Exists(_neighbours_unknown_then())
    concerned = Q(received_at__gt=since) & news | Q(id__in=_worked_out_with_undone(since))
    rows = _ready().filter(concerned).exclude(id__in=exclude)
    return list(rows.order_by("received_at").values_list("id", flat=True)[:limit])


def _neighbours_unknown_then() -> QuerySet[ProtectedFact]:
    """The place of an incident, where somebody has a home from whom it was not worked out."""
    source = Source.objects.filter(derivation_id=OuterRef(OuterRef("context")), person_id=OuterRef("record__person_id"))
    homes = ProtectedFact.objects.filter(
        kind=ProtectedKind.ADDRESS, place_key=OuterRef("place_key"), record__person__isnull=False
    )
    places = ProtectedFact.objects.filter(kind=ProtectedKind.PLACE, context=OuterRef("pk")).exclude(place_key="")
    return places.filter(
        Exists(homes.filter(~Exists(source))), Exists(Derivation.objects.filter(incident_id=OuterRef("context")))
    )


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


def _ready() -> QuerySet[Incident]:
    """Incidents whose every person is resolved, and placed in the family as now known."""
    involved = Involved.objects.filter(incident_id=OuterRef("pk"))
    placed = Placed.objects.filter(person_id=OuterRef("record__person_id"), version=F("person__version"))
    return Incident.objects.filter(~Exists(involved.filter(~Exists(placed))))


def size(now: datetime) -> work_list.Size:
    """How many incidents were told and never worked out, and since when."""
    never = Incident.objects.filter(~Exists(Derivation.objects.filter(incident_id=OuterRef("pk"))))
    return work_list.size(never, "received_at")


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
