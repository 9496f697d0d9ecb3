"""Names and ages on a page of work: shown only after the view is recorded with everybody on it (design promise 11)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib import wording
from wholepicture.pathway.duties.messages.words import name_of
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import certainty
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Precision

GROWN_UP = 18


def look(page: str, records: Collection[UUID], *, by: Actor, now: datetime, persons: Collection[UUID] = ()) -> Seen:
    """Record that this page was seen with these people (records, and persons) on it; the proof lets names be read."""
    resolved = people.persons_of_records(records)
    shown = {*persons, *(person for person in resolved.values() if person)}
    audit.page_viewed(by=by, now=now, page=page, people=sorted(shown))
    return Seen(by=by, why=page, at=now)


def in_line(records: Collection[UUID], *, seen: Seen, on: date) -> dict[UUID, str]:
    """Name and age of each record, as a heading says them: "Charlie Marsh, 4 weeks"; children first, the youngest of them first."""
    told = sorted(people.told_of(records, seen=seen).items(), key=lambda pair: _place(pair[1], on))
    return {record: f"{called(known)}, {_age(known, on)}" for record, known in told}


def together(known: Mapping[UUID, str], records: Collection[UUID], last: Collection[UUID] = ()) -> str:
    """Several people in one heading, in the order of `known`; `last` are those of whom had to be released."""
    shown = sorted((record for record in known if record in records), key=lambda record: record in last)
    return "; ".join(dict.fromkeys(known[record] for record in shown))


def called(known: RecordTold) -> str:
    """What a record is called: an unborn child has a surname alone, which would be taken for a whole family."""
    is_expected = known.birth_date is None and known.expected_date is not None
    if is_expected and known.surname and not known.forename:
        return name_of("", known.surname, is_expected=True)
    return certainty.in_words(known)


def _place(known: RecordTold, on: date) -> tuple[bool, int, str]:
    born = known.birth_date or known.expected_date
    is_child = born is not None and (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) < GROWN_UP
    return not is_child, -born.toordinal() if born and is_child else 0, called(known)


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
    return in_words.age_in_words(day, on) if day > on else f"was due {wording.day(day)}, no birth has been told"
