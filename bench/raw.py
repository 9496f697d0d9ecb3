"""The baseline of writing: commits of rows of the same number and size, by pgbench on the same server.

A script of pgbench inserts, in one transaction, what one accepted incident writes: one statement for each table, with
as many rows as go there, each as large as theirs, into tables with a primary key. Where there is no pgbench (of
Debian's postgresql package, or in the folder named by PGBIN) psycopg does the same, and says so.
"""

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

PLACES = ("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin")
# A row's id, its time and PostgreSQL's own head: what remains is filled with words.
FIXED = 52


@dataclass(frozen=True)
class Rows:
    """How many rows go into one table at a commit, and how many bytes each takes on average."""

    table: str
    number: int
    size: int


def written(url: str, since: dict[str, int], commits: int) -> list[Rows]:
    """What a commit wrote on average since `counts` was taken; rounded up, so that the baseline never does less."""
    found = []
    with psycopg.connect(url) as connection:
        for table, number in counts(url).items():
            new = number - since.get(table, 0)
            if new > 0 and not table.startswith("bench_"):
                size = connection.execute(
                    f"select coalesce(avg(pg_column_size(t.*)), 0)::int from (select * from {table} limit 2000) t".encode()
                ).fetchone()
                found.append(Rows(table, -(-new // commits), size[0] if size else 0))
    return found


def counts(url: str) -> dict[str, int]:
    """How many rows each table has; counted, for the server's own counters come up to ten seconds late."""
    with psycopg.connect(url) as connection:
        names = [str(name) for (name,) in connection.execute("select relname from pg_stat_user_tables").fetchall()]
        each = [connection.execute(f"select count(*) from {name}".encode()).fetchone() for name in names]
    return {name: int(found[0]) if found else 0 for name, found in zip(names, each, strict=True)}


class Commits:
    """Commits of these rows over and over; its tables are there until it is closed."""

    def __init__(self, url: str, rows: Sequence[Rows]) -> None:
        """Make a table for each table that an incident goes to."""
        self.url, self.rows = url, list(rows)
        self.program = _pgbench()
        self._folder = TemporaryDirectory(prefix="wp-bench-raw-")
        self._script = Path(self._folder.name) / "commit.sql"
        self._script.write_text("\n".join(["begin;", *self._statements(), "commit;", ""]))
        with psycopg.connect(url, autocommit=True) as connection:
            for each in self.rows:
                connection.execute(
                    f"create table if not exists bench_{each.table} "
                    "(id uuid primary key default gen_random_uuid(), at timestamptz default now(), words text)".encode()
                )

    def close(self) -> None:
        """Remove the tables and the script."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for each in self.rows:
                connection.execute(f"drop table bench_{each.table}".encode())
        self._folder.cleanup()

    def a_second(self, clients: int, seconds: float) -> float:
        """How many commits a second by so many clients at once."""
        if self.program is None:
            return self._by_psycopg(clients, seconds)
        line = [self.program, "-n", "-M", "prepared", "-f", str(self._script), "-c", str(clients), "-j", "1"]
        done = subprocess.run(
            [*line, "-T", str(max(1, round(seconds))), self.url], capture_output=True, text=True, check=False
        )
        told = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
        if told is None:
            raise SystemExit(f"pgbench said: {done.stderr.strip() or done.stdout.strip()}")
        return float(told[1])

    def said(self) -> str:
        """By what, how many rows and how many bytes."""
        by = "pgbench (prepared statements)" if self.program else "psycopg, for there is no pgbench here (set PGBIN)"
        number, size = sum(each.number for each in self.rows), sum(each.number * each.size for each in self.rows)
        return f"{number} rows of {size:,} bytes in {len(self.rows)} tables at a commit, by {by}"

    def _statements(self) -> Iterator[str]:
        for each in self.rows:
            values = ", ".join([f"('{'x' * max(1, each.size - FIXED)}')"] * each.number)
            yield f"insert into bench_{each.table} (words) values {values};"

    def _by_psycopg(self, clients: int, seconds: float) -> float:
        done: list[int] = []
        until = time.monotonic() + seconds
        statements = [each.encode() for each in self._statements()]

        def one() -> None:
            number = 0
            with psycopg.connect(self.url, autocommit=True) as connection:
                while time.monotonic() < until:
                    with connection.transaction():
                        for each in statements:
                            connection.execute(each, prepare=True)
                    number += 1
            done.append(number)

        threads = [threading.Thread(target=one) for _ in range(clients)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        return sum(done) / seconds


def _pgbench() -> str | None:
    for place in (os.environ.get("PGBIN"), *PLACES):
        if place and (found := Path(place) / "pgbench").is_file():
            return str(found)
    return None
