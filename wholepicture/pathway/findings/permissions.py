"""Who may say what the pattern shows, and who may answer it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wholepicture.registers.access import permissions as access
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import MACHINE, Actor


class NotPermitted(PermissionError):
    """Somebody would do with findings what is not theirs to do; its text is for the user."""


def check_can_derive(by: Actor) -> None:
    """Only the machine finds: no person writes or takes away what the pattern shows. Raises NotPermitted."""
    if by.id != MACHINE.id:
        raise NotPermitted(
            "What the pattern shows is worked out by the machine: answer it, or correct the facts instead."
        )


def check_can_answer(*, by: Actor, family: UUID, parties: Iterable[UUID], now: datetime) -> UUID:
    """Return the worker: only a named one of a team that may open the family, who is close to nobody in it.

    Raises NotPermitted for the role, access.permissions.NotAllowed for the family.
    """
    if by.worker is None or Permission.ANSWER_FINDINGS.value not in by.permissions:
        raise NotPermitted(
            "Your role does not let you answer what the pattern shows. Ask your agency's lead for the role."
        )
    access.check_can_open_family(by=by, family=family, parties=frozenset(parties), now=now)
    return by.worker
