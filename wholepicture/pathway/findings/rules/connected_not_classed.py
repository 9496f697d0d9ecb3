"""Not classed as domestic abuse although its adults are personally connected: whoever goes by class misses it (review 2.4 row 4)."""

from collections.abc import Iterator
from datetime import date

from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Found, Pattern, Report
from wholepicture.pathway.findings.terms import Scope
from wholepicture.pathway.incidents.terms import Category, Kind
from wholepicture.registers.protocol.parameters import Parameters

SOURCE = (
    "Domestic Abuse Act 2021, section 2: personally connected; Child Charlie review 2.4 row 4: two parents of one baby, "
    "not identified as a domestic abuse incident."
)
TITLE = "Connected, but not classed as domestic abuse"


def check(pattern: Pattern, *, protocol: Parameters, on: date) -> Iterator[Found]:
    """Yield one finding for every such incident, saying how they are connected, shared parenthood included."""
    for report in sorted(pattern.reports, key=lambda each: (each.happened_at, each.incident)):
        if report.kind is Kind.INCIDENT and report.connected and report.category is not Category.DOMESTIC_ABUSE:
            yield _found(report)


def _found(report: Report) -> Found:
    classed = (
        "not classed" if report.category is Category.NOT_KNOWN else f'classed as "{report.category.label.lower()}"'
    )
    told = f"Incident of {wording.day(london_day(report.happened_at))}: {classed}, but {report.connected}."
    return Found(
        because=f"{told} That is a personal connection under the Domestic Abuse Act 2021, section 2.",
        evidence={
            "incidents": [str(report.incident)],
            "persons": [str(person) for person in facts_of.adults(report)],
            "category": report.category.value,
            "connected": report.connected,
        },
        key=f"incident:{report.incident}",
        scope=Scope.INCIDENT,
        incident=report.incident,
    )
