"""A police file of many incidents: `python -m bench.feed [--incidents 20000]`.

The command's own feed, into a database of its own, which nothing else reads meanwhile. Measured are rows a second and incidents
a minute, what feeding the same file again takes (everything is there already), and the memory. The baseline is raw: the
same number of rows as the feed wrote to the tables, inserted by psycopg in as many transactions, on the same server just
before. Nothing is asserted.
"""

import argparse
import csv
import io
import itertools
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from tests.crash.programs import environment

HEADINGS = ("Incident Ref", "Date Time", "Category", "DASH", "BRAG", "Location", "Narrative", "Person", "Role", "Alleged by",
            "Forename", "Surname", "Sex", "DOB", "Address", "Parent of", "Presence", "Sleeps asked")  # fmt: skip
LETTERS = "abcdefghijklmnopqrst"
ROW = "x" * 120
IN_A_BATCH = 100
WRITTEN = "select coalesce(sum(n_tup_ins), 0)::bigint from pg_stat_user_tables"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.feed", description=__doc__)
    parser.add_argument("--incidents", type=int, default=20_000)
    chosen = parser.parse_args(arguments)
    raw = export(chosen.incidents)
    print(f"A file of {chosen.incidents:,} incidents, {chosen.incidents * 3:,} rows, {len(raw) / 1e6:.1f} MB")
    with database() as agency:
        before = _written()
        seconds = _fed(raw, agency, "fed")
        rows = _written() - before
        raw_seconds = _raw_inserts(rows, chosen.incidents)
        again = _fed(raw, agency, "fed again")
        print(f"  baseline: {rows:,} rows inserted raw in batches of as many    {raw_seconds:8.1f} s")
        print(f"  fed            x {seconds / raw_seconds:5.1f} of the baseline")
        print(f"  fed again      x {again / raw_seconds:5.1f} of the baseline")
        print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


def export(incidents: int) -> bytes:
    """A file of families who are nobody: mother, father and child, some of them again and again."""
    to = io.StringIO(newline="")
    writer = csv.writer(to)
    writer.writerow(HEADINGS)
    began = datetime.now(UTC) - timedelta(days=365)
    for number in range(incidents):
        writer.writerows(_incident(number, began + timedelta(minutes=number * 525_000 // max(1, incidents))))
    return to.getvalue().encode()


def _incident(number: int, at: datetime) -> Iterator[list[str]]:
    family = number % 7_000
    name = "Bench" + "".join(LETTERS[family // 20**place % 20] for place in range(4))
    home = f"{family} Invented Street, Nowhere"
    common = [
        f"B-{number}",
        at.strftime("%d/%m/%Y %H:%M"),
        "Domestic abuse",
        "Medium",
        "Amber",
        home,
        f"Shouting. {ROW}",
    ]
    if at.month == 3:
        common[1] = at.strftime("%d/%m/%Y 12:%M")
    yield [*common, "A", "Victim", "", "Ann", name, "F", "03/04/1996", home, "C", "", ""]
    yield [*common, "B", "Suspect", "A", "Bob", name, "M", "01/02/1994", home, "C", "", ""]
    yield [*common, "C", "Child", "", "Cleo", name, "", "14/11/2018", home, "", "Heard it", "Not asked"]


@contextmanager
def database() -> Iterator[UUID]:
    """A database of its own with one police force; ended and removed whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="wp-bench-feed-"))
    ours = environment(WHOLEPICTURE_VAR=str(folder), WHOLEPICTURE_ROLE="owner")
    os.environ.clear()
    os.environ.update(ours)
    from wholepicture.interfaces.cli import migrate, start, stop

    try:
        start.django_ready()
        migrate.migrate()
        yield _police()
    finally:
        stop.command([])
        shutil.rmtree(folder, ignore_errors=True)


def _police() -> UUID:
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.agencies import actions
    from wholepicture.registers.audit.terms import MACHINE

    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        return actions.add_agency(slug="police", kind="police", name="Police", by=MACHINE, now=datetime.now(UTC)).id


def _fed(raw: bytes, agency: UUID, how: str) -> float:
    from wholepicture.interfaces.feeds.police import feed

    began = time.monotonic()
    summary = feed.feed(
        raw=raw, name="bench.csv", mapping={}, agency=agency, rejected=io.StringIO(), clock=lambda: datetime.now(UTC)
    )
    seconds = time.monotonic() - began
    print(
        f"  {how:<14} {seconds:8.1f} s  {summary.rows_in / seconds:8.0f} rows a second  "
        f"{summary.incidents / seconds * 60:8.0f} incidents a minute  ({summary.rejected} rows rejected)"
    )
    return seconds


def _written() -> int:
    from django.conf import settings

    time.sleep(1.5)  # the server's counters are written down by idle sessions about once a second
    with psycopg.connect(settings.URLS.owner) as connection:
        found = connection.execute(WRITTEN).fetchone()
    return int(found[0]) if found else 0


def _raw_inserts(rows: int, incidents: int) -> float:
    """Seconds to insert so many rows of a usual size, in as many transactions as the feed has batches."""
    from django.conf import settings

    each = max(1, rows // max(1, incidents // IN_A_BATCH))
    with psycopg.connect(settings.URLS.owner, autocommit=True) as connection:
        connection.execute("create table bench_row (id uuid primary key, at timestamptz, words text)")
        began = time.monotonic()
        for _ in itertools.repeat(None, max(1, incidents // IN_A_BATCH)):
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(
                    "insert into bench_row values (%s, %s, %s)",
                    [(uuid4(), datetime.now(UTC), ROW) for _ in range(each)],
                )
        seconds = time.monotonic() - began
        connection.execute("drop table bench_row")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
