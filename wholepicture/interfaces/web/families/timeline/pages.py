"""The timeline page: what was asked for of a family's line, one page of it, and the ways to the pages beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from wholepicture.interfaces.web.families.timeline import pictures
from wholepicture.interfaces.web.families.timeline.forms import Filter
from wholepicture.interfaces.web.families.timeline.opening import Opened
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.facts import Key

OLDER, NEWER = "older", "newer"
FIELDS = ("agency", "kind", *(f"{name}_{part}" for name in ("since", "until") for part in ("day", "month", "year")))
AN_INSTANT = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class TimelinePage:
    """Everything on the page."""

    id: UUID
    heading: str
    timeline: pictures.TimelinePicture
    is_filtered: bool
    is_first: bool
    pagination: dict[str, Any] | None


def agencies(opened: Opened) -> list[tuple[UUID, str]]:
    """The agencies that stand in the family's line, by name."""
    found = chronology.agencies_of(opened.reach, seen=opened.seen)
    return sorted(((agency, opened.names.agency(agency)) for agency in found), key=lambda pair: pair[1])


def timeline(opened: Opened, form: Filter, sent: Mapping[str, str]) -> TimelinePage:
    """Compose the page for what was sent with the address."""
    wanted = form.wanted()
    older, newer = read(sent.get(OLDER, "")), read(sent.get(NEWER, ""))
    found = chronology.page(opened.reach, wanted, seen=opened.seen, older_than=older, newer_than=newer)
    kept = {name: sent[name] for name in FIELDS if sent.get(name)}
    knowing = opened.knowing(
        {line.cause for each in found.happenings for line in each.lines}, opened.seen.at + AN_INSTANT
    )
    picture = pictures.picture(found.happenings, opened.names, knowing, newer=found.newer, older=found.older)
    return TimelinePage(
        id=opened.family,
        heading=opened.heading,
        timeline=picture,
        is_filtered=bool(kept),
        is_first=older is None and newer is None,
        pagination=_pagination(picture, kept),
    )


def _pagination(picture: pictures.TimelinePicture, kept: Mapping[str, str]) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    if picture.newer:
        found["previous"] = {"text": "Newer", "href": _address(kept, NEWER, picture.newer)}
    if picture.older:
        found["next"] = {"text": "Older", "href": _address(kept, OLDER, picture.older)}
    return found | {"landmarkLabel": "Pages of the timeline"} if found else None


def _address(kept: Mapping[str, str], side: str, key: Key) -> str:
    return "?" + urlencode({**kept, side: write(key)})


def write(key: Key) -> str:
    """A key as it stands in an address: microseconds and an id."""
    return f"{(key.at - EPOCH) // timedelta(microseconds=1)}_{key.id}"


def read(text: str) -> Key | None:
    """A key from an address; None for what is none, so that a broken address leads to the first page."""
    moment, _, id_ = text.partition("_")
    try:
        return Key(EPOCH + timedelta(microseconds=int(moment)), UUID(id_))
    except (ValueError, OverflowError):
        return None
