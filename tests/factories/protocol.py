"""The protocol for tests: the shipped one, adopted by the real action at set-up or without a database, and changed where asked."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wholepicture.registers.protocol import defaults, parameters, rows
from wholepicture.registers.protocol.engine import Protocol

if TYPE_CHECKING:
    from wholepicture.registers.protocol.models import Version

Tables = dict[str, Any]
LONG_AGO = datetime(2015, 1, 1, 9, 0, tzinfo=UTC)
EXECUTIVES = ("Ada Lovell, local authority", "Bela Marsh, police", "Chi Okoro, integrated care board")


def make_version(*, now: datetime = LONG_AGO, **changed: object) -> "Version":
    """The first version of this database: shipped tables, and parameters as shipped but for those given by name."""
    from wholepicture.registers.audit.terms import MACHINE
    from wholepicture.registers.protocol import actions

    return actions.adopt(
        tables=defaults.tables(),
        parameters={**defaults.parameters(), **changed},
        approved_by=EXECUTIVES,
        note="For tests.",
        by=MACHINE,
        now=now,
    )


def protocol_without_database(**changed: object) -> Protocol:
    """The shipped protocol as if adopted, for unit tests."""
    return Protocol(
        number=1,
        adopted_at=LONG_AGO,
        approved_by=EXECUTIVES,
        tables=defaults.tables(),
        parameters=parameters.parse({**defaults.parameters(), **changed}),
    )


def table(tables: Tables, name: str = "children_incident") -> dict[str, Any]:
    """The content of one table, to be changed."""
    return next(node for node in tables["nodes"] if node["id"] == name)["content"]  # type: ignore[no-any-return]


def row(tables: Tables, name: str) -> dict[str, Any]:
    """The cells of one row, to be changed."""
    rules = [rule for node in rows.table_nodes(tables) for rule in node["content"]["rules"]]
    return next(rule for rule in rules if rule["_id"] == name)  # type: ignore[no-any-return]


def without(*names: str) -> Tables:
    """The shipped tables without these rows."""
    tables = defaults.tables()
    for node in rows.table_nodes(tables):
        node["content"]["rules"] = [rule for rule in node["content"]["rules"] if rule["_id"] not in names]
    return tables
