"""What an executive is asked to sign, in words: a suspension or withdrawal, why, how long, and what happens instead."""

from wholepicture.lib.wording import day
from wholepicture.pathway.triage.facts import ActFacts
from wholepicture.pathway.triage.rules import governing
from wholepicture.pathway.triage.terms import ActKind

NEVER_STOPS = (
    "While meetings are suspended the list goes on: every family is decided about without a meeting, by agencies one "
    "after the other, by the same time as before."
)
STILL_TOLD = "Notices about children go on reaching it. What it leaves is the triage: its seat stays empty, by name and on the record."
WHAT_SIGNING_MEANS = (
    "By signing you say for your organisation that this may happen, for this reason and with this done instead. It "
    "takes effect only when every statutory partner has signed, before its first day begins."
)


def compose(act: ActFacts) -> tuple[str, str]:
    """Title and text; it is about the triage itself, so it names no child and no family."""
    goes_on = NEVER_STOPS if act.kind is ActKind.SUSPENSION else STILL_TOLD
    text = (
        f"{governing.names_what(act)}. Proposed by {act.by}.\n\nReason: {act.reason}\n\nWhat is done instead: "
        f"{act.mitigation}\n\nReviewed on {day(act.review_date)}.\n\n{goes_on}\n\n{WHAT_SIGNING_MEANS}"
    )
    return governing.names_what(act), text
