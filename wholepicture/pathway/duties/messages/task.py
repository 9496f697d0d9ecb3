"""To whoever has to find a missing recipient: an unknown GP is a task with an owner and a clock, never a silence."""

from wholepicture.pathway.duties.facts import Adult, Child
from wholepicture.registers.agencies.terms import Function


def compose(about: Child | Adult, function: Function, because: str) -> tuple[str, str]:
    """Title and text."""
    text = (
        f"Somebody has to be told about {about.name}, and we do not know whom: {because}\n\n"
        f"Please find out ({function.label}) and name the team on this page. They are told at once when you do. If there "
        "is none, answer what you will do instead."
    )
    return about.name, text
