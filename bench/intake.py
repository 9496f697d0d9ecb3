"""HTTP intake a second against raw commits: `python -m bench.intake [--seconds 4] [--slices 5] [--connections 1 2 8]`.

The real pages behind gunicorn (no worker runs, so that nothing else is measured); police post incidents to
/api/v1/incidents, each under a key of its own, and each is answered only after its commit. Beside it, in the same run and
in turns (A/B/A/B), pgbench commits as many rows of the same size on the same server. Nothing is asserted; the goal is at
least 15% of pgbench at 8 connections (docs: reference of performance, F4).
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from bench import figures, http, machine, platform, raw
from bench.platform import Platform
from tests.crash.shapes import SHAPES, Pool, body

FAMILIES = 100
CREATED = 201
SAMPLE = 40


@dataclass
class Slice:
    """What some connections did in some seconds."""

    seconds: float = 0.0
    answers: list[float] = field(default_factory=list)
    refused: int = 0

    def a_second(self) -> float:
        """Accepted incidents a second."""
        return len(self.answers) / self.seconds


class Reports:
    """Requests made beforehand, so that making them is not measured; each is another incident."""

    def __init__(self, pool: Pool, key: str) -> None:
        """Reports of these families, in turn."""
        self._pool, self._key, self._number = pool, key, 0

    def make(self, number: int) -> list[bytes]:
        """So many requests."""
        shapes = sorted(SHAPES)
        made = []
        for _ in range(number):
            self._number += 1
            family = self._pool.next(shapes[self._number % len(shapes)])
            text = json.dumps(body(family, str(self._number), datetime.now(UTC))).encode()
            headers = {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self._key}",
                "Idempotency-Key": str(uuid4()),
            }
            made.append(http.request("POST", "/api/v1/incidents", headers, text))
        return made


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="of each slice")
    parser.add_argument("--slices", type=int, default=5, help="of each kind, in turns")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 2, 8])
    chosen = parser.parse_args(arguments)
    print(machine.heading(), flush=True)
    pool = Pool(FAMILIES, datetime.now(UTC).date())
    with platform.running(pool, worker=False) as ours:
        measure(ours, pool, chosen.connections, chosen.slices, chosen.seconds)
    print(machine.load())
    return 0


def measure(ours: Platform, pool: Pool, connections: Sequence[int], slices: int, seconds: float) -> None:
    """Measure each number of connections on a running platform."""
    reports = Reports(pool, ours.key)
    commits = raw.Commits(ours.url, _rows(ours, reports))
    print(f"Baseline: {commits.said()}")
    try:
        for number in connections:
            _compare(ours, reports, commits, number, slices, seconds)
    finally:
        commits.close()


def _rows(ours: Platform, reports: Reports) -> list[raw.Rows]:
    """What an accepted incident writes before it is answered."""
    before = raw.counts(ours.url)
    warm = post(ours.port, [reports.make(SAMPLE)], seconds=600)
    if warm.refused:
        raise SystemExit(f"{warm.refused} of {SAMPLE} incidents were refused.")
    return raw.written(ours.url, before, SAMPLE)


def _compare(
    ours: Platform, reports: Reports, commits: raw.Commits, connections: int, slices: int, seconds: float
) -> None:
    post(ours.port, [reports.make(20) for _ in range(connections)], seconds=60)
    rates, baselines, answers, refused = [], [], [], 0
    for _ in range(slices):
        enough = 20 + int(seconds * 800 / connections)
        found = post(ours.port, [reports.make(enough) for _ in range(connections)], seconds)
        rates.append(found.a_second())
        answers += found.answers
        refused += found.refused
        baselines.append(commits.a_second(connections, seconds))
    shares = [ours_ / theirs for ours_, theirs in zip(rates, baselines, strict=True)]
    print(
        f"{connections} connections: {figures.percentile(rates, 50):7.0f} incidents a second, answered in p50 "
        f"{figures.percentile(answers, 50) * 1000:.1f} ms p95 {figures.percentile(answers, 95) * 1000:.1f} ms; "
        f"raw {figures.percentile(baselines, 50):7.0f} commits a second; "
        f"ratio {figures.percentile(shares, 50):.0%} (median of {slices}, from {min(shares):.0%} to {max(shares):.0%})"
        f"; refused {refused}; {machine.load()}",
        flush=True,
    )


def post(port: int, requests: Sequence[Sequence[bytes]], seconds: float) -> Slice:
    """Post on one connection for each list, one after another, until all is sent or the time is over."""
    found, lock = Slice(), threading.Lock()
    began = time.perf_counter()

    def one(mine: Sequence[bytes]) -> None:
        line, answers, refused = http.Line(port), [], 0
        for each in mine:
            if time.perf_counter() - began > seconds:
                break
            took, answer = http.timed(line, each)
            if answer.status == CREATED:
                answers.append(took)
            else:
                refused += 1
        line.close()
        with lock:
            found.answers += answers
            found.refused += refused

    threads = [threading.Thread(target=one, args=(mine,)) for mine in requests]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found.seconds = time.perf_counter() - began
    return found


if __name__ == "__main__":
    sys.exit(main())
