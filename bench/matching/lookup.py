"""One person against a register, ours beside Splink: `python -m bench.matching.lookup --sizes 100000 1000000`.

Ours is what linkage does: one statement that brings whoever shares a key, and the weighing of each of them. Splink is
`predict_between` with its default model, which learnt from the same register and holds it in memory, with the tables of
term frequencies made before; its strongest model would be slower. Ours and Splink take turns. Warm comes after as many
others were looked up; cold are the first after the server was started anew. People of the commonest names have no number,
with and without their date and postcode. Nothing is asserted; goals: p95 warm 5 ms and a hundredth of Splink's, common names 25 ms,
and from 100,000 to 1,000,000 people a growth of p95 with an exponent of at most 0.15.
"""

import argparse
import math
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bench import figures, machine
from bench.database import as_machine, database
from bench.matching import judging, register
from bench.matching.judging import Told

SLICES = 5
COMMON = 20
WARM = "ours, warm"
Lookup = Callable[[Told], object]


@dataclass(frozen=True)
class Size:
    """A register with those who are looked up in it, and the seconds that each kind of looking up took."""

    people: int
    asked: list[Told]
    common: list[Told]
    splink: Lookup
    took: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, lookup: Lookup, asked: Sequence[Told]) -> None:
        """Look each of these up, and keep how long it took."""
        self.took.setdefault(name, []).extend(_timed(lookup, asked))


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.lookup", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=2_000, help="people looked up by ours; as many go before")
    parser.add_argument("--splink", type=int, default=30, help="people looked up by Splink")
    parser.add_argument("--seed", type=int, default=31)
    chosen = parser.parse_args(arguments)
    print(machine.heading(), flush=True)
    if len(chosen.sizes) > 1:
        return _each_by_itself(chosen)
    with _size(chosen.sizes[0], chosen.seed, chosen.queries) as size:
        _measure(size, chosen.splink)
        _print(size)
    return 0


def _each_by_itself(chosen: argparse.Namespace) -> int:
    """One process a size, because settings name one database; then how p95 grows."""
    p95 = {}
    for people in chosen.sizes:
        options = {"--sizes": people, "--queries": chosen.queries, "--splink": chosen.splink, "--seed": chosen.seed}
        words = [str(word) for option in options.items() for word in option]
        command = [sys.executable, "-m", "bench.matching.lookup", *words]
        said = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
        print(said, end="", flush=True)
        p95[people] = float(re.findall(rf"{WARM} .*p95 +([\d.]+) ms", said)[0])
    least, most = min(p95), max(p95)
    exponent = math.log(p95[most] / p95[least]) / math.log(most / least)
    print(f"p95 warm from {least} to {most} people grows with exponent {exponent:.2f}")
    return 0


def _measure(size: Size, splink: int) -> None:
    half = len(size.asked) // 2
    size.note("ours, cold", _ours, size.asked[: max(1, half // 20)])
    size.note("ours, while warming", _ours, size.asked[:half])
    warm, theirs = size.asked[half:], size.asked[-splink:]
    for number in range(SLICES):
        size.note(WARM, _ours, warm[number::SLICES])
        size.note("Splink, default", size.splink, theirs[number::SLICES])
        common = size.common[number::SLICES]
        size.note("ours, of a commonest name, no number", _ours, common)
        size.note("ours, the same, name alone", _ours, [replace(each, dob="", postcode="") for each in common])


def _print(size: Size) -> None:
    baseline = figures.percentile(size.took["Splink, default"], 95)
    print(f"{size.people} records, p50 and p95 beside the p95 of Splink's predict_between:")
    for name, seconds in size.took.items():
        print(figures.row(name, seconds, baseline), flush=True)


def _ours(one: Told) -> object:
    """Whoever shares a key with somebody, and how each of them weighs."""
    from wholepicture.pathway.linkage.rules import weighing
    from wholepicture.registers.people import finding

    told = register.told(one)
    with as_machine():
        found = finding.sharing([told])
    return [weighing.weigh(told, other) for other in found.records.values()]


def _timed(lookup: Lookup, asked: Sequence[Told]) -> Iterator[float]:
    for one in asked:
        began = time.monotonic()
        lookup(one)
        yield time.monotonic() - began


@contextmanager
def _size(people: int, seed: int, queries: int) -> Iterator[Size]:
    told = judging.generate(people + people // 20, seed)
    asked, index = judging.split(told, seed, 2 * queries)
    index = index[:people]
    splink = _splink(index)
    with _started(index):
        yield Size(len(index), asked, _common(index, queries // 4), splink)


def _common(index: Sequence[Told], wanted: int) -> list[Told]:
    """People of the commonest full names, without a number."""
    names = Counter((one.forename.lower(), one.surname.lower()) for one in index if one.forename)
    common = {name for name, _ in names.most_common(COMMON)}
    found = [one for one in index if (one.forename.lower(), one.surname.lower()) in common]
    return [replace(one, id=-1 - at, nhs_number="") for at, one in enumerate(found[:wanted])]


def _splink(index: Sequence[Told]) -> Lookup:
    from bench.matching import splink_tables, strongest_splink

    linker = strongest_splink.default(splink_tables.table(index))
    known = next(iter(linker._input_tables_dict.values()))
    strongest_splink.compute_terms(linker)

    def lookup(one: Told) -> object:
        asked = linker._db_api.register(splink_tables.table([one]))
        return linker.inference.predict_between(asked, known, warning_mode="never").as_record_list()

    return lookup


@contextmanager
def _started(index: Sequence[Told]) -> Iterator[None]:
    """A server of its own with the register in it, started anew after it was filled."""
    with database() as url:
        from django.db import connections

        from wholepicture.interfaces.cli import start
        from wholepicture.lib.postgres import launcher

        register.fill(url, index)
        connections.close_all()
        launcher.stop(start.data_dir())
        launcher.start_or_join(start.data_dir())
        yield


if __name__ == "__main__":
    sys.exit(main())
