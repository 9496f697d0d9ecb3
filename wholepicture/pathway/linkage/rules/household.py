"""When two records could be two people of one household, so that no machine may join them (twins, same-name relatives)."""

from collections.abc import Iterable

from wholepicture.pathway.linkage.facts import Apart, Candidate, Household
from wholepicture.pathway.linkage.rules import likeness, telling
from wholepicture.pathway.linkage.rules.likeness import Likeness
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Sex

ANOTHER_ONE = "somebody else of the same surname is known at that address: they could be two of one household"
CROWDED = "too many people are known at that address to tell them apart by it"
ONE_NUMBER_ON_TWO = "they share a number, but the forenames are two: twins are sometimes given one number"


def doubts(
    record: RecordTold, candidate: Candidate, basis: Basis | None, apart: Apart, household: Household
) -> Iterable[str]:
    """Return why this evidence could as well be of two people of one household, in words; nothing when it could not."""
    if basis is Basis.NAME_AND_ADDRESS:
        if household.crowded:
            yield CROWDED
        if any(_could_be_meant(record, candidate, other, apart) for other in household.others):
            yield ANOTHER_ONE
    if basis is Basis.IDENTIFIER and _two_names(record, candidate, apart):
        yield ONE_NUMBER_ON_TWO


def one_household(record: RecordTold, older: RecordTold, apart: Apart) -> bool:
    """Whether two that are asked about could be of one household: a shared home, a shared relative, twins."""
    shared = _of(apart, record) & _of(apart, older)
    same_birth = telling.exact(record) and record.birth_date == older.birth_date
    surnames = likeness.of_surnames(record, older)
    return bool(shared or record.place_keys & older.place_keys) or (same_birth and surnames is not Likeness.OTHER)


def share_a_relative(record: RecordTold, older: RecordTold, apart: Apart) -> bool:
    """Whether both are told with the same relative, found by person or by full name."""
    return bool(_of(apart, record) & _of(apart, older))


def _of(apart: Apart, record: RecordTold) -> frozenset[str]:
    return apart.relatives.get(record.record, frozenset())


def _could_be_meant(record: RecordTold, candidate: Candidate, other: RecordTold, apart: Apart) -> bool:
    """Whether another of that home may share surname, sex and being no small child: a father, a grown son."""
    if other.record == record.record or other.person == candidate.person:
        return False
    homes = {place for known in candidate.records for place in known.place_keys} & record.place_keys
    same_surname = bool(telling.surname(record)) and telling.surname(record) == telling.surname(other)
    sexes = {found for found in (record.sex, *(known.sex for known in candidate.records)) if found in _TOLD}
    other_sex = other.sex in _TOLD and bool(sexes) and other.sex not in sexes
    return bool(homes & other.place_keys) and same_surname and not other_sex and not telling.a_child(other, apart)


_TOLD = (Sex.FEMALE, Sex.MALE)


def _two_names(record: RecordTold, candidate: Candidate, apart: Apart) -> bool:
    """Whether two who may both be children are called differently in every record that has a name."""
    everybody = (record, *candidate.records)
    if any(telling.grown_up(known, apart) for known in everybody):
        return False
    found = [likeness.of_forenames(record, known) for known in candidate.records]
    named = [one for one in found if one is not Likeness.NOT_GIVEN]
    return bool(named) and all(one is Likeness.OTHER for one in named)
