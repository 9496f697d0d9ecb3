"""The latest gap between incidents is shorter than the one before it: calls come closer together (review 2.4)."""

from collections.abc import Iterator
from datetime import date

from wholepicture.lib import wording
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Found, Pattern
from wholepicture.registers.protocol.parameters import Parameters

SOURCE = "Child Charlie review 2.4: gaps of 1, 12, 17 and 8 days, which nobody saw side by side."
TITLE = "The latest gap is shorter"
GAPS_READ_OUT = 8


def check(pattern: Pattern, *, protocol: Parameters, on: date) -> Iterator[Found]:
    """Yield one finding for the family; a gap of the same length is not shorter, and few gaps show nothing."""
    gaps = facts_of.intervals(pattern)
    if len(gaps) < protocol.shortening_gaps or gaps[-1] >= gaps[-2]:
        return
    latest = f"{_days(gaps[-1])} between the latest incident and the one before it, after {_days(gaps[-2])}"
    shown = f"the latest {GAPS_READ_OUT} gaps were" if len(gaps) > GAPS_READ_OUT else "the gaps so far are"
    yield Found(
        because=f"{latest}; {shown} {wording.joined(gaps[-GAPS_READ_OUT:])} days.",
        evidence={
            "incidents": [str(each.incident) for each in facts_of.counted(pattern)],
            "intervals_days": list(gaps),
        },
    )


def _days(number: int) -> str:
    return wording.counted(number, "day")
