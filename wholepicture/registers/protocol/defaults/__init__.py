"""The protocol that Whole Picture ships with: a partnership adopts it at set-up and then makes it its own (review 7.4)."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

FOLDER = Path(__file__).parent


def tables() -> dict[str, Any]:
    """Return the shipped decision tables as a fresh JSON object."""
    return _read("tables.json")


def parameters() -> dict[str, Any]:
    """Return the shipped parameters as a fresh JSON object."""
    return _read("parameters.json")


def _read(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(_text(name)))


@cache
def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
