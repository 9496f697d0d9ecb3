"""Names and ages on a page of work: shown only after the view is recorded with everybody on it (design promise 11)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import certainty
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Precision


def look(page: str, records: Collection[UUID], *, by: Actor, now: datetime, persons: Collection[UUID] = ()) -> Seen:
    """Record that this page was seen with these people (records, and persons) on it; the proof lets names be read."""
    resolved = people.persons_of_records(records)
    shown = {*persons, *(person for person in resolved.values() if person)}
    audit.page_viewed(by=by, now=now, page=page, people=sorted(shown))
    return Seen(by=by, why=page, at=now)


def in_line(records: Collection[UUID], *, seen: Seen, on: date) -> dict[UUID, str]:
    """Name and age of each record, as a heading says them: "Charlie Marsh, 4 weeks"."""
    told = people.told_of(records, seen=seen)
    return {record: f"{certainty.in_words(known)}, {_age(known, on)}" for record, known in told.items()}


def functions_in_words(functions: Collection[str]) -> tuple[str, ...]:
    """The labels of functions; whatever is no function is shown as it was told."""
    return tuple(Function(name).label if name in Function.values() else name for name in functions)


def _age(known: RecordTold, on: date) -> str:
    if known.birth_date is None and known.expected_date is not None:
        return _expected(known.expected_date, on)
    age = in_words.age_in_words(known.birth_date, on)
    is_certain = known.birth_date is None or known.birth_precision is Precision.EXACT
    return age if is_certain else f"about {age}"


def _expected(day: date, on: date) -> str:
    """An expected date that has passed says nothing about whether the child was born."""
    return in_words.age_in_words(day, on) if day > on else f"was due {day.day} {day:%B}"
