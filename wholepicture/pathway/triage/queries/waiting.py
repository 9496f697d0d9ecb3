"""What waits to be listed: incidents worked out since they were listed, and those whose families have changed since."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet

from wholepicture.lib import work_list
from wholepicture.lib.postgres import claims
from wholepicture.pathway.duties.models import Derivation, Source
from wholepicture.pathway.families.models import Placed
from wholepicture.pathway.triage.models import Listed, Listing
from wholepicture.registers.changes import queries as changes


def waiting(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Return incidents never listed, worked out anew since, or listed for a family that has changed since; claimed.

    An incident is ready once everybody from whom it was worked out stands placed as now known: a child without a family
    would be left off the list.
    """
    found = _ids(_not_yet().exclude(incident_id__in=exclude), limit)
    if len(found) < limit:
        found += _ids(_changed().exclude(incident_id__in=[*exclude, *found]), limit - len(found))
    return claims.claim("triage", found)


def size(now: datetime) -> work_list.Size:
    """Return how many incidents were worked out and not listed since, or stand listed for a family that changed; since when."""
    unlisted, stale = work_list.size(_unlisted(), "at"), _stale().annotate(since=changes.since("family_id"))
    moved = stale.aggregate(count=Count("incident_id", distinct=True), oldest=Min("since"))
    times = [at for at in (unlisted.oldest_at, moved["oldest"]) if at is not None]
    return work_list.Size(unlisted.count + moved["count"], min(times, default=None))


def next_due(now: datetime) -> datetime | None:
    """Return None: time alone puts nothing on the list."""
    return None


def _ids(rows: QuerySet[Derivation], limit: int) -> list[UUID]:
    return list(rows.order_by("at").values_list("incident_id", flat=True)[:limit])


def _unlisted() -> QuerySet[Derivation]:
    same = Listed.objects.filter(incident_id=OuterRef("incident_id"), derived_at=OuterRef("at"))
    return Derivation.objects.filter(~Exists(same), incident_id__in=changes.subjects())


def _not_yet() -> QuerySet[Derivation]:
    return _ready(_unlisted())


def _changed() -> QuerySet[Derivation]:
    return _ready(Derivation.objects.filter(incident_id__in=_stale().values("incident_id")))


def _stale() -> QuerySet[Listing]:
    live = Listing.objects.filter(withdrawn_at__isnull=True, family_id__in=changes.subjects())
    return live.exclude(family_version=F("family__version"))


def _ready(rows: QuerySet[Derivation]) -> QuerySet[Derivation]:
    placed = Placed.objects.filter(person_id=OuterRef("person_id"), version=OuterRef("person__version"))
    unplaced = Source.objects.filter(derivation_id=OuterRef("pk")).filter(~Exists(placed))
    return rows.filter(~Exists(unplaced))
