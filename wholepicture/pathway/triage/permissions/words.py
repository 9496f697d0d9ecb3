"""Who may keep words on a decision: whoever may take part in triage of the family."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wholepicture.registers.access import permissions as access
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotAtTheTable(PermissionError):
    """Somebody would write on a decision without a part in triage; its text is for the user."""


def check_can_write(*, by: Actor, family: UUID, parties: Iterable[UUID], now: datetime) -> None:
    """Raise NotAtTheTable for the role, access.permissions.NotAllowed for the family or a conflict of interest."""
    if by.worker is None or Permission.TRIAGE.value not in by.permissions:
        raise NotAtTheTable("Your role does not take part in triage. Ask your agency's lead for the role.")
    access.check_can_open_family(by=by, family=family, parties=frozenset(parties), now=now)
