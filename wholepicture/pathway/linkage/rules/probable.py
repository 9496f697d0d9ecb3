"""Which older records may be about the same person although no machine may say so: questions for a reviewer.

A simple comparison of names, dates, homes and relatives; the score only orders what a reviewer sees of one record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from wholepicture.pathway.linkage.facts import Apart, Candidate, Comparison, Expecting, Household, Question
from wholepicture.pathway.linkage.rules import birth, deciding, household, likeness, telling
from wholepicture.pathway.linkage.rules.likeness import Likeness
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Sex

# More questions about one record than this help nobody: the strongest are asked.
ASKED_AT_MOST = 5
FITS_ANOTHER = "the same evidence fits another person, too"

_FORENAME = {Likeness.EQUAL: 0.3, Likeness.NEAR: 0.2, Likeness.NOT_GIVEN: 0.1, Likeness.OTHER: 0.0}
_SURNAME = {Likeness.EQUAL: 0.2, Likeness.NEAR: 0.15, Likeness.NOT_GIVEN: 0.0, Likeness.OTHER: 0.0}
_EVIDENCE, _SAME_DATE, _NEAR_DATE, _TOGETHER, _AGAINST, _LEAST = 0.9, 0.3, 0.2, 0.1, 0.1, 0.05


@dataclass(frozen=True)
class _Alike:
    """How two records are alike, apart from exact evidence."""

    forename: Likeness
    surname: Likeness
    exchanged: bool
    same_date: bool
    near_date: bool
    agree: bool
    same_home: bool
    relative: bool


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
    alternatives = sum(bool(found.basis) and not found.conflicts for found in compared.values()) > 1
    found = [_question(record, *pair, told, alternatives) for pair in compared.items()]
    best: dict[UUID, Question] = {}
    for question in (*birth.questions(record, expecting, told), *(one for one in found if one)):
        if question.person not in best or question.score > best[question.person].score:
            best[question.person] = question
    return sorted(best.values(), key=lambda one: (-one.score, str(one.older)))[:ASKED_AT_MOST]


def _told_as_two(record: RecordTold, candidate: Candidate, apart: Apart) -> bool:
    others = {other.record for other in candidate.records}
    return record.record in others or not others.isdisjoint(apart.beside | apart.related)


def _question(
    record: RecordTold, candidate: Candidate, compared: Comparison, apart: Apart, alternatives: bool
) -> Question | None:
    if compared.basis:
        return _doubted(record, candidate, compared, apart, alternatives)
    if _ruled_out(record, candidate, compared):
        return None
    found = [(_score(alike, compared), str(other.record), other, alike) for other in candidate.records
             if _worth_asking(alike := _alike(record, other, apart), record, other)]  # fmt: skip
    if not found:
        return None
    score, _, older, alike = max(found, key=lambda one: one[:2])
    one_household = household.one_household(record, older, apart)
    return Question(older.record, candidate.person, _reasons(alike), compared.conflicts, one_household, score)


def _doubted(
    record: RecordTold, candidate: Candidate, compared: Comparison, apart: Apart, alternatives: bool
) -> Question:
    """The question about evidence that was found and not used."""
    older = next(other for other in candidate.records if other.record == compared.matched)
    more = (FITS_ANOTHER,) if alternatives and not compared.conflicts else ()
    against = (*compared.conflicts, *compared.doubts, *more)
    label = compared.basis.label if compared.basis else ""
    one_household = bool(compared.doubts) or household.one_household(record, older, apart)
    score = max(_EVIDENCE - _AGAINST * len(against), _LEAST)
    return Question(
        older.record, candidate.person, (label[:1].lower() + label[1:],), against, one_household, round(score, 2)
    )


def _ruled_out(record: RecordTold, candidate: Candidate, compared: Comparison) -> bool:
    """Whether two that are merely alike are two people for certain: national numbers, or a child and an adult."""
    numbers = any(telling.holds_another_number(record, other, national=True) for other in candidate.records)
    return numbers or "one is a child and the other grown up" in compared.conflicts


def _alike(record: RecordTold, other: RecordTold, apart: Apart) -> _Alike:
    both = telling.exact(record) and telling.exact(other)
    mine, theirs = record.birth_date, other.birth_date
    return _Alike(
        forename=likeness.of_forenames(record, other),
        surname=likeness.of_surnames(record, other),
        exchanged=likeness.exchanged(record, other),
        same_date=both and mine == theirs,
        near_date=bool(both and mine and theirs in telling.mistyped(mine)),
        agree=not both and telling.dates_agree(record, other),
        same_home=bool(record.place_keys & other.place_keys),
        relative=household.share_a_relative(record, other, apart),
    )


def _worth_asking(alike: _Alike, record: RecordTold, other: RecordTold) -> bool:
    if telling.is_unborn(record) or telling.is_unborn(other):
        return False
    equal = alike.forename is Likeness.EQUAL and alike.surname is Likeness.EQUAL
    near = alike.exchanged or (
        alike.forename in (Likeness.EQUAL, Likeness.NEAR) and alike.surname in (Likeness.EQUAL, Likeness.NEAR)
    )
    if {record.sex, other.sex} == {Sex.FEMALE, Sex.MALE} and not equal:
        return False
    if alike.same_date:
        return near or _not_named_yet(alike) or _another_surname(alike)
    if alike.near_date:
        return equal or (near and alike.same_home)
    return alike.agree and ((near and alike.same_home) or (equal and alike.relative))


def _not_named_yet(alike: _Alike) -> bool:
    """Whether one has no forename yet and shares the surname, or the mother, of the other: "Baby Marsh"."""
    return alike.forename is Likeness.NOT_GIVEN and (alike.surname is Likeness.EQUAL or alike.relative)


def _another_surname(alike: _Alike) -> bool:
    """Whether somebody may have changed their surname: the forename, and a home or a relative in common."""
    return alike.forename is Likeness.EQUAL and (alike.same_home or alike.relative)


def _score(alike: _Alike, compared: Comparison) -> float:
    date = _SAME_DATE if alike.same_date else _NEAR_DATE if alike.near_date else 0.0
    together = _TOGETHER * (alike.same_home + alike.relative)
    name = 0.35 if alike.exchanged else _FORENAME[alike.forename] + _SURNAME[alike.surname]
    return round(max(name + date + together - _AGAINST * len(compared.conflicts), _LEAST), 2)


def _reasons(alike: _Alike) -> tuple[str, ...]:
    """Return what speaks for one person, in words without a name, a date or a place."""
    names = (
        ["forename and surname stand in each other's place"]
        if alike.exchanged
        else [
            f"the {half} is {like.label}"
            for half, like in (("forename", alike.forename), ("surname", alike.surname))
            if like in (Likeness.EQUAL, Likeness.NEAR)
        ]
    )
    told = (
        (alike.same_date, "the dates of birth are the same"),
        (alike.near_date, "the dates of birth differ by what may be a slip"),
        (alike.same_home, "they were told with the same address"),
        (alike.relative, "they were told with the same relative"),
    )
    return (*names, *(words for holds, words in told if holds))
