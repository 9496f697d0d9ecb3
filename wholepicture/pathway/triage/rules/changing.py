"""What is new in a family's pattern with one report: the list is sorted by it, never by a grade of one event (review 2.4, 2.6)."""

from datetime import datetime
from uuid import UUID

from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Pattern, Report
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.pathway.triage.terms import Change
from wholepicture.registers.protocol.parameters import Parameters

GAPS_READ_OUT = 8
LINKED = "reported in another family; not counted in this one"
NO_PLACE = "its place in this family is not known"
OUT_OF_COUNT = "not counted in this family"


def change(
    pattern: Pattern | None, report: Report | None, *, linked: bool, parameters: Parameters
) -> tuple[Change, str]:
    """Return what is new with this report in its family's pattern, and that in words: "5th in 38 days; gaps of ...".

    As things stood with this report: what happened later, and whatever order reports came in, changes nothing of it.
    A shorter gap and a repeat are those of the findings' rules, of which this is the word for the list. Without a
    pattern or a report (`None`: the family has no child now, or the incident concerns none) its place is not known.
    """
    if linked:
        return Change.LINKED, LINKED
    if pattern is None or report is None:
        return Change.FIRST, NO_PLACE
    number = len([each for each in facts_of.counted(pattern) if _order(each) <= _order(report)])
    if report.kind is Kind.CONCERN:
        return _concern(pattern, report, number, parameters)
    if facts_of.nth(pattern, report.incident) is None:
        return Change.FIRST, OUT_OF_COUNT
    return _incident(pattern, report, number, parameters)


def _incident(pattern: Pattern, report: Report, number: int, parameters: Parameters) -> tuple[Change, str]:
    gaps = facts_of.intervals(pattern)[: number - 1]
    words = _place(number, gaps)
    if len(gaps) >= parameters.shortening_gaps and gaps[-1] < gaps[-2]:
        return Change.SHORTENING, words
    if _repeated(pattern, report, parameters) >= parameters.repeat_count:
        return Change.REPEAT, words
    return (Change.AGAIN if gaps else Change.FIRST), words


def _concern(pattern: Pattern, report: Report, number: int, parameters: Parameters) -> tuple[Change, str]:
    if not number:
        return Change.FIRST, "a concern; no incident before it is known"
    last = facts_of.counted(pattern)[number - 1]
    days = (london_day(report.happened_at) - london_day(last.happened_at)).days
    words = f"a concern {_after(days)} the {wording.ordinal(number)} incident"
    repeated = _repeated(pattern, report, parameters)
    if repeated >= parameters.repeat_count:
        return Change.REPEAT, f"{words}; {repeated} reports in {wording.counted(parameters.repeat_days, 'day')}"
    return Change.CONCERN_AGAIN, words


def _repeated(pattern: Pattern, report: Report, parameters: Parameters) -> int:
    """How many reports repeat in the window that ends with this one; 0 where this one repeats nothing itself."""
    on = london_day(report.happened_at)
    window = facts_of.repeats(pattern, facts_of.window_start(on, parameters.repeat_days), on)
    until = [each.incident for each in window if _order(each) <= _order(report)]
    return len(until) if report.incident in until else 0


def _place(number: int, gaps: tuple[int, ...]) -> str:
    """The Nth with its gaps; of many gaps the latest are read out, as the findings do."""
    if not gaps:
        return "1st"
    place = f"{wording.ordinal(number)} {_within(sum(gaps))}"
    if len(gaps) == 1:
        return place
    shown = gaps[-GAPS_READ_OUT:]
    latest = f"the latest {GAPS_READ_OUT} " if len(gaps) > GAPS_READ_OUT else ""
    return f"{place}; {latest}gaps of {wording.joined(shown)} days"


def _within(days: int) -> str:
    return f"in {wording.counted(days, 'day')}" if days else "within one day"


def _after(days: int) -> str:
    return f"{wording.counted(days, 'day')} after" if days else "on the day of"


def _order(report: Report) -> tuple[datetime, UUID]:
    return report.happened_at, report.incident
