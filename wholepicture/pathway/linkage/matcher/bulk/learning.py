"""Rates learnt from a list without labels: strangers from random pairs, one person from the likeliest of the candidates.

What is learnt is drawn towards what was believed before, the more the less the list says, and is settled like every
other set of rates. The kinds of a household keep their shipped rates: a list seldom says who is whose sister.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage.matcher import settling
from wholepicture.pathway.linkage.matcher.bulk.adapting import adapted
from wholepicture.pathway.linkage.matcher.bulk.candidates import Capped, candidates
from wholepicture.pathway.linkage.matcher.bulk.households import with_households
from wholepicture.pathway.linkage.matcher.bulk.levels import levels, place, with_a_man
from wholepicture.pathway.linkage.matcher.bulk.names import Bools, Ints, Small
from wholepicture.pathway.linkage.matcher.bulk.scoring import TOLD, Floats, Scorer
from wholepicture.pathway.linkage.matcher.bulk.table import Table
from wholepicture.pathway.linkage.matcher.parameters import Parameters, Rates
from wholepicture.pathway.linkage.matcher.terms import LEVELS, NAMED, Born, Field, Home, Kind, Sex, Surname

RANDOM_PAIRS, PAIRS_OF_EACH = 400_000, 40
MOST_CANDIDATES = 3_000_000
ROUNDS = 8
# How many events the shipped rates count as, beside those of the list.
BESIDE_STRANGERS, BESIDE_SAME, BESIDE_KINDS, BESIDE_PEOPLE = 3.0, 100.0, 20.0, 2_000.0
# The pairs of these kinds share a key, so that the candidates say how many there are.
COUNTED = (Kind.SAME,)

# A list without addresses and without the unborn says nothing about these.
NOT_TOLD_BY_LISTS: Mapping[Field, tuple[Term, ...]] = {
    Field.HOME: (Home.ADDRESS, Home.SPELT, Home.NEIGHBOURS, Home.STREET),
    Field.BORN: (Born.EXPECTED,),
}
# Random pairs are too few to show these of strangers.
FIRST_OF_JANUARY = 101
COUNTED_OTHERWISE = (Born.EXACT, Born.NEW_YEAR)


@dataclass(frozen=True)
class Candidates:
    """Pairs with their levels, and whether a man is one of the two."""

    one: Ints
    found: Mapping[Field, Small]
    men: Bools


def with_strangers(table: Table, parameters: Parameters) -> Parameters:
    """Return the parameters with the rates of strangers that random pairs of the list show.

    Each pair counts as far as it is one of strangers: in a short list even random pairs are often one person.
    """
    random, count = np.random.default_rng(1), min(RANDOM_PAIRS, PAIRS_OF_EACH * len(table))
    one, other = (random.integers(0, max(len(table), 1), count) for _ in range(2))
    one, other = one[one != other], other[one != other]
    before = replace(parameters, rates=settling.settle(_with_dates(table, parameters.rates)))
    found = levels(table, one, other)
    strangers = Scorer(table, before).shares(found, one)[-1]
    rates = _with(before.rates, Kind.UNRELATED, found, with_a_man(table, one, other), strangers)
    return replace(parameters, rates=settling.settle(rates))


def _with_dates(table: Table, before: Rates) -> Rates:
    """Return the rates with how often strangers share a date of birth: counted, for random pairs show it too seldom.

    Whoever shares the surname as well is left out: they are often one person, or twins.
    """
    known = table.written[table.written > 0]
    surname = table.names.first_stem[table.surname[table.written > 0]]
    new_year = known % 10_000 == FIRST_OF_JANUARY
    rates = {field: dict(rows) for field, rows in before.items()}
    beside = len(table) / (len(table) + BESIDE_PEOPLE)
    for level, those in ((Born.EXACT, ~new_year), (Born.NEW_YEAR, new_year)):
        row, shared = rates[Field.BORN][level], _shared(known[those]) - _shared(known[those] + (surname[those] << 25))
        rate = max(shared / max(len(table) ** 2, 1), settling.SMALLEST)
        rates[Field.BORN][level] = {**row, Kind.UNRELATED: beside * rate + (1 - beside) * row[Kind.UNRELATED]}
    return rates


def _shared(values: Ints) -> float:
    """How many ordered pairs share a value."""
    _, counts = np.unique(values, return_counts=True)
    return float((counts * (counts - 1.0)).sum())


def learnt(table: Table, parameters: Parameters, candidates: Candidates) -> Parameters:
    """Return the parameters with the rates of one person, and how many pairs of each counted kind there are."""
    found = parameters
    for _ in range(ROUNDS):
        shares = Scorer(table, found).shares(candidates.found, candidates.one)
        found = replace(
            found,
            rates=settling.settle(_with(parameters.rates, Kind.SAME, candidates.found, candidates.men, shares[0])),
            pairs=_pairs(table, parameters, shares),
        )
    return found


def _with(before: Rates, kind: Kind, found: Mapping[Field, Small], men: Bools, weights: Floats | None) -> Rates:
    """Return the rates with those of one kind as these pairs show them, each counted as far as it is of the kind."""
    rates: dict[Field, dict[Term, Mapping[Kind, float]]] = {field: dict(rows) for field, rows in before.items()}
    for field, level, count, total in _counts(found, men, weights):
        if kind is Kind.UNRELATED and field is Field.BORN and level in COUNTED_OTHERWISE:
            continue
        row = before[field][level]
        beside = BESIDE_SAME if kind is Kind.SAME else BESIDE_STRANGERS / row[kind]
        rates[field][level] = {**row, kind: (count + beside * row[kind]) / (total + beside)}
    return rates


def _counts(
    found: Mapping[Field, Small], men: Bools, weights: Floats | None
) -> Iterator[tuple[Field, Term, float, float]]:
    """Yield for each level that a list can tell how many pairs are at it, and of how many that could be."""
    named = np.isin(found[Field.FORENAME], [place(level) for level in NAMED])
    weight = np.ones(len(named)) if weights is None else weights
    total, with_name = float(weight.sum()), float(weight[named].sum())
    with_man = float(weight[men].sum())
    possible: dict[Field, dict[Term, float]] = {
        Field.SEX: {
            **dict.fromkeys((Sex.SAME, Sex.DIFFERENT), total - with_name),
            **dict.fromkeys((Sex.SAME_AS_NAMED, Sex.DIFFERENT_THOUGH_NAMED), with_name),
        },
        Field.SURNAME: {Surname.CHANGED: total - with_man, Surname.DIFFERENT: with_man},
    }
    for field in TOLD:
        counts = np.bincount(found[field], weights=weight, minlength=len(LEVELS[field]))
        for level, count in zip(LEVELS[field], counts, strict=True):
            if count or level not in NOT_TOLD_BY_LISTS.get(field, ()):
                yield field, level, float(count), possible.get(field, {}).get(level, total)


def _pairs(table: Table, before: Parameters, shares: Floats) -> Mapping[Kind, float]:
    """Pairs of each counted kind that one person has."""
    pairs = dict(before.pairs)
    for kind in COUNTED:
        count = float(shares[list(Kind).index(kind)].sum())
        pairs[kind] = (2 * count + BESIDE_KINDS * pairs[kind]) / (len(table) + BESIDE_KINDS)
    return pairs


def gathered(table: Table, pairs: Iterable[tuple[Ints, Ints]], most: int) -> Candidates:
    """Return the first so many candidates with their levels."""
    ones, others = [], []
    for one, other in pairs:
        ones.append(one)
        others.append(other)
        if sum(map(len, ones)) >= most:
            break
    one, other = (np.concatenate(rows)[:most] if rows else np.zeros(0, np.int64) for rows in (ones, others))
    return Candidates(one, levels(table, one, other), with_a_man(table, one, other))


def learn(table: Table, parameters: Parameters, version: str) -> Parameters:
    """Return parameters of this version as the list shows them: frequencies, strangers, and one person."""
    told = with_households(table, with_strangers(table, adapted(table, parameters)))
    found = learnt(table, told, gathered(table, candidates(table, Capped()), MOST_CANDIDATES))
    return replace(found, version=version)
