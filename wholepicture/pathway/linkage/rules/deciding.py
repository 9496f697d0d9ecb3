"""When a record is about a person we know: weighed together it is enough, nothing stands against it, and no second person fits.

The matcher weighs every candidate. Above its upper cut-off a link is made; so it is on exact evidence, where one person is
at least the likeliest. A pair that is rather two of one household is never linked by machine. In doubt two records stay
apart: a false join tells one family about another (review 2.14).
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from wholepicture.pathway.linkage.facts import Apart, Candidate, Comparison, Decision, Expecting, Household, Weighed
from wholepicture.pathway.linkage.rules import birth, household, telling, weighing
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold


def compare(record: RecordTold, candidate: Candidate, apart: Apart, home: Household | None = None) -> Comparison:
    """Set a record beside every record of one candidate: the strongest evidence, and all that speaks against it."""
    every = {other.record: weighing.weigh(record, other) for other in candidate.records}
    exact = [(basis, other.record) for other in candidate.records if (basis := _evidence(record, other))]
    order = list(Basis)
    exact.sort(key=lambda found: (order.index(found[0]), -every[found[1]].odds, str(found[1])))
    basis, matched = exact[0] if exact else (None, max(every, key=lambda one: (every[one].odds, str(one))))
    weighed = every[matched]
    if basis is None and weighing.is_enough(weighed):
        basis = Basis.WEIGHED
    told = {reason for other in candidate.records for reason in telling.vetoes(record, other, apart)}
    differs = {reason for other in candidate.records for reason in telling.differences(record, other)}
    doubts = tuple(_doubts(record, candidate, basis, every, weighed, apart, home or Household()))
    return Comparison(candidate.person, basis, matched, tuple(sorted(told)), tuple(sorted(differs)), doubts, weighed)


def decide(
    record: RecordTold,
    candidates: Iterable[Candidate],
    apart: Apart | None = None,
    home: Household | None = None,
    expecting: Sequence[Expecting] = (),
) -> Decision:
    """Return whom this record is about: the one candidate with enough evidence and nothing against it, else somebody new.

    Two candidates with the same kind of evidence, or one who could be another of the same household, are a doubt that
    only a reviewer can end: the record stays alone and says so. Without any evidence, a child may be the one its mother
    expected.
    """
    told = apart or Apart()
    compared = [compare(record, candidate, told, home) for candidate in candidates]
    likely = [found for found in compared if found.basis]
    fitting = [found for found in likely if not found.vetoes and _outweighs_differences(found)]
    exact = [found for found in fitting if found.basis is not Basis.WEIGHED]
    certain = exact if len(exact) == 1 else fitting
    if len(certain) == 1 and certain[0].basis and not certain[0].doubts:
        (found,) = certain
        return Decision(
            record.record, found.person, certain[0].basis, found.matched, _score(found.weighed), weighed=found.weighed
        )
    if not likely and (expected := birth.expected(record, expecting, told)):
        return expected
    nearest = max((found.weighed for found in compared), key=lambda one: one.odds, default=None)
    return Decision(record.record, None, Basis.ALONE, because=_why_alone(likely, fitting), weighed=nearest)


def _doubts(
    record: RecordTold,
    candidate: Candidate,
    basis: Basis | None,
    every: Mapping[UUID, Weighed],
    weighed: Weighed,
    apart: Apart,
    home: Household,
) -> Iterable[str]:
    """Why the evidence could be of two of one household; of two unborn the rule knows more than the matcher."""
    if basis is None:
        return
    yield from household.doubts(record, candidate, basis, apart, home)
    if basis is not Basis.EXPECTED_DATE_AND_ADDRESS:
        yield from household.weighed_doubts(basis, weighed, every.values())


def _outweighs_differences(found: Comparison) -> bool:
    """Whether nothing differs, or all that agrees is enough beside it."""
    return not found.differences or weighing.is_enough(found.weighed)


def _score(weighed: Weighed) -> float:
    return round(weighed.probability, 4)


def _why_alone(likely: Sequence[Comparison], fitting: Sequence[Comparison]) -> str:
    if len(fitting) > 1:
        return f"The same evidence fits {len(fitting)} people: somebody has to look."
    if likely:
        reasons = sorted({reason for found in likely for reason in found.against})
        return f"{likely[0].basis.label if likely[0].basis else ''}, but {'; '.join(reasons)}."
    return ""


def _evidence(record: RecordTold, other: RecordTold) -> Basis | None:
    if telling.numbers(record) & telling.numbers(other):
        return Basis.IDENTIFIER
    if telling.is_unborn(record) or telling.is_unborn(other):
        return Basis.EXPECTED_DATE_AND_ADDRESS if _same_unborn(record, other) else None
    if not telling.has_full_name(record) or record.name_key != other.name_key:
        return None
    if telling.exact(record) and telling.exact(other):
        return Basis.NAME_AND_BIRTH_DATE if record.birth_date == other.birth_date else None
    return Basis.NAME_AND_ADDRESS if record.place_keys & other.place_keys else None


def _same_unborn(record: RecordTold, other: RecordTold) -> bool:
    """The mother's name is no evidence: only the surname with the expected date and the address, both unborn."""
    if not telling.is_unborn(record) or not telling.is_unborn(other):
        return False
    same = bool(telling.surname(record)) and telling.surname(record) == telling.surname(other)
    return same and record.expected_date == other.expected_date and bool(record.place_keys & other.place_keys)
