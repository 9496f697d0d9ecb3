"""What the daily list costs: `python -m bench.triage_list [--decided 10000 100000] [--waiting 500]`.

A database of its own with so many families decided about, and on top of them 500 that wait, each with its grants and its
children. Measured are the size of the list (which every page shows), the first and the last page of it, the look for
what is overdue, and raising the alarm of one family. The baseline is one commit by psycopg of one row, on the same
database just before. The plans of the two statements are printed with --explain.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg

from bench import figures
from bench.database import as_machine, database
from bench.findings import _commits

TIMES = 30
NOW = datetime(2019, 12, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Table:
    """Who sits at the table, the police, and the incident that everybody is listed for."""

    teams: tuple[Any, ...]
    police: Any
    incident: UUID
    by: Any


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.triage_list", description=__doc__)
    parser.add_argument("--decided", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--waiting", type=int, default=500)
    parser.add_argument("--explain", action="store_true", help="print the plans too")
    chosen = parser.parse_args(arguments)
    with database() as url:
        table = _table()
        _fill(table, chosen.waiting)
        decided = 0
        baseline = figures.percentile(list(_commits(url, 1)), 50)
        print(f"Baseline: one commit of one row takes {baseline * 1000:.2f} ms")
        for number in chosen.decided:
            _fill(table, number - decided, decided_at=NOW)
            decided = number
            _analyse(url)
            print(f"{number} listings decided, {chosen.waiting} that wait:")
            _measure(table, baseline, explain=chosen.explain)
    return 0


def _measure(table: Table, baseline: float, *, explain: bool) -> None:
    from wholepicture.pathway.triage import queries

    by = table.by

    def row(name: str, deed: Callable[[], object]) -> None:
        print(figures.row(name, list(_timed(deed)), baseline))

    row("the size of the list, on every page", lambda: queries.untriaged(NOW))
    row("the first page of 50", lambda: queries.list_for(by, NOW))
    row("the last page of 50", lambda: queries.list_for(by, NOW, page=1_000))
    row("the look for what is overdue", lambda: queries.waiting_overdue(NOW, 50, []))
    row("when the next is due", lambda: queries.next_due_overdue(NOW))
    row("the look for what is to be listed", lambda: queries.waiting(NOW, 50, []))
    if explain:
        _explain(lambda: queries.untriaged(NOW))
        _explain(lambda: queries.list_for(by, NOW))


def _explain(deed: Callable[[], object]) -> None:
    """Print the plan of each statement over the list that this sends."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with as_machine(), CaptureQueriesContext(connection) as found:
        deed()
        for each in [each["sql"] for each in found if "triage_listing" in each["sql"]]:
            with connection.cursor() as cursor:
                cursor.execute(f"explain (analyze, buffers, costs off) {each}")
                print("\n".join(f"    {line}" for (line,) in cursor.fetchall()))


def _table() -> Table:
    """Three teams, one incident told by the police, and somebody of the first team."""
    from tests.factories import accounts
    from tests.factories import agencies as make
    from tests.factories import incidents as told
    from tests.factories.people import make_teller
    from wholepicture.registers.agencies.terms import Function

    functions = (Function.FIRST_RESPONSE, Function.POLICE_SAFEGUARDING_UNIT, Function.DOMESTIC_ABUSE_SERVICE)
    with as_machine():
        teams = tuple(make.make_staffed_post(function=each).team for each in functions)
        police = make_teller("police")
        receipt = told.receive(agency=police, now=NOW)
        return Table(teams, police, receipt.incident_id, accounts.make_actor(team=teams[0]))


def _fill(table: Table, count: int, decided_at: datetime | None = None) -> None:
    from tests.factories import on_list

    with as_machine():
        on_list.fill(
            count,
            incident=table.incident,
            agency=table.police,
            teams=table.teams,
            now=NOW,
            decided_at=decided_at,
            minutes=0 if decided_at else 1,
        )


def _analyse(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _timed(deed: Callable[[], object]) -> Iterator[float]:
    for _ in range(TIMES):
        began = time.monotonic()
        with as_machine():
            deed()
        yield time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
