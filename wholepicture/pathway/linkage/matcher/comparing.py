"""Two descriptions set beside each other: odds that they are one person, against one household and against strangers."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from operator import mul

from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage.matcher import fields
from wholepicture.pathway.linkage.matcher.parameters import Parameters
from wholepicture.pathway.linkage.matcher.terms import Field, Forename, Home, PairClass, Surname
from wholepicture.registers.people import spellings
from wholepicture.registers.people.described import Described
from wholepicture.registers.people.keys import compact

Mass = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says: its level, in plain words without a name, number or place, and its weight in log2.

    The weight is how far the odds move when this field is added to those before it.
    """

    field: Field
    level: Term
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Compared:
    """`odds` is log2 of one person against everything else: `prior` plus the weights of the evidence."""

    odds: float
    probability: float
    cls: PairClass
    evidence: tuple[Evidence, ...]
    prior: float
    model: str


def compare(one: Described, other: Described, parameters: Parameters) -> Compared:
    """Return what two descriptions are to each other, with the evidence in the order of the fields."""
    found = fields.levels(one, other)
    rare = dict(rarities(one, other, found, parameters))
    mass = parameters.priors
    prior = odds = _odds(mass)
    evidence = []
    for field, level in found.items():
        row = parameters.rows[field][level]
        by_chance = rare.get(field, row[-1])
        mass = (*map(mul, mass[:-1], row), mass[-1] * by_chance)
        before, odds = odds, _odds(mass)
        evidence.append(Evidence(field, level, level.label, odds - before))
    return Compared(odds, 1 / (1 + 2**-odds), classed(mass), tuple(evidence), prior, parameters.version)


def rarities(
    one: Described, other: Described, found: fields.Levels, parameters: Parameters
) -> Iterator[tuple[Field, float]]:
    """Yield for each field that agrees in a value how often strangers agree in that very value."""
    if found[Field.FORENAME] is Forename.EXACT:
        yield Field.FORENAME, parameters.chance(Field.FORENAME, spellings.forename(one.forename).joined)
    if found[Field.SURNAME] is Surname.EXACT:
        yield Field.SURNAME, parameters.chance(Field.SURNAME, spellings.surname(one.surname).joined)
    if found[Field.HOME] is Home.POSTCODE:
        shared = {compact(postcode) for postcode in one.postcodes} & {compact(postcode) for postcode in other.postcodes}
        yield Field.HOME, max(parameters.chance(Field.HOME, postcode) for postcode in shared)


def _odds(mass: Mass) -> float:
    return log2(mass[0] / sum(mass[1:]))


def classed(mass: Mass) -> PairClass:
    """Return the likeliest class, from the mass of every kind: one person first, strangers last."""
    weighed = {PairClass.UNRELATED: mass[-1], PairClass.HOUSEHOLD: sum(mass[1:-1]), PairClass.SAME: mass[0]}
    return max(weighed, key=weighed.__getitem__)
