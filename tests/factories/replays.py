"""A replay made by hand: two incidents and what came of them, as `replay.document` writes it."""

from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from wholepicture.pathway.oversight import actions
from wholepicture.pathway.oversight.facts import ReplayTold
from wholepicture.registers.audit.terms import MACHINE

Json = dict[str, Any]


def told(**changes: Any) -> Json:
    """What the file says of an event."""
    return {
        "label": "Incident",
        "by": "police",
        "summary": "he shouted",
        "para": "2.4",
        "as_happened": "never discussed",
        "inferred": [],
        "known_then": {},
        "child": "",
        "rows": [["DASH", "Medium"]],
    } | changes


def event(at: str, **changes: Any) -> Json:
    """An event of the report, of which nothing came."""
    return {
        "at": at,
        "kind": "incident",
        "ref": "",
        "told": told(),
        "listings": [],
        "findings": [],
        "notices": [],
        "not_told": [],
        "contributions_asked": [],
        "refused": [],
        "warnings": [],
    } | changes


def notice(agency: str, *steps: tuple[str, str], **changes: Any) -> Json:
    """A notice to an agency's health visitor, with its steps as (state, at)."""
    return {
        "function": "health_visitor",
        "agency": agency,
        "team": "health_visitor",
        "about": "baby",
        "kind": "act",
        "lane": "fast",
        "cause": "row",
        "because": "A baby cannot say what it lives with.",
        "reply_by": "2020-03-02T10:00:00+00:00",
        "state": steps[-1][0],
        "history": [{"at": at, "state": state, "to": "Ann"} for state, at in steps],
        "text": {
            "title": "Baby Marsh",
            "text": "A report.\n\nPlease answer.",
            "leaves_out": ["any address"],
            "never_to": [],
        },
        "said": [],
    } | changes


def listing(number: int | None, **changes: Any) -> Json:
    """The family of the baby on the list."""
    return {
        "family": "family of baby",
        "linked": False,
        "lane": "fast",
        "nth": number,
        "interval_days": None,
        "children": ["baby"],
        "listed_at": "2020-03-01T10:00:00+00:00",
        "due": "2020-03-02T10:00:00+00:00",
        "mode": "meeting",
        "decided_at": None,
    } | changes


FIRST, SECOND = "2020-03-01T10:00:00+00:00", "2020-03-04T10:00:00+00:00"
DOCUMENT: Json = {
    "case": "an invented case",
    "source": "invented",
    "until": "2020-03-09T09:00:00+00:00",
    "agencies": [
        {"id": "police", "name": "Northshire Police"},
        {"id": "phn", "name": "Northshire Nursing"},
        {"id": "gp", "name": "River Practice"},
    ],
    "people": [{"id": "mum", "name": "Ann Marsh"}, {"id": "baby", "name": "Bo Marsh"}],
    "verify": {"breaches": []},
    "events": [
        event(
            FIRST,
            ref="A",
            told=told(known_then={"phn": "2020-03-03T10:00:00+00:00"}, inferred=["known_then"]),
            listings=[listing(1)],
            findings=[{"rule": "infant", "because": "Bo was born on 1 January 2020.", "evidence": {}}],
            notices=[notice("phn", ("QUEUED", FIRST), ("DELIVERED", FIRST), ("REMINDED", "2020-03-02T10:00:00+00:00"))],
            not_told=[{"function": "gp", "about": "mum", "because": "None is known.", "owner": "police/gp"}],
        ),
        event("2020-03-02T10:30:00+00:00", kind="not_met", ref="2020-03-02", told=None),
        event(
            "2020-03-03T10:00:00+00:00",
            kind="decide",
            told=told(label="Decision", child="baby", as_happened="accepted", rows=[["Outcome", "refer to health"]]),
            refused=[{"act": "decide", "because": "Say who."}],
        ),
        event(
            SECOND,
            ref="B",
            listings=[listing(2, interval_days=3)],
            findings=[{"rule": "infant", "because": "Bo was born on 1 January 2020.", "evidence": {}}],
            notices=[
                notice("phn", ("QUEUED", SECOND), ("DELIVERED", SECOND)),
                notice("gp", ("HELD", SECOND), function="gp", about="mum"),
            ],
        ),
    ],
}


def document(**changes: Any) -> Json:
    """A copy that a test may change."""
    return deepcopy(DOCUMENT) | changes


def begun(*, at: datetime | None = None) -> UUID:
    """A replay of three events that is being played."""
    facts = ReplayTold(
        case=DOCUMENT["case"], source="invented", digest="d", code="0.1.0", protocol="as delivered", events=3
    )
    return actions.begin_replay(told=facts, by=MACHINE, now=at or timezone.now())
