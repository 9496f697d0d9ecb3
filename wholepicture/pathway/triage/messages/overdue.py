"""To whoever chairs, and then up the ladder: a family is overdue on the daily list, and what to do about it (promise 7)."""

from collections.abc import Iterable
from datetime import datetime

from wholepicture.pathway.duties.messages.words import HANDLING, names_of, when

SOMEBODY = "A family whose children's names are not known"


def compose(*, children: Iterable[str], change: str, listed_at: datetime, due_at: datetime) -> tuple[str, str]:
    """Title and text. `children` are names, `change` what is new in the pattern; it names no adult and no incident."""
    known = [name for name in children if name]
    names = names_of(known) if known else ""
    title = f"Overdue for triage: family of {names}" if names else f"Overdue for triage: {SOMEBODY.lower()}"
    who = f"The family of {names}" if names else SOMEBODY
    text = (
        f"{who} has been on the daily triage list since {when(listed_at)}, and was to be decided about by "
        f"{when(due_at)}. Nobody has decided. What is new: {change}.\n\n"
        "Open the family and decide about each child. You need not wait for a meeting: propose a decision now, and "
        "another agency agrees to it by its own sign-in. This climbs to managers, and then to the partnership, until "
        f"there is a decision; only a decision ends it.\n\n{HANDLING}"
    )
    return title, text
