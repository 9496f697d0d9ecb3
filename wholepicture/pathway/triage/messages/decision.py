"""To whom a decision asks for something, and to whoever was asked before what they know (review 2.6; design promise 3).

Why it was decided is for those who may open the family; a service of somebody causing harm reads only whom it is about.
"""

from collections.abc import Sequence
from datetime import datetime

from wholepicture.pathway.duties.messages import minimised
from wholepicture.pathway.duties.messages.words import HANDLING, when
from wholepicture.pathway.triage.models import Decision


def compose(
    about: str, child: str, row: Decision, asked: str, reply_by: datetime, levels: Sequence[str]
) -> tuple[str, str]:
    """Title and text for a recipient; `levels` is empty for one who may not open the family and so does not read why."""
    parts = [
        f"Agencies decided together about {child} on {when(row.at)}: {what(row, levels)}.",
        f"This is about {about}." if about != child else "",
        f"You are asked: {asked}",
        f"Answer by {when(reply_by)} what you will do. Only the answer of a named person ends this.",
        f"Why it was decided: {row.reasons}" if levels else "",
        HANDLING,
    ]
    return about, "\n\n".join(part for part in parts if part)


def compose_held(about: str, asked: str, reply_by: datetime) -> tuple[str, str]:
    """Title and text for a service of somebody causing harm, once a specialist has released it."""
    text = minimised.TEXT.format(name=about)
    return about, f"{text}\n\nYou are asked: {asked}\n\nAnswer by {when(reply_by)} what you will do."


def compose_told(about: str, children: str, row: Decision) -> tuple[str, str]:
    """Title and text, for information; `children` is empty for whoever was asked about an adult alone."""
    whom = f"about {children}" if children else "about the family because of which you were asked"
    parts = [
        f"You were asked what you know of {about}. Agencies decided {whom} on {when(row.at)}: {row.label}.",
        "Nothing more is asked of you by this decision. If you learn something that matters to a child, say so.",
        HANDLING,
    ]
    return about, "\n\n".join(parts)


def what(row: Decision, levels: Sequence[str]) -> str:
    """The outcome, and the level of need where one was said."""
    if row.level is None or row.level > len(levels):
        return row.label
    return f"{row.label}; level of need {row.level}, {levels[row.level - 1]}"
