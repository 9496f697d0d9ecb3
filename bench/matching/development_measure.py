"""Recall of a list's true pairs at high precision, for the development lists: `python -m bench.matching.development_measure LIST.csv`."""

import argparse
import csv
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import bulk
from wholepicture.pathway.linkage.matcher.bulk import reading


def truth(path: Path) -> tuple[dict[str, str], int]:
    """Each record's person, and how many pairs of records are of one person."""
    with path.open(encoding="utf-8") as rows:
        people = {row["id"]: row["person"] for row in csv.DictReader(rows)}
    count: dict[str, int] = defaultdict(int)
    for person in people.values():
        count[person] += 1
    return people, sum(n * (n - 1) // 2 for n in count.values())


def recall_at(score: np.ndarray, true: np.ndarray, total: int, precision: float) -> tuple[float, float]:
    """The largest share of true pairs above a cut-off with at least this precision, and the cut-off."""
    order = np.argsort(-score, kind="stable")
    right = np.cumsum(true[order])
    kept = np.flatnonzero(right / np.arange(1, len(order) + 1) >= precision)
    return (right[kept[-1]] / total, score[order[kept[-1]]]) if len(kept) else (0.0, 0.0)


def best_f1(score: np.ndarray, true: np.ndarray, total: int) -> float:
    """The best F1 at any cut-off."""
    order = np.argsort(-score, kind="stable")
    right = np.cumsum(true[order])
    return float((2 * right / (np.arange(1, len(order) + 1) + total)).max())


def main() -> None:
    """Measure one list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path)
    parser.add_argument("--parameters", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    chosen = parser.parse_args()
    started = time.perf_counter()
    listed = reading.Listed()
    reading.read(chosen.list, listed, "id", {}, lambda line, text: None)
    table = bulk.Table.of(listed)
    print(f"read {time.perf_counter() - started:.1f} s", file=sys.stderr)
    pairs = bulk.match(table, matcher.load(chosen.parameters), lambda text: None)
    wall = time.perf_counter() - started
    people, total = truth(chosen.list)
    who = np.array([people[each] for each in table.ids])
    true = who[pairs.one] == who[pairs.other]
    told = [
        f"{chosen.list.name}: {len(table)} records, {pairs.compared} pairs, {wall:.1f} s, found {true.sum() / total:.4f}"
    ]
    told.append(f"F1 {best_f1(pairs.odds, true, total):.4f}")
    for precision in (0.99, 0.999):
        share, odds = recall_at(pairs.odds, true, total, precision)
        told.append(f"recall at {precision}: {share:.4f} (log2 {np.log2(odds) if odds else 0:.1f})")
    for log in (0, 3, 6, 10):
        above = pairs.odds >= 2.0**log
        told.append(f"log2>={log}: P {true[above].mean():.5f} R {true[above].sum() / total:.4f}")
    print(", ".join(told))


if __name__ == "__main__":
    main()
