"""To First Response: what the police and a named health professional decided while children's social care was silent.

The decision stands in the interim, and children's social care is the one who looks at it next (review 5.2 L&G 3).
"""

from collections.abc import Sequence

from wholepicture.pathway.duties.messages.words import HANDLING, when
from wholepicture.pathway.triage.messages.decision import what
from wholepicture.pathway.triage.models import Decision

SILENT = "Children's social care did not answer{by}, so the decision of the others stands without it."
ASKED = (
    "Please look at it yourselves: open the family, and answer whether you take this on. If you see it differently, "
    "decide again."
)


def compose(child: str, row: Decision, asked: str, levels: Sequence[str]) -> tuple[str, str]:
    """Title and text of the referral; `asked` is what the decision asks of the same post besides, "" for nothing."""
    by = f" by {when(row.agree_by)}" if row.agree_by else " in time"
    parts = [
        f"This is a referral about {child}.",
        f"Agencies decided in the interim: {what(row, levels)}. {SILENT.format(by=by)}",
        f"Why: {row.reasons}",
        f"The pattern: {row.pattern}.",
        f"You are asked: {asked}" if asked else "",
        ASKED,
        HANDLING,
    ]
    return child, "\n\n".join(part for part in parts if part)
