"""Bring in files: kept byte for byte first, then each incident accepted whole or put aside with its reasons.

Nothing given to us is lost, and feeding again makes nothing twice (design promise 12; review 2.4).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import DatabaseError, DataError, transaction
from django.db.models import QuerySet

from wholepicture.pathway.incidents import permissions, queries, rules
from wholepicture.pathway.incidents.actions.intake import (
    ANOTHER,
    KeyUsedForAnother,
    NotAccepted,
    receive,
    receive_new,
)
from wholepicture.pathway.incidents.facts import Problem, Receipt, RefusedGroup, RefusedRow, Telling
from wholepicture.pathway.incidents.models import FeedFile, Quarantined
from wholepicture.pathway.incidents.terms import Door, RowState
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

_NAMESPACE = UUID("0d3c2c5e-4a86-4a0e-9a55-0d6d0f8e6b1c")
Outcome = Receipt | NotAccepted | KeyUsedForAnother


class NotWaiting(ValueError):
    """Somebody would decide on rows that no longer wait; its text is for the user."""


class NoReason(ValueError):
    """Rows would be set aside without a reason; its text is for the user."""


@transaction.atomic
def keep_file(*, feed: str, agency: UUID, name: str, raw: bytes, by: Actor, now: datetime) -> UUID:
    """Keep a file as it came, before anything of it is understood, and return its id. Raises NotYours.

    To be called in a transaction of its own: what follows may fail, and the file is still here.
    """
    permissions.check_can_feed(by=by, agency=agency)
    digest = hashlib.sha256(raw).hexdigest()
    row = FeedFile(feed=feed, agency_id=agency, name=name, digest=digest, raw=raw, received_at=now, by=by.id)
    row.save(force_insert=True)
    _write_file(row.id, {"change": "kept", "feed": feed}, by=by, now=now)
    return row.id


@transaction.atomic
def bring_in(*, tellings: Sequence[Telling], agency: UUID, by: Actor, now: datetime) -> list[Outcome]:
    """Receive each report of a batch, or say why not, in their order; one that is refused leaves nothing behind.

    What stands in quarantine and came again mended here is marked so. Raises NotYours.
    """
    permissions.check_can_feed(by=by, agency=agency)
    sender = Agency.objects.get(id=agency)
    known = queries.all_answered(agency=agency, keys=[telling.key for telling in tellings])
    outcomes = {telling.key: _judged(telling, known.get(telling.key), now) for telling in tellings}
    # In one order, so that two files with the same incidents wait for each other rather than stop each other.
    new = sorted((each for each in tellings if outcomes[each.key] is None), key=lambda telling: telling.key)
    outcomes |= _received_at_once(new, sender, by, now)
    brought = [(telling, outcome) for telling in tellings if (outcome := outcomes[telling.key])]
    _mark_fed_again([(telling, to) for telling, to in brought if isinstance(to, Receipt)], agency, by, now)
    return [outcome for _, outcome in brought]


@transaction.atomic
def put_in_quarantine(
    *, file: UUID, groups: Sequence[RefusedGroup], agency: UUID, by: Actor, now: datetime
) -> list[UUID]:
    """Put aside what could not be brought in, and return the id of each group, the same for the same cells.

    Rows that already stand there, waiting or decided, are not put there twice; rows that were changed and are still
    refused take the place of those they came from. Raises NotYours.
    """
    permissions.check_can_feed(by=by, agency=agency)
    rows = [_quarantined(file, group, agency, now) for group in groups]
    Quarantined.objects.bulk_create(rows, ignore_conflicts=True)
    for row, group in zip(rows, groups, strict=True):
        for old in _mended(group.mends, agency):
            if old.id != row.id:
                _decide(old, RowState.FED_AGAIN, "Came again in a later file, and was refused again.", by=by, now=now)
    return [row.id for row in rows]


@transaction.atomic
def finish_file(
    *, file: UUID, encoding: str, delimiter: str, accepted: int, rejected: int, by: Actor, now: datetime
) -> None:
    """Say how a file was read and how many of its rows came in; "" is a delimiter that could not be found.

    When an earlier feeding of the same bytes could not read the headings, what it put aside has come again now; when one
    was killed on the way, it is made up for.
    """
    row = FeedFile.objects.select_for_update(no_key=True).defer("raw").get(id=file)
    permissions.check_can_feed(by=by, agency=row.agency_id)
    row.encoding, row.delimiter = encoding, delimiter
    row.rows_in, row.rows_accepted, row.rows_rejected = accepted + rejected, accepted, rejected
    row.finished_at = now
    row.save(
        update_fields=["encoding", "delimiter", "rows_in", "rows_accepted", "rows_rejected", "finished_at"],
    )
    same = FeedFile.objects.filter(agency_id=row.agency_id, feed=row.feed, digest=row.digest).exclude(id=row.id)
    if delimiter:
        _mark_unread_before(same, by=by, now=now)
    same.filter(finished_at__isnull=True).update(finished_at=now)
    _write_file(row.id, {"change": "finished", "accepted": accepted, "rejected": rejected}, by=by, now=now)


@transaction.atomic
def release(
    *, group: UUID, telling: Telling, corrected: Sequence[Mapping[str, str]], by: Actor, now: datetime
) -> Receipt:
    """Bring in rows that a person corrected, through the one intake; `corrected` keeps the cells as they left them.

    Raises NotYours, NotWaiting, NotAccepted and KeyUsedForAnother.
    """
    row = _waiting(group, by)
    receipt = _receive(telling, row.agency, by, now)
    row.corrected, row.incident_id = [dict(cells) for cells in corrected], receipt.incident_id
    row.save(update_fields=["corrected", "incident"])
    _decide(row, RowState.RELEASED, "", by=by, now=now)
    about = [f"row:{row.id}", f"incident:{receipt.incident_id}"]
    audit.record(event=Event.ROW_RELEASED, by=by, now=now, about=about)
    return receipt


@transaction.atomic
def discard(*, group: UUID, because: str, by: Actor, now: datetime) -> None:
    """Set rows aside with a reason; they stay where they are and can be put back. Raises NotYours, NotWaiting, NoReason."""
    row = _waiting(group, by)
    if not because.strip():
        raise NoReason("Reason: say why these rows are set aside. It is kept beside them.")
    _decide(row, RowState.DISCARDED, because.strip(), by=by, now=now)
    audit.record(event=Event.ROW_DISCARDED, by=by, now=now, about=[f"row:{row.id}"], detail={"change": "set aside"})


@transaction.atomic
def put_back(*, group: UUID, by: Actor, now: datetime) -> None:
    """Let rows that were set aside wait again, with the time at which they came. Raises NotYours and NotWaiting."""
    row = _held(group, by)
    if row.state != RowState.DISCARDED:
        raise NotWaiting("These rows are not set aside: there is nothing to put back.")
    row.decided_at = None
    row.state, row.decided_by, row.because = RowState.WAITING, "", ""
    row.save(update_fields=["decided_at", "state", "decided_by", "because"])
    audit.record(event=Event.ROW_DISCARDED, by=by, now=now, about=[f"row:{row.id}"], detail={"change": "put back"})


def _judged(telling: Telling, known: tuple[str, Receipt] | None, now: datetime) -> Outcome | None:
    """What becomes of a report without writing anything; None for one that is to be kept."""
    if known is not None:
        return known[1] if known[0] == telling.digest else KeyUsedForAnother(ANOTHER)
    problems = rules.problems(telling.told, now=now)
    return NotAccepted(problems) if problems else None


def _received_at_once(
    tellings: Sequence[Telling], agency: Agency, by: Actor, now: datetime
) -> dict[str, Outcome | None]:
    """Keep all of them in the statements of one, or, when the database refuses that, each by itself."""
    try:
        with transaction.atomic():
            receipts = receive_new(tellings=tellings, agency=agency, door=Door.FEED, by=by, now=now)
    except DatabaseError:
        return {telling.key: _received(telling, agency, by, now) for telling in tellings}
    return {telling.key: receipt for telling, receipt in zip(tellings, receipts, strict=True)}


def _received(telling: Telling, agency: Agency, by: Actor, now: datetime) -> Outcome:
    try:
        return _receive(telling, agency, by, now)
    except (NotAccepted, KeyUsedForAnother) as refused:
        return refused
    except DataError:
        return NotAccepted([Problem("", "The database cannot hold what this incident says: write it again.")])


def _receive(telling: Telling, agency: Agency, by: Actor, now: datetime) -> Receipt:
    return receive(
        told=telling.told,
        agency=agency,
        key=telling.key,
        digest=telling.digest,
        raw=telling.raw,
        door=Door.FEED,
        by=by,
        now=now,
    )


def _quarantined(file: UUID, group: RefusedGroup, agency: UUID, now: datetime) -> Quarantined:
    cells = json.dumps([dict(row.cells) for row in group.rows], sort_keys=True)
    return Quarantined(
        id=uuid5(_NAMESPACE, f"{agency}/{cells}"),
        file_id=file,
        agency_id=agency,
        reference=group.reference,
        rows=[_as_kept(row) for row in group.rows],
        put_at=now,
    )


def _as_kept(row: RefusedRow) -> dict[str, object]:
    return {"line": row.line, "cells": dict(row.cells), "reasons": list(row.reasons)}


def _mark_fed_again(brought: Sequence[tuple[Telling, Receipt]], agency: UUID, by: Actor, now: datetime) -> None:
    """Take from quarantine what has come in: rows that say whose they are, and earlier tries under a new reference."""
    first = {receipt.reference: receipt for _, receipt in brought if receipt.reference and not receipt.repeated}
    waiting = Quarantined.objects.filter(agency_id=agency, state=RowState.WAITING)
    for old in waiting.filter(reference__in=first).order_by("id").select_for_update(no_key=True):
        _fed_again(old, first[old.reference], by, now)
    for telling, receipt in brought:
        for old in _mended(telling.mends, agency):
            _fed_again(old, receipt, by, now)


def _fed_again(old: Quarantined, receipt: Receipt, by: Actor, now: datetime) -> None:
    old.incident_id = receipt.incident_id
    old.save(update_fields=["incident"])
    _decide(old, RowState.FED_AGAIN, "Came again, mended, in a later file.", by=by, now=now)


def _mended(mends: Mapping[UUID, int], agency: UUID) -> list[Quarantined]:
    """The waiting groups among these; rows without a reference are many incidents, so all of them must have come."""
    if not mends:
        return []
    held = Quarantined.objects.filter(id__in=mends, agency_id=agency, state=RowState.WAITING)
    found = held.order_by("id").select_for_update(no_key=True)
    return [old for old in found if old.reference or mends[old.id] >= len(old.rows)]


def _mark_unread_before(same: QuerySet[FeedFile], *, by: Actor, now: datetime) -> None:
    unread = same.filter(delimiter="", finished_at__isnull=False)
    waiting = Quarantined.objects.filter(file__in=unread, state=RowState.WAITING)
    for old in waiting.order_by("id").select_for_update(no_key=True, of=("self",)):
        _decide(old, RowState.FED_AGAIN, "Came again with the names of its columns.", by=by, now=now)


def _held(group: UUID, by: Actor) -> Quarantined:
    row = Quarantined.objects.filter(id=group).select_for_update(no_key=True).first()
    if row is None or row.agency_id != by.agency:
        raise permissions.NotYours("You can mend files of your own agency only.")
    permissions.check_can_mend(by=by, agency=row.agency_id)
    return row


def _waiting(group: UUID, by: Actor) -> Quarantined:
    row = _held(group, by)
    if row.state != RowState.WAITING:
        raise NotWaiting(f"These rows no longer wait: {RowState(row.state).label.lower()}.")
    return row


def _decide(row: Quarantined, state: RowState, because: str, *, by: Actor, now: datetime) -> None:
    row.decided_at = now
    row.state, row.decided_by, row.because = state, by.id, because
    row.save(update_fields=["decided_at", "state", "decided_by", "because"])


def _write_file(file: UUID, detail: dict[str, object], *, by: Actor, now: datetime) -> None:
    audit.record(event=Event.FILE_FED, by=by, now=now, about=[f"file:{file}"], detail=detail)
