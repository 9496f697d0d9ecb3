"""Say which person each record is about, so that who must be told is worked out once for one child (review 2.14).

Two workers may link at once: whoever decides first holds the keys under which evidence stands, then the persons it may
join, each in one order, so that nobody waits in a circle and one new person is made once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from wholepicture.pathway.linkage import queries, rules
from wholepicture.pathway.linkage.facts import Apart, Candidate, Decision, Expecting, Household, Question
from wholepicture.pathway.linkage.models import Link, Pair
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import actions as people
from wholepicture.registers.people import describing
from wholepicture.registers.people import queries as known
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Person, Record, Relationship
from wholepicture.registers.people.terms import RelationshipKind

# A child is told as somebody's newborn for this long; an older one is not taken for a pregnancy that ended unheard of.
NEWBORN_DAYS = 3 * 366


@transaction.atomic
def link(*, records: Collection[UUID], by: Actor, now: datetime) -> list[Decision]:
    """Give each of these records its person, an existing one or a new one, and keep the evidence as a link.

    What only a reviewer can decide becomes a question (Pair); the record then stays alone. A record of which something
    new was told since is looked at again: one that is alone may be joined now, of any other it is only asked. Every other
    record that has a person is left alone, so that a second call changes nothing. For the machine only: raises NotYours
    for anybody else.
    """
    rows = _hold_records({*records, *_hold_waiting_parents(records)})
    told = known.as_told(rows)
    _hold_keys(key for record in told.values() for key in _keys(record))
    _hold_persons(queries.persons_to_hold(told))
    # Read only now: from here on no other worker can change whom we compare with.
    batch = _Batch(rows, told, queries.around(told))
    made = [batch.decide(record, by=by, now=now) for record in sorted(told.values(), key=_eldest_first)]
    people.looked_again(records=told)
    batch.end_moved(now=now)
    Link.objects.bulk_create(batch.links)
    Pair.objects.bulk_create(batch.questions)
    if made:
        _record(made, batch, by=by, now=now)
    return made


class _Batch:
    """Records decided in order, each seeing those of the same batch that were decided before it."""

    def __init__(self, rows: Mapping[UUID, Record], told: Mapping[UUID, RecordTold], around: queries.Around) -> None:
        self._rows = rows
        self._people: dict[UUID, Person] = {}
        self._around = around
        again = [record for record in told.values() if record.person]
        self._known = rules.Known((*around.others.values(), *again), around.crowded)
        self._persons: dict[UUID, UUID | None] = {record.record: record.person for record in told.values()}
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
        if self._may_join(record):
            decision = self._capped(record, rules.decide(record, candidates, apart, home, expecting))
        else:
            decision = Decision(record.record, record.person, Basis.ALONE)
        is_moved = decision.person is not None and decision.person != record.person
        if record.person is None or is_moved:
            person = self._resolve(record, decision, by=by, now=now)
            self._known.move(record, person)
        else:
            person = record.person
        self._persons[record.record] = person
        self._ask(record, person, candidates, apart, home, expecting, now=now)
        return decision

    def end_moved(self, *, now: datetime) -> None:
        """End the links of those that stood alone and are joined now; nobody called them wrong."""
        moved = [link.record_id for link in self.links if link.before_id]
        standing = Link.objects.filter(record__in=moved, undone_at__isnull=True)
        standing.update(undone_at=now, undone_by=queries.JOINED_LATER)

    def _may_join(self, record: RecordTold) -> bool:
        """Whether the machine decides: of a new record, or of one that is alone because nobody was found."""
        return record.person is None or (self._known.is_alone(record) and record.record not in self._around.decided)

    def _capped(self, record: RecordTold, decision: Decision) -> Decision:
        """Add what was not followed to what was weighed, so that whoever reads the decision knows."""
        if not (capped := self._around.capped.get(record.record)):
            return decision
        weighed = decision.weighed or rules.nothing_weighed()
        return replace(decision, weighed=replace(weighed, capped=capped))

    def _resolve(self, record: RecordTold, decision: Decision, *, by: Actor, now: datetime) -> UUID:
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
                evidence=decision.weighed.as_json() if decision.weighed else {},
                before_id=record.person,
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
                self.questions.append(_pair(record, question, self._around.capped.get(record.record, ()), now))


def _pair(record: RecordTold, question: Question, capped: tuple[str, ...], now: datetime) -> Pair:
    weighed = replace(question.weighed, capped=capped) if question.weighed else None
    return Pair(
        newer_id=record.record,
        older_id=question.older,
        reasons_for=list(question.reasons_for),
        reasons_against=list(question.reasons_against),
        one_household=question.one_household,
        score=question.score,
        model=rules.MODEL,
        evidence=weighed.as_json() if weighed else {},
        asked_at=now,
    )


def _record(made: list[Decision], batch: _Batch, *, by: Actor, now: datetime) -> None:
    joined = sum(link.matched_id is not None for link in batch.links)
    detail = {"model": rules.MODEL, "joined": joined, "asked": len(batch.questions)}
    about = [f"record:{decision.record}" for decision in made]
    audit.record(event=Event.RECORDS_LINKED, by=by, now=now, about=about, detail=detail)


def _eldest_first(record: RecordTold) -> tuple[datetime, date, UUID]:
    """As told, and of one report the elder first, so that a mother is known before her child."""
    return (record.told_at, record.birth_date or record.expected_date or date.min, record.record)


def _hold_records(records: Collection[UUID]) -> dict[UUID, Record]:
    """Hold those records that still wait, in one order, and return them."""
    rows = Record.objects.filter(id__in=set(records)).order_by("id").select_for_update(no_key=True)
    return {row.id: row for row in rows if row.person_id is None or row.rematch_at}


def _keys(record: RecordTold) -> set[int]:
    """Those under which a record is kept and asks: whoever decides about another that shares one waits."""
    return {*describing.stored_keys(record), *describing.asked_keys(record)}


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


def _hold_keys(keys: Iterable[int]) -> None:
    """Wait for, and hold to the end of the transaction, the evidence of this batch, in one order."""
    numbers = sorted(set(keys))
    with connection.cursor() as cursor:
        # An array is read from its first element to its last, so the order is ours.
        cursor.execute("select pg_advisory_xact_lock(number) from unnest(%s::bigint[]) as number", [numbers])


def _hold_persons(persons: Iterable[UUID]) -> None:
    ordered = Person.objects.filter(id__in=set(persons)).order_by("id")
    list(ordered.select_for_update(no_key=True).values_list("id", flat=True))
