"""Which older records may be about the same person although no machine may say so: questions for a reviewer."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from wholepicture.pathway.linkage.facts import Apart, Candidate, Comparison, Expecting, Household, Question, Weighed
from wholepicture.pathway.linkage.matcher import Field
from wholepicture.pathway.linkage.matcher.terms import Forename, Home
from wholepicture.pathway.linkage.rules import birth, deciding, household, telling, weighing
from wholepicture.registers.people.facts import RecordTold

# More questions about one record than this help nobody: the strongest are asked.
ASKED_AT_MOST = 5
FITS_ANOTHER = "the same evidence fits another person, too"
SHARE_A_RELATIVE = "they were told with the same relative"
BESIDE_ANOTHER = "beside another record of that person"
# What the matcher does not see: told with one relative and called the same, two are so much likelier to be one (log2).
BY_A_RELATIVE = 6.0
# A name alone, however rare, is no reason to ask.
_BESIDE_NAMES = (Field.BORN, Field.HOME, Field.NHS_NUMBER, Field.OTHER_NUMBER)
_SAYS_NOTHING = frozenset({weighing.NOT_GIVEN, Home.ELSEWHERE.value, Home.STREET.value})


def probable(
    record: RecordTold,
    candidates: Iterable[Candidate],
    apart: Apart | None = None,
    home: Household | None = None,
    expecting: Sequence[Expecting] = (),
) -> list[Question]:
    """Return whom a reviewer should set beside this record, the likeliest first, each person once.

    Give only candidates to whom the record was not joined. Whoever is told beside it in one report, or as its relative,
    is somebody else and never asked about.
    """
    told = apart or Apart()
    compared = {
        candidate: deciding.compare(record, candidate, told, home)
        for candidate in candidates
        if not _told_as_two(record, candidate, told)
    }
    alternatives = sum(bool(found.basis) and not found.vetoes for found in compared.values()) > 1
    found = [_question(record, *pair, told, alternatives) for pair in compared.items()]
    best: dict[UUID, Question] = {}
    for question in (*birth.questions(record, expecting, told), *(one for one in found if one)):
        if question.person not in best or question.score > best[question.person].score:
            best[question.person] = question
    return sorted(best.values(), key=lambda one: (-one.score, str(one.older)))[:ASKED_AT_MOST]


def _told_as_two(record: RecordTold, candidate: Candidate, apart: Apart) -> bool:
    others = {other.record for other in candidate.records}
    return record.record in others or not others.isdisjoint(apart.beside | apart.related | apart.different)


def _question(
    record: RecordTold, candidate: Candidate, compared: Comparison, apart: Apart, alternatives: bool
) -> Question | None:
    if not compared.basis and (
        _ruled_out(record, candidate, compared) or not _asks(record, candidate, compared, apart)
    ):
        return None
    older = next(other for other in candidate.records if other.record == compared.matched)
    weighed = compared.weighed
    more = (FITS_ANOTHER,) if compared.basis and alternatives and not compared.vetoes else ()
    return Question(
        older.record,
        candidate.person,
        tuple(_reasons_for(record, older, compared, apart)),
        (*_reasons_against(record, older, compared), *more),
        bool(compared.doubts) or household.one_household(record, older, weighed, apart),
        weighed.probability,
        weighed,
    )


def _ruled_out(record: RecordTold, candidate: Candidate, compared: Comparison) -> bool:
    """Whether two that are merely alike are two people for certain: national numbers, or a child and an adult."""
    numbers = any(telling.holds_another_number(record, other, national=True) for other in candidate.records)
    return numbers or telling.CHILD_AND_ADULT in compared.vetoes


def _asks(record: RecordTold, candidate: Candidate, compared: Comparison, apart: Apart) -> bool:
    """Whether what was weighed is worth a look. A child not yet born is asked about by the rule of its mother alone."""
    older = next(other for other in candidate.records if other.record == compared.matched)
    if telling.is_unborn(record) or telling.is_unborn(older):
        return False
    more_than_names = any(weighing.level(compared.weighed, field) not in _SAYS_NOTHING for field in _BESIDE_NAMES)
    return (more_than_names and weighing.is_worth_asking(compared.weighed)) or (
        household.share_a_relative(record, older, apart) and _called_the_same(compared.weighed)
    )


def _called_the_same(weighed: Weighed) -> bool:
    """Whether one forename, or one not given yet, and a shared relative make two worth a look."""
    forename = weighing.level(weighed, Field.FORENAME)
    alike = forename in (Forename.EXACT.value, Forename.NOT_GIVEN.value)
    return alike and weighed.odds >= weighing.PARAMETERS.review.odds - BY_A_RELATIVE


def _reasons_against(record: RecordTold, older: RecordTold, compared: Comparison) -> Iterable[str]:
    """All that speaks against it: what differs between the two by its weight, and what differs from that person's other records."""
    here = set(telling.differences(record, older))
    yield from compared.vetoes
    yield from weighing.unless_weighed((each for each in compared.differences if each in here), compared.weighed)
    yield from (f"{BESIDE_ANOTHER}, {each}" for each in compared.differences if each not in here)
    yield from compared.doubts
    yield from weighing.reasons(compared.weighed, speaks_for=False)


def _reasons_for(record: RecordTold, older: RecordTold, compared: Comparison, apart: Apart) -> Iterable[str]:
    if compared.basis:
        yield compared.basis.label[:1].lower() + compared.basis.label[1:]
    yield from weighing.reasons(compared.weighed, speaks_for=True)
    if household.share_a_relative(record, older, apart):
        yield SHARE_A_RELATIVE
