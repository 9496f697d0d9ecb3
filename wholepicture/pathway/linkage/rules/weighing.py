"""Two records weighed by the matcher: the evidence that every decision and every question keeps."""

from collections.abc import Iterable
from functools import lru_cache

from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.facts import Weighed, Weight
from wholepicture.pathway.linkage.matcher import Field, PairClass
from wholepicture.pathway.linkage.rules import telling
from wholepicture.registers.people.describing import describe
from wholepicture.registers.people.facts import RecordTold

PARAMETERS = matcher.load()
MODEL = f"matcher-{PARAMETERS.version}"
PRIOR = "PRIOR"
# A field that is missing says next to nothing, whatever its weight: it is no reason for or against.
NOT_GIVEN = "NOT_GIVEN"


# Deciding and asking look at the same pairs one after the other.
@lru_cache(maxsize=1024)
def weigh(record: RecordTold, other: RecordTold) -> Weighed:
    """Return what two records are to each other, with the evidence field by field and what was likely before any."""
    found = matcher.compare(_described(record), _described(other), PARAMETERS)
    prior = Weight(PRIOR, PRIOR, "Before anything is compared", round(found.prior, 3))
    fields = (Weight(each.field.value, each.level.value, each.label, round(each.weight, 3)) for each in found.evidence)
    return Weighed(round(found.odds, 3), round(found.probability, 6), found.cls.value, found.model, (prior, *fields))


_described = lru_cache(maxsize=1024)(describe)


def level(weighed: Weighed, field: Field) -> str:
    """Return the level that was found in one field."""
    return next(weight.level for weight in weighed.weights if weight.field == field.value)


def weight(weighed: Weighed, field: Field) -> float:
    """Return how far one field moved the odds (log2)."""
    return next(each.weight for each in weighed.weights if each.field == field.value)


def is_enough(weighed: Weighed) -> bool:
    """Whether it is one person with the precision that links are calibrated for."""
    return is_same(weighed) and weighed.odds >= PARAMETERS.link.odds


def is_worth_asking(weighed: Weighed) -> bool:
    """Whether a reviewer should look."""
    return weighed.odds >= PARAMETERS.review.odds


def is_same(weighed: Weighed) -> bool:
    """Whether one person is likelier than two of one household or two strangers."""
    return weighed.cls == str(PairClass.SAME)


def reasons(weighed: Weighed, *, speaks_for: bool) -> Iterable[str]:
    """Yield in words what speaks for one person, or against it; what is not given, or makes no difference, says neither."""
    for weight in weighed.weights:
        told = weight.field != PRIOR and weight.level != NOT_GIVEN and weight.matters
        if told and (weight.weight > 0 if speaks_for else weight.weight < 0):
            yield weight.label[:1].lower() + weight.label[1:]


def unless_weighed(differences: Iterable[str], weighed: Weighed | None) -> Iterable[str]:
    """Yield of what differs what no weight says: a field speaks for one person or against it, never for both."""
    given = {each.field for each in weighed.weights if each.level != NOT_GIVEN} if weighed else frozenset()
    return (each for each in differences if each not in telling.FIELDS or telling.FIELDS[each].value not in given)


def nothing_weighed() -> Weighed:
    """Return what is kept of a record that was compared with nobody."""
    return Weighed(0.0, 0.0, PairClass.UNRELATED.value, PARAMETERS.version)
