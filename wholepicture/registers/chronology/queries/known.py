"""What one agency knew on a day, and on which days that changed (design promise 5; review 2.14)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.chronology.facts import Reach
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import KEPT_FROM, REPORTS, EntryKind


def agencies_of(reach: Reach, *, seen: Seen) -> frozenset[UUID]:
    """Return the agencies that stand in the line of these records: they told, were told, or were kept from something."""
    return frozenset(_of(reach).values_list("agency_id", flat=True).distinct())


def causes_of(kind: EntryKind, causes: Collection[UUID], *, seen: Seen) -> frozenset[UUID]:
    """Return which of these causes are of this kind, whoever told it."""
    return frozenset(Entry.objects.filter(cause__in=causes, kind=kind).values_list("cause", flat=True))


def changes(
    reach: Reach, *, agency: UUID, around: tuple[datetime, datetime], seen: Seen
) -> tuple[datetime | None, ...]:
    """Return the last instant before a day, and the first after it, at which this agency came to know something.

    `around` is the day's first instant and the first one after it; None where nothing changed on that side.
    """
    rows = _of(reach).filter(agency_id=agency).exclude(kind__in=KEPT_FROM)
    starts, ends = around
    before = rows.filter(known_at__lt=starts).order_by("-known_at").values_list("known_at", flat=True).first()
    after = rows.filter(known_at__gte=ends).order_by("known_at").values_list("known_at", flat=True).first()
    return before, after


def told_about(reach: Reach, *, agency: UUID, before: datetime, seen: Seen) -> dict[UUID, datetime]:
    """Return the records about which this agency had told, or been told, anything by an instant, with since when."""
    rows = _of(reach).filter(agency_id=agency, known_at__lt=before).exclude(kind__in=KEPT_FROM)
    return dict(rows.values("record_id").annotate(since=Min("known_at")).values_list("record_id", "since"))


def _of(reach: Reach) -> QuerySet[Entry]:
    """The entries of a family: what is on an adult's record for the sake of another family is none (see Reach)."""
    elsewhere = Entry.objects.filter(cause=OuterRef("cause"), kind__in=REPORTS)
    adults = Q(record_id__in=reach.adults) & ~Exists(elsewhere)
    ours = Q(record_id__in=reach.children) | Q(cause__in=reach.causes) | adults
    return Entry.objects.filter(ours, record_id__in=reach.records)
