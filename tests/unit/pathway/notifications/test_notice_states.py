"""The table of states: every change that may be, and every one that may not."""

import pytest

from wholepicture.pathway.notifications import states
from wholepicture.pathway.notifications.terms import State, StepKind

# Written by hand, apart from the table: from each state, where it may go.
MAY = {
    None: {State.HELD, State.QUEUED},
    State.HELD: {State.QUEUED, State.WITHHELD, State.SUPERSEDED},
    State.WITHHELD: {State.QUEUED, State.WITHHELD, State.SUPERSEDED},
    State.QUEUED: {State.DELIVERED, State.HELD, State.SUPERSEDED},
    State.DELIVERED: {State.OPENED, State.ANSWERED, State.DECLINED, State.SUPERSEDED},
    State.OPENED: {State.ANSWERED, State.DECLINED, State.SUPERSEDED},
    State.DECLINED: {State.ANSWERED, State.SUPERSEDED},
    State.ANSWERED: set(),
    State.SUPERSEDED: {State.HELD, State.QUEUED},
}
EVERY_PAIR = [(start, end) for start in MAY for end in State]


@pytest.mark.parametrize(("start", "end"), EVERY_PAIR)
def test_only_the_permitted_changes_exist(start: State | None, end: State) -> None:
    if end in MAY[start]:
        assert states.change(start, end).end is end
    else:
        with pytest.raises(states.IllegalChange) as refused:
            states.change(start, end)
        assert end.label in str(refused.value)


def test_no_change_stands_twice() -> None:
    pairs = [(row.start, row.end) for row in states.TABLE]
    assert len(pairs) == len(set(pairs))


def test_every_state_has_an_owner_but_the_two_ends() -> None:
    assert set(states.OWNERS) == set(State)
    assert {state for state, who in states.OWNERS.items() if who is None} == {State.ANSWERED, State.SUPERSEDED}


def test_what_was_told_is_left_by_a_person_or_as_a_task_that_is_no_longer_one() -> None:
    leaving = [row for row in states.TABLE if row.start in {State.DELIVERED, State.OPENED, State.DECLINED}]
    by_machine = {row.end for row in leaving if row.who is not states.Who.RECIPIENT}
    assert by_machine == {State.SUPERSEDED}


def test_every_state_that_is_stored_leaves_a_step_and_an_audit_event() -> None:
    assert {row.step for row in states.TABLE} <= set(StepKind)
    for row in states.TABLE:
        assert states.event_of(row.step) is row.event or row.step in {StepKind.QUEUED, StepKind.HELD}
    with pytest.raises(states.IllegalChange):
        states.event_of(StepKind.REMINDED)
