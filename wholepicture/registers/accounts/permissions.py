"""Who may change accounts and keys. Each check raises a sentence that a user may see."""

from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotYourAccounts(PermissionError):
    """Somebody would change who signs in, or what they may do."""


class NotYourKeys(PermissionError):
    """Somebody would issue or revoke the key of an agency's system."""


def check_can_manage_accounts(*, by: Actor) -> None:
    """Raise NotYourAccounts unless the platform itself acts: nobody gives a role to themselves or to a friend."""
    if not _is_platform(by):
        raise NotYourAccounts("Accounts and roles are changed by the platform's operator: ask them.")


def check_can_issue_keys(*, by: Actor) -> None:
    """Raise NotYourKeys unless `by` was given this task, or the platform itself acts."""
    if not _is_platform(by) and Permission.ISSUE_KEYS not in by.permissions:
        raise NotYourKeys("Keys of agencies' systems are issued and revoked by the platform's operator: ask them.")


def _is_platform(by: Actor) -> bool:
    """A machine step or a command: neither an agency's worker nor an agency's system."""
    return by.agency is None and by.worker is None
