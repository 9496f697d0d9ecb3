"""Why and by when a family is on the list; a linked listing says that another family is tied to it, and offers no way there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wholepicture.interfaces.web.families import story
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.triage.facts import ListingPicture
from wholepicture.registers.protocol.terms import Lane

LINKED = "Tied to another family"


@dataclass(frozen=True)
class ListingShown:
    """One listing: what for, its lane with the reason, and by when it has to be decided about."""

    heading: str
    because: str
    tags: tuple[tuple[str, str], ...]
    lane_because: str
    listed_at: datetime
    due_at: datetime


def listings(those: Iterable[ListingPicture], pattern: Pattern) -> tuple[ListingShown, ...]:
    """The listings, what is due first at the top."""
    return tuple(_shown(each, pattern) for each in sorted(those, key=lambda each: (each.due_at, str(each.id))))


def _shown(listing: ListingPicture, pattern: Pattern) -> ListingShown:
    lane = ("Fast lane", "fast") if listing.lane is Lane.FAST else ("Standard lane", "standard")
    return ListingShown(
        heading=LINKED if listing.linked else _heading(listing, pattern),
        because=listing.because,
        tags=(lane, ("Linked", "linked")) if listing.linked else (lane,),
        lane_because=listing.lane_because,
        listed_at=listing.listed_at,
        due_at=listing.due_at,
    )


def _heading(listing: ListingPicture, pattern: Pattern) -> str:
    report = next((each for each in pattern.reports if each.incident == listing.incident), None)
    if report is None:
        return "An incident"
    gap = story.since(listing.interval_days)
    day = wording.day(london_day(report.happened_at))
    return f"{story.which(report, pattern)}, {day}" + (f": {gap[:1].lower()}{gap[1:]}" if gap else "")
