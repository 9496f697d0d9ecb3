"""The rows of a protocol's tables, read from the decision model as plain values."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.facts import FIELDS, term
from wholepicture.registers.protocol.terms import Clock, NoticeKind

Tables = Mapping[str, Any]


@dataclass(frozen=True)
class RowHit:
    """What one row says about one subject: who is told, in what way and by when; or, with no function, why nobody is.

    `hours` count on `clock` (0 for the school clock); `kind` and `clock` are None only where `function` is.
    """

    row: str
    source: str
    function: Function | None
    kind: NoticeKind | None
    hold: bool
    hours: int
    clock: Clock | None
    because: str


@dataclass(frozen=True)
class Row:
    """A row as agreed: the table it stands in, the words it looks for by field (a field left out: any), what it says."""

    table: str
    heading: str
    when: Mapping[str, tuple[str, ...]]
    says: RowHit

    @property
    def id(self) -> str:
        """The row's own id, as kept with every duty that comes from it."""
        return self.says.row


def table_nodes(tables: Tables) -> list[Mapping[str, Any]]:
    """Return the nodes of the model that are decision tables, in their order."""
    return [node for node in tables["nodes"] if node["type"] == "decisionTableNode"]


def read(tables: Tables) -> tuple[Row, ...]:
    """Return every row of tables that have passed `refusals.of_tables`, in their order."""
    return tuple(_rows(tables))


def _rows(tables: Tables) -> Iterator[Row]:
    for node in table_nodes(tables):
        for rule in node["content"]["rules"]:
            when = {name: words(rule[name]) for name in FIELDS if rule.get(name)}
            yield Row(table=node["id"], heading=node["name"], when=when, says=_says(rule))


def words(cell: str) -> tuple[str, ...]:
    """Return the words of a cell that looks at a field: `"fast", "standard"`."""
    return tuple(json.loads(f"[{cell}]"))


def _says(rule: Mapping[str, str]) -> RowHit:
    cells = {name: json.loads(rule[name]) for name in ("row", "source", "hold", "because", "hours")}
    function, kind, clock = (json.loads(rule[name]) for name in ("function", "kind", "clock"))
    return RowHit(
        row=cells["row"],
        source=cells["source"],
        function=term(Function, function) if function else None,
        kind=term(NoticeKind, kind) if kind else None,
        hold=cells["hold"],
        hours=cells["hours"] or 0,
        clock=term(Clock, clock) if clock else None,
        because=cells["because"],
    )
