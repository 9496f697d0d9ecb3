"""Which protocol is in force, and which were before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from wholepicture.registers.protocol import parameters
from wholepicture.registers.protocol.engine import Protocol
from wholepicture.registers.protocol.models import Version

VERSIONS_KEPT_READY = 8


class NoProtocol(Exception):
    """No protocol was in force."""


@dataclass(frozen=True)
class Adoption:
    """That a version was adopted: its number, when, who approved it (names), who entered it (an actor's id), and why."""

    number: int
    adopted_at: datetime
    approved_by: tuple[str, ...]
    adopted_by: str
    note: str


def current(now: datetime) -> Protocol:
    """Return the protocol in force at this instant; compiled once per version and process. Raises NoProtocol.

    What happened before the first was adopted is treated by the first: nobody goes untold for want of a date.
    """
    ids = Version.objects.values_list("id", flat=True)
    latest = ids.filter(adopted_at__lte=now).order_by("-number").first() or ids.order_by("number").first()
    if latest is None:
        raise NoProtocol("No operating protocol is in force: an executive of the partnership has to adopt one.")
    return _ready(latest)


def history() -> Sequence[Adoption]:
    """Return every adopted version, the newest first."""
    return [
        Adoption(each.number, each.adopted_at, tuple(each.approved_by), each.adopted_by, each.note)
        for each in Version.objects.order_by("-number").defer("tables", "parameters")
    ]


def parameters_as_adopted(number: int) -> dict[str, Any]:
    """Return the parameters of a version as the JSON object that was adopted."""
    return dict(Version.objects.get(number=number).parameters)


# A version never changes, so what was compiled stays true; its random id, unlike its number, is of one database only.
@lru_cache(maxsize=VERSIONS_KEPT_READY)
def _ready(version: UUID) -> Protocol:
    found = Version.objects.get(id=version)
    return Protocol(
        number=found.number,
        adopted_at=found.adopted_at,
        approved_by=tuple(found.approved_by),
        tables=found.tables,
        parameters=parameters.parse_stored(found.parameters),
    )
