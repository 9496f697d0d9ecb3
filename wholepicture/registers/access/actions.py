"""Every grant, every declared conflict of interest, and every opening: the proof that a look was allowed and recorded.

Whoever tells somebody writes the grant in the same transaction; being told opens that notice, never the family.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from wholepicture.registers.access import permissions
from wholepicture.registers.access.models import Grant, StaffLink
from wholepicture.registers.access.permissions import NotAllowed as NotAllowed
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Team, Worker
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event, Seen
from wholepicture.registers.people.models import Record


class NoReason(ValueError):
    """Somebody would open something, or have it opened, without saying why."""


@transaction.atomic
def grant(
    *,
    team: Team,
    subject_kind: str,
    subject: UUID,
    reason: str,
    by: Actor,
    now: datetime,
    until: datetime | None = None,
) -> Grant:
    """Let a team open one thing, for a reason, from now on; the same grant again changes nothing but its end.

    A grant that had ended, or ends earlier, is prolonged to `until` (None: without end). Raises NoReason.
    """
    _check_reason(reason)
    found, made = Grant.objects.get_or_create(
        team=team,
        subject_kind=Subject(subject_kind).value,
        subject=subject,
        reason=reason,
        defaults={"from_at": now, "until_at": until, "by": by.id},
    )
    if not made and not _prolong(found, until):
        return found
    about = [f"team:{team.id}", f"{found.subject_kind.lower()}:{subject}"]
    audit.record(event=Event.ACCESS_GRANTED, by=by, now=now, about=about)
    return found


@transaction.atomic
def declare_conflict(*, worker: Worker, record: Record, by: Actor, now: datetime) -> StaffLink:
    """Say that this worker is this person, so that matters of theirs and of those close to them stay closed to them.

    Declared again, it changes nothing. Raises permissions.NotYourConflict.
    """
    permissions.check_can_declare(by=by, worker=worker.id, agency=worker.agency_id)
    link, made = StaffLink.objects.get_or_create(
        worker=worker, record=record, defaults={"declared_by": by.id, "at": now}
    )
    if made:
        about = [f"worker:{worker.id}", f"record:{record.id}"]
        audit.record(event=Event.CONFLICT_DECLARED, by=by, now=now, about=about)
    return link


@transaction.atomic
def open_notice(*, notice: UUID, item_parties: Iterable[UUID], by: Actor, why: str, now: datetime) -> Seen:
    """Open one notice: by a worker whose team was told, and who is close to none of its parties (person ids).

    Records the look and audits it before anything is shown. `why` is a word of the page, never free text about a
    person: the audit keeps it. Raises NotAllowed, NoReason; the door audits a refusal, with its `refused_for`, in a
    transaction of its own, as this one is rolled back.
    """
    permissions.check_can_open_notice(by=by, notice=notice, parties=frozenset(item_parties), now=now)
    return _open(Subject.NOTICE, notice, by=by, why=why, now=now)


@transaction.atomic
def open_incident(
    *,
    incident: UUID,
    parties: Iterable[UUID],
    by: Actor,
    why: str,
    now: datetime,
    told_by: UUID | None = None,
) -> Seen:
    """Open one incident as told: by a worker of the agency that told it (`told_by`), or whose team was granted it.

    As open_notice otherwise, also for the agency's own report: officers are parties too (safety A3). Raises NotAllowed,
    NoReason.
    """
    permissions.check_can_open_incident(by=by, incident=incident, parties=frozenset(parties), told_by=told_by, now=now)
    return _open(Subject.INCIDENT, incident, by=by, why=why, now=now)


@transaction.atomic
def open_family(*, family: UUID, parties: Iterable[UUID], by: Actor, why: str, now: datetime) -> Seen:
    """Open one family: by a worker whose team triages it or works with it, and who is close to nobody in it.

    `parties` are all its members (person ids). As open_notice otherwise. Raises NotAllowed, NoReason.
    """
    permissions.check_can_open_family(by=by, family=family, parties=frozenset(parties), now=now)
    return _open(Subject.FAMILY, family, by=by, why=why, now=now)


@transaction.atomic
def open_pair(*, pair: UUID, parties: Iterable[UUID], by: Actor, why: str, now: datetime) -> Seen:
    """Open two records that may be one person, side by side: by a clerical reviewer who is close to neither.

    `parties` are the persons whom the records resolve to. Raises NotAllowed, NoReason.
    """
    permissions.check_can_open_pair(by=by, parties=frozenset(parties), now=now)
    return _open(Subject.PAIR, pair, by=by, why=why, now=now)


@transaction.atomic
def open_row(*, row: UUID, agency: UUID, by: Actor, why: str, now: datetime) -> Seen:
    """Open rows of a file of this agency that wait in quarantine: by its own data officer. Raises NotAllowed, NoReason."""
    permissions.check_can_open_row(by=by, agency=agency)
    return _open(Subject.ROW, row, by=by, why=why, now=now)


@transaction.atomic
def search(*, by: Actor, why: str, now: datetime) -> Seen:
    """Permit one search for people and write down that it was made; whom it showed, the page's own entry says.

    What was typed is not kept: it may name somebody who is not here. Raises NotAllowed, NoReason.
    """
    permissions.check_can_search(by=by)
    _check_reason(why)
    audit.record(event=Event.PEOPLE_SEARCHED, by=by, now=now, about=[], detail={"why": why})
    return Seen(by=by, why=why, at=now)


@transaction.atomic
def end_grant(
    *, subject_kind: str, subject: UUID, reason: str, by: Actor, now: datetime, until: datetime | None = None
) -> int:
    """End, from now on or from `until` on, what was granted for this reason to whichever team; return how many end sooner."""
    end = until or now
    current = Grant.objects.filter(subject_kind=Subject(subject_kind).value, subject=subject, reason=reason)
    ended = current.filter(Q(until_at__isnull=True) | Q(until_at__gt=end))
    teams = sorted(str(team) for team in ended.values_list("team_id", flat=True))
    if teams:
        ended.update(until_at=end)
        about = [f"{Subject(subject_kind).value.lower()}:{subject}", *(f"team:{team}" for team in teams)]
        audit.record(event=Event.ACCESS_ENDED, by=by, now=now, about=about)
    return len(teams)


def _open(kind: Subject, subject: UUID, *, by: Actor, why: str, now: datetime) -> Seen:
    _check_reason(why)
    audit.look(by=by, subject_kind=kind, subjects=[subject], now=now)
    audit.record(
        event=Event.RECORD_OPENED, by=by, now=now, about=[f"{kind.value.lower()}:{subject}"], detail={"why": why}
    )
    return Seen(by=by, why=why, at=now, subject=subject)


def _prolong(found: Grant, until: datetime | None) -> bool:
    """Move a grant's end outwards; say whether it moved."""
    if found.until_at is None or (until is not None and until <= found.until_at):
        return False
    found.until_at = until
    found.save(update_fields=["until_at"])
    return True


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise NoReason("Reason: say why this is opened. It is kept with the audit.")
