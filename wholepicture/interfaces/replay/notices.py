"""Notices as they stood at the end, in the ids of the file, with all that happened to them."""

from collections.abc import Iterable
from uuid import UUID

from wholepicture.interfaces.replay import texts
from wholepicture.interfaces.replay.report import NoticeLine, StepLine
from wholepicture.interfaces.replay.world import World
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.notifications.queries import NoticeTrace


def of_causes(causes: Iterable[UUID], world: World) -> list[NoticeLine]:
    """Return every notice that was sent because of any of these, in order of time."""
    return sorted((line(trace, world) for trace in notifications.for_cause(causes)), key=_order)


def line(trace: NoticeTrace, world: World) -> NoticeLine:
    """Return one notice in the ids of the file."""
    return NoticeLine(
        function=trace.function,
        agency=trace.agency,
        team=trace.team,
        about=world.person_of.get(trace.about, ""),
        kind=trace.kind,
        lane=trace.lane,
        cause=trace.row,
        because=trace.because,
        reply_by=trace.reply_by,
        state=trace.state.value,
        history=history(trace),
        reads=texts.read(trace, world),
    )


def history(trace: NoticeTrace) -> tuple[StepLine, ...]:
    """Return everything that happened to a notice."""
    return tuple(
        StepLine(at=step.at, state=step.kind.value, to=step.to_words, words=step.words) for step in trace.history
    )


def _order(notice: NoticeLine) -> tuple[object, ...]:
    """In order of time, and at one instant always the same."""
    return notice.history[0].at, notice.cause, notice.function, notice.agency, notice.about
