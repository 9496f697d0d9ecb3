"""Asking the tables: what the engine answers is what the cells say, and a misspelt fact is refused before it is asked."""

import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
import zen

from tests.factories.protocol import protocol_without_database, without
from wholepicture.registers.protocol import defaults, engine, facts, parameters, rows
from wholepicture.registers.protocol.facts import Subject
from wholepicture.registers.protocol.terms import CauseKind, Lane, Relation, Standing

PROTOCOL = protocol_without_database()
WITNESS = facts.adult(cause=CauseKind.INCIDENT, lane=Lane.FAST, standing=Standing.WITNESS, relation=Relation.PARTNER)


def test_what_a_row_says_is_what_the_engine_answers_for_it() -> None:
    decision: Any = zen.ZenEngine().create_decision(json.dumps(defaults.tables()))
    answers = decision.evaluate({"subjects": list(facts.every_subject())})["result"]
    said = {hit["row"]: hit for table in answers.values() for hits in table for hit in hits}
    assert set(said) == {row.id for row in PROTOCOL.rows}
    for row in PROTOCOL.rows:
        cells = {
            name: value or (0 if name == "hours" else None) for name, value in said[row.id].items() if name != "hold"
        }
        assert cells == {name: getattr(row.says, name) for name in cells}
        assert said[row.id]["hold"] is row.says.hold


def test_a_row_applies_exactly_where_its_words_say() -> None:
    subjects = list(facts.every_subject())
    for subject, hits in zip(subjects, engine.Engine(defaults.tables()).hits(subjects), strict=True):
        wanted = [row.id for row in PROTOCOL.rows if all(subject[name] in words for name, words in row.when.items())]
        assert [row.id for row in hits] == wanted


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"standing": "vicitm"}, '"vicitm" for standing'),
        ({"standing": "n/a"}, '"n/a" for standing'),
        ({"age_band": "newborn"}, '"newborn" for age_band'),
        ({"lane": None}, '"None" for lane'),
        ({"cause": "birthday"}, '"birthday" for cause'),
        ({"relationship": "partner"}, "amiss: relationship"),
        ({"births_inform_gp": "yes"}, "amiss: births_inform_gp"),
    ],
)
def test_a_fact_that_the_tables_do_not_know_is_refused(changed: dict[str, Any], words: str) -> None:
    subject: Any = {**WITNESS, **changed}
    with pytest.raises(facts.UnknownFact, match=words):
        PROTOCOL.evaluate([subject])


def test_a_fact_left_out_is_refused() -> None:
    subject: Any = {name: value for name, value in WITNESS.items() if name != "lane"}
    with pytest.raises(facts.UnknownFact, match="amiss: lane"):
        PROTOCOL.evaluate([subject])


def test_nobody_to_ask_about_is_no_fault() -> None:
    assert PROTOCOL.evaluate([]) == []


def test_silence_of_unproved_tables_is_an_error_and_not_an_empty_answer() -> None:
    unproved = engine.Protocol(
        number=9,
        adopted_at=datetime(2026, 1, 1, tzinfo=UTC),
        approved_by=(),
        tables=without("adult.witness_elsewhere.nobody"),
        parameters=parameters.parse(defaults.parameters()),
    )
    with pytest.raises(engine.NobodySaid, match="Protocol 9"):
        unproved.evaluate([WITNESS])


def test_a_protocol_compiled_in_one_thread_answers_in_others() -> None:
    answers: list[list[list[rows.RowHit]]] = []
    PROTOCOL.evaluate([WITNESS])
    threads = [threading.Thread(target=lambda: answers.append(PROTOCOL.evaluate([WITNESS]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [PROTOCOL.evaluate([WITNESS])] * 4


def test_all_subjects_of_an_incident_are_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    protocol = protocol_without_database()
    hits = engine.Engine.hits

    def counted(self: engine.Engine, subjects: list[Subject]) -> list[list[rows.Row]]:
        calls.append(len(subjects))
        return hits(self, subjects)  # type: ignore[arg-type]

    monkeypatch.setattr(engine.Engine, "hits", counted)
    protocol.evaluate([WITNESS] * 6)
    assert calls == [6]
