"""DASH or BRAG was not done for an incident, or DASH was only believed to be done (review 2.4 rows 1 to 4)."""

from collections.abc import Iterator
from datetime import date

from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings.facts import Found, Pattern, Report
from wholepicture.pathway.findings.terms import Scope
from wholepicture.pathway.incidents.terms import Brag, Dash, Kind
from wholepicture.registers.protocol.parameters import Parameters

SOURCE = (
    "Child Charlie review 2.4: DASH or BRAG was missing for four of five incidents; one DASH was only believed done."
)
TITLE = "An assessment is missing"


def check(pattern: Pattern, *, protocol: Parameters, on: date) -> Iterator[Found]:
    """Yield one finding for every incident in scope that lacks one; a concern has neither, and is not asked for them."""
    for report in sorted(pattern.reports, key=lambda each: (each.happened_at, each.incident)):
        missing = list(_missing(report))
        if report.kind is Kind.INCIDENT and report.in_scope and missing:
            yield Found(
                because=f"Incident of {wording.day(london_day(report.happened_at))}: {'; '.join(missing)}.",
                evidence={
                    "incidents": [str(report.incident)],
                    "dash": report.dash.value,
                    "dash_perceived": report.dash_perceived,
                    "brag": report.brag.value,
                },
                key=f"incident:{report.incident}",
                scope=Scope.INCIDENT,
                incident=report.incident,
            )


def _missing(report: Report) -> Iterator[str]:
    if report.dash is Dash.NOT_DONE:
        yield "DASH was not done"
    if report.dash is Dash.BELIEVED_DONE:
        grade = f" with the grade {report.dash_perceived.lower()}" if report.dash_perceived else ""
        yield f"DASH is not found, though the officer believed it was done{grade}"
    if report.brag is Brag.NOT_DONE:
        yield "BRAG was not done"
