"""Find every row that belongs to each family that was played: rows hang together by the ids that stand in them.

Two rows belong together when one id, of no agency, team, post or worker, stands in both, in a column or within a text.
So nothing here knows the tables of a family, and none can be forgotten.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from demo.bulk.tables import Connection, Table, is_shared

UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
EMPTY = "\\N"
WEEK = timedelta(days=7)
# The clocks that run: of a family that is copied ten thousand times none may.
RUNNING = (
    ("notifications_notice", "next_at", True), ("notifications_notice", "deliver_at", True),
    ("triage_listing", "decided_at", False), ("triage_ask", "contribution_id", False),
)  # fmt: skip
ENDED = {"triage_listing": "withdrawn_at", "triage_ask": "ended_at"}


@dataclass(frozen=True)
class Row:
    """One row in the text format of COPY, column by column."""

    table: Table
    values: tuple[str, ...]

    def value(self, column: str) -> str:
        """The text of one column."""
        return self.values[self.table.at(column)]


@dataclass(frozen=True)
class Template:
    """All rows of one family (and of those tied to it), and by how many weeks they may be moved.

    Moved by `weeks`, nothing of it lies in the future that did not, and nothing falls due that had not. `is_settled`
    means that no clock runs: everything was decided and answered.
    """

    rows: tuple[Row, ...]
    incidents: int
    weeks: range
    is_settled: bool

    def of(self, table: str) -> list[Row]:
        """The rows of one table."""
        return [row for row in self.rows if row.table.name == table]


def shared_ids(connection: Connection, every: Iterable[Table]) -> set[str]:
    """The ids of whatever is everybody's: agencies, teams, workers, users, meetings."""
    return {
        Row(table, values).value("id")
        for table in every
        if is_shared(table.name) and "id" in table.columns
        for values in _rows(connection, table)
    }


def read(connection: Connection, every: Iterable[Table], shared: set[str], now: datetime) -> list[Template]:
    """The families in the database, the one with the fewest incidents first; others' matters are left out."""
    rows = [Row(table, values) for table in every if not is_shared(table.name) for values in _rows(connection, table)]
    found = (tuple(those) for those in _together(rows, shared))
    made = (_template(those, now) for those in found if _is_family(those))
    return sorted(made, key=lambda each: (each.incidents, len(each.rows)))


def own_ids(row: Row, shared: set[str]) -> set[str]:
    """The ids in a row that belong to its family."""
    return {each for value in row.values for each in UUID_TEXT.findall(value)} - shared


def _rows(connection: Connection, table: Table) -> Iterator[tuple[str, ...]]:
    with connection.cursor().copy(table.out()) as copy:
        text = b"".join(bytes(part) for part in copy).decode()
    for line in text.splitlines():
        yield tuple(line.split("\t"))


def _together(rows: Iterable[Row], shared: set[str]) -> Iterable[list[Row]]:
    """The rows by family: whatever shares an id is one."""
    above: dict[str, str] = {}

    def top(each: str) -> str:
        while above.setdefault(each, each) != each:
            above[each] = each = above[above[each]]
        return each

    kept = [(row, sorted(own_ids(row, shared))) for row in rows]
    for _, ids in kept:
        for each in ids[1:]:
            above[top(each)] = top(ids[0])
    found: dict[str, list[Row]] = defaultdict(list)
    for row, ids in kept:
        if ids:
            found[top(ids[0])].append(row)
    return found.values()


def _is_family(rows: Iterable[Row]) -> bool:
    names = {row.table.name for row in rows}
    return {"families_family", "incidents_incident"} <= names


def _template(rows: tuple[Row, ...], now: datetime) -> Template:
    incidents = sum(row.table.name == "incidents_incident" for row in rows)
    times = [at for row in rows for at in _times(row)]
    past = max((at for at in times if at <= now), default=now)
    future = min((at for at in times if at > now), default=now + 200 * WEEK)
    back, forth = int((future - now) / WEEK), int((now - past) / WEEK)
    return Template(rows, incidents, range(-min(back, 150), forth + 1), not any(map(_runs, rows)))


def _runs(row: Row) -> bool:
    """Whether somebody, or the machine, still has something to do because of a row."""
    if row.table.name in ENDED and row.value(ENDED[row.table.name]) != EMPTY:
        return False
    return any(
        (row.value(column) != EMPTY) is runs_when_set
        for table, column, runs_when_set in RUNNING
        if table == row.table.name
    )


def _times(row: Row) -> Iterator[datetime]:
    for kind, value in zip(row.table.types, row.values, strict=True):
        if value != EMPTY and kind in ("timestamp with time zone", "date"):
            yield moment(value)


def moment(text: str) -> datetime:
    """A time or a day as the database writes them in UTC."""
    if len(text) == len("2026-01-01"):
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return datetime.fromisoformat(text)
