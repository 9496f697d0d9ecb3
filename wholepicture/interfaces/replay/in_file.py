"""What the case file says of an event, in words: the left column of a replay, "as it happened"."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from wholepicture.interfaces.replay.case import (
    ArrangementOfCase,
    ContactEvent,
    ContributeEvent,
    DecideEvent,
    EventKind,
    EventOfCase,
    GovernEvent,
    IncidentEvent,
    ReplyEvent,
)
from wholepicture.lib import wording
from wholepicture.lib.dates import london
from wholepicture.registers.people.terms import Role

Rows = Iterator[tuple[str, str]]
NOT_SAID = "not said"


def as_json(event: EventOfCase) -> dict[str, Any]:
    """Return an event as its file has it; people and agencies are the file's ids, in braces where they stand in words."""
    return {
        "label": event.kind.label,
        "by": event.by,
        "summary": event.summary,
        "para": event.para,
        "as_happened": event.as_happened,
        "inferred": list(event.inferred),
        "known_then": {agency: london(at).isoformat() for agency, at in event.known_then.items()},
        "child": getattr(event, "child", ""),
        "rows": [list(row) for row in _rows(event) if row[1]],
    }


def _rows(event: EventOfCase) -> Rows:
    if isinstance(event, IncidentEvent):
        yield from _incident(event)
    elif isinstance(event, ContactEvent):
        yield from _contact(event)
    elif isinstance(event, DecideEvent):
        yield "Outcome", event.outcome or NOT_SAID
        yield "Recipients", wording.joined(f"“{each}”" for each in event.recipients)
        yield "Reasons", event.reason
    elif isinstance(event, ContributeEvent):
        yield "Nothing known", "checked, and nothing is known" if event.nothing_known else ""
        yield "Worries", event.worries
        yield "Reason", event.reason
    elif isinstance(event, GovernEvent):
        yield "From", _day(event.from_date)
        yield "To", _day(event.to_date)
        yield "Signed by", wording.joined(f"{{{each}}}" for each in event.signed_by) or "nobody named"
        yield "Reason", event.reason
    elif isinstance(event, ReplyEvent):
        yield "About", event.notice_about
        yield "Reason", event.reason


def _incident(event: IncidentEvent) -> Rows:
    is_incident = event.kind is EventKind.INCIDENT
    if is_incident:
        yield "Class", event.category.label
        yield "Reported by", event.reporter.label
    for person, role in event.people:
        presence = event.children.get(person) if role is Role.CHILD else None
        yield f"{{{person}}}", f"{role.label}: {presence.label.lower()}" if presence else role.label
    if not is_incident:
        return
    yield "DASH", event.dash.label if event.dash else "not said"
    yield "BRAG", event.brag.label if event.brag else "not said"
    yield "Marked by", wording.joined(feature.label.lower() for feature in event.features)


def _contact(event: ContactEvent) -> Rows:
    yield "How", event.mode.label
    yield "With", wording.joined(f"{{{each}}}" for each in event.people)
    yield "Child", f"{{{event.child}}}" if event.child else ""
    if event.learnt.arrangement:
        yield "Contact learnt of", _arrangement(event.learnt.arrangement)
    if event.learnt.incident_on:
        yield "Incident learnt of", _day(event.learnt.incident_on)


def _arrangement(told: ArrangementOfCase) -> str:
    by_day = told.day_words or told.day.label.lower()
    supported = f", supported by {{{told.supported_by}}}" if told.supported_by else ""
    return (
        f"with {{{told.with_person}}}, by day: {by_day}{supported}; overnight: "
        f"{told.overnight_words or told.overnight.label.lower()}"
    )


def _day(value: date | None) -> str:
    return wording.day(value) if value else NOT_SAID
