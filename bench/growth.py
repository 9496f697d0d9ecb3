"""What an incident costs on disk: `python -m bench.growth [--incidents 300]`.

Incidents come in over HTTP through the real platform until everybody was told and nothing waits; measured is by how much
each table and each of its indexes has grown, divided by the number of incidents, and how much was written ahead (WAL).
Beside it stands what was sent: the JSON of one report. Nothing that people do afterwards is in it (asks are not answered,
nobody decides). Nothing is asserted.
"""

import argparse
import json
import sys
import time
from datetime import UTC, datetime

import psycopg

from bench import intake, machine, platform
from bench.platform import Platform
from tests.crash import settling
from tests.crash.shapes import SHAPES, Pool, body

FAMILIES = 30
WARM_UP = 20
SETTLE_SECONDS = 900.0
LEAST_BYTES = 20
SIZES = """
select relname, pg_table_size(relid), pg_indexes_size(relid), n_live_tup from pg_stat_user_tables
"""
INDEXES = "select relname || '.' || indexrelname, pg_relation_size(indexrelid) from pg_stat_user_indexes"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--incidents", type=int, default=300)
    chosen = parser.parse_args(arguments)
    print(machine.heading(), flush=True)
    pool = Pool(FAMILIES, datetime.now(UTC).date())
    with platform.running(pool) as ours:
        measure(ours, pool, chosen.incidents, WARM_UP)
    print(machine.load())
    return 0


def measure(ours: Platform, pool: Pool, incidents: int, warm_up: int) -> None:
    """Send so many to a running platform and say by how much it grew."""
    reports = intake.Reports(pool, ours.key)
    _send(ours, reports, warm_up)
    before, wal = _state(ours)
    began = time.monotonic()
    sent = _send(ours, reports, incidents)
    after, later = _state(ours)
    print(f"{sent} incidents told and worked out until nothing waited, in {time.monotonic() - began:.0f} s")
    _print(before, after, sent, (later - wal) / sent, _json_bytes(pool))


def _send(ours: Platform, reports: intake.Reports, number: int) -> int:
    found = intake.post(ours.port, [reports.make(number)], seconds=3_600)
    settling.settle(ours.url, lambda: None, limit_seconds=SETTLE_SECONDS, still_seconds=120)
    return len(found.answers)


def _state(ours: Platform) -> tuple[dict[str, tuple[int, int, int]], int]:
    """Bytes of each table and of its indexes, its rows, and how far the log has got."""
    time.sleep(1.5)  # the server's counters are written down by idle sessions about once a second
    with psycopg.connect(ours.url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        time.sleep(1.5)
        rows = connection.execute(SIZES).fetchall()
        found = connection.execute("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint").fetchone()
    return {name: (table, indexes, live) for name, table, indexes, live in rows}, int(found[0]) if found else 0


def _print(
    before: dict[str, tuple[int, int, int]], after: dict[str, tuple[int, int, int]], sent: int, wal: float, raw: float
) -> None:
    each = {
        name: tuple((new - old) / sent for new, old in zip(now, before.get(name, (0, 0, 0)), strict=True))
        for name, now in after.items()
    }
    tables, indexes = sum(one[0] for one in each.values()), sum(one[1] for one in each.values())
    print(f"  the JSON of one report is {raw:,.0f} bytes; an incident makes the database grow by")
    print(f"  {tables + indexes:,.0f} bytes (x{(tables + indexes) / raw:.0f} of the JSON): "
          f"{tables:,.0f} in tables, {indexes:,.0f} in indexes; {wal:,.0f} bytes of log (x{wal / raw:.0f})")  # fmt: skip
    print(f"  {'':<28}{'rows':>8}{'table bytes':>14}{'index bytes':>14}")
    for name, (table, index, rows) in sorted(each.items(), key=lambda one: -(one[1][0] + one[1][1])):
        if table + index >= LEAST_BYTES:
            print(f"  {name:<28}{rows:>8.1f}{table:>14,.0f}{index:>14,.0f}")


def _json_bytes(pool: Pool) -> float:
    shapes = sorted(SHAPES)
    texts = [json.dumps(body(pool.next(shape), "1", datetime.now(UTC))).encode() for shape in shapes]
    return sum(map(len, texts)) / len(texts)


if __name__ == "__main__":
    sys.exit(main())
