"""When a child who was expected and one who was born are the same: told of one mother, in time, and only one of each."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from wholepicture.pathway.linkage.facts import Apart, Candidate, Decision, Expecting, Question
from wholepicture.pathway.linkage.rules import telling, weighing
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Sex

# A child is born at 20 weeks before the day expected at the earliest, and is induced long before four weeks after it.
EARLY, LATE = timedelta(weeks=20), timedelta(weeks=4)
# Two scans, or a scan and a mother's own reckoning, lie less far apart than two pregnancies.
RECKONED_APART = timedelta(weeks=6)


def expected(record: RecordTold, expecting: Sequence[Expecting], apart: Apart) -> Decision | None:
    """Return that this born child is the one its mother expected, or None where that is not certain."""
    mothers = [one for one in expecting if one.sex is Sex.FEMALE and one.unborn]
    if len(mothers) != 1 or not telling.exact(record):
        return None
    unborn = mothers[0].unborn[0]
    matched = _fits(record, unborn)
    if matched is None or _why_not(record, mothers[0], unborn, apart):
        return None
    return Decision(
        record.record,
        unborn.person,
        Basis.BORN_TO_THE_SAME_MOTHER,
        matched.record,
        score=0.95,
        weighed=weighing.weigh(record, matched),
    )


def questions(record: RecordTold, expecting: Iterable[Expecting], apart: Apart) -> list[Question]:
    """Return the children of the same mother who may be this one, born or not, and why no machine joins them."""
    found = []
    for one in (one for one in expecting if one.sex is not Sex.MALE):
        for other in (*one.unborn, *(one.born if telling.is_unborn(record) else ())):
            against = _why_not(record, one, other, apart)
            if _told_as_two(record, other, apart) or not (at := _fits(record, other)):
                continue
            score, weighed = 0.7 - 0.1 * len(against), weighing.weigh(record, at)
            found.append(Question(at.record, other.person, (_why(record, at),), against, True, score, weighed))
    return found


def _why(record: RecordTold, other: RecordTold) -> str:
    if telling.is_unborn(record) and telling.is_unborn(other):
        return "both are expected by the same mother at nearly the same time"
    return "one was born when the other was expected by the same mother"


def _why_not(record: RecordTold, one: Expecting, unborn: Candidate, apart: Apart) -> tuple[str, ...]:
    """Return in words all that stands between a born child and the one expected."""
    against = {reason for other in unborn.records for reason in telling.conflicts(record, other, apart)}
    if one.sex is not Sex.FEMALE:
        against.add("it is not known whether the parent is the mother")
    if len(one.unborn) > 1:
        against.add("she expected more than one child")
    if telling.is_one_of_several(record):
        against.add("the name says that there are twins")
    if any(_in_time(told, other) for told in one.also_born for other in unborn.records):
        against.add("two were told as born to her at that time")
    if any(_fits(told, unborn) for born in one.born if born.person != unborn.person for told in born.records):
        against.add("another child of hers was born at that time")
    return tuple(sorted(against))


def _told_as_two(record: RecordTold, other: Candidate, apart: Apart) -> bool:
    return not {told.record for told in other.records}.isdisjoint(apart.beside | apart.related)


def _fits(record: RecordTold, other: Candidate) -> RecordTold | None:
    """The first record of somebody who by its dates may be this child."""
    return next((told for told in other.records if _in_time(record, told) or _in_time(told, record)
                 or _reckoned_alike(record, told)), None)  # fmt: skip


def _in_time(born: RecordTold, unborn: RecordTold) -> bool:
    """Whether a child born to the day was born when the other was expected."""
    if not telling.exact(born) or born.birth_date is None or unborn.expected_date is None or unborn.birth_date:
        return False
    return unborn.expected_date - EARLY <= born.birth_date <= unborn.expected_date + LATE


def _reckoned_alike(one: RecordTold, other: RecordTold) -> bool:
    """Whether both are unborn and expected at nearly the same time."""
    if one.birth_date or other.birth_date or one.expected_date is None or other.expected_date is None:
        return False
    return abs(one.expected_date - other.expected_date) <= RECKONED_APART
