"""The newest of what a family's lines say, by when it happened: for whoever reads it page by page (review 2.6)."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from wholepicture.pathway.families.queries.lines import Lines
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.chronology.facts import Key
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import ALONE, REPORTS, EntryKind

TELLING = tuple({*ALONE, *REPORTS} - {EntryKind.CORRECTED})


@dataclass(frozen=True)
class Newest:
    """Causes, the newest first, and the key of the last of them where there are older ones (None: that was all)."""

    causes: tuple[UUID, ...]
    older: Key | None


def newest(
    lines: Lines, *, seen: Seen, limit: int, older_than: Key | None = None, without: Collection[UUID] = ()
) -> Newest:
    """Return what agencies told, by when it happened or, where that is not known, became known; as known at the look.

    `without` are causes to leave out. One statement.
    """
    rows = Entry.objects.filter(lines.condition(), kind__in=TELLING, known_at__lte=seen.at).exclude(cause__in=without)
    found = rows.values("cause").annotate(at=Coalesce(Min("happened_at"), Min("known_at")))
    if older_than:
        found = found.filter(Q(at__lt=older_than.at) | Q(at=older_than.at, cause__lt=older_than.id))
    chosen = list(found.order_by("-at", "-cause").values_list("at", "cause")[: limit + 1])
    keys = [Key(at, cause) for at, cause in chosen[:limit]]
    return Newest(tuple(key.id for key in keys), keys[-1] if len(chosen) > limit else None)
