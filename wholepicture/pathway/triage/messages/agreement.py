"""To those who have to agree to a proposed decision, and to whoever proposed one that does not stand (ADR 22)."""

from collections.abc import Sequence

from wholepicture.pathway.duties.messages.words import HANDLING, when
from wholepicture.pathway.triage.facts import Needed
from wholepicture.pathway.triage.messages.decision import what
from wholepicture.pathway.triage.models import Decision


def compose(children: str, row: Decision, needed: Needed, levels: Sequence[str]) -> tuple[str, str]:
    """Title and text for one whose agreement is asked; they may open the family."""
    until = f" by {when(row.agree_by)}" if row.agree_by else ""
    parts = [
        f"{row.agency.name} proposes about {children}: {what(row, levels)}.",
        f"Why: {row.reasons}",
        f"{needed.because} Open the family, look at what is known, and agree or object{until}.",
        "Until then nothing is decided, and the family stays on the list.",
        HANDLING,
    ]
    return children, "\n\n".join(parts)


def compose_ended(children: str, row: Decision, because: str) -> tuple[str, str]:
    """Title and text for the team of whoever proposed."""
    parts = [
        f"Your proposal about {children} (“{row.label}”, {when(row.at)}) does not stand. {because}",
        "The family is still on the list. Open it, talk to the others, and decide again.",
        HANDLING,
    ]
    return children, "\n\n".join(parts)
