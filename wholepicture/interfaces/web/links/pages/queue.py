"""The queue of pairs by consequence, how many wait and since when; it names nobody, so that opening one is the only look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from wholepicture.interfaces.web.links.pages import opening
from wholepicture.interfaces.web.links.pages.doubt import whose
from wholepicture.interfaces.web.links.pages.opening import MOST_SHOWN
from wholepicture.lib.work_list import Size
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import PairLine
from wholepicture.pathway.triage import queries as triage
from wholepicture.registers.audit.terms import Actor

Tag = tuple[str, str]


@dataclass(frozen=True)
class QueueLine:
    """One pair that waits: what hangs on it, and since when."""

    pair: UUID
    heading: str
    about: str
    tags: tuple[Tag, ...]
    since: datetime


@dataclass(frozen=True)
class QueuePage:
    """How many pairs wait, since when the oldest does, one page of those that this reviewer may decide, and second opinions."""

    summary: str
    oldest: datetime | None
    first: UUID | None
    lines: tuple[QueueLine, ...]
    shown: str
    pagination: dict[str, Any] | None
    seconds: str


def queue(by: Actor, now: datetime, asked: str = "") -> QueuePage:
    """Compose a page of this reviewer's queue; pairs of people close to them are left out and wait for somebody else."""
    size, closed = linkage.pairs_size(now), opening.closed_to(by, now)
    mine = linkage.pairs_count(by, closed=closed)
    pages = opening.pages_of(mine)
    page = opening.page_within(asked, pages)
    begin = (page - 1) * MOST_SHOWN
    lines = waiting(by, now, MOST_SHOWN, begin=begin)
    return QueuePage(
        summary=_summary(size, mine),
        oldest=size.oldest_at,
        first=lines[0].pair if lines else None,
        lines=tuple(_line(number, pair) for number, pair in enumerate(lines, start=begin + 1)),
        shown=f"{begin + 1} to {begin + len(lines)} of {mine}, gravest consequence first." if pages > 1 else "",
        pagination=opening.around(page, pages, reverse("links:queue"), "Pages of possible links"),
        seconds=_seconds(linkage.seconds_count(by, closed=closed)),
    )


def first(by: Actor, now: datetime, *, beside: UUID) -> UUID | None:
    """Return the pair with which this reviewer goes on after `beside`, or None when nothing else waits for them."""
    return next((pair.pair for pair in waiting(by, now, 2) if pair.pair != beside), None)


def waiting(by: Actor, now: datetime, limit: int, *, begin: int = 0) -> list[PairLine]:
    """Return what this reviewer may decide: families that wait for triage first, nothing of anybody close to them."""
    grave, closed = triage.persons_on_list(), opening.closed_to(by, now)
    return linkage.pairs_waiting(by, now, limit, begin=begin, under_triage=grave, closed=closed)


def _line(number: int, pair: PairLine) -> QueueLine:
    tags = (("Could be two of one household", "held"),) if pair.one_household else ()
    return QueueLine(
        pair=pair.pair,
        heading=f"{number}. {_consequence(pair)}",
        about=f"One person? {pair.weight}. {whose(pair.by)}",
        tags=(("Under triage", "urgent"), *tags) if pair.under_triage else tags,
        since=pair.asked_at,
    )


def _consequence(pair: PairLine) -> str:
    if pair.under_triage:
        return "Touches a family that waits for triage" + ("" if pair.concerns_child else ", no child beside either")
    return "Touches a family with a child" if pair.concerns_child else "No child is known beside either"


def _summary(size: Size, mine: int) -> str:
    if not size.count:
        return "No pair waits for anybody."
    others = size.count - mine
    if not mine:
        return f"{_wait(others)} for somebody else."
    return f"{_wait(mine)} for you; {others} more for somebody else." if others > 0 else f"{_wait(mine)} for you."


def _wait(count: int) -> str:
    return "1 pair waits" if count == 1 else f"{count} pairs wait"


def _seconds(count: int) -> str:
    if not count:
        return ""
    return (
        "1 decision waits for your second opinion" if count == 1 else f"{count} decisions wait for your second opinion"
    )
