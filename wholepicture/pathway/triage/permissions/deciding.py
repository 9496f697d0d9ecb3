"""Who may decide, agree and object: a named worker who takes part in triage of the family and is close to nobody in it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.triage.permissions.listing import OnlyTheMachine
from wholepicture.pathway.triage.permissions.words import NotAtTheTable, check_can_write
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import MACHINE, Actor


def check_can_decide(*, by: Actor, family: UUID, parties: Iterable[UUID], now: datetime) -> tuple[UUID, UUID]:
    """Return the worker and the agency that speak: no party, nobody of their household and no relative ever does.

    Raises NotAtTheTable for the role, access.permissions.NotAllowed for the family or a conflict of interest.
    """
    check_can_write(by=by, family=family, parties=parties, now=now)
    if by.worker is None or by.agency is None:
        raise NotAtTheTable("Only a named worker of an agency can decide about a child: sign in as yourself.")
    return by.worker, by.agency


def may_chair(by: Actor) -> bool:
    """Tell whether what this worker decides in an open sitting is the meeting's decision."""
    return Permission.CHAIR_TRIAGE.value in by.permissions


def check_can_settle(by: Actor) -> None:
    """Raise OnlyTheMachine for anybody else: whether a proposal was agreed in time is for the clock to say."""
    if by.id != MACHINE.id:
        raise OnlyTheMachine("A proposal lapses, or stands in the interim, by its clock: agree or object instead.")
