"""Missed links, ours beside default and strongest Splink: `python -m bench.matching.accuracy --size 100000 --seeds 11 12 13`.

For each seed, and for rates that were changed, in a list of its own and for single people who are looked up: the share of
true links that are missed where 99% and 99.9% of the links made are true, the share whose two records were never
compared, the best F1 with its precision and recall, and how ours (as it ships, and after `linkage learn` on the same
records without labels) stands to Splink: to its default, to the strongest as
issue 6 asks (our keys, labels, twins), and to the very strongest, which also compares surname and postcode as one. The
seeds are of `bench.matching.judging`, which nobody tunes on.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from statistics import median

import pyarrow as pa
from splink import Linker

from bench import machine
from bench.matching import judging, ours, splink_tables, strongest_splink, truth
from bench.matching.judging import Told
from bench.matching.judging_rates import RATES
from bench.matching.truth import Curve

PRECISIONS = (0.99, 0.999)
OURS, LEARNT = "ours", "ours, learnt from these"
DEFAULT, RECIPE, FAMILY = "Splink, default", "Splink, keys + labels", " + family"
TWINS = (("", False), (" + twins", True))
ASKED = tuple(RECIPE + words for words, _ in TWINS)
EVERY = (DEFAULT, *ASKED, *(RECIPE + FAMILY + words for words, _ in TWINS))


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.accuracy", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="records")
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    parser.add_argument("--rates", choices=RATES, nargs="+", default=list(RATES))
    parser.add_argument("--lookups", type=int, default=5_000, help="people looked up")
    parser.add_argument("--of", choices=("batch", "lookup"), nargs="+", default=["batch", "lookup"])
    parser.add_argument("--without-ours", action="store_true", help="Splink alone")
    chosen = parser.parse_args(arguments)
    print(machine.heading())
    for rates in chosen.rates:
        runs: dict[str, list[dict[str, Curve]]] = {of: [] for of in chosen.of}
        for seed in chosen.seeds:
            told = judging.generate(chosen.size, seed, RATES[rates])
            if "batch" in runs:
                runs["batch"].append(dict(_batch(told, ours_too=not chosen.without_ours)))
                _print(f"batch, {rates}, {chosen.size} records, seed {seed}", runs["batch"][-1])
            if "lookup" in runs:
                lookups = min(chosen.lookups, chosen.size // 20)
                asked, index = judging.split(told, seed, lookups)
                runs["lookup"].append(dict(_lookup(asked, index, ours_too=not chosen.without_ours)))
                _print(f"lookup, {rates}, {len(asked)} in {len(index)}, seed {seed}", runs["lookup"][-1])
        for of, found in runs.items():
            _sum_up(f"{of}, {rates}", found)
    return 0


def _batch(told: Sequence[Told], *, ours_too: bool) -> Iterator[tuple[str, Curve]]:
    if ours_too:
        for name in (OURS, LEARNT):
            yield name, truth.in_batch(ours.batch(told, learn=name is LEARNT), told)
    records = splink_tables.table(told)
    default = strongest_splink.default(records)
    yield DEFAULT, truth.in_batch(strongest_splink.pairs(default), told)
    for name, linker in _strongest(records):
        for words, twins in TWINS:
            yield name + words, truth.in_batch(strongest_splink.pairs(linker, twins=twins), told)


def _strongest(records: pa.Table) -> Iterator[tuple[str, Linker]]:
    yield RECIPE, strongest_splink.strongest(records)
    yield RECIPE + FAMILY, strongest_splink.strongest(records, family=True)


def _lookup(asked: Sequence[Told], index: Sequence[Told], *, ours_too: bool) -> Iterator[tuple[str, Curve]]:
    if ours_too:
        for name in (OURS, LEARNT):
            yield name, truth.in_lookups(ours.lookup(asked, index, learn=name is LEARNT), asked, index)
    left, right = splink_tables.table(asked), splink_tables.table(index)
    default = strongest_splink.default(right)
    yield DEFAULT, truth.in_lookups(strongest_splink.between(default, left, right), asked, index)
    for name, linker in _strongest(right):
        for words, twins in TWINS:
            found = strongest_splink.between(linker, left, right, twins=twins)
            yield name + words, truth.in_lookups(found, asked, index)


def _print(title: str, found: dict[str, Curve]) -> None:
    print(f"{title}\n  {'':<30} missed at 99%   at 99.9%   never compared   best F1 (precision / recall)")
    for name, each in found.items():
        missed = "".join(f"{each.missed(precision) * 100:11.2f}%" for precision in PRECISIONS)
        f1, precision, recall = each.best_f1()
        never = (1 - each.recall.max()) * 100
        print(f"  {name:<30} {missed} {never:14.2f}%   {f1:.4f} ({precision:.4f} / {recall:.4f})", flush=True)


def _sum_up(title: str, runs: list[dict[str, Curve]]) -> None:
    """The ratio of ours to Splink at each precision, the better of several Splinks in each run."""
    if not all(OURS in run for run in runs):
        return
    for name, precision in product((OURS, LEARNT), PRECISIONS):
        told = ", ".join(
            f"{_ratios(runs, name, precision, among)} of {words}"
            for words, among in (
                ("default", (DEFAULT,)),
                ("the strongest as asked for", ASKED),
                ("the very strongest", EVERY),
            )
        )
        print(f"{title}, at {precision:.1%} {name} misses {told}", flush=True)


def _ratios(runs: list[dict[str, Curve]], ours_: str, precision: float, among: Sequence[str]) -> str:
    ratios = [run[ours_].missed(precision) / min(run[name].missed(precision) for name in among) for run in runs]
    return f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


if __name__ == "__main__":
    sys.exit(main())
