"""What is on the list: the families of one incident, and the incidents for which families are listed."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.findings import pattern as patterns
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.triage.facts import ListingPicture
from wholepicture.pathway.triage.models import DecisionFor, Listing
from wholepicture.pathway.triage.models.listing import OPEN
from wholepicture.pathway.triage.terms import Change, Mode
from wholepicture.registers.protocol.terms import Lane


def for_incident(incident: UUID) -> list[ListingPicture]:
    """Return every family that is on the list because of one incident, its own families first, then linked ones."""
    return _pictures(list(Listing.objects.filter(incident_id=incident, withdrawn_at__isnull=True)))


def of_families(family_ids: Iterable[UUID]) -> dict[UUID, list[ListingPicture]]:
    """Return what each of these families is on the list for, in order of listing; every family asked for is in it."""
    found: dict[UUID, list[ListingPicture]] = {family: [] for family in family_ids}
    rows = Listing.objects.filter(family_id__in=found, withdrawn_at__isnull=True)
    for picture in sorted(_pictures(list(rows)), key=lambda one: (one.listed_at, str(one.id))):
        found[picture.family].append(picture)
    return found


def live(incident_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, Listing]]:
    """Return what is on the list because of each incident, by family."""
    found: dict[UUID, dict[UUID, Listing]] = {incident: {} for incident in incident_ids}
    for row in Listing.objects.filter(incident_id__in=found, withdrawn_at__isnull=True):
        found[row.incident_id][row.family_id] = row
    return found


def still_listed(family_ids: Collection[UUID]) -> set[UUID]:
    """Return those of these families that are on the list for anything."""
    rows = Listing.objects.filter(family_id__in=family_ids, withdrawn_at__isnull=True)
    return set(rows.values_list("family_id", flat=True))


def undecided(family_ids: Collection[UUID]) -> set[UUID]:
    """Return those of these families that wait to be decided about."""
    rows = Listing.objects.filter(OPEN, family_id__in=family_ids)
    return set(rows.values_list("family_id", flat=True))


def decided_children(listings: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the children (persons) of whom a decision has stood for each of these listings, replaced since or not."""
    found: dict[UUID, set[UUID]] = {listing: set() for listing in listings}
    rows = DecisionFor.objects.filter(listing_id__in=found, decision__stands_at__isnull=False) if found else None
    if rows is not None:
        for listing, child in rows.values_list("listing_id", "decision__child__person_id"):
            found[listing].add(child)
    return found


def _pictures(rows: list[Listing]) -> list[ListingPicture]:
    known = findings.patterns({row.family_id for row in rows}, _latest(rows)) if rows else {}
    pictures = [picture(row, known.get(row.family_id)) for row in rows]
    return sorted(pictures, key=lambda one: (one.linked, one.listed_at, str(one.family)))


def _latest(rows: list[Listing]) -> datetime:
    """When the last of these was listed: a count and an interval do not depend on the day on which they are read."""
    return max(row.listed_at for row in rows)


def picture(row: Listing, pattern: Pattern | None) -> ListingPicture:
    """One listing, with its place in the family's count where the pattern is known."""
    counts = pattern is not None and not row.linked
    return ListingPicture(
        id=row.id,
        incident=row.incident_id,
        family=row.family_id,
        linked=row.linked,
        lane=Lane(row.lane),
        lane_because=row.lane_because,
        because=row.because,
        listed_at=row.listed_at,
        due_at=row.due_at,
        children=pattern.children if pattern else (),
        nth=patterns.nth(pattern, row.incident_id) if pattern and counts else None,
        interval_days=patterns.interval_before(pattern, row.incident_id) if pattern and counts else None,
        change=Change(row.change),
        change_words=row.change_words,
        decided_at=row.decided_at,
        mode=Mode(row.mode) if row.mode else None,
    )
