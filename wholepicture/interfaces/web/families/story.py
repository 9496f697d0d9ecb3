"""The pattern of a family in words: the Nth and what lay between, who is alleged to harm whom, who reported, separation.

Nothing here is shown as a single event (design promise 2), and nothing is a score of anybody (promise 9).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.families.naming import name
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Direction, Pattern, Report
from wholepicture.pathway.incidents.terms import Dash, Kind

COLUMNS = ("Which", "When", "Since the one before", "How it was classed", "DASH", "BRAG", "Who reported it")


@dataclass(frozen=True)
class Place:
    """How many incidents, and in words when the latest was and how long after the one before."""

    number: int
    words: str


@dataclass(frozen=True)
class Story:
    """The pattern as the page tells it; `place` is None while no incident is counted."""

    place: Place | None
    reports: tuple[tuple[str, ...], ...]
    harm: tuple[tuple[str, str], ...]
    reporters: tuple[str, ...]
    separation: str


def story(pattern: Pattern, names: Mapping[UUID, str]) -> Story:
    """Tell the pattern, with the names of this page."""
    return Story(
        place=_place(pattern),
        reports=tuple(_report(report, pattern) for report in pattern.reports),
        harm=tuple(_harm(pattern, names)),
        reporters=tuple(f"{kind.label}: {number}" for kind, number in facts_of.reporters(pattern).items()),
        separation=_separation(pattern, names),
    )


def which(report: Report, pattern: Pattern) -> str:
    """What a report is called: "3rd incident", "Concern", or that it is not counted."""
    place = facts_of.nth(pattern, report.incident)
    if place:
        return f"{wording.ordinal(place)} incident"
    return report.kind.label if report.kind is not Kind.INCIDENT else "Incident, not counted"


def since(days: int | None) -> str:
    """How long after the one before: "8 days after the one before"."""
    if days is None:
        return ""
    return "On the same day as the one before" if days == 0 else f"{wording.counted(days, 'day')} after the one before"


def _place(pattern: Pattern) -> Place | None:
    counted = facts_of.counted(pattern)
    if not counted:
        return None
    latest = counted[-1]
    gap = since(facts_of.interval_before(pattern, latest.incident))
    gap = gap[:1].lower() + gap[1:]
    day = wording.day(london_day(latest.happened_at))
    return Place(len(counted), f"The latest on {day}" + (f", {gap}." if gap else "."))


def _report(report: Report, pattern: Pattern) -> tuple[str, ...]:
    days = facts_of.interval_before(pattern, report.incident)
    graded = report.kind is Kind.INCIDENT
    return (
        which(report, pattern),
        in_words.short_when(report.happened_at),
        "–" if days is None else "Same day" if days == 0 else wording.counted(days, "day"),
        report.category.label if report.in_scope else f"{report.category.label}. {report.because}",
        _dash(report) if graded else "–",
        report.brag.label if graded else "–",
        report.reporter.label,
    )


def _dash(report: Report) -> str:
    if not report.dash_perceived:
        return report.dash.label
    return f"{report.dash.label}; believed {Dash(report.dash_perceived).label.lower()}"


def _harm(pattern: Pattern, names: Mapping[UUID, str]) -> Iterator[tuple[str, str]]:
    """Each direction of harm, the most often alleged first, with which reports tell it."""
    found = facts_of.by_direction(pattern)
    for direction in sorted(found, key=lambda each: (-len(found[each]), _direction(each, names))):
        told = [which(report, pattern).removesuffix(" incident").lower() for report in found[direction]]
        counter = sum(_only_in_turn(direction, report) for report in found[direction])
        words = f"{wording.counted(len(told), 'report')}: {wording.joined(told)}"
        if counter:
            words += f". In {counter} of them each accuses the other"
        yield _direction(direction, names), words


def _direction(direction: Direction, names: Mapping[UUID, str]) -> str:
    against = name(direction.against, names) if direction.against else "somebody who was not told"
    return f"{name(direction.by, names)} is alleged to harm {against}"


def _only_in_turn(direction: Direction, report: Report) -> bool:
    return facts_of.Alleged(direction, True) in facts_of.allegations(report)


def _separation(pattern: Pattern, names: Mapping[UUID, str]) -> str:
    found = facts_of.separated_on(pattern)
    if found is None:
        return "No separation has been told."
    day, couple = found
    return (
        f"{wording.joined(name(person, names) for person in couple)} separated on {wording.day(day)}, as far as told."
    )
