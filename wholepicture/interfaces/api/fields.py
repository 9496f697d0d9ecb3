"""The kinds of value that a body may hold: each strict, capped, and described as it is checked.

JSON says little about a date or a text; what is accepted here is exactly what the OpenAPI description promises.
"""

import re
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

# Everything but control characters; tab and line breaks are text.
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LEAP_SECOND = re.compile(r":60(?=[.Zz+-])")


class Body(BaseModel):
    """A JSON object that holds what is described and nothing else."""

    model_config = ConfigDict(extra="forbid")


def day(value: object) -> date:
    """Return a day written as 2019-12-16. Raises ValueError."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    raise ValueError("Write a day as 2019-12-16.")


def instant(value: object) -> datetime:
    """Return an aware time written as 2019-12-16T21:40:00Z or with an offset; a leap second counts as the one before.

    Raises ValueError.
    """
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return datetime.fromisoformat(_LEAP_SECOND.sub(":59", value.upper()))
    raise ValueError("Write a time with its offset, as 2019-12-16T21:40:00Z or 2019-12-16T21:40:00+00:00.")


def uuid(value: object) -> UUID:
    """Return an id as we gave it. Raises ValueError."""
    if isinstance(value, str) and _UUID.fullmatch(value):
        return UUID(value)
    raise ValueError("Write the id as we gave it: 36 characters with four hyphens.")


Day = Annotated[date, BeforeValidator(day), WithJsonSchema({"type": "string", "format": "date"})]
Instant = Annotated[datetime, BeforeValidator(instant), WithJsonSchema({"type": "string", "format": "date-time"})]
Id = Annotated[UUID, BeforeValidator(uuid), WithJsonSchema({"type": "string", "format": "uuid"})]

Key = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
Short = Annotated[str, StringConstraints(strict=True, pattern=PLAIN, max_length=100)]
Number = Annotated[str, StringConstraints(strict=True, pattern=PLAIN, min_length=1, max_length=50)]
Line = Annotated[str, StringConstraints(strict=True, pattern=PLAIN, max_length=300)]
Reason = Annotated[str, StringConstraints(strict=True, pattern=PLAIN, max_length=1000)]
Words = Annotated[str, StringConstraints(strict=True, pattern=PLAIN, max_length=2000)]
Account = Annotated[str, StringConstraints(strict=True, pattern=PLAIN, max_length=10_000)]
