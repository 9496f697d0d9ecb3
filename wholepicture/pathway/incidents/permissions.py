"""Who may report, and whose draft is whose."""

from uuid import UUID

from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotYours(PermissionError):
    """Somebody would report for another agency, or touch another's draft; its text is for the user."""


def check_can_report(*, by: Actor, agency: UUID) -> None:
    """Raise NotYours unless `by` may report and does so for their own agency."""
    if Permission.REPORT_INCIDENT not in by.permissions:
        raise NotYours("You cannot report incidents: ask your agency's lead for the role of reporting officer.")
    if by.agency != agency:
        raise NotYours("You can report only for your own agency.")


def check_can_write(*, by: Actor, author: str) -> None:
    """Raise NotYours unless this draft is the actor's own: a draft is nobody else's business until it is sent."""
    if by.id != author:
        raise NotYours("This draft belongs to somebody else: start one of your own.")
