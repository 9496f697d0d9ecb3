"""Who may report, whose draft is whose, and who mends what a file could not bring in."""

from uuid import UUID

from wholepicture.pathway.incidents.terms import Door
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotYours(PermissionError):
    """Somebody would report for another agency, or touch another's draft; its text is for the user."""


def check_can_report(*, by: Actor, agency: UUID, door: Door = Door.WEB) -> None:
    """Raise NotYours unless `by` may report and does so for their own agency.

    Whoever mends a file reports through it and through no other door.
    """
    may_feed = door is Door.FEED and Permission.MEND_FEEDS in by.permissions
    if Permission.REPORT_INCIDENT not in by.permissions and not may_feed:
        raise NotYours("You cannot report incidents: ask your agency's lead for the role of reporting officer.")
    if by.agency != agency:
        raise NotYours("You can report only for your own agency.")


def check_can_write(*, by: Actor, author: str) -> None:
    """Raise NotYours unless this draft is the actor's own: a draft is nobody else's business until it is sent."""
    if by.id != author:
        raise NotYours("This draft belongs to somebody else: start one of your own.")


def check_can_feed(*, by: Actor, agency: UUID) -> None:
    """Raise NotYours unless `by` brings in a file of their own agency."""
    if not {Permission.REPORT_INCIDENT, Permission.MEND_FEEDS} & by.permissions:
        raise NotYours("You cannot bring in files: ask your agency's lead for the role of data officer.")
    if by.agency != agency:
        raise NotYours("You can bring in files of your own agency only.")


def check_can_mend(*, by: Actor, agency: UUID) -> None:
    """Raise NotYours unless `by` mends what files of their own agency could not bring in."""
    if Permission.MEND_FEEDS not in by.permissions:
        raise NotYours("You cannot mend files: ask your agency's lead for the role of data officer.")
    if by.agency != agency:
        raise NotYours("You can mend files of your own agency only.")
