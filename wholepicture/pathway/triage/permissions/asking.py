"""Who may ask what agencies know: the machine, of everybody whom the protocol names."""

from wholepicture.pathway.triage.permissions.listing import OnlyTheMachine
from wholepicture.registers.audit.terms import MACHINE, Actor


def check_can_ask(by: Actor) -> None:
    """Raise OnlyTheMachine for anybody else: nobody is left out, or asked besides, by hand."""
    if by.id != MACHINE.id:
        raise OnlyTheMachine("Who is asked what they know follows from the protocol: change that, or the directory.")
