"""Forenames and surnames that go together: in a list, strangers share a whole name more often than its halves let expect.

Names are spoken of as coming from a few groups that the list itself shows (a mixture model of forename and surname,
fitted by expectation and maximisation); nobody is put into any of them and nothing of it is kept.
"""

from dataclasses import dataclass

import numpy as np

from wholepicture.pathway.linkage.matcher.bulk.names import Ints
from wholepicture.pathway.linkage.matcher.bulk.scoring import Floats
from wholepicture.pathway.linkage.matcher.bulk.table import Table

GROUPS, ROUNDS = 8, 20
# A name of fewer people says nothing about what it goes with.
FEWEST = 5


@dataclass(frozen=True)
class Together:
    """How names are spread over groups: shares by name and group, and the size of each group."""

    forename: Floats
    surname: Floats
    size: Floats

    def lift(self, forename: Ints, surname: Ints) -> Floats:
        """Return how much more often each whole name occurs than its halves let expect; 1 where nothing is known."""
        apart = (self.forename @ self.size)[forename] * (self.surname @ self.size)[surname]
        whole = (self.forename[forename] * self.surname[surname]) @ self.size
        return np.divide(whole, apart, out=np.ones(len(apart)), where=apart > 0)


def together(table: Table) -> Together:
    """Return how the forenames and surnames of a list go together."""
    forename, surname, count, names = _whole_names(table)
    random = np.random.default_rng(1)
    fore, sur = (_shares(random.random((names, GROUPS)) + 0.5) for _ in range(2))
    size = np.full(GROUPS, 1 / GROUPS)
    for _ in range(ROUNDS if len(count) else 0):
        weight = size * fore[forename] * sur[surname]
        weight *= (count / weight.sum(axis=1))[:, None]
        fore, sur = (_shares(_summed(rows, weight, names)) for rows in (forename, surname))
        size = weight.sum(axis=0) / weight.sum()
    return Together(fore if len(count) else np.zeros_like(fore), sur, size)


def _whole_names(table: Table) -> tuple[Ints, Ints, Floats, int]:
    """Distinct whole names of which neither half is rare, and how many people have each."""
    names = len(table.names.joined)
    known = (table.forename > 0) & (table.surname > 0)
    whole, count = np.unique(table.forename[known] * names + table.surname[known], return_counts=True)
    forename, surname = whole // names, whole % names
    usual = (np.bincount(table.forename, minlength=names)[forename] >= FEWEST) & (
        np.bincount(table.surname, minlength=names)[surname] >= FEWEST
    )
    return forename[usual], surname[usual], count[usual].astype(np.float64), names


def _summed(rows: Ints, weight: Floats, names: int) -> Floats:
    return np.stack([np.bincount(rows, weights=column, minlength=names) for column in weight.T], axis=1)


def _shares(columns: Floats) -> Floats:
    found: Floats = columns / np.maximum(columns.sum(axis=0), 1e-300)
    return found
