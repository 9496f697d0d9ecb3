"""Which protocol is in force, and which were before; and who the statutory partners are on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q

from wholepicture.lib.once import once
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.protocol import parameters
from wholepicture.registers.protocol.engine import Protocol
from wholepicture.registers.protocol.models import Delegate, Partner, Version
from wholepicture.registers.protocol.terms import PartnerRole

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


@dataclass(frozen=True)
class PartnerTold:
    """A statutory partner as the register has it: its agency, the executive who signs, and the delegates who may instead.

    `executive` is None where nobody is named, or whoever is has left; `delegates` are names by worker.
    """

    id: UUID
    role: PartnerRole
    agency: UUID
    agency_name: str
    executive: UUID | None
    executive_name: str
    delegates: Mapping[UUID, str] = field(default_factory=dict)


@once
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


def partners(on: date, *, signing_on: date | None = None) -> tuple[PartnerTold, ...]:
    """Return every statutory partner in force on a day, by role and agency (design promise 7).

    The delegates are those who may sign on `signing_on`, which is that day unless given.
    """
    signing_on = signing_on or on
    rows = Partner.objects.filter(_in_force(on)).select_related("agency", "executive")
    named = _delegates(signing_on)
    order = list(PartnerRole)
    told = [_partner(row, named.get(row.id, {}), signing_on) for row in rows]
    return tuple(sorted(told, key=lambda one: (order.index(one.role), one.agency_name, str(one.id))))


def _partner(row: Partner, delegates: Mapping[UUID, str], signing_on: date) -> PartnerTold:
    executive = row.executive if row.executive is not None and _works(row.executive, signing_on) else None
    return PartnerTold(
        id=row.id,
        role=PartnerRole(row.role),
        agency=row.agency_id,
        agency_name=row.agency.name,
        executive=executive.id if executive else None,
        executive_name=executive.name if executive else "",
        delegates=delegates,
    )


def _delegates(on: date) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = {}
    for row in Delegate.objects.filter(_in_force(on)).select_related("worker").order_by("from_date", "id"):
        if _works(row.worker, on):
            found.setdefault(row.partner_id, {})[row.worker_id] = row.worker.name
    return found


def _works(worker: Worker, on: date) -> bool:
    return worker.left_date is None or worker.left_date > on


def _in_force(on: date) -> Q:
    return Q(from_date__lte=on) & (Q(until_date__isnull=True) | Q(until_date__gt=on))


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
