"""When two records are one person: exact evidence only, and nothing that speaks against it; pure functions of what was told.

Three steps, so that a better comparison can take this one's place: candidates (whoever shares a key), comparison,
decision. In doubt two records stay apart: a false join tells one family about another (review 2.14).
"""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from wholepicture.pathway.linkage.facts import Apart, Candidate, Comparison, Decision
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.names import normalise_name
from wholepicture.registers.people.terms import IdentifierKind, Precision, Role, Sex

MODEL = "exact-1"
# Numbers that one national body gives; every other means something only beside the agency that gave it.
NATIONAL = frozenset({IdentifierKind.NHS_NUMBER, IdentifierKind.UPN})
# First words that stand where a name is not known, and where a child's is not yet given: they name nobody.
UNKNOWN = re.compile("unknown|unnamed|anonymous|nk|na|tbc|tba|tbd|test|not|none")
PLACEHOLDER = re.compile(
    f"{UNKNOWN.pattern}|baby|babe|infant|newborn|neonate|unborn|foetus|fetus|twin|triplet|child|boy|girl|male|female|man|"
    "woman|son|daughter|mother|father|mum|mummy|dad|daddy|partner|sibling|brother|sister|no|of"
)


# Told in one of these, somebody is no child under 16: a father is not his small son of the same name and home.
GROWN_UP = frozenset({Role.VICTIM, Role.CAUSING_HARM, Role.COUNTER_ALLEGATIONS, Role.OF_CONCERN, Role.PARENT})
GROWN_UP_FROM_YEARS = 16
ADULT_AT_YEARS = 18


def keys(record: RecordTold) -> frozenset[str]:
    """Return the words under which evidence for this record stands: two records are compared when they share one.

    Whoever decides holds these first, so that two workers cannot make one new person twice.
    """
    found = {f"identifier:{scope}:{kind}:{value}" for scope, kind, value in _numbers(record)}
    if _has_full_name(record):
        if _exact(record):
            found.add(f"born:{record.name_key}:{record.birth_date}")
        found |= {f"home:{record.name_key}:{place}" for place in record.place_keys}
    if _unborn_name(record):
        found |= {f"expected:{_unborn_name(record)}:{record.expected_date}:{place}" for place in record.place_keys}
    return frozenset(found)


def compare(record: RecordTold, candidate: Candidate, apart: Apart) -> Comparison:
    """Set a record beside every record of one candidate: the strongest evidence, and all that speaks against it."""
    evidence = [(basis, other.record) for other in candidate.records if (basis := _evidence(record, other))]
    order = list(Basis)
    basis, matched = min(evidence, key=lambda found: (order.index(found[0]), str(found[1])), default=(None, None))
    conflicts = {reason for other in candidate.records for reason in _conflicts(record, other, apart)}
    return Comparison(candidate.person, basis, matched, tuple(sorted(conflicts)))


def decide(record: RecordTold, candidates: Iterable[Candidate], apart: Apart | None = None) -> Decision:
    """Return whom this record is about: the one candidate with evidence and nothing against it, else somebody new.

    Two candidates with evidence are a doubt that only a reviewer can end: the record stays alone and says so.
    """
    compared = [compare(record, candidate, apart or Apart()) for candidate in candidates]
    likely = [found for found in compared if found.basis]
    fitting = [found for found in likely if not found.conflicts]
    if len(fitting) == 1 and fitting[0].basis:
        one = fitting[0]
        return Decision(record.record, one.person, fitting[0].basis, one.matched, score=1.0)
    return Decision(record.record, None, Basis.ALONE, because=_why_alone(likely, fitting))


def is_placeholder(forename: str) -> bool:
    """Whether this stands for a name that is not given: "Baby", "Twin 2", "Unknown male", an initial or nothing."""
    return _names_nobody(forename, PLACEHOLDER)


def _names_nobody(name: str, first_word: re.Pattern[str]) -> bool:
    words = normalise_name(name).split()
    return not words or bool(first_word.fullmatch(words[0])) or all(len(word) == 1 or word.isdigit() for word in words)


def _why_alone(likely: Sequence[Comparison], fitting: Sequence[Comparison]) -> str:
    if len(fitting) > 1:
        return f"The same evidence fits {len(fitting)} people: somebody has to look."
    if likely:
        reasons = sorted({reason for found in likely for reason in found.conflicts})
        return f"{likely[0].basis.label if likely[0].basis else ''}, but {'; '.join(reasons)}."
    return ""


def _evidence(record: RecordTold, other: RecordTold) -> Basis | None:
    if _numbers(record) & _numbers(other):
        return Basis.IDENTIFIER
    if _is_unborn(record) or _is_unborn(other):
        return Basis.EXPECTED_DATE_AND_ADDRESS if _same_unborn(record, other) else None
    if not _has_full_name(record) or record.name_key != other.name_key:
        return None
    if _exact(record) and _exact(other):
        return Basis.NAME_AND_BIRTH_DATE if record.birth_date == other.birth_date else None
    return Basis.NAME_AND_ADDRESS if record.place_keys & other.place_keys else None


def _conflicts(record: RecordTold, other: RecordTold, apart: Apart) -> Iterable[str]:
    if other.record in apart.beside:
        yield "one report names them as two people"
    if other.record in apart.related:
        yield "they are told to be related"
    if _other_number(record, other):
        yield "another number of the same kind is held"
    if not _dates_agree(record, other):
        yield "the dates of birth differ"
    if _child_and_adult(record, other, apart):
        yield "one is a child and the other grown up"
    if {record.sex, other.sex} == {Sex.FEMALE, Sex.MALE}:
        yield "the sex recorded differs"
    if _is_unborn(record) and _is_unborn(other) and record.expected_date != other.expected_date:
        yield "the expected dates differ"


def _numbers(record: RecordTold) -> frozenset[tuple[str, str, str]]:
    """Each number with whose it is: a police reference equals only another of the same force."""
    return frozenset(
        ("" if kind in NATIONAL else str(record.agency), kind.value, value) for kind, value in record.identifiers
    )


def _other_number(record: RecordTold, other: RecordTold) -> bool:
    """Whether both hold a number of one kind from one giver and share none of them."""
    mine, theirs = _numbers(record), _numbers(other)
    both = {number[:2] for number in mine} & {number[:2] for number in theirs}
    shared = {number[:2] for number in mine & theirs}
    return bool(both - shared)


def _dates_agree(record: RecordTold, other: RecordTold) -> bool:
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


def _child_and_adult(record: RecordTold, other: RecordTold, apart: Apart) -> bool:
    """Whether one of two is a child and the other is not; two dates of birth are compared as dates instead."""
    if record.birth_date and other.birth_date:
        return False
    pairs = ((record, other), (other, record))
    return any(_grown_up(one, apart) and _a_child(another, apart) for one, another in pairs)


def _grown_up(record: RecordTold, apart: Apart) -> bool:
    """Whether this is told as no child: by the date of birth, or where there is none by a role."""
    if record.birth_date:
        return _years(record) >= ADULT_AT_YEARS
    return bool(apart.roles.get(record.record, frozenset()) & GROWN_UP)


def _a_child(record: RecordTold, apart: Apart) -> bool:
    """Whether this is told as a child: too young for such a role by the date of birth, or where there is none by a role."""
    if record.birth_date:
        return _years(record) < GROWN_UP_FROM_YEARS
    return _is_unborn(record) or Role.CHILD in apart.roles.get(record.record, frozenset())


def _years(record: RecordTold) -> int:
    """Age in years on the day of telling; a day more or less makes no difference between a child and an adult."""
    return (record.told_at.date() - record.birth_date).days // 366 if record.birth_date else 0


def _exact(record: RecordTold) -> bool:
    return record.birth_date is not None and record.birth_precision is Precision.EXACT


def _has_full_name(record: RecordTold) -> bool:
    return bool(record.name_key) and not is_placeholder(record.forename) and not _names_nobody(record.surname, UNKNOWN)


def _is_unborn(record: RecordTold) -> bool:
    return record.birth_date is None and record.expected_date is not None


def _unborn_name(record: RecordTold) -> str:
    if not _is_unborn(record) or _names_nobody(record.surname, UNKNOWN):
        return ""
    return normalise_name(record.surname)


def _same_unborn(record: RecordTold, other: RecordTold) -> bool:
    """The mother's name is no evidence: only the surname with the expected date and the address, both unborn."""
    name = _unborn_name(record)
    same = bool(name) and name == _unborn_name(other) and record.expected_date == other.expected_date
    return same and bool(record.place_keys & other.place_keys)


def group_by_person(records: Iterable[RecordTold]) -> tuple[Candidate, ...]:
    """Return the resolved ones of these records as candidates, in a fixed order."""
    found: dict[UUID, list[RecordTold]] = {}
    for record in records:
        if record.person is not None:
            found.setdefault(record.person, []).append(record)
    return tuple(Candidate(person, tuple(found[person])) for person in sorted(found))
