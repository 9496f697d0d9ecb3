"""Move records from one person to another and back, each with a link that says whom it belonged to before."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.linkage import queries
from wholepicture.pathway.linkage.models import Link, Review
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import actions as people
from wholepicture.registers.people import queries as known
from wholepicture.registers.people.models import Person, Record


class CannotDecide(ValueError):
    """This cannot be decided or undone so, or not yet; its text says why and what to do first."""


def checked_reason(because: str) -> str:
    """Return the reason without outer spaces. Raises CannotDecide when it is empty."""
    if not because.strip():
        raise CannotDecide("Reason: say in a few words what decided it.")
    return because.strip()


def hold(record_ids: Collection[UUID], *, also: Collection[UUID] = ()) -> dict[UUID, UUID]:
    """Hold these records, all others of their persons, and whoever's version changes with them; return their persons.

    `also` are persons to whom records will go back.

    Records first, then persons, each in one order, as everybody who writes to both does. Raises CannotDecide when one of
    them waits for the machine, or when somebody else was at them at the same moment.
    """
    of = known.persons_of_records(record_ids)
    if None in of.values():
        raise CannotDecide("One of these records is just being linked. Try again in a minute.")
    wanted = {person for person in of.values() if person}
    records = _records_of(wanted)
    list(Record.objects.filter(id__in=records).order_by("id").select_for_update(no_key=True).values_list("id"))
    persons = wanted | queries.persons_related(records) | set(also)
    list(Person.objects.filter(id__in=persons).order_by("id").select_for_update(no_key=True).values_list("id"))
    if known.persons_of_records(record_ids) != of or _records_of(wanted) != records:
        raise CannotDecide("Somebody changed these records at the same moment. Look at them again.")
    return {record: person for record, person in of.items() if person}


def move(*, person: UUID, to: UUID, review: Review, matched: UUID, model: str, by: Actor, now: datetime) -> list[UUID]:
    """Let every record of one person belong to another because of a review; return the records that moved.

    The link of each that stood until now ends as moved on by this review, so that undoing it finds it again.
    """
    target = Person.objects.get(id=to)
    rows = list(Record.objects.filter(person_id=person).order_by("id"))
    Link.objects.filter(record__in=rows, undone_at__isnull=True).update(
        undone_at=now, undone_by=f"{queries.MOVED_ON}{review.id}"
    )
    for row in rows:
        people.resolve(record=row, person=target, by=by, now=now)
    Link.objects.bulk_create(
        Link(
            record=row,
            person=target,
            matched_id=matched,
            basis=Basis.REVIEWED,
            because=review.because,
            score=1.0,
            model=model,
            before_id=person,
            review=review,
            by=by.id,
            at=now,
        )
        for row in rows
    )
    return [row.id for row in rows]


def restore(*, review: Review, because: str, by: Actor, now: datetime) -> list[UUID]:
    """Give every record that a review moved the person and the link that it had before; return those records."""
    moved = list(Link.objects.filter(review=review, undone_at__isnull=True).select_related("record", "before"))
    ended = {link.id for link in moved}
    Link.objects.filter(id__in=ended).update(undone_at=now, undone_by=by.id, undone_because=because)
    Link.objects.filter(undone_by=f"{queries.MOVED_ON}{review.id}").update(undone_at=None, undone_by="")
    for link in sorted(moved, key=lambda one: one.record_id):
        people.resolve(record=link.record, person=link.before, by=by, now=now)
    return [link.record_id for link in moved]


def _records_of(persons: Collection[UUID]) -> set[UUID]:
    return {record for found in known.records_of_persons(persons).values() for record in found}
