"""Keep what somebody is still writing: saved as they go, theirs alone, emptied when it is sent."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.incidents import permissions
from wholepicture.pathway.incidents.models import Draft
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

LARGEST_BYTES = 200_000


class DraftNotYours(LookupError):
    """There is no such unsent draft of this user's; its text is for the user."""


class DraftTooLong(ValueError):
    """A draft holds more than a report can; its text is for the user."""


@transaction.atomic
def start_draft(*, agency: Agency | UUID, by: Actor, now: datetime) -> UUID:
    """Begin a report and return its draft's id, which is also the key under which it will be sent once.

    Raises NotYours when the actor may not report for this agency.
    """
    sender = agency.id if isinstance(agency, Agency) else agency
    permissions.check_can_report(by=by, agency=sender)
    draft = Draft.objects.create(user=by.id, agency_id=sender, started_at=now, saved_at=now)
    _write(draft, "started", by=by, now=now)
    return draft.id


@transaction.atomic
def save_draft(*, draft: UUID, step: str, data: Mapping[str, object], by: Actor, now: datetime) -> None:
    """Keep what one step of the form holds now, in place of what that step held before; other steps stay.

    `data` is JSON. Raises DraftNotYours when it is another's, sent or discarded, and DraftTooLong.
    """
    row = _held(draft, by)
    row.data = {**row.data, step: dict(data)}
    if len(json.dumps(row.data)) > LARGEST_BYTES:
        raise DraftTooLong("This report is too long to keep: shorten the summary.")
    row.saved_at = now
    row.save(update_fields=["data", "saved_at"])
    _write(row, "saved", by=by, now=now)


@transaction.atomic
def discard_draft(*, draft: UUID, by: Actor, now: datetime) -> None:
    """Throw away what was never sent; the audit keeps that it was there. Raises DraftNotYours."""
    row = _held(draft, by)
    _write(row, "discarded", by=by, now=now)
    row.delete()


def mark_sent(*, draft: UUID, incident: UUID, by: Actor, now: datetime) -> None:
    """Empty a draft and let it point at what it became, within the transaction that received it.

    A draft already sent is left as it is, since sending twice gives one incident. Raises DraftNotYours.
    """
    row = Draft.objects.filter(id=draft, user=by.id).select_for_update().first()
    if row is None:
        raise DraftNotYours("This draft was discarded: start a new report.")
    if row.sent is None:
        row.data, row.sent, row.saved_at = {}, incident, now
        row.save(update_fields=["data", "sent", "saved_at"])


def _held(draft: UUID, by: Actor) -> Draft:
    row = Draft.objects.filter(id=draft, user=by.id, sent__isnull=True).select_for_update().first()
    if row is None:
        raise DraftNotYours("This report was already sent or discarded: start a new one.")
    return row


def _write(row: Draft, change: str, *, by: Actor, now: datetime) -> None:
    audit.record(event=Event.DRAFT_SAVED, by=by, now=now, about=[f"draft:{row.id}"], detail={"change": change})
