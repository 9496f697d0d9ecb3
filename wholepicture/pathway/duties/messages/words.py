"""The sentences that several messages share: when, what was classed, how the child was, how to handle it."""

from collections.abc import Iterable
from datetime import date

from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.lib.moments import when as when
from wholepicture.pathway.duties.facts import Child, Told
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Kind, Presence

UNBORN = "Unborn child"
HANDLING = (
    "Handling: keep this out of what patients can see online, in the record of the child too. Do not speak of it to "
    "anybody in the family, and do not write or telephone to an address or number that may be shared."
)


def what(told: Told) -> str:
    """What was reported, by whom it was classed, and that a class is only one view."""
    if told.kind is Kind.CONCERN:
        return _reported(told, "recorded", "a concern")
    if told.category is Category.DOMESTIC_ABUSE:
        return _reported(told, "reported", "domestic abuse")
    return f"{_reported(told, 'reported', 'an incident')} It was not classed as domestic abuse."


def _reported(told: Told, did: str, thing: str) -> str:
    """One sentence; a report that came on a later day says both days, so that neither is taken for the other."""
    reported_on = london_day(told.received_at)
    if reported_on == london_day(told.happened_at):
        return f"{told.agency} {did} {thing} on {when(told.happened_at)}."
    return f"{told.agency} reported on {when(reported_on)} {thing} that happened on {when(told.happened_at)}."


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


def name_of(forename: str, surname: str, *, is_expected: bool) -> str:
    """What somebody is called in a text; an unborn child has a surname alone, which would be taken for a whole family."""
    name = f"{forename} {surname}".strip()
    if is_expected and not forename:
        return f"{UNBORN} {surname}".strip()
    return name or "Name not known"


def names_of(names: Iterable[str]) -> str:
    """Several people in a sentence or title, always in the same order: an unborn child last, each once."""
    first, *rest = sorted(set(names), key=lambda name: (name.startswith(UNBORN), name)) or ["Name not known"]
    return wording.joined([first, *(name.replace(UNBORN, UNBORN.lower()) for name in rest)])


def is_expected(child: Child) -> bool:
    """Whether all that is known of the child is the day on which it is due."""
    return child.birth_date is None and child.expected_date is not None


def is_overdue(child: Child, on: date) -> bool:
    """Whether the day on which the child was due has come, and no birth has been told."""
    return is_expected(child) and child.expected_date is not None and child.expected_date <= on


def how_the_child_was(told: Told, child: Child, on: date) -> str:
    """Where the child was, and their words if they were spoken to; a child not yet born was nowhere."""
    if child.birth_date is None and child.expected_date is not None:
        return _expected(child.name, child.expected_date, on)
    if child.birth_date is not None and child.birth_date > london_day(told.happened_at):
        return f"{child.name} was not yet born: the birth was on {wording.day(child.birth_date)}."
    said = f' In the child\'s words: "{child.words}"' if child.words else ""
    return f"{child.name} {PRESENCES[child.presence]}.{said}"


def _expected(name: str, due: date, on: date) -> str:
    if due <= on:
        return f"{name} was due on {wording.day(due)}; no birth has been told."
    return f"{name} is not yet born, and is due on {wording.day(due)}."
