"""To the chair: somebody says that they know something, after the decision. It holds nothing of what they said.

What was said stands with the family, where the seal is kept and every look recorded; a notice can be read by more people.
"""

from wholepicture.pathway.duties.messages.words import HANDLING

TITLE = "Something is known after the decision"
TEXT = (
    "{who} says that it knows something about this family. It came after triage had decided about every child "
    "in it.\n\n"
    "Open the family and read it. Then either decide anew, or answer here that the decision stands, and why."
)


def compose(*, agency: str, team: str) -> tuple[str, str]:
    """Title and text, the same whatever was said."""
    who = agency if agency == team else f"{agency}, {team},"
    return TITLE, f"{TEXT.format(who=who)}\n\n{HANDLING}"
