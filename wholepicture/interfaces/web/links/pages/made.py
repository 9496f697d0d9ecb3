"""The links made, newest first, each with its evidence; it names nobody, so that opening one is the only look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from wholepicture.interfaces.web.components import in_words
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import LinkLine
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.people import queries as people

MOST_SHOWN = 50
Tag = tuple[str, str]


@dataclass(frozen=True)
class MadeLine:
    """One link that stands: its evidence, whose records it joins, when and by whom, and where it is undone."""

    heading: str
    about: str
    tags: tuple[Tag, ...]
    when: str
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
        lines=tuple(_line(line, tellers) for line in shown),
        more="Only the latest are shown." if len(found) > MOST_SHOWN else "",
    )


def agencies_of(records: Iterable[UUID]) -> dict[UUID, str]:
    """Return the name of the agency whose record each is; nothing else of it."""
    names = {agency.id: agency.name for agency in agencies.agencies()}
    return {record: names.get(told.agency, "an agency") for record, told in people.as_told(records).items()}


def _once(lines: Iterable[LinkLine]) -> Iterable[LinkLine]:
    """Keep one line of each review."""
    seen: set[UUID] = set()
    for line in lines:
        if line.review is None or line.review not in seen:
            yield line
        if line.review:
            seen.add(line.review)


def _line(line: LinkLine, tellers: Mapping[UUID, str]) -> MadeLine:
    record = tellers.get(line.record, "an agency")
    matched = tellers.get(line.matched, "an agency") if line.matched else "an agency"
    return MadeLine(
        heading=line.basis.label,
        about=f"A record of {record}, joined to one of {matched}.",
        tags=(("By the machine", "standard") if line.by_machine else ("By a reviewer", "linked"),),
        when=f"Linked {in_words.short_when(line.at)}",
        href=_where(line),
    )


def _where(line: LinkLine) -> str:
    if line.review and line.pair:
        return reverse("links:undo_review", args=[line.pair, line.review])
    return reverse("links:undo_link", args=[line.link])
