"""The release queue and one held notice: what a named specialist decides on, with its clock (design promises 4 and 13)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components.pieces import Entry
from wholepicture.interfaces.web.families.asked import where
from wholepicture.interfaces.web.notices.pages import names
from wholepicture.interfaces.web.notices.pages.item import entry
from wholepicture.interfaces.web.notices.pages.work import Tag
from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications import actions
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.notifications.queries import HeldLine
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Lane

A_DAY = 24


@dataclass(frozen=True)
class QueueLine:
    """One decision that waits: about whom, to whom, by when."""

    notice: UUID
    heading: str
    to: str
    tags: tuple[Tag, ...]
    due: datetime
    since: datetime


@dataclass(frozen=True)
class HeldPage:
    """A held notice: exactly what would be sent and to whom, why it waits, and what a decision sets going."""

    id: UUID
    about: str
    to: str
    recipient: str
    owner: str
    tag: Tag
    is_fast: bool
    because: str
    never_to: tuple[str, ...]
    paragraphs: tuple[str, ...]
    due: datetime
    is_undecided: bool
    is_withheld: bool
    review: str
    history: tuple[Entry, ...]


def queue(by: Actor, now: datetime) -> tuple[QueueLine, ...]:
    """Compose the queue of the reader's teams, and record the view with everybody on it."""
    lines = notifications.release_queue(by, now)
    records = {line.about for line in lines}
    seen = names.look("notices:release_queue", records, by=by, now=now)
    known = names.in_line(records, seen=seen, on=london_day(now))
    return tuple(_line(line, known.get(line.about, "Name not known")) for line in lines)


def held(notice: UUID, *, by: Actor, now: datetime) -> HeldPage:
    """Open a held notice and compose its page; the look is recorded. Raises NotAllowed, NotPermitted, DoesNotExist."""
    seen = actions.open_held(notice=notice, by=by, now=now)
    picture = notifications.held_picture(notice, seen)
    names.look("notices:held", {picture.about}, by=by, now=now)
    known = names.in_line({picture.about}, seen=seen, on=london_day(now))
    hours = protocol.current(now).parameters.withheld_review_hours
    return HeldPage(
        id=picture.notice,
        about=known.get(picture.about, picture.about_name),
        to=f"{picture.function}, {picture.team}",
        recipient=f"{picture.function}: {where(picture.team, picture.agency)}",
        owner=picture.owner,
        tag=(picture.state.label, picture.state.value.lower()),
        is_fast=picture.lane is Lane.FAST,
        because=picture.because,
        never_to=names.functions_in_words(picture.never_to),
        paragraphs=tuple(text for text in picture.text.split("\n\n") if text.strip()),
        due=picture.due,
        is_undecided=picture.state in (State.HELD, State.WITHHELD),
        is_withheld=picture.state is State.WITHHELD,
        review=_length(hours),
        history=tuple(entry(happened) for happened in picture.history),
    )


def _line(line: HeldLine, about: str) -> QueueLine:
    is_withheld = line.state is State.WITHHELD
    state = ("Withheld: look at it again", "withheld") if is_withheld else ("Held for release", "held")
    fast = (("Fast lane", "fast"),) if line.lane is Lane.FAST else ()
    return QueueLine(line.notice, about, f"{line.function}, {line.team}", (state, *fast), line.due, line.since)


def _length(hours: int) -> str:
    return f"{hours // A_DAY} days" if hours % A_DAY == 0 and hours > A_DAY else f"{hours} hours"
