"""Our matcher, called by its public names: whole lists in bulk, one person through keys and a comparison each."""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from bench.matching import judging
from bench.matching.judging import Told
from bench.matching.strongest_splink import Scored
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import Described, bulk
from wholepicture.pathway.linkage.matcher.bulk import learning
from wholepicture.pathway.linkage.matcher.bulk.reading import Listed, read
from wholepicture.registers.people.keys import names_alone


def batch(told: Sequence[Told], learn: bool = False) -> Scored:
    """Every pair that it compares, with its odds, as it ships; or by what `linkage learn` takes from the list first."""
    table = _table(told)
    parameters = learning.learn(table, matcher.load(), "of this list") if learn else matcher.load()
    found = bulk.match(table, parameters, lambda text: None)
    ids = np.array([int(each) for each in table.ids])
    return Scored(ids[found.one], ids[found.other], np.log2(np.maximum(found.odds, 1e-300)))


def lookup(asked: Sequence[Told], index: Sequence[Told], learn: bool = False) -> Scored:
    """Every pair of one that is asked for and one of the index that share a key of the register; the left id is the one asked for.

    As it ships, or by what `linkage learn --register` takes from the index first.
    """
    table = _table(index)
    learnt = learning.learn(table, matcher.load(), "of this register") if learn else matcher.load()
    parameters = bulk.of_list(table, learnt)
    known = [described(each) for each in index]
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, person in enumerate(known):
        for key in (*matcher.keys(person), *names_alone(person)):
            rows[key].append(row)
    found: list[tuple[int, int, float]] = []
    for each in asked:
        person = described(each)
        near = sorted({row for key in (*matcher.query_keys(person), *names_alone(person)) for row in rows.get(key, ())})
        found += [(each.id, index[row].id, matcher.compare(person, known[row], parameters).odds) for row in near]
    left, right, odds = zip(*found, strict=True)
    return Scored(np.array(left), np.array(right), np.array(odds))


def _table(told: Sequence[Told]) -> bulk.Table:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        judging.write(told, path)
        listed = Listed()
        read(path, listed, "id", {}, lambda line, text: None)
    return bulk.Table.of(listed)


def described(told: Told) -> Described:
    """A record as the matcher takes it; a date that never was is not known."""
    return Described(
        forename=told.forename,
        surname=told.surname,
        sex=told.sex,
        born=_date(told.dob),
        postcodes=frozenset({told.postcode} - {""}),
        numbers={"nhs_number": frozenset({told.nhs_number})} if told.nhs_number else {},
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
