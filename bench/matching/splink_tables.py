"""Records as a table that Splink reads, with the columns that its strongest model blocks on and compares."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import jellyfish
import pyarrow as pa

from bench.matching.judging import Told
from bench.matching.judging_names import EVERYDAY

# The table that made the data: no deployment will ever have a better one, so this helps Splink more than ours.
_FORMAL = {short: formal for formal, shorts in EVERYDAY.items() for short in shorts}


def table(told: Iterable[Told]) -> pa.Table:
    """One row a record; what is not known is null, names are in small letters."""
    return pa.Table.from_pylist(list(_rows(told)), schema=_SCHEMA)


def _rows(told: Iterable[Told]) -> Iterator[dict[str, Any]]:
    for each in told:
        forename, surname = each.forename.lower(), each.surname.lower()
        yield {
            "unique_id": each.id,
            "forename": forename or None,
            "surname": surname or None,
            "dob": each.dob or None,
            "sex": each.sex or None,
            "postcode": each.postcode or None,
            "nhs": each.nhs_number or None,
            "formal": _FORMAL.get(forename, forename) or None,
            "forename_sound": _sound(_FORMAL.get(forename, forename)),
            "surname_sound": _sound(surname),
            "born_year": each.dob[:4] or None,
            "born_day": each.dob[5:] or None,
            "dob_turned": f"{each.dob[:5]}{each.dob[8:]}-{each.dob[5:7]}" if each.dob else None,
            "district": each.postcode.partition(" ")[0] or None,
        }


@cache
def _sound(name: str) -> str | None:
    return jellyfish.metaphone(name) or None


_SCHEMA = pa.schema(
    [("unique_id", pa.int64())]
    + [
        (name, pa.string())
        for name in (
            "forename", "surname", "dob", "sex", "postcode", "nhs", "formal", "forename_sound", "surname_sound",
            "born_year", "born_day", "dob_turned", "district",
        )
    ]
)  # fmt: skip
