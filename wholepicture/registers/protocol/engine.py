"""Asking the tables: the JSON decision model in zen-engine, one call for all subjects of an incident."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import zen

from wholepicture.registers.protocol import facts, rows
from wholepicture.registers.protocol.facts import Facts, Subject
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.rows import Row, RowHit, Tables
from wholepicture.registers.protocol.schema import SUBJECTS


class NobodySaid(Exception):
    """No row says anything about a subject: the completeness proof was not made for these tables."""


class Engine:
    """The tables, ready to be asked."""

    def __init__(self, tables: Tables) -> None:
        """Compile the tables; they have passed `refusals.of_tables`."""
        self._decision: Any = zen.ZenEngine().create_decision(json.dumps(tables))
        self._tables = [node["id"] for node in rows.table_nodes(tables)]
        self._rows = {row.id: row for row in rows.read(tables)}

    def hits(self, subjects: Sequence[Facts]) -> list[list[Row]]:
        """Return, for each subject in order, the rows that apply, in the order of the tables. Facts are not checked here."""
        told = self._decision.evaluate({SUBJECTS: [dict(subject) for subject in subjects]})["result"]
        return [
            [self._rows[hit["row"]] for table in self._tables for hit in told[table][place]]
            for place in range(len(subjects))
        ]


@dataclass(frozen=True)
class Protocol:
    """One version of the protocol as it is in force: what the tables say and the parameters beside them."""

    number: int
    adopted_at: datetime
    approved_by: tuple[str, ...]
    tables: Tables = field(repr=False)
    parameters: Parameters

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row of the tables, in order."""
        return rows.read(self.tables)

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self.tables)

    def evaluate(self, subjects: Sequence[Subject]) -> list[list[RowHit]]:
        """Return what the rows say about each subject, in the order given; at least one row each. One call of the engine.

        Raises UnknownFact for a field or word that the tables do not know, NobodySaid when no row applies.
        """
        option = self.parameters.births_inform_gp
        asked = [facts.for_engine(subject, births_inform_gp=option) for subject in subjects]
        found = self._engine.hits(asked)
        for subject, hits in zip(asked, found, strict=True):
            if not hits:
                raise NobodySaid(f"Protocol {self.number} says nothing about {subject}.")
        return [[row.says for row in hits] for hits in found]
