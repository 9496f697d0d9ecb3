"""What became known about a family since a moment, from the chronology: for whoever looks again (review 2.6, 2.8)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.families.queries.lines import Lines
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind

# More than this many is a history, which the timeline shows page by page.
READ_AT_MOST = 200


@dataclass(frozen=True)
class New:
    """One thing that agencies came to know, or were kept from knowing, from one cause; `at` is the latest of it."""

    kind: EntryKind
    cause: UUID
    agencies: tuple[UUID, ...]
    at: datetime
    words: str


def news(lines: Lines, since: datetime, *, seen: Seen) -> tuple[New, ...]:
    """Return what became known after `since` and until the look, latest first; the same of several people once.

    One statement.
    """
    rows = Entry.objects.filter(lines.condition(), known_at__gt=since, known_at__lte=seen.at)
    found: dict[tuple[str, UUID], list[tuple[UUID, datetime, str]]] = {}
    columns = ("kind", "cause", "agency_id", "known_at", "words")
    for kind, cause, agency, at, words in rows.order_by("-known_at", "id").values_list(*columns)[:READ_AT_MOST]:
        found.setdefault((kind, cause), []).append((agency, at, words))
    return tuple(
        New(EntryKind(kind), cause, tuple(dict.fromkeys(each[0] for each in those)), those[0][1], those[0][2])
        for (kind, cause), those in found.items()
    )
