"""The links made, newest first, each with its evidence; it names nobody, so that opening one is the only look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import LinkLine
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.people import queries as people

MOST_SHOWN = 50
AN_AGENCY = "An agency"


@dataclass(frozen=True)
class MadeLine:
    """One link that stands: its evidence, whose records it joins, when and by whom, and where it is undone."""

    heading: str
    record: str
    matched: str
    by: str
    at: datetime
    href: str


@dataclass(frozen=True)
class MadePage:
    """The latest links."""

    lines: tuple[MadeLine, ...]
    more: str


def made() -> MadePage:
    """Compose the page; what one reviewer's decision moved is one line, however many records it were."""
    found = linkage.links_made(MOST_SHOWN + 1)
    shown = list(_once(found[:MOST_SHOWN]))
    tellers = agencies_of({record for line in shown for record in (line.record, line.matched) if record})
    return MadePage(
        lines=tuple(_line(number, line, tellers) for number, line in enumerate(shown, start=1)),
        more="Only the latest are shown." if len(found) > MOST_SHOWN else "",
    )


def agencies_of(records: Iterable[UUID]) -> dict[UUID, str]:
    """Return the name of the agency whose record each is; nothing else of it."""
    names = {agency.id: agency.name for agency in agencies.agencies()}
    return {record: names.get(told.agency, AN_AGENCY) for record, told in people.as_told(records).items()}


def _once(lines: Iterable[LinkLine]) -> Iterable[LinkLine]:
    """Keep one line of each review."""
    seen: set[UUID] = set()
    for line in lines:
        if line.review is None or line.review not in seen:
            yield line
        if line.review:
            seen.add(line.review)


def _line(number: int, line: LinkLine, tellers: Mapping[UUID, str]) -> MadeLine:
    return MadeLine(
        heading=f"{number}. {line.basis.label}",
        record=tellers.get(line.record, AN_AGENCY),
        matched=tellers.get(line.matched, AN_AGENCY) if line.matched else AN_AGENCY,
        by="The machine" if line.by_machine else "A reviewer",
        at=line.at,
        href=_where(line),
    )


def _where(line: LinkLine) -> str:
    if line.review and line.pair:
        return reverse("links:undo_review", args=[line.pair, line.review])
    return reverse("links:undo_link", args=[line.link])
