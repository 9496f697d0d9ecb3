"""Who may chair: open, close, cancel and plan a meeting, and record who was in it; a named worker with that role."""

from uuid import UUID

from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotTheChair(PermissionError):
    """Somebody would run the meeting who may not; its text is for the user."""


def check_can_chair(by: Actor) -> UUID:
    """Return the worker who chairs; raise NotTheChair for anybody without the role, a system or the machine."""
    if by.worker is None or Permission.CHAIR_TRIAGE not in by.permissions:
        raise NotTheChair(
            f"{by.name} may not run the triage meeting: a chair of the daily triage does. "
            "Without a meeting you can still propose a decision, and another agency agrees to it."
        )
    return by.worker
