"""To whoever chairs, and then up the ladder: nobody opened the meeting, and how the list is decided without it (promise 7)."""

from datetime import datetime

from wholepicture.lib import wording
from wholepicture.pathway.duties.messages.words import HANDLING, when


def compose(*, starts_at: datetime, families: int) -> tuple[str, str]:
    """Title and text: the meeting that was not held and how many families waited for it; it names nobody."""
    title = f"The triage meeting of {when(starts_at)} was not held"
    waited = wording.counted(families, "family", "families")
    verb = "waits" if families == 1 else "wait"
    text = (
        f"Nobody opened the triage meeting of {when(starts_at)}. {waited} on the list {verb} to be decided about.\n\n"
        "Nothing stops: each family is now decided about without a meeting. Open the list, propose a decision, and "
        "another agency agrees to it by its own sign-in. Open the meeting still, if it can be held today. Answer this "
        "notice by saying what you will do: it climbs to managers, and then to the partnership, until somebody has."
        f"\n\n{HANDLING}"
    )
    return title, text
