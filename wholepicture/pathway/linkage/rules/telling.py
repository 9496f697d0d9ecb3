"""What one record tells and what two tell against each other: each fact taken only as far as it is certain."""

import re
from collections.abc import Iterable

from wholepicture.pathway.linkage.facts import Apart
from wholepicture.pathway.linkage.matcher import Field
from wholepicture.registers.people.describing import NATIONAL
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.names import normalise_name
from wholepicture.registers.people.spellings import PLACEHOLDER, UNKNOWN
from wholepicture.registers.people.terms import Precision, Role, Sex

ONE_OF_SEVERAL = re.compile(r"\b(twins?|triplets?)\b")

# Told in one of these, somebody is no child under 16: a father is not his small son of the same name and home.
GROWN_UP = frozenset({Role.VICTIM, Role.CAUSING_HARM, Role.COUNTER_ALLEGATIONS, Role.OF_CONCERN, Role.PARENT})
CHILD_AND_ADULT = "one is a child and the other grown up"
DATES_DIFFER = "the dates of birth differ"
SEX_DIFFERS = "the sex recorded differs"
EXPECTED_DIFFER = "the expected dates differ"
# Which field says the same with a weight, where two records are weighed.
FIELDS = {DATES_DIFFER: Field.BORN, SEX_DIFFERS: Field.SEX, EXPECTED_DIFFER: Field.BORN}
GROWN_UP_FROM_YEARS = 16
ADULT_AT_YEARS = 18


def is_placeholder(forename: str) -> bool:
    """Whether this stands for a name that is not given: "Baby", "Twin 2", "Unknown male", an initial or nothing."""
    return _names_nobody(forename, PLACEHOLDER)


def is_one_of_several(record: RecordTold) -> bool:
    """Whether the name itself says that there is another of the same birth: "Twin 2"."""
    return bool(ONE_OF_SEVERAL.search(normalise_name(record.forename)))


def has_full_name(record: RecordTold) -> bool:
    """Whether both halves of the name are told and name somebody."""
    return bool(record.name_key) and not is_placeholder(record.forename) and bool(surname(record))


def surname(record: RecordTold) -> str:
    """Return the surname in its one spelling, "" where it is not known."""
    return "" if _names_nobody(record.surname, UNKNOWN) else normalise_name(record.surname)


def numbers(record: RecordTold) -> frozenset[tuple[str, str, str]]:
    """Return each number with whose it is: a police reference equals only another of the same force."""
    return frozenset(
        ("" if kind in NATIONAL else str(record.agency), kind.value, value) for kind, value in record.identifiers
    )


def exact(record: RecordTold) -> bool:
    """Whether the date of birth is known to the day."""
    return record.birth_date is not None and record.birth_precision is Precision.EXACT


def is_unborn(record: RecordTold) -> bool:
    """Whether this is told as a child not yet born."""
    return record.birth_date is None and record.expected_date is not None


def grown_up(record: RecordTold, apart: Apart) -> bool:
    """Whether this is told as no child: by the date of birth, or where there is none by a role."""
    if record.birth_date:
        return years(record) >= ADULT_AT_YEARS
    return bool(apart.roles.get(record.record, frozenset()) & GROWN_UP)


def a_child(record: RecordTold, apart: Apart) -> bool:
    """Whether this is told as a child: too young for such a role by the date of birth, or where there is none by a role."""
    if record.birth_date:
        return years(record) < GROWN_UP_FROM_YEARS
    return is_unborn(record) or Role.CHILD in apart.roles.get(record.record, frozenset())


def years(record: RecordTold) -> int:
    """Return the age on the day of telling; a day more or less makes no difference between a child and an adult."""
    return (record.told_at.date() - record.birth_date).days // 366 if record.birth_date else 0


def conflicts(record: RecordTold, other: RecordTold, apart: Apart) -> Iterable[str]:
    """Return all that speaks against two records being one person, in words without a name or a number."""
    yield from vetoes(record, other, apart)
    yield from differences(record, other)


def vetoes(record: RecordTold, other: RecordTold, apart: Apart) -> Iterable[str]:
    """Return what no evidence outweighs: somebody said that they are two, or they cannot be one."""
    if other.record in apart.different:
        yield "a reviewer found them to be two people"
    if other.record in apart.beside:
        yield "one report names them as two people"
    if other.record in apart.related:
        yield "they are told to be related"
    if holds_another_number(record, other):
        yield "another number of the same kind is held"
    if _child_and_adult(record, other, apart):
        yield CHILD_AND_ADULT


def differences(record: RecordTold, other: RecordTold) -> Iterable[str]:
    """Return what differs and may be a slip, so that only the whole of the evidence can outweigh it."""
    if not dates_agree(record, other):
        yield DATES_DIFFER
    if {record.sex, other.sex} == {Sex.FEMALE, Sex.MALE}:
        yield SEX_DIFFERS
    if is_unborn(record) and is_unborn(other) and record.expected_date != other.expected_date:
        yield EXPECTED_DIFFER


def holds_another_number(record: RecordTold, other: RecordTold, *, national: bool = False) -> bool:
    """Whether both hold a number of one kind from one giver and share none of them."""
    mine, theirs = numbers(record), numbers(other)
    both = {number[:2] for number in mine} & {number[:2] for number in theirs}
    shared = {number[:2] for number in mine & theirs}
    return any(not giver or not national for giver, _ in both - shared)


def dates_agree(record: RecordTold, other: RecordTold) -> bool:
    """Whether two dates of birth may be the same, each taken only as far as it is certain."""
    mine, theirs = record.birth_date, other.birth_date
    if mine is None or theirs is None:
        return True
    certainty = {record.birth_precision, other.birth_precision}
    if certainty & {Precision.ESTIMATED, Precision.NOT_KNOWN}:
        return True
    if Precision.YEAR in certainty:
        return mine.year == theirs.year
    if Precision.MONTH in certainty:
        return (mine.year, mine.month) == (theirs.year, theirs.month)
    return mine == theirs


def _names_nobody(name: str, first_word: re.Pattern[str]) -> bool:
    words = normalise_name(name).split()
    return not words or bool(first_word.fullmatch(words[0])) or all(len(word) == 1 or word.isdigit() for word in words)


def _child_and_adult(record: RecordTold, other: RecordTold, apart: Apart) -> bool:
    """Whether one of two is a child and the other is not; two dates of birth are compared as dates instead."""
    if record.birth_date and other.birth_date:
        return False
    pairs = ((record, other), (other, record))
    return any(grown_up(one, apart) and a_child(another, apart) for one, another in pairs)
