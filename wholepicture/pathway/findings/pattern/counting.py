"""The Nth in this family: which reports count, how long lay between them, and who reported them (design promise 2)."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings.facts import Pattern, Report
from wholepicture.pathway.incidents.terms import Kind, ReporterKind
from wholepicture.registers.people.terms import Role


def counted(pattern: Pattern) -> tuple[Report, ...]:
    """Return the incidents of the family that are in scope, in order of when they happened: the Nth counts these alone.

    Concerns and reports that are out of scope stand in the pattern and are not in the Nth.
    """
    found = (report for report in pattern.reports if report.kind is Kind.INCIDENT and report.in_scope)
    return tuple(sorted(found, key=_order))


def intervals(pattern: Pattern) -> tuple[int, ...]:
    """Return the whole calendar days in London between one counted incident and the next, in order."""
    days = [london_day(report.happened_at) for report in counted(pattern)]
    return tuple((later - earlier).days for earlier, later in pairwise(days))


def nth(pattern: Pattern, incident: UUID) -> int | None:
    """Return which one in this family an incident is, from 1; None for what is not counted."""
    ids = [report.incident for report in counted(pattern)]
    return ids.index(incident) + 1 if incident in ids else None


def interval_before(pattern: Pattern, incident: UUID) -> int | None:
    """Return the days since the counted incident before this one; None for the first and for what is not counted."""
    place = nth(pattern, incident)
    return intervals(pattern)[place - 2] if place and place > 1 else None


def window_start(on: date, days: int) -> date:
    """Return the first day of the rolling window that ends with this day: what happened so many days before counts."""
    return on - timedelta(days=days)


def repeats(pattern: Pattern, since: date, until: date | None = None) -> tuple[Report, ...]:
    """Return what repeats from one day to another, both included (until None: the pattern's own day), in order.

    Counted incidents, and every concern about a carer that follows one of them: a concern before the first incident of
    the window repeats nothing.
    """
    last = until or pattern.on
    within = [r for r in sorted(pattern.reports, key=_order) if since <= london_day(r.happened_at) <= last]
    numbers = {report.incident for report in counted(pattern)}
    first = next((report for report in within if report.incident in numbers), None)
    if first is None:
        return ()
    after = within[within.index(first) :]
    return tuple(report for report in after if report.incident in numbers or _is_about_a_carer(report))


def reporters(pattern: Pattern) -> dict[ReporterKind, int]:
    """Return how many of the counted incidents each kind of person reported, in the order of the words."""
    found = Counter(report.reporter for report in counted(pattern))
    return {kind: found[kind] for kind in ReporterKind if found[kind]}


def _is_about_a_carer(report: Report) -> bool:
    about = any(part.role is Role.OF_CONCERN for part in report.parts)
    return report.kind is Kind.CONCERN and report.in_scope and about


def _order(report: Report) -> tuple[datetime, UUID]:
    return report.happened_at, report.incident
