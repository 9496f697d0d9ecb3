"""`wholepicture linkage match`: who is the same person in a list, or in two."""

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import numpy as np

from wholepicture.interfaces.cli.linkage import listing
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import bulk
from wholepicture.pathway.linkage.matcher.bulk import reading
from wholepicture.pathway.linkage.matcher.bulk.matching import CLASSES
from wholepicture.pathway.linkage.matcher.clusters import clusters

HEADER = ("left_id", "right_id", "odds", "probability", "class")
MOST_ODDS = 1e12
SAME, HOUSEHOLD = 0, 1


def command(arguments: Sequence[str]) -> int:
    """Match, and return 0, 1 when rows had problems, or 2 when a list could not be read."""
    parser = argparse.ArgumentParser(prog="wholepicture linkage match", description=__doc__)
    listing.arguments(parser)
    parser.add_argument(
        "--with", type=Path, metavar="FILE", dest="second", help="a second list: only pairs across the two"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=f"where to write {', '.join(HEADER)}")
    parser.add_argument("--clusters", type=Path, metavar="FILE", help="where to write id, list and the person's number")
    parser.add_argument(
        "--all", action="store_true", help="write every pair that was compared, not only those to link or review"
    )
    chosen = parser.parse_args(arguments)
    try:
        parameters = matcher.load(chosen.parameters)
        table, problems = listing.table(chosen, chosen.second)
    except (reading.Unreadable, matcher.InvalidParameters, OSError) as problem:
        print(f"wholepicture: {problem}", file=sys.stderr)
        return 2
    pairs = bulk.match(table, parameters, listing.tell, floor=0.0 if chosen.all else 2**parameters.review.odds)
    _tell_of_caps(pairs)
    _write_pairs(chosen.out, table, pairs, 0.0 if chosen.all else 2**parameters.review.odds, chosen.all)
    if chosen.clusters:
        _write_clusters(chosen.clusters, table, pairs, 2**parameters.link.odds)
    _tell_of_cut_offs(pairs, parameters)
    if chosen.clusters:
        listing.tell("people are joined from the cut-off for linking on: pairs between the two cut-offs are left apart")
    return 1 if problems else 0


def _tell_of_caps(pairs: bulk.Pairs) -> None:
    capped = pairs.capped
    if capped.keys:
        listing.tell(
            f"{capped.keys:,} keys are shared by very many people (the largest by {capped.largest:,}): of these, people were "
            "compared who agree in a name, date, postcode or number as well"
        )
    if capped.still:
        listing.tell(
            f"{capped.still:,} groups are alike even so: within them, neighbours in alphabetical order were compared"
        )


def _tell_of_cut_offs(pairs: bulk.Pairs, parameters: matcher.Parameters) -> None:
    """Say where the two cut-offs stand and how many pairs lie above, between, and within one household."""
    link, review = 2**parameters.link.odds, 2**parameters.review.odds
    asked, of_household = pairs.odds >= review, pairs.cls == HOUSEHOLD
    above = (pairs.odds >= link) & (pairs.cls == SAME)
    listing.tell(
        f"cut-off for linking: {_cut_off(link)}; for review: {_cut_off(review)}. {_pairs(above)} above the cut-off for linking, "
        f"{_pairs(asked & ~above & ~of_household)} between the two, {_pairs(asked & of_household)} rather of one household"
    )


def _pairs(which: np.ndarray) -> str:
    count = int(np.count_nonzero(which))
    return f"{count:,} pair{'' if count == 1 else 's'}"


def _cut_off(odds: float) -> str:
    return f"odds {odds:.6g} (probability {odds / (1 + odds):.6f})"


def _write_pairs(path: Path, table: bulk.Table, pairs: bulk.Pairs, floor: float, every: bool) -> None:
    written = np.flatnonzero((pairs.odds >= floor) | every)
    order = written[np.argsort(-pairs.odds[written], kind="stable")]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        ids, odds = table.ids, np.minimum(pairs.odds, MOST_ODDS)
        for one, other, each, cls in zip(
            *(column[order].tolist() for column in (pairs.one, pairs.other, odds, pairs.cls)), strict=True
        ):
            writer.writerow((ids[one], ids[other], f"{each:.6g}", f"{each / (1 + each):.6f}", CLASSES[cls].value))
    listing.tell(f"{len(order):,} pairs written to {path.name}")


def _write_clusters(path: Path, table: bulk.Table, pairs: bulk.Pairs, link: float) -> None:
    surest = np.argsort(-pairs.odds, kind="stable")
    links = surest[(pairs.odds[surest] >= link) & (pairs.cls[surest] == SAME)]
    apart = np.flatnonzero(pairs.cls == HOUSEHOLD)
    found, refused = clusters(_of(pairs, links), _of(pairs, apart))
    with path.open("w", newline="", encoding="utf-8") as out:
        _write_people(out, table, found.of)
    listing.tell(
        f"people written to {path.name}; {len(refused):,} links left out that would have joined two of one household"
    )


def _of(pairs: bulk.Pairs, places: np.ndarray) -> list[tuple[int, int]]:
    return list(zip(pairs.one[places].tolist(), pairs.other[places].tolist(), strict=True))


def _write_people(out: IO[str], table: bulk.Table, of: Callable[[int], int]) -> None:
    writer = csv.writer(out)
    writer.writerow(("id", "list", "person"))
    numbers: dict[int, int] = {}
    for row, (identity, side) in enumerate(zip(table.ids, table.side.tolist(), strict=True)):
        writer.writerow((identity, side + 1, numbers.setdefault(of(row), len(numbers) + 1)))
