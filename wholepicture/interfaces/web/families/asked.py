"""Who was asked what is known, and what became of it: the asks of one team in one state are one line (review 2.6)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from wholepicture.lib import wording
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.pathway.triage.terms import AskState

SOMEBODY = "somebody whose name is not known"
# In the order in which they are read: what is waited for comes first.
STATES = {
    AskState.ASKED: ("No answer yet", "waiting"),
    AskState.HELD: ("Held for release", "held"),
    AskState.WITHHELD: ("Withheld", "withheld"),
    AskState.NOBODY_TO_ASK: ("Nobody to ask", "not_told"),
    AskState.NOT_CHECKED: ("Not checked", "late"),
    AskState.KNOWN: ("Something is known", "answered"),
    AskState.NOTHING_KNOWN: ("Nothing is known", "closed"),
    AskState.ENDED: ("No longer asked", "closed"),
}
ORDER = list(STATES)
WAITED_FOR = (AskState.ASKED, AskState.HELD)


@dataclass(frozen=True)
class Asked:
    """One function of a team that was asked: about whom, what became of it, by when (None: nobody is waited for)."""

    who: str
    where: str
    about: str
    tag: tuple[str, str]
    because: str
    due_at: datetime | None


def where(team: str, agency: str) -> str:
    """A team and its agency; once where both are called the same, as in a small practice."""
    return ", ".join(dict.fromkeys(part for part in (team, agency) if part))


def lines_of(asks: Iterable[AskPicture], names: Mapping[UUID, str]) -> Iterator[tuple[AskState, Asked]]:
    """Put the asks in words, line by line with their state; `names` are of records."""
    ordered = sorted(asks, key=lambda ask: (*_line(ask), ask.reply_by))
    for _, those in groupby(ordered, key=_line):
        together = list(those)
        yield together[0].state, _asked(together, names)


def _line(ask: AskPicture) -> tuple[int, str, str, str, str]:
    return ORDER.index(ask.state), ask.function.label, ask.team, ask.agency, _because(ask)


def _because(ask: AskPicture) -> str:
    return ask.gap or ask.ended_because


def _asked(asks: list[AskPicture], names: Mapping[UUID, str]) -> Asked:
    first = asks[0]
    return Asked(
        who=first.function.label,
        where=where(first.team, first.agency),
        about=wording.joined(sorted({names.get(ask.about, SOMEBODY) for ask in asks})),
        tag=STATES[first.state],
        because=_because(first),
        due_at=min(ask.reply_by for ask in asks) if first.state in WAITED_FOR else None,
    )
