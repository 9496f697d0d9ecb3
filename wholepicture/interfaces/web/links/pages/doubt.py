"""Whose doubt a pair is: the matcher's when the second record came in, or that of an audit which saw it otherwise."""

from wholepicture.registers.audit.terms import MACHINE


def whose(by: str) -> str:
    """Say in a sentence who asked; "" where the matcher did, as it usually is."""
    return "" if by == MACHINE.id else f"Asked by an audit ({by}), which sees it otherwise than the matcher."


def in_full(by: str) -> str:
    """Say in a sentence who was in doubt, for the page of one pair."""
    if by == MACHINE.id:
        return "The matcher was in doubt when the second record came in."
    return f"An audit ({by}) sees these two otherwise than the matcher does. Its reasons stand below with the others."
