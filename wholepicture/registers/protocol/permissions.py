"""Who may adopt a protocol: an executive's own account; the machine only the shipped tables, and only when there is none yet.

Who may change the register of statutory partners: an executive, or the platform at set-up.
"""

from uuid import UUID

from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.protocol import defaults
from wholepicture.registers.protocol.rows import Tables


class NotAllowedToAdopt(Exception):
    """This actor may not adopt this protocol."""


class NotYourPartners(PermissionError):
    """This actor may not change the register of statutory partners."""


def check_can_adopt(*, by: Actor, tables: Tables, first: bool) -> None:
    """Raise NotAllowedToAdopt unless `by` may adopt these tables; `first` says that none was adopted before."""
    if Permission.ADOPT_PROTOCOL in by.permissions:
        return
    if by.id != MACHINE.id:
        raise NotAllowedToAdopt(f"{by.name} may not adopt a protocol: an executive of the partnership does that.")
    if not first or tables != defaults.tables():
        raise NotAllowedToAdopt(
            "Set-up adopts only the shipped tables, and only where no protocol was adopted before: "
            "an executive of the partnership adopts every other."
        )


def check_can_change_partners(*, by: Actor) -> None:
    """Raise NotYourPartners unless an executive of the partnership, or the platform at set-up, changes the register."""
    if not is_platform(by) and Permission.ADOPT_PROTOCOL not in by.permissions:
        raise NotYourPartners(
            f"{by.name} may not change the register of statutory partners: an executive of the partnership does that."
        )


def check_can_change_partner(*, by: Actor, agency: UUID) -> None:
    """Raise NotYourPartners for the executive of another agency: nobody ends a partner, or names who signs, over its head."""
    check_can_change_partners(by=by)
    if not is_platform(by) and by.agency != agency:
        raise NotYourPartners(
            f"{by.name} may not change what the register says of another statutory partner: its own executive does that."
        )


def check_can_name_delegate(*, by: Actor, executive: UUID | None) -> None:
    """Raise NotYourPartners unless this partner's own executive, or the platform, names who may sign instead."""
    if not is_platform(by) and (executive is None or by.worker != executive):
        raise NotYourPartners(
            f"{by.name} may not name a delegate here: only the executive of that statutory partner does."
        )


def is_platform(by: Actor) -> bool:
    """Whether a machine step or a command acts: neither an agency's worker nor an agency's system."""
    return by.agency is None and by.worker is None
