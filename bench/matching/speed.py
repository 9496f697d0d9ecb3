"""A whole list matched, ours beside Splink's default, in turns: `python -m bench.matching.speed --size 1000000 --rounds 3`.

Each is a process of its own that reads the same CSV and writes pairs and clusters: wall time from start to end, reading
and the building of keys and indexes included, processor time, and the most memory that it held. The list is of
`bench.matching.judging`.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import machine
from bench.matching import judging

MEGABYTE = 1024


@dataclass(frozen=True)
class Run:
    """One process: seconds on the clock and of the processor, and the most megabytes it held."""

    wall: float
    processor: float
    megabytes: float


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.speed", description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000, help="records")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=21)
    chosen = parser.parse_args(arguments)
    print(machine.heading())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        judging.write(judging.generate(chosen.size, chosen.seed), path)
        commands = _commands(path, Path(folder))
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(chosen.rounds):
            for name, command in commands.items():
                runs[name].append(_timed(command))
                print(f"  {name:<16} {_told(runs[name][-1])}   {machine.load()}", flush=True)
    _sum_up(chosen.size, runs)
    return 0


def _commands(path: Path, folder: Path) -> dict[str, list[str]]:
    console = str(Path(sys.executable).parent / "wholepicture")
    out = [str(folder / "pairs.csv"), str(folder / "clusters.csv")]
    return {
        "ours": [console, "linkage", "match", "--csv", str(path), "--id", "id", "--out", out[0], "--clusters", out[1]],
        "Splink, default": [sys.executable, "-m", "bench.matching.splink_batch", str(path), *out],
    }


def _timed(command: Sequence[str]) -> Run:
    began = time.monotonic()
    with open(os.devnull, "w") as nowhere:
        child = os.posix_spawn(
            command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 2)]
        )
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Run(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / MEGABYTE)


def _told(run: Run) -> str:
    return f"{run.wall:8.1f} s wall {run.processor:8.1f} s processor {run.megabytes:7.0f} MB at most"


def _sum_up(size: int, runs: dict[str, list[Run]]) -> None:
    ours, theirs = runs.values()
    for words, of in (("wall", lambda run: run.wall), ("processor", lambda run: run.processor)):
        ratios = [of(one) / of(other) for one, other in zip(ours, theirs, strict=True)]
        spread = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        print(f"{size} records: ours takes {spread} of Splink's {words} time")
    print(
        f"{size} records: ours holds {max(run.megabytes for run in ours):.0f} MB at most, Splink {max(run.megabytes for run in theirs):.0f}"
    )


if __name__ == "__main__":
    sys.exit(main())
