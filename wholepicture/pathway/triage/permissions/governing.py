"""Who may propose a suspension or a withdrawal, sign it for a statutory partner, ratify a delegate's signature, take it back."""

from collections.abc import Collection
from uuid import UUID

from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotYourAct(PermissionError):
    """Somebody would propose, sign or end what they may not; its text is for the user."""


def check_can_propose(by: Actor) -> None:
    """Raise NotYourAct unless an agency's lead or an executive proposes."""
    if by.worker is None or Permission.PROPOSE_SUSPENSION not in by.permissions:
        raise NotYourAct(
            f"{by.name} may not propose that triage is suspended or left: an agency's lead or an executive does, "
            "and the executive of every statutory partner has to sign."
        )


def check_can_sign(by: Actor, signers: str) -> UUID:
    """Return the worker who signs; raise NotYourAct for anybody without the permission. `signers` says who has to."""
    if by.worker is None or Permission.SIGN_FOR_PARTNER not in by.permissions:
        raise NotYourAct(f"{by.name} may not sign for a statutory partner. {signers}".strip())
    return by.worker


def check_can_take_back(by: Actor, *, proposer: UUID | None, signers: Collection[UUID]) -> None:
    """Raise NotYourAct unless whoever proposed it, or somebody who signs for one of its partners, takes an act back."""
    if by.worker is None or (by.worker != proposer and by.worker not in signers):
        raise NotYourAct(
            f"{by.name} may not take this back: whoever proposed it, or the executive of a statutory partner, does."
        )
