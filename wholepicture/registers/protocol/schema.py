"""JSON Schemas of the tables and of what they are asked, made from our enumerations, so that no word exists twice.

The engine drops a row in silence when a cell has a misspelt word, an unquoted word or a field that is not asked; the
schema therefore describes every cell of a table.
"""

import re
from collections.abc import Iterable
from typing import Any

from wholepicture.lib.terms import Term
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.facts import FIELDS, OF_A_CHILD, OF_AN_ADULT, TOLD
from wholepicture.registers.protocol.terms import NOT_APPLICABLE, Clock, NoticeKind, SubjectKind

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SUBJECTS = "subjects"
NOTHING = "null"
OUTPUTS: dict[str, Schema] = {
    "row": {"type": "string", "pattern": r'^"[a-z0-9_]+(\.[a-z0-9_]+)+"$'},
    "function": {"enum": [NOTHING, *(f'"{word}"' for word in Function.values())]},
    "kind": {"enum": [NOTHING, *(f'"{word}"' for word in NoticeKind.values())]},
    "hold": {"enum": ["true", "false"]},
    "hours": {"type": "string", "pattern": r"^(null|[0-9]{1,3})$"},
    "clock": {"enum": [NOTHING, *(f'"{word}"' for word in Clock.values())]},
    "source": {"type": "string", "pattern": r'^"[^"\\\x00-\x1f]{3,}"$'},
    "because": {"type": "string", "pattern": r'^"[^"\\\x00-\x1f]{10,}"$'},
}
NODE_TYPES = ("inputNode", "decisionTableNode", "outputNode")


def tables() -> Schema:
    """Return the JSON Schema of a protocol's tables: the part of the JSON decision model that may be used, cell by cell."""
    return {
        "$schema": DIALECT,
        "title": "Decision tables of the operating protocol",
        **_object(
            {
                "contentType": {"const": "application/vnd.gorules.decision"},
                "nodes": {"type": "array", "items": _node()},
                "edges": {"type": "array", "items": _edge()},
            }
        ),
    }


def subjects() -> Schema:
    """Return the JSON Schema of what the tables are asked: one object per child or adult."""
    return {
        "$schema": DIALECT,
        "title": "Those about whom somebody may have to be told",
        **_object({SUBJECTS: {"type": "array", "items": {"oneOf": [_subject(kind) for kind in SubjectKind]}}}),
    }


def _subject(kind: SubjectKind) -> Schema:
    other = OF_AN_ADULT if kind == SubjectKind.CHILD else OF_A_CHILD
    words: dict[str, Schema] = {name: {"enum": FIELDS[name].values()} for name in TOLD}
    words |= {name: {"const": NOT_APPLICABLE} for name in TOLD if name in other}
    return _object(words | {"subject": {"const": kind.value}})


def _node() -> Schema:
    position = _object({"x": {"type": "number"}, "y": {"type": "number"}})
    return {
        "type": "object",
        "required": ["id", "type", "name"],
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
            "type": {"enum": list(NODE_TYPES)},
            "name": {"type": "string", "minLength": 1},
            "position": position,
            "content": {"type": "object"},
        },
        "additionalProperties": False,
        "if": {"properties": {"type": {"const": "decisionTableNode"}}},
        "then": {"required": ["content"], "properties": {"content": _table()}},
        "else": {"properties": {"content": {"maxProperties": 0}}},
    }


def _edge() -> Schema:
    text = {"type": "string", "minLength": 1}
    edge = _object({"id": text, "type": {"const": "edge"}, "sourceId": text, "targetId": text})
    return edge | {"required": ["id", "sourceId", "targetId"]}


def _table() -> Schema:
    return _object(
        {
            "hitPolicy": {"const": "collect"},
            "executionMode": {"const": "loop"},
            "inputField": {"const": SUBJECTS},
            "outputPath": {"type": "string"},
            "passThrough": {"const": False},
            "inputs": {"type": "array", "minItems": 1, "items": _column(FIELDS)},
            "outputs": {"type": "array", "items": _column(OUTPUTS)},
            "rules": {"type": "array", "minItems": 1, "items": _rule()},
        }
    )


def _column(names: Iterable[str]) -> Schema:
    known = {"enum": list(names)}
    return _object({"id": known, "field": known, "name": {"type": "string", "minLength": 1}})


def _rule() -> Schema:
    cells = {name: {"type": "string", "pattern": words_pattern(terms)} for name, terms in FIELDS.items()}
    row = _object({"_id": {"type": "string"}, **cells, **OUTPUTS})
    return row | {"required": ["_id", *OUTPUTS]}


def words_pattern(terms: type[Term]) -> str:
    """Return the pattern of a cell that looks at a field: empty for any, or words of the list in double quotes."""
    word = '"(' + "|".join(re.escape(value) for value in terms.values()) + ')"'
    return f"^({word}(, ?{word})*)?$"


def _object(properties: dict[str, Any]) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
