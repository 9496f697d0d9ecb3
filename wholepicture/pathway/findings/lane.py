"""Fast or standard, by named rules and never by a score: young children, repeats, the DASH grade and what marked it.

Design promise 14, review 3.7 and 5.2 L&G 2. Everything is as of the moment at which the report happened, so that its
lane does not change because children grow or later reports come.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as patterns
from wholepicture.pathway.findings.facts import Pattern, Report, Someone
from wholepicture.pathway.incidents.terms import Dash, Feature
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import AgeBand, Lane

# The longest that a child is expected before it is born: one conceived later was not there yet.
PREGNANCY = timedelta(weeks=42)
AGES = {
    AgeBand.UNBORN: "is unborn",
    AgeBand.NEWBORN: "is under 28 days old",
    AgeBand.UNDER_TWO: "is under two",
    AgeBand.UNDER_SCHOOL_AGE: "is under school age",
    AgeBand.SCHOOL_AGE: "is of school age",
    AgeBand.NOT_KNOWN: "is of an age that nobody knows",
}
NOTHING = "Nothing that the protocol names puts it in the fast lane."


def lane(report: Report, pattern: Pattern, parameters: Parameters) -> tuple[Lane, tuple[str, ...]]:
    """Return the lane of one report of a family, and each reason as a sentence, with the names of its children."""
    children = [pattern.people[child] for child in pattern.children if child in pattern.people]
    day = london_day(report.happened_at)
    return _decided(
        [
            *_ages(children, day, parameters),
            *_repeats(report, pattern, parameters),
            *_marks(report.dash, report.features, parameters),
        ]
    )


def lane_alone(
    *,
    dash: Dash,
    features: Collection[Feature],
    happened_at: datetime,
    children: Iterable[Someone],
    parameters: Parameters,
) -> tuple[Lane, tuple[str, ...]]:
    """Return the lane from one report's own marks and these children's ages, where no pattern may be looked at.

    For a linked listing, whose family's pattern the report is not part of; `happened_at` is aware.
    """
    day = london_day(happened_at)
    return _decided([*_ages(children, day, parameters), *_marks(dash, features, parameters)])


def _decided(reasons: list[str]) -> tuple[Lane, tuple[str, ...]]:
    return (Lane.FAST, tuple(reasons)) if reasons else (Lane.STANDARD, (NOTHING,))


def _ages(children: Iterable[Someone], day: date, parameters: Parameters) -> list[str]:
    found = []
    for child in children:
        band = patterns.age_band(birth_date=child.birth_date, expected_date=child.expected_date, on=day)
        if band in parameters.fast_age_bands and _was_there(child, day):
            found.append(f"{child.name} {AGES[band]}.")
    return found


def _was_there(child: Someone, day: date) -> bool:
    """Whether the child was born or expected by then, and alive."""
    arrives = child.birth_date or child.expected_date
    return (child.died_date is None or child.died_date > day) and (arrives is None or arrives - PREGNANCY <= day)


def _repeats(report: Report, pattern: Pattern, parameters: Parameters) -> list[str]:
    day = london_day(report.happened_at)
    since = patterns.window_start(day, parameters.repeat_days)
    found = [r for r in patterns.repeats(pattern, since, day) if r.happened_at <= report.happened_at]
    if len(found) < parameters.repeat_count:
        return []
    return [f"{len(found)} incidents or repeated concerns in {parameters.repeat_days} days."]


def _marks(dash: Dash, features: Collection[Feature], parameters: Parameters) -> list[str]:
    graded = [f"DASH is {dash.label.lower()}."] if dash in parameters.fast_dash else []
    return graded + [f"{each.label}." for each in Feature if each in features and each in parameters.fast_features]
