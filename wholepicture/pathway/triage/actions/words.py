"""Keep what somebody is writing on a decision: saved as they go, for each of them, so that two at once lose no word."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.families import queries as families
from wholepicture.pathway.triage import permissions, queries
from wholepicture.pathway.triage.models import Words
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

LARGEST_BYTES = 200_000


class TooManyWords(ValueError):
    """What was written on a decision is longer than can be kept; its text is for the user."""


@transaction.atomic
def save_words(*, family: UUID, words: Mapping[str, object], began_from: UUID | None, by: Actor, now: datetime) -> None:
    """Keep what the form holds now, in place of what this user's held before; nobody else's is touched.

    `words` are the form's fields as JSON; `began_from` the family's latest decision as the writer saw it (None: none).
    Raises TooManyWords, permissions.NotAtTheTable, access.permissions.NotAllowed.
    """
    permissions.check_can_write(by=by, family=family, parties=_parties(family), now=now)
    if len(json.dumps(dict(words))) > LARGEST_BYTES:
        raise TooManyWords("What you wrote is too long to keep: shorten the reasons, or what is asked.")
    held = {"name": by.name, "words": dict(words), "began_from": began_from, "saved_at": now}
    Words.objects.update_or_create(family_id=family, user=by.id, defaults=held)
    _write(family, "saved", by, now)


@transaction.atomic
def discard_words(*, family: UUID, by: Actor, now: datetime) -> None:
    """Throw away this user's own words, because they were decided with or are not wanted; none there changes nothing."""
    deleted, _ = Words.objects.filter(family_id__in=queries.lineage(family).every, user=by.id).delete()
    if deleted:
        _write(family, "discarded", by, now)


def _parties(family: UUID) -> set[UUID]:
    return {member.person for member in families.members([family]).get(family, ())}


def _write(family: UUID, change: str, by: Actor, now: datetime) -> None:
    audit.record(event=Event.WORDS_SAVED, by=by, now=now, about=[f"family:{family}"], detail={"change": change})
