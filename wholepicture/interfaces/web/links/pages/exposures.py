"""What each link that was undone had shown to whom: teams and times, never whom it was about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.links.pages import opening
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.duties.queries import Exposure, LookedMeanwhile, ToldInError
from wholepicture.registers.audit.terms import Actor

MOST_SHOWN = 20


@dataclass(frozen=True)
class Reached:
    """One team: what reached it, and what was done about that."""

    team: str
    what: str
    done: str


@dataclass(frozen=True)
class ExposedLink:
    """One false link: how long it stood, and everybody who was told something or looked meanwhile."""

    heading: str
    caption: str
    reached: tuple[Reached, ...]


@dataclass(frozen=True)
class ExposuresPage:
    """The latest links that were undone."""

    links: tuple[ExposedLink, ...]
    more: str


def exposures(by: Actor, now: datetime) -> ExposuresPage:
    """Compose the page; what touched the reader's own circle is for another reviewer."""
    found = duties.exposures(MOST_SHOWN + 1, opening.closed_to(by, now))
    return ExposuresPage(
        links=tuple(_link(number, one) for number, one in enumerate(found[:MOST_SHOWN], start=1)),
        more=f"Only the latest {MOST_SHOWN} are shown." if len(found) > MOST_SHOWN else "",
    )


def _link(number: int, exposure: Exposure) -> ExposedLink:
    by = "the machine" if exposure.by_machine else "a reviewer"
    return ExposedLink(
        heading=f"{number}. Undone {in_words.short_when(exposure.undone_at)}",
        caption=f"Made by {by} {in_words.short_when(exposure.made_at)}",
        reached=(*_told(exposure.told), *_looked(exposure.looked)),
    )


def _told(told: Iterable[ToldInError]) -> Iterable[Reached]:
    for one in told:
        arrived = f", arrived {in_words.short_when(one.told_at)}" if one.told_at else ""
        sent = in_words.short_when(one.corrected_at)
        yield Reached(one.team, f"A notice{arrived}", f"Correction sent {sent}: {one.state.label.lower()}")


def _looked(looked: Iterable[LookedMeanwhile]) -> Iterable[Reached]:
    for one in looked:
        who = "1 person opened" if one.people == 1 else f"{one.people} people opened"
        when = in_words.short_when(one.first_at)
        yield Reached(one.team, f"{who} the family, first {when}", "Cannot be unsaid: speak with them")
