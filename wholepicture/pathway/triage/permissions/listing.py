"""Who may list and withdraw: the machine, from what agencies tell."""

from wholepicture.registers.audit.terms import MACHINE, Actor


class OnlyTheMachine(PermissionError):
    """Somebody would list or withdraw a family by hand; its text is for the user."""


def check_can_list(by: Actor) -> None:
    """Raise OnlyTheMachine for anybody else: what leaves the list by hand leaves it by a recorded decision."""
    if by.id != MACHINE.id:
        raise OnlyTheMachine("Families are listed by the machine from what agencies tell: correct that instead.")
