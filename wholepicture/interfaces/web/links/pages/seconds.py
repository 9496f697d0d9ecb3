"""Decisions that wait for a second opinion: what was decided is not said, and nobody is named."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from wholepicture.interfaces.web.links.pages import opening
from wholepicture.interfaces.web.links.pages.opening import MOST_SHOWN
from wholepicture.interfaces.web.links.pages.queue import Tag
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import SecondLine
from wholepicture.registers.audit.terms import Actor


@dataclass(frozen=True)
class SecondsLine:
    """One decision of somebody else: why it stands here, and since when it is decided."""

    pair: UUID
    heading: str
    tags: tuple[Tag, ...]
    since: datetime


@dataclass(frozen=True)
class SecondsPage:
    """One page of the decisions on which this reviewer may give a second opinion."""

    summary: str
    lines: tuple[SecondsLine, ...]
    pagination: dict[str, Any] | None


def seconds(by: Actor, now: datetime, asked: str = "") -> SecondsPage:
    """Compose a page of this reviewer's second opinions: those asked for first, then those of one household."""
    closed = opening.closed_to(by, now)
    count = linkage.seconds_count(by, closed=closed)
    pages = opening.pages_of(count)
    page = opening.page_within(asked, pages)
    begin = (page - 1) * MOST_SHOWN
    found = linkage.seconds_waiting(by, MOST_SHOWN, begin=begin, closed=closed)
    return SecondsPage(
        summary="1 decision waits for your opinion." if count == 1 else f"{count} decisions wait for your opinion.",
        lines=tuple(_line(number, each) for number, each in enumerate(found, start=begin + 1)),
        pagination=opening.around(page, pages, reverse("links:seconds"), "Pages of second opinions"),
    )


def first(by: Actor, now: datetime) -> UUID | None:
    """Return the decision with which this reviewer goes on, None when none is left."""
    found = linkage.seconds_waiting(by, 1, closed=opening.closed_to(by, now))
    return found[0].pair if found else None


def _line(number: int, line: SecondLine) -> SecondsLine:
    asked = "Asked for by whoever decided" if line.wanted else "Not looked at by anybody else yet"
    tags = (("Could be two of one household", "held"),) if line.one_household else ()
    return SecondsLine(line.pair, f"{number}. {asked}", tags, line.answered_at)
