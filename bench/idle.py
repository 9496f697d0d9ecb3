"""What a round of the machine costs in which nothing waits, at each size: `python -m bench.idle --keep DIR [--sizes ...]`.

The worker asks every step for what waits again and again for ever, so this must not grow with the register. Takes the
databases that bench.pages kept. `--explain` prints the plans of the reads that take long. The baseline is `select 1` on
the same connection.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import figures, machine
from bench.bulk import Size
from tests.crash.programs import ROOT, environment

ROUNDS = 20


def main(arguments: list[str] | None = None) -> int:
    """Measure each size in a process of its own, because settings name one database."""
    parser = argparse.ArgumentParser(prog="python -m bench.idle", description=__doc__)
    parser.add_argument("--keep", type=Path, required=True, help="the folder that bench.pages kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.here:
        _measure(explain=chosen.explain)
        return 0
    print(machine.heading(), flush=True)
    for number in chosen.sizes:
        size = Size(number, chosen.keep / f"of-{number}")
        measure(size, explain=chosen.explain)
        size.stop()
    print(machine.load())
    return 0


def measure(size: Size, *, explain: bool = False) -> None:
    """Measure one size in a process of its own."""
    print(f"{size.incidents:,} incidents:", flush=True)
    line = [sys.executable, "-m", "bench.idle", "--here", "--keep", str(size.folder)]
    ours = environment(WHOLEPICTURE_VAR=str(size.folder))
    subprocess.run(line + ["--explain"] * explain, cwd=ROOT, env=ours, check=True)


def _measure(*, explain: bool) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from wholepicture.pathway import stages

    now = timezone.now()
    print(f"  {stages.run_until_quiet(now=now)} items were done before anything was measured")

    def least() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select 1")

    baseline = figures.percentile(_times(least), 50)
    print(figures.row("select 1 (baseline)", _times(least), baseline))
    print(figures.row("a round in which nothing waits", _times(partial(stages.run_round, now=now)), baseline))
    for stage in stages.STAGES:
        print(figures.row(f"  {stage.name}", _times(partial(stages.run_batch, stage, now=now, failing={})), baseline))
    print(figures.row("  when next due", _times(partial(stages.next_due, now)), baseline), flush=True)
    if explain:
        from bench.rederivation import _explain

        _explain(lambda: stages.run_round(now=now))
        _explain(lambda: stages.next_due(now))


def _times(deed: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        deed()
        found.append(time.perf_counter() - began)
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.config.settings")
    sys.exit(main())
