"""A couple of the family has separated lately: the end of a relationship is no end of the danger (review 2.4 row 1, 3.1, 3.2)."""

from collections.abc import Iterator
from datetime import date, timedelta

from wholepicture.lib import wording
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Found, Pattern
from wholepicture.registers.protocol.parameters import Parameters

SOURCE = (
    "Child Charlie review 2.4 row 1, 3.1 and 3.2: the first call came on the day the relationship ended; "
    "for one in two families who separate the abuse goes on, and it can get worse."
)
TITLE = "A recent separation"


def check(pattern: Pattern, *, protocol: Parameters, on: date) -> Iterator[Found]:
    """Yield one finding from the day of the latest separation for as many days as the protocol says."""
    separated = facts_of.separated_on(pattern)
    if separated is None:
        return
    day, couple = separated
    until = day + timedelta(days=protocol.separation_days)
    if not day <= on < until:
        return
    names = sorted(pattern.people[each].name for each in couple if each in pattern.people)
    who = wording.joined(names) if len(names) == len(couple) else "A couple of this family"
    yield Found(
        because=f"{who} separated on {wording.day(day)}: harm often goes on after that, or gets worse.",
        evidence={"persons": sorted(str(each) for each in couple), "separated_on": day.isoformat()},
        until=until,
    )
