"""Roles and their permissions."""

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.registers.accounts.roles import ROLES, Permission


def page() -> str:
    """The page of roles."""
    rows = [
        [permission.label, *("yes" if permission in role.permissions else "" for role in ROLES.values())]
        for permission in Permission
    ]
    about = (
        "What each role may do. What a user may see of people comes from grants to their team, never from a role alone."
    )
    return markdown.page("Roles", about, markdown.table(["Permission", *(role.label for role in ROLES.values())], rows))
