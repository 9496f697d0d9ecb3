"""The meeting in which the file says that somebody decided: opened by whoever chairs it, and closed when its time is over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.replay.acting import CHAIR, Cast
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.triage import actions
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import SeatTaken
from wholepicture.pathway.triage.terms import Attends, MeetingState
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE

CAN_MEET = frozenset({MeetingState.TO_COME, MeetingState.NOT_MET})


@dataclass(frozen=True)
class Sitting:
    """A meeting that was opened, until when it goes on, and who chairs it: an agency of the file and its function."""

    id: UUID
    ends_at: datetime
    agency: str
    function: Function


def can_open(now: datetime) -> bool:
    """Whether there is a meeting on this day that was not opened yet, nor cancelled or suspended."""
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        sitting = triage.sitting(london_day(now), now)
    return sitting is not None and sitting.state in CAN_MEET


def open_it(agency: str, function: Function, now: datetime, *, world: World, cast: Cast) -> Sitting:
    """Let the person on duty open the meeting and chair it; nobody else is recorded as present. Raises what is refused."""
    worker = world.directory.on_duty[agency, function.value]
    with cast.signed_in(worker, now=now, roles=CHAIR) as actor:
        opened = actions.open_meeting(day=london_day(now), by=actor, now=now)
        chair = SeatTaken(function, Attends.PRESENT, actor.worker)
        actions.record_attendance(meeting=opened, seats=[chair], by=actor, now=now)
        sitting = triage.sitting(london_day(now), now)
    return Sitting(opened, max(sitting.ends_at, now) if sitting else now, agency, function)


def close(sitting: Sitting, *, world: World, cast: Cast) -> None:
    """Close a meeting when its time is over, as whoever chairs it."""
    worker = world.directory.on_duty[sitting.agency, sitting.function.value]
    with cast.signed_in(worker, now=sitting.ends_at, roles=CHAIR) as actor:
        actions.close_meeting(meeting=sitting.id, by=actor, now=sitting.ends_at)
