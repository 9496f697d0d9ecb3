"""The picture of the API, made once from its OpenAPI description."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

Schema = Mapping[str, Any]
PREFIX = "/api/v1/"
EXAMPLE = """curl -X POST ADDRESS \\
  -H "Authorization: Bearer YOUR-KEY" \\
  -H "Idempotency-Key: NICHE-2019-0001" \\
  -H "Content-Type: application/json" \\
  -d @report.json"""


@dataclass(frozen=True)
class Operation:
    """One thing an agency's system can do."""

    title: str
    method: str
    path: str
    about: str
    body: str
    headers: list[tuple[str, str]]
    answers: list[tuple[str, str]]
    example: str


@dataclass(frozen=True)
class Type:
    """One kind of value in a body: its fields as rows (name, type, needed, meaning), or its words."""

    name: str
    about: str
    rows: list[tuple[str, str, str, str]]
    words: str
    example: str


@dataclass(frozen=True)
class ApiPage:
    """Everything on the page."""

    about: list[str]
    operations: list[Operation]
    types: list[Type]


@cache
def description() -> ApiPage:
    """Compose the page from the description that machines read."""
    from wholepicture.interfaces.api.api import api  # ninja can be imported only once settings exist

    schema: Schema = api.get_openapi_schema(path_prefix=PREFIX)
    return ApiPage(
        about=str(schema["info"]["description"]).split("\n\n"),
        operations=list(_operations(schema)),
        types=[_type(name, each) for name, each in schema["components"]["schemas"].items()],
    )


def _operations(schema: Schema) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                title=operation["summary"],
                method=method.upper(),
                path=path,
                about=operation.get("description", ""),
                body=_reference(
                    operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
                ),
                headers=[(each["name"], each.get("description", "")) for each in operation.get("parameters", [])],
                answers=[(status, each.get("description", "")) for status, each in operation["responses"].items()],
                example=EXAMPLE.replace("ADDRESS", f"https://your-partnership.example{path}"),
            )


def _type(name: str, schema: Schema) -> Type:
    needed = schema.get("required", [])
    rows = [
        (field, _reference(each), "Yes" if field in needed else "No", _meaning(each))
        for field, each in schema.get("properties", {}).items()
    ]
    example = json.dumps(schema["example"], indent=2, ensure_ascii=False) if "example" in schema else ""
    return Type(name, schema.get("description", ""), rows, ", ".join(schema.get("enum", [])), example)


def _meaning(schema: Schema) -> str:
    """What a field says of itself, how long it may be, and what it is when it is left out."""
    found = [str(schema["description"])] if "description" in schema else []
    for limit, words in (("maxLength", "At most {} characters."), ("maxItems", "At most {} of them.")):
        found += [words.format(each[limit]) for each in (schema, *schema.get("anyOf", ())) if limit in each]
    found += [f"Pattern {each['pattern']}" for each in (schema, *schema.get("anyOf", ())) if _is_telling(each)]
    if schema.get("default") not in (None, ""):
        found.append(f"If left out: {schema['default']}.")
    return " ".join(found) or "See the type."


def _is_telling(schema: Schema) -> bool:
    """Whether there is a pattern that says more than "no control characters"."""
    return "pattern" in schema and not str(schema["pattern"]).startswith("^[^")


def _reference(schema: Schema) -> str:
    """A type in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for joined in ("anyOf", "allOf", "oneOf"):
        if joined in schema:
            return " or ".join(_reference(each) for each in schema[joined]).replace(" or null", "")
    if schema.get("type") == "array":
        return f"list of {_reference(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "")
