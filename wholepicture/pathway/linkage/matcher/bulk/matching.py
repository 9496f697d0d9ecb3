"""A list matched with itself, or two lists with each other."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wholepicture.pathway.linkage.matcher.bulk import learning, rivals
from wholepicture.pathway.linkage.matcher.bulk.adapting import adapted
from wholepicture.pathway.linkage.matcher.bulk.candidates import Capped, candidates
from wholepicture.pathway.linkage.matcher.bulk.communities import together
from wholepicture.pathway.linkage.matcher.bulk.households import with_households
from wholepicture.pathway.linkage.matcher.bulk.levels import levels
from wholepicture.pathway.linkage.matcher.bulk.names import Ints, Small
from wholepicture.pathway.linkage.matcher.bulk.scoring import Floats, Masses, Scorer
from wholepicture.pathway.linkage.matcher.bulk.table import Table
from wholepicture.pathway.linkage.matcher.parameters import Parameters
from wholepicture.pathway.linkage.matcher.terms import PairClass

CHUNK = 1_000_000
CLASSES = (PairClass.SAME, PairClass.HOUSEHOLD, PairClass.UNRELATED)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Pairs:
    """Rows of a table that are set beside each other: plain odds, and the place of the class in CLASSES.

    `compared` counts all that were compared, those of too small odds to be kept included.
    """

    one: Ints
    other: Ints
    odds: Floats
    cls: Small
    compared: int
    capped: Capped

    @property
    def probability(self) -> Floats:
        """How likely each pair is one person."""
        return self.odds / (1 + self.odds)


def of_list(table: Table, parameters: Parameters) -> Parameters:
    """Return the parameters with what every list tells by itself: how common its values are, its strangers and households."""
    return with_households(table, learning.with_strangers(table, adapted(table, parameters)))


def match(table: Table, parameters: Parameters, progress: Progress, floor: float = 0.0) -> Pairs:
    """Return all pairs that share a key and are one person with at least these plain odds, or of one household."""
    told = of_list(table, parameters)
    scorer, capped, parts, compared = Scorer(table, told, together(table).lift), Capped(), [_NOTHING], 0
    for one, other in candidates(table, capped):
        for begin in range(0, len(one), CHUNK):
            part = slice(begin, begin + CHUNK)
            parts.append(_weighed(table, scorer, one[part], other[part], floor))
            compared += len(one[part])
            progress(f"{compared:,} pairs compared")
    one, other, odds, cls = (np.concatenate(column) for column in zip(*parts, strict=True))
    odds = rivals.weighed(table, one, other, odds, cls == CLASSES.index(PairClass.HOUSEHOLD))
    return Pairs(one, other, odds, cls, compared, capped)


_NOTHING = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int8))


def _weighed(table: Table, scorer: Scorer, one: Ints, other: Ints, floor: float) -> tuple[Ints, Ints, Floats, Small]:
    masses = scorer.weigh(levels(table, one, other), one)
    odds, cls = masses.odds, _classes(masses)
    kept = (odds >= floor) | (cls == CLASSES.index(PairClass.HOUSEHOLD))
    return one[kept], other[kept], odds[kept], cls[kept]


def _classes(masses: Masses) -> Small:
    likeliest: Small = np.argmax(np.stack([masses.same, masses.household, masses.unrelated]), axis=0).astype(np.int8)
    return likeliest
