"""What waits to be listed: incidents worked out since they were listed, and those whose families have changed since."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from wholepicture.lib import work_list
from wholepicture.lib.postgres import claims
from wholepicture.pathway.duties.models import Derivation, Source
from wholepicture.pathway.families.models import Placed
from wholepicture.pathway.triage.models import Listed, Listing


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
    """Return how many incidents were worked out and not listed since, and since when."""
    return work_list.size(_unlisted(), "at")


def next_due(now: datetime) -> datetime | None:
    """Return None: time alone puts nothing on the list."""
    return None


def _ids(rows: QuerySet[Derivation], limit: int) -> list[UUID]:
    return list(rows.order_by("at").values_list("incident_id", flat=True)[:limit])


def _unlisted() -> QuerySet[Derivation]:
    same = Listed.objects.filter(incident_id=OuterRef("incident_id"), derived_at=OuterRef("at"))
    return Derivation.objects.filter(~Exists(same))


def _not_yet() -> QuerySet[Derivation]:
    return _ready(_unlisted())


def _changed() -> QuerySet[Derivation]:
    live = Listing.objects.filter(incident_id=OuterRef("incident_id"), withdrawn_at__isnull=True)
    return _ready(Derivation.objects.filter(Exists(live.exclude(family_version=F("family__version")))))


def _ready(rows: QuerySet[Derivation]) -> QuerySet[Derivation]:
    placed = Placed.objects.filter(person_id=OuterRef("person_id"), version=OuterRef("person__version"))
    unplaced = Source.objects.filter(derivation_id=OuterRef("pk")).filter(~Exists(placed))
    return rows.filter(~Exists(unplaced))
