"""Keep an agency's contact with a family, and what it learnt of contact between a child and an adult (review 2.8, 5.2 CP 2).

"No contact" alone says nothing: an arrangement is told for day and night, supported by whom and on what condition. It is
kept as told, beside what others told; a later telling adds to it and changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.families import rules
from wholepicture.pathway.families.facts import ArrangementTold
from wholepicture.pathway.families.models import Arrangement
from wholepicture.pathway.families.terms import Mode
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology import queries as chronology_read
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people import actions as people_actions
from wholepicture.registers.people import permissions as people_permissions
from wholepicture.registers.people.models import Record


class InvalidContact(ValueError):
    """A contact or an arrangement that cannot be kept as told; its text names the field and the remedy."""


@transaction.atomic
def tell_contact(
    *,
    agency: Agency,
    mode: Mode,
    people: Sequence[Record],
    child: Record | None,
    summary: str,
    happened_at: datetime,
    arrangement: ArrangementTold | None,
    cause: UUID,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """Write a contact on the line of everybody it was with or about; return the id of the arrangement learnt, if any.

    `child` is the child whose contact with `arrangement.adult` was learnt. The same `cause` told again changes nothing
    and returns the same id. Raises InvalidContact, and NotYours for somebody of another agency.
    """
    people_permissions.check_can_tell(by=by, agency=agency.id)
    met = {record.id for record in people} | ({child.id} if child else set())
    _check(met, child, arrangement, happened_at, now)
    if _is_told(met, agency, cause):
        return Arrangement.objects.filter(cause=cause).values_list("id", flat=True).first()
    kept = _keep(arrangement, child, agency, cause, by, now) if arrangement and child else None
    words = {(record, EntryKind.CONTACT, cause): rules.contact_in_words(mode, summary) for record in met}
    if kept and arrangement:
        ends = (kept.child_id, kept.adult_id)
        words |= {(end, EntryKind.ARRANGEMENT, kept.id): rules.arrangement_in_words(arrangement) for end in ends}
    lines = [
        Line(record=record, kind=kind, agency=agency.id, happened_at=happened_at, known_at=now, cause=cause,
             source=source, words=said)
        for (record, kind, source), said in words.items()
    ]  # fmt: skip
    chronology.add_many(lines=lines, by=by, now=now)
    about = [f"record:{record}" for record in sorted({line.record for line in lines})]
    detail = {"mode": Mode(mode).value, "cause": str(cause), "arrangement": str(kept.id) if kept else None}
    audit.record(event=Event.CONTACT_TOLD, by=by, now=now, about=about, detail=detail)
    return kept.id if kept else None


def _check(
    met: set[UUID], child: Record | None, arrangement: ArrangementTold | None, happened_at: datetime, now: datetime
) -> None:
    """Raise InvalidContact with a sentence for the first thing that has to be mended."""
    if happened_at > now:
        raise InvalidContact("When: the contact lies in the future. Give the time at which it took place.")
    if not met:
        raise InvalidContact("With: nobody is named. Name whom the contact was with, or the child it was about.")
    if arrangement is None:
        return
    if child is None:
        raise InvalidContact("Child: none is named. Say which child the contact arrangement is about.")
    same_person = child.person_id is not None and child.person_id == arrangement.adult.person_id
    if child.id == arrangement.adult.id or same_person:
        raise InvalidContact("Contact with: this is the child. Name the adult with whom the child has contact.")
    if problem := rules.arrangement_problem(arrangement):
        raise InvalidContact(problem)


def _is_told(met: set[UUID], agency: Agency, cause: UUID) -> bool:
    """Tell whether this contact was written before; two who write it at once wait for each other here."""
    held = Record.objects.filter(id__in=met).order_by("id").select_for_update(no_key=True)
    list(held.values_list("id", flat=True))
    lines = chronology_read.for_cause(cause)
    return any(line.kind is EntryKind.CONTACT and line.agency == agency.id for line in lines)


def _keep(told: ArrangementTold, child: Record, agency: Agency, cause: UUID, by: Actor, now: datetime) -> Arrangement:
    """Add the arrangement, and let whatever was worked out from the persons it is about be worked out again."""
    supporter = told.supported_by
    row = Arrangement.objects.create(
        child_id=child.id,
        adult_id=told.adult.id,
        day=told.day,
        day_words=told.day_words.strip(),
        overnight=told.overnight,
        overnight_words=told.overnight_words.strip(),
        supported_by_id=supporter.id if supporter else None,
        supported_by_words=told.supported_by_words.strip(),
        source=told.source.strip(),
        from_date=told.from_date,
        told_by_id=agency.id,
        told_at=now,
        cause=cause,
        by=by.id,
    )
    ends = Record.objects.filter(id__in=[child.id, told.adult.id], person_id__isnull=False)
    people_actions.touch(persons=[person for person in ends.values_list("person_id", flat=True) if person])
    return row
