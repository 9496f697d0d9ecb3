"""Which pairs a reviewer may open: those of people close to them are left out before anything is counted or cut off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.registers.access import queries as access
from wholepicture.registers.audit.terms import Actor

MOST_SHOWN = 20


def closed_to(by: Actor, now: datetime) -> set[UUID]:
    """Return the persons whose matters are closed to this reader: left out by the query, so that they hide nothing else."""
    return access.closed_to(by.worker, london_day(now)) if by.worker else set()


def pages_of(count: int) -> int:
    """How many pages a list of so many lines has; an empty one has one."""
    return max(-(-count // MOST_SHOWN), 1)


def page_within(asked: str, pages: int) -> int:
    """The page that an address asks for, or the nearest that there is."""
    return min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < 7 else 1


def around(page: int, pages: int, address: str, label: str) -> dict[str, Any] | None:
    """What the design system's pagination wants, None where one page holds everything."""
    if pages == 1:
        return None
    near = _near(page, pages)
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append({"number": number, "href": f"{address}?page={number}", "current": number == page})
    found: dict[str, Any] = {"items": items, "landmarkLabel": label}
    if page > 1:
        found["previous"] = {"href": f"{address}?page={page - 1}"}
    if page < pages:
        found["next"] = {"href": f"{address}?page={page + 1}"}
    return found


def _near(page: int, pages: int) -> Sequence[int]:
    return sorted({1, pages, page - 1, page, page + 1} & set(range(1, pages + 1)))
