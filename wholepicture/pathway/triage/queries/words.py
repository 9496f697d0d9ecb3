"""What somebody has written so far on a decision, and who else is writing on one about the same family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.triage.models import Words
from wholepicture.pathway.triage.queries.contributing import lineage
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.audit.terms import Actor

# Whoever saved nothing for so long is not writing any more, as far as others need to know.
STILL_WRITING = timedelta(hours=1)


@dataclass(frozen=True)
class WordsKept:
    """The form's fields as last saved, from which decision of the family they began, and when they were saved."""

    words: Mapping[str, object]
    began_from: UUID | None
    saved_at: datetime


@dataclass(frozen=True)
class Unsent:
    """Words of one's own on a decision about a family that were kept and never sent."""

    family: UUID
    saved_at: datetime


@dataclass(frozen=True)
class Writing:
    """Somebody else who has words on a decision about a family that were saved a short while ago; never the words."""

    name: str
    saved_at: datetime


def words_of(family: UUID, by: Actor) -> WordsKept | None:
    """Return what this user has written on a decision about a family, or one that became it; None where nothing is."""
    rows = Words.objects.filter(family_id__in=lineage(family).every, user=by.id)
    row = rows.order_by("-saved_at", "id").first()
    return WordsKept(row.words, row.began_from, row.saved_at) if row else None


def unsent(by: Actor, now: datetime) -> list[Unsent]:
    """Return where this user has words on a decision that were never sent, oldest first: of families that they may open."""
    if by.worker is None or not by.teams:
        return []
    rows = Words.objects.filter(
        user=by.id,
        family_id__in=access.granted(Subject.FAMILY, by.teams, now),
        family__merged_into__isnull=True,
    )
    closed = Membership.objects.filter(
        family_id=OuterRef("family_id"),
        until_at__isnull=True,
        person_id__in=access.closed_to(by.worker, london_day(now)),
    )
    return [Unsent(row.family_id, row.saved_at) for row in rows.filter(~Exists(closed)).order_by("saved_at", "id")]


def others_writing(family: UUID, by: Actor, now: datetime) -> list[Writing]:
    """Return who else is writing on a decision about a family, the latest first."""
    rows = Words.objects.filter(family_id__in=lineage(family).every, saved_at__gt=now - STILL_WRITING).exclude(
        user=by.id
    )
    return [Writing(row.name, row.saved_at) for row in rows.order_by("-saved_at", "id")]
