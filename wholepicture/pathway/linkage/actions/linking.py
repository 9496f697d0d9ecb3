"""Say which person each record is about, so that who must be told is worked out once for one child (review 2.14).

Two workers may link at once: whoever decides first holds the keys under which evidence stands, then the persons it may
join, each in one order, so that nobody waits in a circle and one new person is made once.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from wholepicture.pathway.linkage import queries, rules
from wholepicture.pathway.linkage.facts import Apart, Candidate, Decision, Expecting, Household, Question
from wholepicture.pathway.linkage.models import Link, Pair
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import actions as people
from wholepicture.registers.people import queries as known
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Person, Record, Relationship
from wholepicture.registers.people.terms import RelationshipKind

# A child is told as somebody's newborn for this long; an older one is not taken for a pregnancy that ended unheard of.
NEWBORN_DAYS = 3 * 366


@transaction.atomic
def link(*, records: Collection[UUID], by: Actor, now: datetime) -> list[Decision]:
    """Give each of these records its person, an existing one or a new one, and keep the evidence as a link.

    What only a reviewer can decide becomes a question (Pair); the record then stays alone. A record that already has a
    person is left alone, so that a second call changes nothing. For the machine only: raises NotYours for anybody else.
    """
    rows = _hold_records({*records, *_hold_waiting_parents(records)})
    told = known.as_told(rows)
    _hold_keys(key for record in told.values() for key in rules.keys(record))
    _hold_persons(queries.persons_to_hold(told))
    # Read only now: from here on no other worker can change whom we compare with.
    batch = _Batch(rows, told, queries.around(told))
    made = [batch.decide(record, by=by, now=now) for record in sorted(told.values(), key=_eldest_first)]
    Link.objects.bulk_create(batch.links)
    Pair.objects.bulk_create(batch.questions)
    if made:
        _record(made, len(batch.questions), by=by, now=now)
    return made


class _Batch:
    """Records decided in order, each seeing those of the same batch that were decided before it."""

    def __init__(self, rows: Mapping[UUID, Record], told: Mapping[UUID, RecordTold], around: queries.Around) -> None:
        self._rows = rows
        self._people: dict[UUID, Person] = {}
        self._around = around
        self._known = rules.Known(around.others.values(), around.crowded)
        self._persons: dict[UUID, UUID | None] = dict.fromkeys(told)
        self._persons |= {record.record: record.person for record in around.others.values()}
        self._asked = set(around.asked)
        self.links: list[Link] = []
        self.questions: list[Pair] = []

    def decide(self, record: RecordTold, *, by: Actor, now: datetime) -> Decision:
        """Decide for one record, write it, and ask about whoever else it may be."""
        apart = self._around.apart[record.record]
        beside = self._around.beside[record.record]
        candidates, home = self._known.candidates(record), self._known.household(record, beside)
        expecting = self._expecting(record, beside)
        decision = rules.decide(record, candidates, apart, home, expecting)
        person = self._resolve(decision, by=by, now=now)
        self._persons[record.record] = person
        self._known.add(replace(record, person=person))
        self._ask(record, person, candidates, apart, home, expecting, now=now)
        return decision

    def _resolve(self, decision: Decision, *, by: Actor, now: datetime) -> UUID:
        """Write whom a record is about, and keep the link to be written with the others of the batch."""
        row, wanted = self._rows[decision.record], decision.person
        person = (self._people.get(wanted) or Person.objects.get(id=wanted)) if wanted else None
        resolved = people.resolve(record=row, person=person, by=by, now=now)
        self._people[resolved.id] = resolved
        self.links.append(
            Link(
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
        )
        return resolved.id

    def _expecting(self, record: RecordTold, beside: Iterable[RecordTold]) -> list[Expecting]:
        """The mother's other children, where this record is a baby or not yet born."""
        parents = self._around.parents.get(record.record, frozenset())
        young = record.expected_date or (
            record.birth_date and (record.told_at.date() - record.birth_date).days <= NEWBORN_DAYS
        )
        if not young or not parents:
            return []
        siblings = [other for other in beside if self._around.parents.get(other.record, frozenset()) & parents]
        return queries.expecting(record, self._resolved(parents), siblings)

    def _resolved(self, records: Iterable[UUID]) -> set[UUID]:
        unknown = [record for record in records if record not in self._persons]
        if unknown:
            self._persons |= known.persons_of_records(unknown)
        return {person for record in records if (person := self._persons.get(record))}

    def _ask(
        self,
        record: RecordTold,
        person: UUID,
        candidates: Iterable[Candidate],
        apart: Apart,
        home: Household,
        expecting: list[Expecting],
        *,
        now: datetime,
    ) -> None:
        """Ask about each other person once: not again because the same two were told once more."""
        others = [candidate for candidate in candidates if candidate.person != person]
        for question in rules.probable(record, others, apart, home, expecting):
            two = frozenset({person, question.person})
            if len(two) == 2 and two not in self._asked:
                self._asked.add(two)
                self.questions.append(_pair(record, question, now))


def _pair(record: RecordTold, question: Question, now: datetime) -> Pair:
    return Pair(
        newer_id=record.record,
        older_id=question.older,
        reasons_for=list(question.reasons_for),
        reasons_against=list(question.reasons_against),
        one_household=question.one_household,
        score=question.score,
        model=rules.MODEL,
        asked_at=now,
    )


def _record(made: list[Decision], questions: int, *, by: Actor, now: datetime) -> None:
    joined = sum(decision.person is not None for decision in made)
    detail = {"model": rules.MODEL, "joined": joined, "asked": questions}
    about = [f"record:{decision.record}" for decision in made]
    audit.record(event=Event.RECORDS_LINKED, by=by, now=now, about=about, detail=detail)


def _eldest_first(record: RecordTold) -> tuple[datetime, date, UUID]:
    """As told, and of one report the elder first, so that a mother is known before her child."""
    return (record.told_at, record.birth_date or record.expected_date or date.min, record.record)


def _hold_records(records: Collection[UUID]) -> dict[UUID, Record]:
    """Hold those records that still wait, in one order, and return them."""
    rows = Record.objects.filter(id__in=set(records)).order_by("id").select_for_update(no_key=True)
    return {row.id: row for row in rows if row.person_id is None}


def _hold_waiting_parents(children: Collection[UUID]) -> list[UUID]:
    """Hold the parents of these who wait, too, and whom no other worker holds: a mother is decided before her child."""
    rows = Record.objects.filter(
        id__in=Relationship.objects.filter(to_record_id__in=children, kind=RelationshipKind.PARENT_OF).values(
            "from_record_id"
        ),
        person__isnull=True,
    )
    held = rows.order_by("id").select_for_update(skip_locked=True, no_key=True, of=("self",))
    return list(held.values_list("id", flat=True))


def _hold_keys(keys: Iterable[str]) -> None:
    """Wait for, and hold to the end of the transaction, the evidence of this batch, in one order."""
    numbers = sorted({int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True) for key in keys})
    with connection.cursor() as cursor:
        # An array is read from its first element to its last, so the order is ours.
        cursor.execute("select pg_advisory_xact_lock(number) from unnest(%s::bigint[]) as number", [numbers])


def _hold_persons(persons: Iterable[UUID]) -> None:
    ordered = Person.objects.filter(id__in=set(persons)).order_by("id")
    list(ordered.select_for_update(no_key=True).values_list("id", flat=True))
