"""To whoever was told of the wrong person, because two people had been taken for one: what to undo (review 2.2, 2.14).

It names nobody whom they were not told of before, says nothing of what happened, and asks for a confirmation: what was
sent may stand in a record by now.
"""

from datetime import datetime

from wholepicture.pathway.duties.messages import words

BECAUSE = "What was told was about somebody else: a link between two people was undone."
TEXT = (
    "What we sent you on {when} (reference {reference}) was sent to you in error: two people had been taken for one. It "
    "was not about your patient, pupil or client.\n\n"
    "Do not act on it. Take it out of the record, say so to whoever you passed it on to, and confirm here that this is "
    "done."
)


def compose(title: str, reference: str, sent_at: datetime) -> tuple[str, str]:
    """Title and text; `title` is that of what was sent, so that it can be found, and `sent_at` when it was."""
    return f"Correction: {title}", TEXT.format(when=words.when(sent_at), reference=reference)
