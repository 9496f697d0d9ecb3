"""Who may say that two records are one person, or undo it: a named reviewer who is close to neither (review 2.14)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.registers.access import queries as access
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotPermitted(PermissionError):
    """This person may not decide this; the text is for the user and says nothing of who is concerned."""


def check_can_review(*, by: Actor, persons: Collection[UUID], now: datetime) -> UUID:
    """Return the named worker who reviews, or raise NotPermitted: without the role, or close to one of these persons."""
    if by.worker is None or Permission.REVIEW_LINKS not in by.permissions:
        raise NotPermitted("Only a clerical reviewer can decide this. Ask your agency's lead to give you the role.")
    if by.worker in access.conflicted_workers(persons, london_day(now)):
        raise NotPermitted("You cannot decide this one. It can be decided by another reviewer: leave it on the list.")
    return by.worker
