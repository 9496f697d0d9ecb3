"""A register that is loaded at once while reports come in: `python -m bench.matching.loading [--people 100000]`.

So many records come as a bulk load leaves them: each waits for the machine to say who it is. Measured is the way of an
incident, from the answer to its sender until everybody's inbox has it, at a steady rate: before the load (the baseline),
and while the machine works through it. Nothing is asserted; the goal is that nobody waits longer for a report because a
register of a million was loaded, since those told in reports are linked first.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import psycopg

from bench import figures, inbox, machine, platform
from bench.matching import judging, register
from bench.matching.judging import Told
from tests.crash.shapes import Pool

WAITING = "select count(*) from people_record where person_id is null or rematch_at is not null"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.loading", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="records loaded at once")
    parser.add_argument("--rate", type=float, default=1, help="incidents a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=41)
    chosen = parser.parse_args(arguments)
    print(machine.heading(), flush=True)
    pool = Pool(inbox.FAMILIES, datetime.now(UTC).date())
    with platform.running(pool) as ours:
        measure(ours, pool, judging.generate(chosen.people, chosen.seed), chosen.rate, chosen.seconds)
    print(machine.load())
    return 0


def measure(ours: platform.Platform, pool: Pool, people: Sequence[Told], rate: float, seconds: float) -> None:
    """Measure on a running platform, before these people are loaded and while the machine links them."""
    inbox.load(ours, pool, rate=2, seconds=min(inbox.WARM_UP_SECONDS, seconds))
    inbox.settle(ours)
    before = inbox.load(ours, pool, rate, seconds)
    inbox.settle(ours)
    began = time.monotonic()
    register.fill(ours.url, people, linked=False)
    print(f"{len(people):,} records came in {time.monotonic() - began:.0f} s", flush=True)
    waiting, began = _waiting(ours), time.monotonic()
    during = inbox.load(ours, pool, rate, seconds)
    rest = _waiting(ours)
    a_second = (waiting - rest) / (time.monotonic() - began)
    baseline = figures.percentile(before.to_inbox(), 50)
    print(figures.row("baseline: all delivered, nothing loaded", before.to_inbox(), baseline))
    print(figures.row("all delivered, while the machine links the load", during.to_inbox(), baseline))
    print(f"  not delivered: {len(during.accepted) - len(during.delivered)}; refused: {during.refused}")
    print(
        f"  meanwhile {a_second:.0f} of the load were linked a second; {rest:,} of {waiting:,} wait still", flush=True
    )


def _waiting(ours: platform.Platform) -> int:
    with psycopg.connect(ours.url) as connection:
        found = connection.execute(WAITING).fetchone()
    return int(found[0]) if found else 0


if __name__ == "__main__":
    sys.exit(main())
