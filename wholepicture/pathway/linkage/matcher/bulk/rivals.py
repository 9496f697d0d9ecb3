"""Two people told apart cannot both be a third: each takes from the odds of the other."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from wholepicture.pathway.linkage.matcher.bulk.names import Bools, Ints
from wholepicture.pathway.linkage.matcher.bulk.scoring import Floats
from wholepicture.pathway.linkage.matcher.bulk.table import Table

# Pairs of smaller odds take nothing from others.
FLOOR = 2.0**-8


def weighed(table: Table, one: Ints, other: Ints, odds: Floats, household: Bools) -> Floats:
    """Return the odds, lower where somebody has a rival: another who is likely, too, and told apart from the first.

    Two are told apart by being of one household, or by different NHS numbers.
    """
    lowered = odds.copy()
    known, apart = _known(one, other, odds), _pairs(one[household], other[household])
    for partners in _several(one, other, odds):
        for row, at in partners:
            rivals = sum(
                odds[rival_at] / (1 + known.get(_pair(row, rival), 0.0))
                for rival, rival_at in partners
                if rival != row and _told_apart(table, row, rival, known, apart)
            )
            lowered[at] = min(lowered[at], odds[at] / (1 + rivals))
    return lowered


def _several(one: Ints, other: Ints, odds: Floats) -> Iterator[list[tuple[int, int]]]:
    """Yield for everybody with several likely partners these, each with the place of the pair."""
    partners: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at in np.flatnonzero(odds >= FLOOR).tolist():
        a, b = int(one[at]), int(other[at])
        partners[a].append((b, at))
        partners[b].append((a, at))
    return (found for found in partners.values() if len(found) > 1)


def _known(one: Ints, other: Ints, odds: Floats) -> dict[tuple[int, int], float]:
    likely = np.flatnonzero(odds >= FLOOR)
    return dict(zip(zip(one[likely].tolist(), other[likely].tolist(), strict=True), odds[likely].tolist(), strict=True))


def _pairs(one: Ints, other: Ints) -> set[tuple[int, int]]:
    return set(zip(one.tolist(), other.tolist(), strict=True))


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _told_apart(
    table: Table, one: int, other: int, known: dict[tuple[int, int], float], apart: set[tuple[int, int]]
) -> bool:
    pair, mine, theirs = _pair(one, other), table.number[one], table.number[other]
    return pair in apart or bool(mine and theirs and mine != theirs and known.get(pair, 0.0) < 1)
