"""How many pairs of one household a list has: as many as those show who share a surname and a home.

A list of adults has no twins, and one of single records of strangers no families at all. Where nobody has a brother, a
parent or a partner at home, two dates of birth that agree beside different forenames are one person wrongly named, and
not twins: all kinds of a household rise and fall together.
"""

from dataclasses import replace

import numpy as np

from wholepicture.pathway.linkage.matcher.bulk.levels import levels
from wholepicture.pathway.linkage.matcher.bulk.names import Bools, Ints
from wholepicture.pathway.linkage.matcher.bulk.scoring import Scorer
from wholepicture.pathway.linkage.matcher.bulk.table import Table
from wholepicture.pathway.linkage.matcher.parameters import Parameters
from wholepicture.pathway.linkage.matcher.terms import Field, Home, Kind, Surname

ROUNDS, FURTHEST = 12, 8
# How many pairs the shipped shares count as, beside those of the list; and how far the list may move them.
BESIDE, LEAST, MOST = 3.0, 1e-4, 4.0
FAMILY = tuple(kind for kind in Kind if kind not in (Kind.SAME, Kind.UNRELATED))
AT_HOME = (Home.ADDRESS, Home.SPELT, Home.POSTCODE)


def with_households(table: Table, parameters: Parameters) -> Parameters:
    """Return the parameters with the shares of household pairs that the list shows."""
    one, other, people = _at_home(table)
    found = levels(table, one, other)
    expected = people / 2 * sum(parameters.pairs[kind] * _rate(parameters, kind) for kind in FAMILY)
    times = 1.0
    for _ in range(ROUNDS):
        told = _times(parameters, times)
        shares = Scorer(table, told).shares(found, one)
        times = float((shares[1:-1].sum() + BESIDE) / (expected + BESIDE)) if len(one) else 1.0
        times = min(max(times, LEAST), MOST)
    return _times(parameters, times)


def _times(parameters: Parameters, times: float) -> Parameters:
    return replace(
        parameters, pairs={kind: share * (times if kind in FAMILY else 1.0) for kind, share in parameters.pairs.items()}
    )


def _rate(parameters: Parameters, kind: Kind) -> float:
    """How many of a kind's pairs share a surname and a home, where both are known."""
    homes = parameters.rates[Field.HOME]
    at_home = max(homes[level][kind] for level in AT_HOME) / (1 - homes[Home.NOT_GIVEN][kind])
    return at_home * parameters.rates[Field.SURNAME][Surname.EXACT][kind]


def _at_home(table: Table) -> tuple[Ints, Ints, int]:
    """Pairs that share a surname and a home, and how many people have both told."""
    whole, door = table.names.whole[table.surname], table.places.whole[table.place]
    home = np.where(door > 0, door + len(table.postcodes.texts), table.postcode)
    known = np.flatnonzero((whole > 0) & (home > 0))
    order = known[np.lexsort((home[known], whole[known]))]
    return *_neighbours(order, whole, home), len(known)


def _neighbours(order: Ints, whole: Ints, home: Ints) -> tuple[Ints, Ints]:
    ones, others = [], []
    for step in range(1, FURTHEST + 1):
        one, other = order[:-step], order[step:]
        together: Bools = (whole[one] == whole[other]) & (home[one] == home[other])
        ones.append(one[together])
        others.append(other[together])
    return np.concatenate(ones), np.concatenate(others)
