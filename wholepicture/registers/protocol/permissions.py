"""Who may adopt a protocol: an executive's own account; the machine only the shipped tables, and only when there is none yet."""

from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.protocol import defaults
from wholepicture.registers.protocol.rows import Tables


class NotAllowedToAdopt(Exception):
    """This actor may not adopt this protocol."""


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
