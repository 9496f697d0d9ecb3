"""What agencies brought, side by side, and who was asked and has not answered: a gap has a name (review 2.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.families.asked import Asked, lines_of
from wholepicture.pathway.triage.facts import AskPicture, ContributionPicture
from wholepicture.pathway.triage.terms import AskState, Known

SILENT = (AskState.ASKED, AskState.HELD, AskState.WITHHELD)
ANSWERED = (AskState.KNOWN, AskState.NOTHING_KNOWN, AskState.NOT_CHECKED)
GAPS = (AskState.NOBODY_TO_ASK, AskState.ENDED)
KNOWN = {
    Known.KNOWN: ("Something is known", "answered"),
    Known.NOTHING_KNOWN: ("Nothing is known", "closed"),
    Known.NOT_CHECKED: ("Not checked", "late"),
}
# What is known is read first; what nobody looked at before what was looked at and was not there.
ORDER = (Known.KNOWN, Known.NOT_CHECKED, Known.NOTHING_KNOWN)


@dataclass(frozen=True)
class Card:
    """What one team brought; `rows` are its facts and, where they are open, its conclusions."""

    id: UUID
    team: str
    agency: str
    tags: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    is_sealed: bool
    by: str
    at: datetime


@dataclass(frozen=True)
class OwnAsk:
    """A team of the reader's own that was asked; `due_at` None once it has answered, and may add to that."""

    team_id: UUID
    team: str
    due_at: datetime | None


@dataclass(frozen=True)
class Brought:
    """Everything that was brought and everything that was not."""

    cards: tuple[Card, ...]
    silent: tuple[Asked, ...]
    gaps: tuple[Asked, ...]
    own: tuple[OwnAsk, ...]
    is_sealed: bool
    asked: int
    answered: int


def brought(
    contributions: Iterable[ContributionPicture],
    asks: Iterable[AskPicture],
    names: Mapping[UUID, str],
    teams: frozenset[UUID],
    counted: tuple[int, int] | None,
) -> Brought:
    """Put side by side what came; `names` are of records, `teams` the reader's own, `counted` who is asked and has answered.

    None where nothing is undecided: then everybody who was ever asked counts.
    """
    told = sorted(contributions, key=lambda each: (ORDER.index(each.known), each.at))
    cards, known = tuple(_card(each) for each in told), list(asks)
    lines = list(lines_of(known, names))
    asked, answered = counted or _ever(known)
    return Brought(
        cards=cards,
        silent=tuple(line for state, line in lines if state in SILENT),
        gaps=tuple(line for state, line in lines if state in GAPS),
        own=_own(known, teams),
        is_sealed=any(card.is_sealed for card in cards),
        asked=asked,
        answered=answered,
    )


def _own(asks: Iterable[AskPicture], teams: frozenset[UUID]) -> tuple[OwnAsk, ...]:
    """Each team of the reader's once: what waits for its answer stands before what it has answered."""
    reached = [ask for ask in asks if ask.team_id in teams and ask.state in (AskState.ASKED, *ANSWERED)]
    found: dict[UUID, OwnAsk] = {}
    for ask in sorted(reached, key=lambda ask: (ask.state is not AskState.ASKED, ask.reply_by)):
        if ask.team_id and ask.team_id not in found:
            due_at = ask.reply_by if ask.state is AskState.ASKED else None
            found[ask.team_id] = OwnAsk(ask.team_id, ask.team, due_at)
    return tuple(found.values())


def _card(told: ContributionPicture) -> Card:
    named = (
        ("What is known", told.what),
        ("The child's day", told.childs_day),
        ("Worries", told.worries),
        ("What works", told.what_works),
        ("Proposed", told.proposal),
        ("Why not checked" if told.known is Known.NOT_CHECKED else "Added", told.because),
    )
    late = (("After the decision", "late"),) if told.after_decision else ()
    return Card(
        id=told.id,
        team=told.team,
        agency=told.agency,
        tags=(KNOWN[told.known], *late),
        rows=tuple((name, words) for name, words in named if words),
        is_sealed=told.is_sealed,
        by=told.by,
        at=told.at,
    )


def _ever(asks: Iterable[AskPicture]) -> tuple[int, int]:
    reached = [ask for ask in asks if ask.state not in GAPS]
    silent = {_asked(ask) for ask in reached if ask.state in SILENT}
    everybody = {_asked(ask) for ask in reached}
    return len(everybody), len(everybody - silent)


def _asked(ask: AskPicture) -> tuple[object, ...]:
    return ask.team_id, ask.function
