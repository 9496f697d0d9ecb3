"""When a record is about a person we know: exact evidence, nothing against it, and no second person whom it could mean.

Weighted comparison (a matcher) can take this one's place: candidates (whoever shares a key), comparison, decision. In
doubt two records stay apart: a false join tells one family about another (review 2.14).
"""

from collections.abc import Iterable, Sequence

from wholepicture.pathway.linkage.facts import Apart, Candidate, Comparison, Decision, Expecting, Household
from wholepicture.pathway.linkage.rules import birth, household, telling
from wholepicture.pathway.linkage.terms import Basis
from wholepicture.registers.people.facts import RecordTold

MODEL = "exact-2"


def keys(record: RecordTold) -> frozenset[str]:
    """Return the words under which two records are compared at all: whoever shares none is never joined or asked about.

    Whoever decides holds these first, so that two workers cannot make one new person twice, nor miss a question.
    """
    found = {f"identifier:{scope}:{kind}:{value}" for scope, kind, value in telling.numbers(record)}
    if telling.has_full_name(record):
        found.add(f"name:{record.name_key}")
    if telling.exact(record):
        found.add(f"born:{record.birth_date}")
    if surname := telling.surname(record):
        found |= {f"home:{surname}:{place}" for place in record.place_keys}
    return frozenset(found)


def compare(record: RecordTold, candidate: Candidate, apart: Apart, home: Household | None = None) -> Comparison:
    """Set a record beside every record of one candidate: the strongest evidence, and all that speaks against it."""
    evidence = [(basis, other.record) for other in candidate.records if (basis := _evidence(record, other))]
    order = list(Basis)
    basis, matched = min(evidence, key=lambda found: (order.index(found[0]), str(found[1])), default=(None, None))
    conflicts = {reason for other in candidate.records for reason in telling.conflicts(record, other, apart)}
    doubts = tuple(household.doubts(record, candidate, basis, apart, home or Household()))
    return Comparison(candidate.person, basis, matched, tuple(sorted(conflicts)), doubts)


def decide(
    record: RecordTold,
    candidates: Iterable[Candidate],
    apart: Apart | None = None,
    home: Household | None = None,
    expecting: Sequence[Expecting] = (),
) -> Decision:
    """Return whom this record is about: the one candidate with evidence and nothing against it, else somebody new.

    Two candidates with evidence, or one who could be another of the same household, are a doubt that only a reviewer
    can end: the record stays alone and says so. Without any evidence, a child may be the one its mother expected.
    """
    told = apart or Apart()
    compared = [compare(record, candidate, told, home) for candidate in candidates]
    likely = [found for found in compared if found.basis]
    fitting = [found for found in likely if not found.conflicts]
    if len(fitting) == 1 and fitting[0].basis and not fitting[0].doubts:
        return Decision(record.record, fitting[0].person, fitting[0].basis, fitting[0].matched, score=1.0)
    if not likely and (expected := birth.expected(record, expecting, told)):
        return expected
    return Decision(record.record, None, Basis.ALONE, because=_why_alone(likely, fitting))


def _why_alone(likely: Sequence[Comparison], fitting: Sequence[Comparison]) -> str:
    if len(fitting) > 1:
        return f"The same evidence fits {len(fitting)} people: somebody has to look."
    if likely:
        reasons = sorted({reason for found in likely for reason in (*found.conflicts, *found.doubts)})
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
