"""Adopting a protocol: the governed act that the reviewed pilot never had (review 5.2 leadership and governance 3, 7.3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.protocol import completeness, permissions, refusals
from wholepicture.registers.protocol import parameters as figures
from wholepicture.registers.protocol.models import Version
from wholepicture.registers.protocol.parameters import ParametersRefused
from wholepicture.registers.protocol.rows import Tables


class ProtocolRefused(ValueError):
    """A protocol that cannot be adopted; `reasons` holds every sentence."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """Keep every reason and say them all."""
        self.reasons = tuple(reasons)
        super().__init__("\n".join(reasons))


@transaction.atomic
def adopt(
    *,
    tables: Tables,
    parameters: Mapping[str, Any],
    approved_by: Sequence[str],
    note: str,
    by: Actor,
    now: datetime,
) -> Version:
    """Put a new version in force from `now`, proved complete and approved by named executives (review 5.2 L&G 3).

    `tables` and `parameters` are JSON objects as in `defaults`, `approved_by` the executives' names. Raises
    NotAllowedToAdopt, or ProtocolRefused with everything that stands against it.
    """
    last = Version.objects.aggregate(last=Max("number"))["last"]
    permissions.check_can_adopt(by=by, tables=tables, first=last is None)
    reasons = reasons_against(tables=tables, parameters=parameters, approved_by=approved_by)
    if reasons:
        raise ProtocolRefused(reasons)
    version = Version.objects.create(
        number=(last or 0) + 1,
        tables=dict(tables),
        parameters=dict(parameters),
        approved_by=[name.strip() for name in approved_by],
        note=note,
        adopted_by=by.id,
        adopted_at=now,
    )
    detail = {"number": version.number, "executives": len(approved_by)}
    audit.record(event=Event.PROTOCOL_ADOPTED, by=by, now=now, about=[f"protocol:{version.id}"], detail=detail)
    return version


def reasons_against(*, tables: Tables, parameters: Mapping[str, Any], approved_by: Sequence[str]) -> list[str]:
    """Return every sentence that stands against adopting this; changes nothing, so that a draft can be tried."""
    reasons = []
    if not approved_by or not all(name.strip() for name in approved_by):
        reasons.append("Name the executives who approved the protocol: nobody's approval is recorded (review 5.2).")
    try:
        figures.parse(parameters)
    except ParametersRefused as refused:
        reasons += refused.reasons
    return reasons + (refusals.of_tables(tables) or completeness.faults(tables))
