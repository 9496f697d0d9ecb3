"""Whose pattern waits to be looked at: families never examined, or known, counted or dated differently since.

A protocol or a code that changed looks again only at families of which something was found, or that had a report within
the window of repeats: it would otherwise be the whole register at once, and for the others nothing could follow from it
until they change themselves. Those keep the numbers that they were examined under.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from wholepicture.lib import work_list
from wholepicture.lib.postgres import claims
from wholepicture.pathway.families.models import Family, Membership, Placed
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings.models import Examined, Finding, Source
from wholepicture.registers.protocol import queries as protocol

# More than can be waiting for somebody to be placed; the rest waits its turn.
LOOKED_AT_AT_ONCE = 5_000


def waiting(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Return families whose pattern waits to be looked at, claimed for this transaction, at most `limit`.

    Only families whose every member, and everybody whom the pattern was made from, is placed as now known: what is
    found would otherwise be found of a family that is about to change.
    """
    waits = _never().values_list("id").union(*(rows.values_list("family_id") for rows in _stale(now)))
    ids = {family for (family,) in waits[:LOOKED_AT_AT_ONCE]} - set(exclude)
    return claims.claim("findings", _ready(ids, limit)) if ids else []


def size(now: datetime) -> work_list.Size:
    """Return how many families were never examined, or were told of differently since, and since when the oldest waits."""
    never = work_list.size(_never(), "created_at")
    placed = Placed.objects.filter(person_id=OuterRef("person_id")).values("at")
    changed = (
        _changed().annotate(since=placed[:1]).aggregate(count=Count("examined", distinct=True), oldest=Min("since"))
    )
    times = [at for at in (never.oldest_at, changed["oldest"]) if at is not None]
    return work_list.Size(never.count + changed["count"], min(times, default=None))


def next_due(now: datetime) -> datetime | None:
    """Return when time alone next makes a family's pattern look different."""
    found: datetime | None = Examined.objects.filter(next_at__isnull=False).aggregate(first=Min("next_at"))["first"]
    return found


def _stale(now: datetime) -> Iterable[QuerySet[Examined]]:
    """The reasons for which a family that was examined waits, each on its own so that it can use its own index."""
    yield Examined.objects.exclude(family_version=F("family__version"))
    yield Examined.objects.filter(pk__in=_changed().values("examined_id"))
    yield Examined.objects.filter(next_at__lte=now)
    yield _under_other_rules(now)


def _never() -> QuerySet[Family]:
    live = Membership.objects.filter(family_id=OuterRef("pk"), until_at__isnull=True, part=Part.CHILD)
    examined = Examined.objects.filter(family_id=OuterRef("pk"))
    return Family.objects.filter(Exists(live), ~Exists(examined))


def _changed() -> QuerySet[Source]:
    """Whoever has another version than the one a pattern was made from."""
    return Source.objects.exclude(version=F("person__version"))


def _under_other_rules(now: datetime) -> QuerySet[Examined]:
    agreed = protocol.current(now)
    since = now - timedelta(days=agreed.parameters.repeat_days)
    standing = Finding.objects.filter(family_id=OuterRef("pk"), ended_at__isnull=True)
    other = Examined.objects.exclude(protocol=agreed.number, code=settings.CODE_VERSION)
    return other.filter(Q(latest_at__gt=since) | Exists(standing))


def _ready(families: Iterable[UUID], limit: int) -> list[UUID]:
    """Those of these families of which everybody is placed as now known, the oldest first."""
    placed = Placed.objects.filter(person_id=OuterRef("person_id"), version=F("person__version"))
    member = Membership.objects.filter(family_id=OuterRef("pk"), until_at__isnull=True)
    source = Source.objects.filter(examined_id=OuterRef("pk"))
    found = Family.objects.filter(
        ~Exists(member.filter(~Exists(placed))), ~Exists(source.filter(~Exists(placed))), id__in=families
    )
    return list(found.order_by("created_at", "id").values_list("id", flat=True)[:limit])
