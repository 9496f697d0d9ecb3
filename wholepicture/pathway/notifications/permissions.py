"""Who may release, withhold, answer or decline; each refusal is a sentence that the person may read (safety b 14)."""

from collections.abc import Collection
from uuid import UUID

from wholepicture.pathway.notifications.models import Item, Notice, Step
from wholepicture.pathway.notifications.terms import LADDER, StepKind
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotPermitted(Exception):
    """This person may not do this with this notice."""


def check_can_decide_release(by: Actor, notice: Notice, conflicted: Collection[UUID]) -> None:
    """Only a specialist of the owner's team, who is nobody's party or relative, releases or withholds (design promise 13)."""
    if notice.owner is None or notice.owner.team_id not in by.teams:
        raise NotPermitted("Only the team that holds this notice can release or withhold it.")
    _check_person(by, Permission.RELEASE_NOTICES, conflicted, "release or withhold notices")


def may_read(by: Actor, item: Item) -> bool:
    """Whether somebody belongs to the team that was told, or was told themselves at a rung of the ladder."""
    if item.team_id in by.teams:
        return True
    told = Step.objects.filter(notice__item=item, to_id=by.worker, kind__in=[*LADDER, StepKind.DELIVERED])
    return by.worker is not None and told.exists()


def check_can_answer(by: Actor, item: Item, conflicted: Collection[UUID]) -> None:
    """Only a person who was told, by team or by name, answers or declines; never a party or a relative (safety b 14)."""
    if not may_read(by, item):
        raise NotPermitted("Only the team that was told, or somebody it climbed to, can answer this item.")
    _check_person(by, Permission.ANSWER_NOTICES, conflicted, "answer notices")


def _check_person(by: Actor, permission: Permission, conflicted: Collection[UUID], deed: str) -> None:
    if by.worker is None or permission not in by.permissions:
        raise NotPermitted(f"Your role does not let you {deed}. Ask your agency's lead to give you the role.")
    if by.worker in conflicted:
        raise NotPermitted("You cannot open or decide this: it concerns you, your household or a relative of yours.")
