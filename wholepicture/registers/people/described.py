"""A person as a list or a register describes them: what the matcher compares, and what its keys are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Described:
    """Names as told, sex, dates, homes and numbers; whatever is not known is empty.

    `born_exact` is False where only month or year of birth is certain. `postcodes` and `places` (whole addresses, as
    names.place_key spells them) may hold earlier homes. `numbers` gives the values by kind: "nhs_number", "upn", and any
    other; a number that means something only beside its giver carries the giver in its kind or value.
    """

    forename: str = ""
    middle: str = ""
    surname: str = ""
    sex: Literal["F", "M", ""] = ""
    born: date | None = None
    born_exact: bool = True
    expected: date | None = None
    postcodes: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    numbers: Mapping[str, frozenset[str]] = field(default_factory=lambda: NOTHING)
