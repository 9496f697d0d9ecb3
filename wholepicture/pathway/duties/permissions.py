"""Who may settle a missing recipient."""

from uuid import UUID

from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function
from wholepicture.registers.audit.terms import Actor


class NotNamed(PermissionError):
    """The recipient cannot be named so; the text is for the user."""


def check_can_name_recipient(by: Actor, owner_team: UUID | None) -> None:
    """Only the team that was asked to find out. Raises NotNamed."""
    if Permission.ANSWER_NOTICES.value not in by.permissions or owner_team not in by.teams:
        raise NotNamed("Only the team that was asked to find out who must be told can name them.")


def check_can_be_named(function: Function, post: Post | None) -> Post:
    """Only for functions that a person is registered with, and only a team that holds the function. Raises NotNamed."""
    if function not in BY_REGISTRATION:
        raise NotNamed(f"{function.label} serves the whole area: add the team on the page Agencies and cover instead.")
    if post is None:
        raise NotNamed(f"That team is no {function.label}. Choose one from the list.")
    return post
