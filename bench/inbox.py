"""From incident to inbox: `python -m bench.inbox [--seconds 30] [--rates 1 5 50]`.

Real pages, worker and database. Incidents come in over HTTP at a steady rate, whether or not the last is done (an open
loop); measured is the time from the answer to the sender until nothing of the incident's fan-out waits for its carrier
any more (what is held for release is not counted), seen from outside by a look every 20 ms. The baseline is one commit
by psycopg of as many rows as an incident adds, on the same database just before; a loop of commits of one row stands
beside it, as pgbench would do it. Each rate says how many incidents a second were accepted and delivered while the load
lasted, and how the backlog grew: a rate that cannot be kept up says so, and its times are of those alone that came through.
"""

import argparse
import http.client
import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import psycopg

from bench import figures, machine, platform, raw
from bench.platform import Platform
from tests.crash import settling
from tests.crash.shapes import SHAPES, Pool, body

FAMILIES = 30
SENDERS = 16
LOOK_SECONDS = 0.02
COMMITS = 300
WARM_UP_SECONDS = 5
SETTLE_SECONDS = 120.0
# A backlog of more than this share of what was accepted is not kept up with.
BEHIND = 0.1
ROW = "x" * 300
DONE = (
    "select d.incident_id::text from duties_derivation d where d.incident_id = any(%s::uuid[]) and not exists "
    "(select 1 from notifications_notice n where n.state = 'QUEUED' and (n.cause = d.incident_id "
    "or n.cause in (select y.id from duties_duty y where y.incident_id = d.incident_id)))"
)


@dataclass
class Times:
    """What was seen of one load: when each incident was accepted, how long its answer took, when it was all delivered."""

    accepted: dict[str, float] = field(default_factory=dict)
    answers: list[float] = field(default_factory=list)
    delivered: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    began: float = 0.0
    ended: float = 0.0

    def to_inbox(self) -> list[float]:
        """Seconds from acceptance to delivery; a delivery seen before the answer was read counts as none."""
        return [max(0.0, at - self.accepted[incident]) for incident, at in self.delivered.items()]

    def within_load(self) -> tuple[int, int]:
        """How many were accepted, and how many delivered, while the load lasted."""
        accepted = sum(at <= self.ended for at in self.accepted.values())
        return accepted, sum(at <= self.ended for at in self.delivered.values())


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.inbox", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rates", type=float, nargs="+", default=[1, 5, 50], help="incidents a second")
    chosen = parser.parse_args(arguments)
    print(machine.heading(), flush=True)
    pool = Pool(FAMILIES, datetime.now(UTC).date())
    with platform.running(pool) as ours:
        measure(ours, pool, chosen.rates, chosen.seconds)
    print(machine.load())
    return 0


def measure(ours: Platform, pool: Pool, rates: Sequence[float], seconds: float) -> None:
    """Warm up, and measure each rate on a running platform."""
    load(ours, pool, rate=2, seconds=min(WARM_UP_SECONDS, seconds))
    settle(ours)
    one_row = list(_commits(ours.url, rows=1))
    print(f"Baseline: {1 / (sum(one_row) / len(one_row)):.0f} commits a second of one row by one client")
    for rate in rates:
        _measure(ours, pool, rate, seconds)


def _measure(ours: Platform, pool: Pool, rate: float, seconds: float) -> None:
    before = sum(raw.counts(ours.url).values())
    times = load(ours, pool, rate, seconds)
    settle(ours)
    rows = round((sum(raw.counts(ours.url).values()) - before) / max(1, len(times.accepted)))
    baseline = list(_commits(ours.url, rows=rows))
    middle = figures.percentile(baseline, 50)
    print(f"\n{rate:g} incidents a second for {seconds:g} s; an incident adds about {rows} rows")
    print(figures.row(f"baseline: one commit of {rows} rows", baseline, middle))
    print(figures.row("the sender's wait for the answer", times.answers, middle))
    print(figures.row("from the answer until all is delivered", times.to_inbox(), middle))
    print(_kept_up(times, rate, seconds))
    late = len(times.accepted) - len(times.delivered)
    print(
        f"  not delivered {SETTLE_SECONDS:g} s after the last was sent: {late}; refused or unanswered: {times.refused}",
        flush=True,
    )


def _kept_up(times: Times, rate: float, seconds: float) -> str:
    """Whether pages and worker kept up with the load, in rates and in what was left over."""
    lasted = times.ended - times.began
    accepted, delivered = times.within_load()
    behind = accepted - delivered
    kept = accepted >= rate * seconds * (1 - BEHIND) and behind <= max(2, accepted * BEHIND)
    return (
        f"  {'kept up' if kept else 'NOT KEPT UP'}: {accepted / lasted:.1f} a second accepted, {delivered / lasted:.1f} "
        f"delivered while the load lasted; {behind} were left, the backlog grew by {behind / lasted * 60:.0f} a minute"
    )


def load(ours: Platform, pool: Pool, rate: float, seconds: float) -> Times:
    """Send so many a second for so many seconds, and watch until all is delivered or too much time has passed."""
    times, ended = Times(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(ours.url, times, ended))
    watcher.start()
    shapes = sorted(SHAPES)
    with ThreadPoolExecutor(SENDERS) as senders:
        times.began = time.monotonic()
        for number in range(max(1, int(rate * seconds))):
            due = times.began + number / rate
            time.sleep(max(0.0, due - time.monotonic()))
            text = json.dumps(body(pool.next(shapes[number % len(shapes)]), str(number), datetime.now(UTC)))
            senders.submit(_post, ours, text, times, due)
        time.sleep(max(0.0, times.began + seconds - time.monotonic()))
        times.ended = time.monotonic()
    ended.set()
    watcher.join()
    return times


def _post(ours: Platform, text: str, times: Times, due: float) -> None:
    """Send one; its wait counts from when it was due, so that a sender who had to queue is not left out."""
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {ours.key}",
        "Idempotency-Key": str(uuid4()),
    }
    connection = http.client.HTTPConnection("127.0.0.1", ours.port, timeout=60)
    try:
        connection.request("POST", "/api/v1/incidents", text.encode(), headers)
        answer = connection.getresponse()
        found = json.loads(answer.read())
    except (OSError, http.client.HTTPException):
        times.refused += 1
        return
    finally:
        connection.close()
    if answer.status != http.client.CREATED:
        times.refused += 1
        return
    now = time.monotonic()
    times.answers.append(now - due)
    times.accepted[found["incident"]] = now


def _watch(url: str, times: Times, ended: threading.Event) -> None:
    """Look again and again which accepted incidents have nothing left to deliver; end a bounded time after the load."""
    last = 0.0
    with psycopg.connect(url, autocommit=True) as connection:
        while not last or time.monotonic() < last:
            if ended.is_set() and not last:
                last = time.monotonic() + SETTLE_SECONDS
            waiting = [incident for incident in list(times.accepted) if incident not in times.delivered]
            if not waiting and last:
                return
            for (incident,) in connection.execute(DONE, [waiting]).fetchall():
                times.delivered[incident] = time.monotonic()
            time.sleep(LOOK_SECONDS)


def _commits(url: str, *, rows: int) -> Iterator[float]:
    """Seconds of each of some commits of so many rows, in a table that is removed again."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table if not exists bench_row (id uuid primary key, at timestamptz, words text)")
        for _ in range(COMMITS):
            told = [(uuid4(), datetime.now(UTC), ROW) for _ in range(rows)]
            began = time.monotonic()
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany("insert into bench_row values (%s, %s, %s)", told)
            yield time.monotonic() - began
        connection.execute("drop table bench_row")


def settle(ours: Platform) -> None:
    """Wait until nothing of the load is under way."""
    settling.settle(ours.url, lambda: None, limit_seconds=SETTLE_SECONDS, still_seconds=SETTLE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
