"""Who has to agree before a decision stands, in words: before it is made, so that nobody is surprised (review 5.2 L&G 3)."""

from dataclasses import dataclass

from wholepicture.lib import wording
from wholepicture.pathway.triage.facts import Sitting
from wholepicture.pathway.triage.terms import Mode
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import Effect, Lane

ALL_SEATS = "the police, children's social care and a named health professional"
IN_THE_ROOM = "The meeting is under way, and you chair it: what you record stands at once."
NO_MEETING = "No meeting is under way: what you record is a proposal."
NOT_THE_CHAIR = "A meeting is under way, which the chair records for. What you record here is a proposal."


@dataclass(frozen=True)
class Agreeing:
    """How this reader decides now: `hints` by outcome id say what one outcome needs besides, `level` what a lower one does."""

    mode: Mode
    heading: str
    words: str
    hints: dict[str, str]
    level: str


def agreeing(
    by: Actor, sitting: Sitting | None, lane: Lane, parameters: Parameters, *, is_repeat: bool, level: str
) -> Agreeing:
    """Say how this reader decides now; `level` is the label of the level that stands, "" for none."""
    in_meeting = sitting is not None and Permission.CHAIR_TRIAGE.value in by.permissions
    ending = {each.id: _ending(each.effect, in_meeting, is_repeat) for each in parameters.outcomes if each.ends}
    less = "needs what ending the matter needs" if not in_meeting else "needs a second employer in the room"
    return Agreeing(
        mode=Mode.MEETING if in_meeting else Mode.ASYNCHRONOUS,
        heading=IN_THE_ROOM if in_meeting else NOT_THE_CHAIR if sitting else NO_MEETING,
        words=_in_meeting() if in_meeting else _without(parameters.agreement_hours[lane]),
        hints=ending,
        level=f"Now: {level}. A lower one {less}." if level else "None has been said before.",
    )


def _ending(effect: Effect, in_meeting: bool, is_repeat: bool) -> str:
    if not in_meeting:
        return f"Needs {ALL_SEATS}."
    if is_repeat and effect is Effect.NO_FURTHER_ACTION:
        return "It has happened again: a worker of a second employer has to agree, signed in."
    return "Needs a second employer in the room."


def _in_meeting() -> str:
    return "To do less for a child than before, or nothing more, a second employer has to be in the room."


def _without(hours: int) -> str:
    return (
        f"Somebody of another employer has to agree within {wording.counted(hours, 'hour')}. To do less for a child than "
        f"before, or nothing more, {ALL_SEATS} all have to."
    )
