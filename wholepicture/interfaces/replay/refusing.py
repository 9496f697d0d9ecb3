"""What the platform refuses, as the sentences that a user would read; anything else is a fault and is not caught."""

from wholepicture.pathway.triage import actions, permissions, rules
from wholepicture.registers.access.permissions import NotAllowed

REFUSED = (
    NotAllowed,
    actions.ActRefused,
    actions.MeetingRefused,
    actions.NotSaid,
    actions.SeatRefused,
    permissions.NotAtTheTable,
    permissions.NotTheChair,
    permissions.NotYourAct,
    permissions.NotYourContribution,
    rules.DecisionRefused,
)
UNNAMED_ACTED = "The file does not say which agency did this."


def sentences(error: Exception) -> list[str]:
    """Return each sentence of a refusal once: of several reasons every one."""
    return list(dict.fromkeys(getattr(error, "reasons", None) or [str(error)]))
