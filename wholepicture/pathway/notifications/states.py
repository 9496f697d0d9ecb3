"""The life of a notice as one table: from where, to where, who may, what the audit says, and which step it leaves.

Delivery is the machine's word and never an answer; nothing but a named person's answer, or a duty that has gone, ends a
notice (review 2.6, 2.8; design promise 4).
"""

from dataclasses import dataclass

from wholepicture.lib.terms import Term
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.registers.audit.terms import Event


class Who(Term):
    """Who may take a notice from one state to another."""

    MACHINE = "MACHINE", "The machine"
    RELEASER = "RELEASER", "A named specialist of the owner's team"
    RECIPIENT = "RECIPIENT", "A named person of the team that was told"


@dataclass(frozen=True)
class Change:
    """One permitted change of state. `start` None means that the notice is new; `told` says what the change makes known."""

    start: State | None
    end: State
    who: Who
    event: Event
    step: StepKind
    told: str


class IllegalChange(Exception):
    """A notice cannot go from where it is to where somebody wanted it."""


NEW, HELD, WITHHELD, QUEUED = None, State.HELD, State.WITHHELD, State.QUEUED
DELIVERED, OPENED, ANSWERED, DECLINED = State.DELIVERED, State.OPENED, State.ANSWERED, State.DECLINED
SUPERSEDED = State.SUPERSEDED

TABLE: tuple[Change, ...] = (
    Change(NEW, HELD, Who.MACHINE, Event.NOTICE_CREATED, StepKind.HELD, "the owner's release queue"),
    Change(NEW, QUEUED, Who.MACHINE, Event.NOTICE_CREATED, StepKind.QUEUED, "the carrier"),
    Change(HELD, QUEUED, Who.RELEASER, Event.NOTICE_RELEASED, StepKind.RELEASED, "the carrier"),
    Change(HELD, WITHHELD, Who.RELEASER, Event.NOTICE_WITHHELD, StepKind.WITHHELD, "another function"),
    Change(WITHHELD, WITHHELD, Who.RELEASER, Event.NOTICE_WITHHELD, StepKind.WITHHELD, "another function"),
    Change(WITHHELD, QUEUED, Who.RELEASER, Event.NOTICE_RELEASED, StepKind.RELEASED, "the carrier"),
    Change(QUEUED, HELD, Who.MACHINE, Event.NOTICE_CREATED, StepKind.HELD, "the owner's release queue"),
    Change(
        QUEUED, DELIVERED, Who.MACHINE, Event.NOTICE_DELIVERED, StepKind.DELIVERED, "the named person, the chronology"
    ),
    Change(DELIVERED, OPENED, Who.RECIPIENT, Event.NOTICE_OPENED, StepKind.OPENED, "nobody: opening stops nothing"),
    Change(DELIVERED, ANSWERED, Who.RECIPIENT, Event.NOTICE_ANSWERED, StepKind.ANSWERED, "the chronology"),
    Change(DELIVERED, DECLINED, Who.RECIPIENT, Event.NOTICE_DECLINED, StepKind.DECLINED, "the manager, at once"),
    Change(OPENED, ANSWERED, Who.RECIPIENT, Event.NOTICE_ANSWERED, StepKind.ANSWERED, "the chronology"),
    Change(OPENED, DECLINED, Who.RECIPIENT, Event.NOTICE_DECLINED, StepKind.DECLINED, "the manager, at once"),
    Change(DECLINED, ANSWERED, Who.RECIPIENT, Event.NOTICE_ANSWERED, StepKind.ANSWERED, "the chronology"),
    Change(HELD, SUPERSEDED, Who.MACHINE, Event.NOTICE_SUPERSEDED, StepKind.SUPERSEDED, "nobody"),
    Change(WITHHELD, SUPERSEDED, Who.MACHINE, Event.NOTICE_SUPERSEDED, StepKind.SUPERSEDED, "nobody"),
    Change(QUEUED, SUPERSEDED, Who.MACHINE, Event.NOTICE_SUPERSEDED, StepKind.SUPERSEDED, "nobody"),
    # What a task asked for is known now: only a task can be done by something else than its answer.
    Change(DELIVERED, SUPERSEDED, Who.MACHINE, Event.NOTICE_SUPERSEDED, StepKind.SUPERSEDED, "nobody"),
    Change(OPENED, SUPERSEDED, Who.MACHINE, Event.NOTICE_SUPERSEDED, StepKind.SUPERSEDED, "nobody"),
    Change(DECLINED, SUPERSEDED, Who.MACHINE, Event.NOTICE_SUPERSEDED, StepKind.SUPERSEDED, "nobody"),
    Change(SUPERSEDED, HELD, Who.MACHINE, Event.NOTICE_CREATED, StepKind.HELD, "the owner's release queue"),
    Change(SUPERSEDED, QUEUED, Who.MACHINE, Event.NOTICE_CREATED, StepKind.QUEUED, "the carrier"),
)

# Whose work a notice is while it stands in a state; only the two ends are nobody's.
OWNERS: dict[State, Who | None] = {
    HELD: Who.RELEASER,
    WITHHELD: Who.RELEASER,
    QUEUED: Who.MACHINE,
    DELIVERED: Who.RECIPIENT,
    OPENED: Who.RECIPIENT,
    DECLINED: Who.RECIPIENT,
    ANSWERED: None,
    SUPERSEDED: None,
}


def change(start: State | None, end: State) -> Change:
    """The permitted change between two states; raises IllegalChange with a sentence where there is none."""
    for row in TABLE:
        if row.start is start and row.end is end:
            return row
    if start is None:
        raise IllegalChange(f"A new notice cannot begin as “{end.label}”.")
    raise IllegalChange(f"This notice is “{start.label}”, so it cannot become “{end.label}”.")


def event_of(step: StepKind) -> Event:
    """What the audit calls the change that left this step; raises IllegalChange for a step that is no change."""
    for row in TABLE:
        if row.step is step:
            return row.event
    raise IllegalChange(f"“{step.label}” is no change of state.")
