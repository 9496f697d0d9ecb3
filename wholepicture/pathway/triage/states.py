"""The life of a decision as one table: from where, to where, who may, what the audit says, and who is told.

Nobody ends a child's matter alone, and what was decided stays readable when it is revisited (review 2.6, 5.2 L&G 3).
"""

from dataclasses import dataclass

from wholepicture.lib.terms import Term
from wholepicture.registers.audit.terms import Event


class DecisionState(Term):
    """Where a decision is."""

    PROPOSED = "PROPOSED", "Proposed, others have to agree"
    STANDING = "STANDING", "Stands"
    REPLACED = "REPLACED", "Replaced by a later decision"
    OBJECTED = "OBJECTED", "Somebody objected"
    LAPSED = "LAPSED", "Lapsed: not agreed in time"


class Who(Term):
    """Who may take a decision from one state to another."""

    MACHINE = "MACHINE", "The machine"
    AT_THE_TABLE = "AT_THE_TABLE", "A named worker who may open the family"


@dataclass(frozen=True)
class Change:
    """One permitted change of state; `start` None means that the decision is new; `told` says whom the change reaches."""

    start: DecisionState | None
    end: DecisionState
    who: Who
    event: Event
    told: str


class IllegalChange(Exception):
    """A decision cannot go from where it is to where somebody wanted it."""


P, S = DecisionState.PROPOSED, DecisionState.STANDING
TABLE: tuple[Change, ...] = (
    Change(None, P, Who.AT_THE_TABLE, Event.DECISION_PROPOSED, "whoever has to agree"),
    Change(None, S, Who.AT_THE_TABLE, Event.TRIAGE_DECIDED, "every recipient, the child's services, the chronology"),
    Change(P, S, Who.AT_THE_TABLE, Event.TRIAGE_DECIDED, "every recipient, the child's services, the chronology"),
    Change(P, S, Who.MACHINE, Event.TRIAGE_DECIDED, "First Response, as a referral, and every recipient"),
    Change(P, DecisionState.OBJECTED, Who.AT_THE_TABLE, Event.DECISION_OBJECTED, "whoever proposed it"),
    Change(P, DecisionState.LAPSED, Who.MACHINE, Event.DECISION_LAPSED, "whoever proposed it; the family stays listed"),
    Change(P, DecisionState.REPLACED, Who.AT_THE_TABLE, Event.DECISION_LAPSED, "nobody: another decision is made"),
    Change(S, DecisionState.REPLACED, Who.AT_THE_TABLE, Event.TRIAGE_DECIDED, "whoever the new decision tells"),
)

OWNERS: dict[DecisionState, Who | None] = {
    P: Who.AT_THE_TABLE,
    S: None,
    DecisionState.REPLACED: None,
    DecisionState.OBJECTED: Who.AT_THE_TABLE,
    DecisionState.LAPSED: Who.AT_THE_TABLE,
}


def change(start: DecisionState | None, end: DecisionState) -> Change:
    """The permitted change between two states; raises IllegalChange with a sentence where there is none."""
    for row in TABLE:
        if row.start is start and row.end is end:
            return row
    begun = f"“{start.label}”" if start else "new"
    raise IllegalChange(f"This decision is {begun}, so it cannot become “{end.label}”.")
