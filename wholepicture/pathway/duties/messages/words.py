"""The sentences that several messages share: when, what was classed, how the child was, how to handle it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from wholepicture.pathway.duties.facts import Child, Told
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Kind, Presence

LONDON = ZoneInfo("Europe/London")
HANDLING = (
    "Handling: keep this out of what patients can see online, in the record of the child too. Do not speak of it to "
    "anybody in the family, and do not write or telephone to an address or number that may be shared."
)


def when(at: datetime) -> str:
    """A London date and time in words."""
    local = at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def what(told: Told) -> str:
    """What was reported, by whom it was classed, and that a class is only one view."""
    if told.kind is Kind.CONCERN:
        return f"{told.agency} recorded a concern on {when(told.happened_at)}."
    if told.category is Category.DOMESTIC_ABUSE:
        return f"{told.agency} reported domestic abuse on {when(told.happened_at)}."
    return f"{told.agency} reported an incident on {when(told.happened_at)}. It was not classed as domestic abuse."


def grades(told: Told) -> str:
    """DASH and BRAG in words: not done is said, not left out (review 2.4)."""
    if told.kind is not Kind.INCIDENT:
        return ""
    return f"DASH: {_dash(told.dash)}. BRAG: {_brag(told.brag)}. A grade is one officer's view on one day."


def _dash(dash: Dash) -> str:
    if dash is Dash.BELIEVED_DONE:
        return "believed done, but not found: treat it as not done"
    return dash.label.lower()


def _brag(brag: Brag) -> str:
    return brag.label.lower()


PRESENCES = {
    Presence.PRESENT: "was there",
    Presence.IN_ARMS: "was in somebody's arms",
    Presence.SAW: "saw it",
    Presence.HEARD: "heard it",
    Presence.ELSEWHERE: "was elsewhere",
    Presence.NOT_KNOWN: "may have been there: it was not recorded",
}


def how_the_child_was(child: Child) -> str:
    """Where the child was, and their words if they were spoken to."""
    if child.birth_date is None and child.expected_date is not None:
        return f"{child.name} is not yet born."
    said = f' In the child\'s words: "{child.words}"' if child.words else ""
    return f"{child.name} {PRESENCES[child.presence]}.{said}"
