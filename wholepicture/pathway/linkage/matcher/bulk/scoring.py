"""The odds of many pairs: every combination of levels is weighed once, then each pair by its own rare or common values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholepicture.pathway.linkage.matcher.bulk.levels import place
from wholepicture.pathway.linkage.matcher.bulk.names import Bools, Ints, Small
from wholepicture.pathway.linkage.matcher.bulk.table import Table
from wholepicture.pathway.linkage.matcher.parameters import VALUED, Parameters
from wholepicture.pathway.linkage.matcher.terms import LEVELS, Field, Kind

TOLD = (Field.FORENAME, Field.SURNAME, Field.BORN, Field.SEX, Field.HOME, Field.NHS_NUMBER)
SIZES = tuple(len(LEVELS[field]) for field in TOLD)
Floats = NDArray[np.float64]
Lift = Callable[[Ints, Ints], Floats]


@dataclass(frozen=True)
class Masses:
    """For each pair the mass of one person, of one household and of strangers."""

    same: Floats
    household: Floats
    unrelated: Floats

    @property
    def odds(self) -> Floats:
        """Plain odds of one person against the rest."""
        return self.same / (self.household + self.unrelated)


def _level(found: Mapping[Field, Small], field: Field) -> Bools:
    """Whether pairs agree in a value that may be rare or common."""
    return np.asarray(found[field] == place(VALUED[field]), dtype=np.bool_)


def combined(found: Mapping[Field, Small]) -> Ints:
    """Return one number for each pair's combination of levels."""
    return np.ravel_multi_index(tuple(found[field].astype(np.int64) for field in TOLD), SIZES)


def combinations(parameters: Parameters) -> Floats:
    """Return the mass of every kind for every combination of levels: one row a kind."""
    found = []
    for at, kind in enumerate(Kind):
        mass = np.array([parameters.prior(kind)])
        for field in TOLD:
            row = np.array([parameters.rows[field][level][at] for level in LEVELS[field]])
            mass = np.multiply.outer(mass, row).ravel()
        found.append(mass)
    return np.array(found)


class Scorer:
    """Weighs pairs of one table by one set of parameters."""

    def __init__(self, table: Table, parameters: Parameters, lift: Lift | None = None) -> None:
        """Weigh every combination of levels, and look up how common every name and postcode is.

        `lift` says how much more often whole names occur than their halves let expect.
        """
        self._lift = lift
        self._masses = masses = combinations(parameters)
        self._same, self._household, self._unrelated = masses[0], masses[1:-1].sum(axis=0), masses[-1]
        self._table = table
        self._chances = {
            Field.FORENAME: _chances(parameters, Field.FORENAME, table.names.joined),
            Field.SURNAME: _chances(parameters, Field.SURNAME, table.names.joined),
            Field.HOME: _chances(parameters, Field.HOME, table.postcodes.texts),
        }

        self._room = {
            field: parameters.most_by_chance[field]
            / (self._chances[field] * parameters.rates[field][VALUED[field]][Kind.UNRELATED])
            for field in (Field.FORENAME, Field.SURNAME)
        }

    def weigh(self, found: Mapping[Field, Small], one: Ints) -> Masses:
        """Return the masses of pairs with these levels, of which these are the first rows."""
        at = combined(found)
        return Masses(self._same[at], self._household[at], self._strangers(at, found, one))

    def shares(self, found: Mapping[Field, Small], one: Ints) -> Floats:
        """Return how likely each pair is of each kind: one row a kind."""
        at = combined(found)
        masses: Floats = self._masses[:, at]
        masses[-1] = self._strangers(at, found, one)
        masses /= masses.sum(axis=0)
        return masses

    def _strangers(self, at: Ints, found: Mapping[Field, Small], one: Ints) -> Floats:
        unrelated: Floats = self._unrelated[at]
        values = {
            Field.FORENAME: self._table.forename,
            Field.SURNAME: self._table.surname,
            Field.HOME: self._table.postcode,
        }
        for field in VALUED:
            agree = np.flatnonzero(_level(found, field))
            unrelated[agree] *= self._chances[field][values[field][one[agree]]]
        if self._lift:
            whole = np.flatnonzero(_level(found, Field.FORENAME) & _level(found, Field.SURNAME))
            unrelated[whole] *= self._lifted(self._lift, one[whole])
        return unrelated

    def _lifted(self, lift: Lift, rows: Ints) -> Floats:
        """The lift of these people's names, and never so much that sharing them says less than having them alike."""
        forename, surname = self._table.forename[rows], self._table.surname[rows]
        most = np.minimum(self._room[Field.FORENAME][forename], self._room[Field.SURNAME][surname])
        return np.minimum(lift(forename, surname), most)


def _chances(parameters: Parameters, field: Field, texts: NDArray[np.object_]) -> Floats:
    """For each value how much likelier or less likely strangers agree in it than the level's rate says."""
    rate = parameters.rates[field][VALUED[field]][Kind.UNRELATED]
    return np.array([parameters.chance(field, text) / rate for text in texts])
