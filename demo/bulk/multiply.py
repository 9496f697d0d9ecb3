"""Grow a database of a few played families to so many incidents: the ordinary ones most of all, some heavy, a few that wait."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice

import psycopg

from demo.bulk import keying, loading
from demo.bulk.cloning import FULL_EVERY, Original
from demo.bulk.tables import Table, tables
from demo.bulk.templates import Template, read, shared_ids

# A family with so many incidents is heavy: rare, as in life.
HEAVY_FROM = 7
HEAVY_ONE_IN = 1_000
BATCH = 1_000
# A family is made ready once for each distance that its copies are moved by, which takes as long as many copies.
DISTANCES = 10


@dataclass(frozen=True)
class Copy:
    """One copy to be written: of which family, its number, moved by how many weeks, without its notices."""

    of: Original
    number: int
    weeks: int
    thin: bool


class Multiplier:
    """Copies the families that are in the database now; grows it step by step."""

    def __init__(self, url: str, *, now: datetime, say: Callable[[str], None] = print) -> None:
        """`url` is a superuser's. Raises ValueError where no family is settled."""
        self._url, self._say = url, say
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("set timezone = 'UTC'")
            self._tables = tables(connection)
            shared = shared_ids(connection, self._tables)
            found = read(connection, self._tables, shared, now)
        self._incidents = sum(each.incidents for each in found)
        self._number = 0
        self._waiting = [Original(each, shared) for each in found if not each.is_settled]
        settled = [each for each in found if each.is_settled]
        if not settled:
            raise ValueError("No family is settled: every one has something that waits, so none can be copied.")
        self._heavy = [Original(each, shared) for each in settled if each.incidents >= HEAVY_FROM]
        self._ordinary = [Original(each, shared) for each in settled if each.incidents < HEAVY_FROM]
        self._turns = cycle(_by_weeks(self._ordinary or self._heavy))
        self._say(self._described(found))

    def grow(self, incidents: int, *, waiting: int = 0) -> None:
        """Copy until there are about so many incidents; `waiting` more families are on the list."""
        began, by_name = time.monotonic(), {table.name: table for table in self._tables}
        with psycopg.connect(self._url, autocommit=True) as connection:
            with loading.unindexed(connection, self._tables):
                # One thread hands text to the server while the next is written.
                with ThreadPoolExecutor(max_workers=1) as line:
                    putting = line.submit(loading.put, connection, by_name, {})
                    copies = self._copies(incidents, waiting)
                    while some := _written(list(islice(copies, BATCH)), by_name):
                        putting.result()
                        putting = line.submit(loading.put, connection, by_name, some)
                    putting.result()
                loaded = time.monotonic() - began
            size = connection.execute("select pg_database_size(current_database())").fetchone()
        took = time.monotonic() - began
        gigabytes = int(str(size[0])) / 1e9 if size else 0
        self._say(
            f"{self._incidents:,} incidents in {took:.0f} s ({loaded:.0f} s of it copying), {gigabytes:.2f} GB, "
            f"{gigabytes * 1e6 / self._incidents:.1f} KB an incident"
        )

    def _copies(self, incidents: int, waiting: int) -> Iterator[Copy]:
        for of in islice(cycle(self._waiting), waiting):
            yield self._next(of, 0, thin=False)
        while self._incidents < incidents:
            if self._heavy and self._number % HEAVY_ONE_IN == 0:
                of = self._heavy[self._number // HEAVY_ONE_IN % len(self._heavy)]
                yield self._next(of, of.template.weeks[-1], thin=False)
            of, weeks = next(self._turns)
            yield self._next(of, weeks, thin=self._number % FULL_EVERY != 0)

    def _next(self, of: Original, weeks: int, *, thin: bool) -> Copy:
        self._number += 1
        self._incidents += of.template.incidents
        return Copy(of, self._number, weeks, thin)

    def _described(self, found: Sequence[Template]) -> str:
        counts = f"{len(self._ordinary)} ordinary, {len(self._heavy)} heavy, {len(self._waiting)} waiting"
        return f"{len(found)} families to copy ({counts}) with {self._incidents} incidents"


def _by_weeks(those: Sequence[Original]) -> Iterator[tuple[Original, int]]:
    """Every family at some distances, spread over all it may be moved by; the families in turn."""
    for step in range(DISTANCES):
        for each in those:
            weeks = each.template.weeks
            yield each, weeks[step * len(weeks) // DISTANCES]


def _written(copies: Sequence[Copy], tables: Mapping[str, Table]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in copies:
        texts = one.of.copy(one.number, weeks=one.weeks, thin=one.thin)
        for table, text in {**texts, keying.KEYS: keying.keys_of(texts, tables)}.items():
            found.setdefault(table, []).append(text)
    return found
