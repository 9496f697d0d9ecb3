"""The platform's own alarms of triage as events: a family overdue on the list, a meeting that nobody opened."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.replay import notices
from wholepicture.interfaces.replay.report import EventLine, ListingLine
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.dates import london_day
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.terms import MeetingState

OVERDUE, NOT_MET = "overdue", "not_met"
CLIMBS_ALREADY = "nobody is told anew: what was told of an earlier meeting still waits for an answer"


def lines(received: Iterable[tuple[EventLine, UUID]], world: World) -> list[EventLine]:
    """Return an event for each family that was overdue and each meeting that nobody opened although families waited."""
    found, listed = [], []
    for line, incident in received:
        listings = [listing.id for listing in triage.for_incident(incident)]
        found += [
            EventLine(at=notice.history[0].at, kind=OVERDUE, ref=line.ref or line.kind, notices=[notice])
            for notice in notices.of_causes(listings, world)
        ]
        listed += line.listings
    return found + _unmet(listed, world)


def _unmet(listed: list[ListingLine], world: World) -> list[EventLine]:
    first, last = london_day(world.start), london_day(world.case.until)
    found = []
    for sitting in triage.sittings(first, last, world.case.until):
        if sitting.state is MeetingState.NOT_MET and _waited(listed, sitting.ends_at):
            told = notices.of_causes([rules.meeting_id(sitting.day)], world)
            at = told[0].history[0].at if told else sitting.ends_at
            notes = [] if told else [CLIMBS_ALREADY]
            found.append(EventLine(at=at, kind=NOT_MET, ref=sitting.day.isoformat(), notices=told, warnings=notes))
    return found


def _waited(listed: list[ListingLine], at: datetime) -> bool:
    return any(one.listed_at < at and (one.decided_at is None or one.decided_at > at) for one in listed)
