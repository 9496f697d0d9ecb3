"""When two records could be two people of one household, so that no machine may join them (twins, same-name relatives)."""

from collections.abc import Iterable

from wholepicture.pathway.linkage.facts import Apart, Candidate, Household, Weighed
from wholepicture.pathway.linkage.matcher import Field, PairClass
from wholepicture.pathway.linkage.matcher.terms import Born, Forename, Home, Surname
from wholepicture.pathway.linkage.rules import telling, weighing
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Sex

ANOTHER_ONE = "somebody else of the same last name is known at that address: they could be two of one household"
CROWDED = "too many people are known at that address to tell them apart by it"
ONE_NUMBER_ON_TWO = "they share a number, but the first names are two: twins are sometimes given one number"
NO_FORENAME = "a first name is not told in full: they could be twins"
RATHER_TWO = "all in all they are rather two people of one household"
RATHER_STRANGERS = "what they share is so common that all in all they are rather two people"
A_RECORD_OF_ANOTHER = "one of that person's records is rather of somebody else"

TWO_NAMES = frozenset({Forename.DIFFERENT.value, Forename.ALIKE.value})
TWO_BIRTHS = frozenset({Born.CLOSE.value, Born.APART.value, Born.GENERATION.value})
_NEAR = frozenset({Home.ADDRESS.value, Home.SPELT.value, Home.POSTCODE.value, Home.NEIGHBOURS.value})
_OTHER_SURNAMES = frozenset({Surname.CHANGED.value, Surname.DIFFERENT.value})
_TOLD = (Sex.FEMALE, Sex.MALE)


def doubts(
    record: RecordTold, candidate: Candidate, basis: Basis | None, apart: Apart, household: Household
) -> Iterable[str]:
    """Return why this evidence could as well be of two people of one household, in words; nothing when it could not."""
    if basis is Basis.NAME_AND_ADDRESS:
        if household.crowded:
            yield CROWDED
        if any(_could_be_meant(record, candidate, other, apart) for other in household.others):
            yield ANOTHER_ONE
    if basis is Basis.WEIGHED and (_is_unnamed(record) or all(map(_is_unnamed, candidate.records))):
        yield NO_FORENAME
    if basis is Basis.IDENTIFIER and _two_names(record, candidate, apart):
        yield ONE_NUMBER_ON_TWO


def weighed_doubts(basis: Basis, matched: Weighed, every: Iterable[Weighed]) -> Iterable[str]:
    """Return why what was weighed is rather of two: the pair itself, or another record of the same person.

    Two strangers hold no number in common, however little else is told of one.
    """
    if matched.cls == PairClass.HOUSEHOLD.value:
        yield RATHER_TWO
    if matched.cls == PairClass.UNRELATED.value and basis is not Basis.IDENTIFIER:
        yield RATHER_STRANGERS
    if any(each.cls != PairClass.SAME.value and _contradicts(each) for each in every):
        yield A_RECORD_OF_ANOTHER


def _contradicts(weighed: Weighed) -> bool:
    """Whether another forename or another birth is told, and not only less."""
    return _forename(weighed) in TWO_NAMES or weighing.level(weighed, Field.BORN) in TWO_BIRTHS


def one_household(record: RecordTold, older: RecordTold, weighed: Weighed, apart: Apart) -> bool:
    """Whether two that are asked about could be of one household: the likelier by far, a shared home or relative, twins."""
    if weighed.cls == PairClass.HOUSEHOLD.value or share_a_relative(record, older, apart):
        return True
    same_birth = weighing.level(weighed, Field.BORN) in (Born.EXACT.value, Born.NEW_YEAR.value)
    one_surname = weighing.level(weighed, Field.SURNAME) not in _OTHER_SURNAMES
    return weighing.level(weighed, Field.HOME) in _NEAR or (same_birth and one_surname)


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


def _is_unnamed(record: RecordTold) -> bool:
    return telling.is_placeholder(record.forename)


def _two_names(record: RecordTold, candidate: Candidate, apart: Apart) -> bool:
    """Whether two who may both be children are called differently in every record that has a name."""
    everybody = (record, *candidate.records)
    if any(telling.grown_up(known, apart) for known in everybody):
        return False
    found = [_forename(weighing.weigh(record, known)) for known in candidate.records]
    named = [one for one in found if one != Forename.NOT_GIVEN.value]
    return bool(named) and all(one in TWO_NAMES for one in named)


def _forename(weighed: Weighed) -> str:
    return weighing.level(weighed, Field.FORENAME)
