"""Why tables cannot be used, in sentences: what the schema refuses, and what no schema can say (review 2.6, 5.2 L&G 3)."""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

import zen
from jsonschema import Draft202012Validator, ValidationError

from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol import schema
from wholepicture.registers.protocol.facts import FIELDS
from wholepicture.registers.protocol.rows import Row, Tables, read, table_nodes
from wholepicture.registers.protocol.terms import CauseKind, Clock

WHOLE_SECTOR = re.compile(r"\W*health\W*", re.IGNORECASE)
NOT_A_RECIPIENT = '"health" is no recipient: nobody answers to it. Name who is to be told, for example health_visitor or gp (review 2.6).'
FORMS = {
    "row": 'write its id in lower case with full stops and in double quotes, like "child.newborn.health_visitor".',
    "hours": "write a number of hours up to 999, or null where nobody is told.",
    "hold": "write true or false.",
    "source": "write in double quotes where the row comes from, for example the review's paragraph.",
    "because": "write in double quotes, in a sentence without double quotes, why.",
}


def of_tables(tables: object) -> list[str]:
    """Return a sentence for everything that is wrong with the tables; empty when they can be asked.

    Fields, words, functions and kinds that are not ours, cells that are not plain words, nodes that are not tables.
    """
    wrong = sorted(_validator().iter_errors(tables), key=lambda error: [str(part) for part in error.absolute_path])
    if wrong:
        return list(dict.fromkeys(_sentence(tables, error) for error in wrong))
    model: Tables = tables  # type: ignore[assignment]
    reasons = [*_structure(model), *_columns(model), *_ids(model)]
    return reasons or [*_sense(read(model)), *_compiles(model)]


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema.tables())


def _sentence(tables: object, error: ValidationError) -> str:
    path = list(error.absolute_path)
    return f"{_place(tables, path)}: {_fault(error, str(path[-1]) if path else '')}"


def _place(tables: object, path: Sequence[str | int]) -> str:
    at, said = tables, []
    for part in path:
        at = at[part]  # type: ignore[index]
        if isinstance(part, str) and part in {*FIELDS, *schema.OUTPUTS}:
            said.append(f"column {part}")
        elif isinstance(at, Mapping) and ("_id" in at or "id" in at):
            kind = "row" if "_id" in at else ("table" if at.get("type") == "decisionTableNode" else "part")
            said.append(f"{kind} {at.get('_id', at.get('id'))}")
    where = ", ".join(said) or "the tables"
    return where[0].upper() + where[1:]


def _fault(error: ValidationError, name: str) -> str:
    instance: Any = error.instance
    wanted: Any = error.validator_value
    if error.validator == "additionalProperties":
        known = list(cast("schema.Schema", error.schema)["properties"])
        return " ".join(_unknown(word, known) for word in instance if word not in known)
    if error.validator == "required":
        return "it lacks " + ", ".join(word for word in wanted if word not in instance) + "."
    if error.validator == "const":
        return f"it has to be {json.dumps(wanted)}."
    if name in FIELDS or name in schema.OUTPUTS:
        return _cell_fault(name, instance)
    if error.validator == "enum":
        return _unknown(str(instance), [str(word) for word in wanted])
    return f"{error.message}."


def _cell_fault(name: str, cell: object) -> str:
    if isinstance(cell, str) and WHOLE_SECTOR.fullmatch(cell):
        return NOT_A_RECIPIENT
    if name in FORMS or not isinstance(cell, str):
        return FORMS.get(name, "write it as text.")
    known = FIELDS[name].values() if name in FIELDS else [word.strip('"') for word in schema.OUTPUTS[name]["enum"]]
    unknown = [word for word in re.findall(r'"([^"]*)"', cell) if word not in known]
    if unknown:
        return " ".join(_unknown(word, known) for word in unknown)
    return (
        f"{cell} is no list of words. Write known words in double quotes, with commas between them: {', '.join(known)}."
    )


def _unknown(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    remedy = f'Did you mean "{close[0]}"?' if close else f"Use one of: {', '.join(known)}."
    return f'"{word}" is not known. {remedy}'


def _structure(tables: Tables) -> Iterator[str]:
    ids = Counter(node["id"] for node in tables["nodes"])
    yield from (f"Two parts are called {name}: give each its own id." for name, times in ids.items() if times > 1)
    ends = {kind: [node["id"] for node in tables["nodes"] if node["type"] == kind] for kind in schema.NODE_TYPES}
    if len(ends["inputNode"]) != 1 or len(ends["outputNode"]) != 1 or not ends["decisionTableNode"]:
        yield "The tables need one input, one output and at least one table between them."
        return
    start, end = ends["inputNode"][0], ends["outputNode"][0]
    wanted = Counter(pair for table in ends["decisionTableNode"] for pair in ((start, table), (table, end)))
    drawn = Counter((edge["sourceId"], edge["targetId"]) for edge in tables["edges"])
    yield from (f"{a} is not joined to {b}: its rows would never be asked." for a, b in wanted - drawn)
    yield from (
        f"{a} is joined to {b}: join every table to the input and the output only, once." for a, b in drawn - wanted
    )


def _columns(tables: Tables) -> Iterator[str]:
    for node in table_nodes(tables):
        table, content = node["id"], node["content"]
        if content["outputPath"] != table:
            yield f"Table {table}: outputPath has to be {table}."
        columns = [*content["inputs"], *content["outputs"]]
        ids = [column["id"] for column in columns]
        yield from (
            f"Table {table}: the column {c['id']} asks for {c['field']}." for c in columns if c["id"] != c["field"]
        )
        yield from (
            f"Table {table}: there are two columns {name}." for name, times in Counter(ids).items() if times > 1
        )
        yield from (f"Table {table}: the column {name} is missing." for name in schema.OUTPUTS if name not in ids)
        for rule in content["rules"]:
            lost = [name for name in rule if not name.startswith("_") and name not in ids]
            yield from (
                f"Row {rule['_id']}: the table has no column {name}, so the cell would not count." for name in lost
            )


def _ids(tables: Tables) -> Iterator[str]:
    rules = [rule for node in table_nodes(tables) for rule in node["content"]["rules"]]
    for rule in rules:
        if rule["row"] != f'"{rule["_id"]}"':
            yield f"Row {rule['_id']}: the column row says {rule['row']}; both have to be the same."
    times = Counter(rule["_id"] for rule in rules)
    yield from (
        f"Row {name} stands there twice: give each row its own id." for name, count in times.items() if count > 1
    )


def _sense(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield from (f"Row {row.id}: {words}" for words in (*_says_why_none(row), *_says_by_when(row), *_safe(row)))


def _says_why_none(row: Row) -> Iterator[str]:
    says = row.says
    if says.function is None and (says.kind or says.clock or says.hours or says.hold):
        yield "it tells nobody, so kind, hours and clock are null and hold is false."


def _says_by_when(row: Row) -> Iterator[str]:
    says = row.says
    if says.function is None:
        return
    if says.kind is None or says.clock is None:
        yield "it tells somebody, so it needs a kind and a clock."
    elif says.clock == Clock.SCHOOL and says.hours:
        yield "the school clock is 09:00 of the next school day, so hours has to be 0."
    elif says.clock != Clock.SCHOOL and not says.hours:
        yield "it has no time: write the hours."
    elif says.clock == Clock.WORKING and says.hours % 24:
        yield "working days have 24 hours each: write a multiple of 24."


def _safe(row: Row) -> Iterator[str]:
    if row.says.function == Function.PERPETRATOR_SERVICE and not row.says.hold:
        yield "what goes to a service of the person causing harm is held for release: hold has to be true."
    causes = set(row.when.get("cause", CauseKind.values()))
    if CauseKind.BIRTH not in causes:
        return
    if len(causes) > 1:
        yield "a row about births is about nothing else: give incidents and concerns rows of their own."
    if {"standing", "lane"} & set(row.when) or row.says.hold:
        yield "a birth is told alike whoever the parents are: leave standing and lane empty and hold false."


def _compiles(tables: Tables) -> Iterator[str]:
    try:
        zen.ZenEngine().create_decision(json.dumps(tables)).validate()
    except RuntimeError as fault:
        yield f"The engine cannot read the tables: {str(fault).splitlines()[0]}"
