"""Say which person each record is about, so that who must be told is worked out once for one child (review 2.14).

Two workers may link at once: whoever decides first holds the keys under which evidence stands, then the persons it may
join, each in one order, so that nobody waits in a circle and one new person is made once.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wholepicture.pathway.linkage import queries, rules
from wholepicture.pathway.linkage.facts import Apart, Decision
from wholepicture.pathway.linkage.models import Link
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import actions as people
from wholepicture.registers.people import queries as known
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Person, Record


@transaction.atomic
def link(*, records: Collection[UUID], by: Actor, now: datetime) -> list[Decision]:
    """Give each of these records its person, an existing one or a new one, and keep the evidence as a link.

    A record that already has one is left alone, so that a second call changes nothing. For the machine only: raises
    NotYours for anybody else.
    """
    waiting = _hold_records(records)
    told = known.as_told(waiting)
    _hold_keys(key for record in told.values() for key in rules.keys(record))
    _hold_persons({r.person for r in queries.candidates(told.values()).values()} | queries.persons_beside(waiting))
    # Read again: only from here on can no other worker change whom we compare with.
    others = queries.candidates(told.values())
    made = _decide_all([told[record] for record in waiting], others, queries.apart(waiting, others), by=by, now=now)
    if made:
        about = [f"record:{decision.record}" for decision in made]
        detail = {"model": rules.MODEL, "joined": sum(decision.person is not None for decision in made)}
        audit.record(event=Event.RECORDS_LINKED, by=by, now=now, about=about, detail=detail)
    return made


def _decide_all(
    waiting: Iterable[RecordTold],
    others: Mapping[UUID, RecordTold],
    apart: Mapping[UUID, Apart],
    *,
    by: Actor,
    now: datetime,
) -> list[Decision]:
    """Decide in order of telling, each record seeing those of the same batch that were decided before it."""
    seen = dict(others)
    made = []
    for record in waiting:
        decision = rules.decide(record, rules.group_by_person(seen.values()), apart[record.record])
        person = _write(decision, by=by, now=now)
        seen[record.record] = replace(record, person=person)
        made.append(decision)
    return made


def _write(decision: Decision, *, by: Actor, now: datetime) -> UUID:
    row = Record.objects.get(id=decision.record)
    person = Person.objects.get(id=decision.person) if decision.person else None
    resolved = people.resolve(record=row, person=person, by=by, now=now)
    Link.objects.create(
        record=row,
        person=resolved,
        matched_id=decision.matched,
        basis=decision.basis,
        because=decision.because,
        score=decision.score,
        model=rules.MODEL,
        by=by.id,
        at=now,
    )
    return resolved.id


def _hold_records(records: Collection[UUID]) -> list[UUID]:
    """Hold those records that still wait, and return them in order of telling."""
    rows = Record.objects.filter(id__in=set(records)).order_by("id").select_for_update(no_key=True)
    waiting = [row for row in rows if row.person_id is None]
    return [row.id for row in sorted(waiting, key=lambda row: (row.told_at, row.id))]


def _hold_keys(keys: Iterable[str]) -> None:
    """Wait for, and hold to the end of the transaction, the evidence of this batch, in one order."""
    numbers = sorted({int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True) for key in keys})
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("select pg_advisory_xact_lock(%s)", [number])


def _hold_persons(persons: Iterable[UUID | None]) -> None:
    ordered = Person.objects.filter(id__in={person for person in persons if person}).order_by("id")
    list(ordered.select_for_update(no_key=True).values_list("id", flat=True))
