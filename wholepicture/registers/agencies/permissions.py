"""Who may change the directory. Each check raises a sentence that a user may see."""

from uuid import UUID

from wholepicture.registers.audit.terms import Actor

# The value of accounts.roles.Permission.MANAGE_COVER, which stands above this register.
MANAGE_COVER = "MANAGE_COVER"


class NotYourDirectory(PermissionError):
    """Somebody would change what only the platform's operator sets up."""


class NotYourCover(PermissionError):
    """Somebody would change cover in an agency that is not theirs, or without being asked to manage it."""


def check_can_set_up(*, by: Actor) -> None:
    """Raise NotYourDirectory unless the platform itself acts: agencies, teams and members decide who is told what."""
    if not _is_platform(by):
        raise NotYourDirectory("Agencies, teams and their members are set up by the platform's operator: ask them.")


def check_can_manage_cover(*, by: Actor, agency: UUID) -> None:
    """Raise NotYourCover unless `by` manages cover in this very agency, or the platform itself acts."""
    if _is_platform(by):
        return
    if by.agency != agency:
        raise NotYourCover("You can change cover in your own agency only: ask a manager of the other agency.")
    if MANAGE_COVER not in by.permissions:
        raise NotYourCover("Changing cover needs a manager of your agency: ask yours.")


def _is_platform(by: Actor) -> bool:
    """A machine step or a command: neither an agency's worker nor an agency's system."""
    return by.agency is None and by.worker is None
