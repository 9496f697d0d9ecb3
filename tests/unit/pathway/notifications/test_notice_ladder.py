"""The ladder: which clocks run, when each rung is due, and that it never falls silent."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.facts import Ladder, LadderTimes
from wholepicture.pathway.notifications.terms import AnswerKind, State, StepKind
from wholepicture.registers.protocol.terms import NoticeKind

TOLD = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
TIMES = LadderTimes(0.5, 4, 24, 48, 24)
LADDER = Ladder(TOLD, TOLD + timedelta(hours=10), TIMES)

hours = st.integers(6, 30_000).map(lambda minutes: minutes / 60)
moments = st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    first, second, third = sorted(draw(st.sets(hours, min_size=3, max_size=3)))
    times = LadderTimes(draw(st.floats(0.05, 0.95)), first, second, third, draw(hours))
    begun = draw(moments)
    return Ladder(begun, begun + timedelta(hours=draw(st.floats(-48, 400))), times)


@pytest.mark.parametrize(
    ("rung", "at"), [(1, 5), (2, 10), (3, 14), (4, 34), (5, 58), (6, 82), (7, 106), (30, 58 + 25 * 24)]
)
def test_each_rung_is_due_when_the_protocol_says(rung: int, at: int) -> None:
    assert rules.instant(rung, LADDER) == TOLD + timedelta(hours=at)


def test_what_is_told_the_partnership_again_is_told_in_the_morning_all_of_it_at_once() -> None:
    times = LadderTimes(0.5, 4, 24, 48, 72)
    again = {rules.instant(6, Ladder(TOLD, TOLD + timedelta(hours=hours), times)) for hours in (1, 4, 10)}
    assert again == {datetime(2019, 12, 21, 9, tzinfo=UTC)}
    assert rules.instant(5, Ladder(TOLD, TOLD + timedelta(hours=1), times)) == TOLD + timedelta(hours=49)


def test_the_morning_is_londons_also_in_summer() -> None:
    told = datetime(2026, 7, 1, 20, tzinfo=UTC)
    assert rules.instant(6, Ladder(told, told, LadderTimes(0.5, 4, 24, 48, 72))).hour == 8


@given(ladders())
def test_every_rung_is_later_than_the_one_below(ladder: Ladder) -> None:
    instants = [rules.instant(rung, ladder) for rung in range(1, 40)]
    assert all(earlier < later for earlier, later in pairwise(instants))


@given(ladders(), st.integers(0, 20), st.floats(0, 2000))
def test_after_climbing_the_next_rung_lies_ahead_and_nothing_is_due_twice(
    ladder: Ladder, climbed: int, after: float
) -> None:
    now = rules.instant(climbed + 1, ladder) + timedelta(hours=after)
    due = rules.due_rungs(climbed, ladder, now)
    assert due[0] > climbed
    assert due == sorted(set(due))
    assert rules.instant(due[-1] + 1, ladder) > now
    assert rules.instant(due[-1], ladder) <= now
    assert sum(rules.step_of(rung) is StepKind.PARTNERSHIP_TOLD for rung in due) <= 1
    assert rules.due_rungs(due[-1], ladder, now) == []


@given(ladders(), st.integers(0, 12))
def test_nothing_is_due_before_its_time(ladder: Ladder, climbed: int) -> None:
    assert rules.due_rungs(climbed, ladder, rules.instant(climbed + 1, ladder) - timedelta(microseconds=1)) == []


def test_a_worker_that_was_away_for_days_climbs_every_rung_it_missed() -> None:
    steps = [rules.step_of(rung) for rung in rules.due_rungs(0, LADDER, TOLD + timedelta(hours=40))]
    assert steps == [StepKind.REMINDED, StepKind.COVER_TOLD, StepKind.MANAGER_TOLD, StepKind.AGENCY_LEAD_TOLD]


def test_of_the_tellings_of_the_partnership_that_were_missed_only_the_last_is_made() -> None:
    assert rules.due_rungs(3, LADDER, TOLD + timedelta(hours=58 + 24 * 9)) == [4, 14]
    assert rules.due_rungs(5, LADDER, TOLD + timedelta(hours=58 + 24 * 9)) == [14]


@given(ladders(), st.integers(0, 9), st.floats(-30, 400))
def test_declining_makes_the_managers_rung_due_at_once_and_delays_nothing(
    ladder: Ladder, climbed: int, after: float
) -> None:
    now = ladder.clock_from + timedelta(hours=after)
    sooner = Ladder(ladder.clock_from, rules.due_brought_forward(climbed, ladder, now), ladder.times)
    next_rung = max(climbed, 2) + 1
    assert rules.instant(next_rung, sooner) <= now
    for rung in range(next_rung, next_rung + 6):
        assert rules.instant(rung, sooner) <= rules.instant(rung, ladder)


# Written by hand: whether the clock runs, for each kind in each state.
RUNS = {
    State.HELD: (True, True, True),
    State.WITHHELD: (True, True, True),
    State.QUEUED: (True, True, True),
    State.DELIVERED: (False, True, True),
    State.OPENED: (False, True, True),
    State.DECLINED: (True, True, True),
    State.ANSWERED: (False, False, False),
    State.SUPERSEDED: (False, False, False),
}
CELLS = [
    (state, kind, RUNS[state][index])
    for state in State
    for index, kind in enumerate((NoticeKind.INFORM, NoticeKind.ASK, NoticeKind.ACT))
]


@pytest.mark.parametrize(("state", "kind", "runs"), CELLS)
def test_which_clocks_run(state: State, kind: NoticeKind, runs: bool) -> None:
    assert rules.is_running(kind, state) is runs
    due = rules.next_at(kind, state, 0, LADDER)
    assert due == (TOLD + timedelta(hours=5) if runs else None)


# Written by hand: which answers will do for each kind, with words and without.
WILL_DO = {
    (NoticeKind.ACT, AnswerKind.WILL_ACT): (True, False),
    (NoticeKind.ACT, AnswerKind.KNOWN): (True, False),
    (NoticeKind.ACT, AnswerKind.NOTHING_KNOWN): (True, False),
    (NoticeKind.ACT, AnswerKind.READ): (False, False),
    (NoticeKind.ASK, AnswerKind.WILL_ACT): (False, False),
    (NoticeKind.ASK, AnswerKind.KNOWN): (True, False),
    (NoticeKind.ASK, AnswerKind.NOTHING_KNOWN): (True, True),
    (NoticeKind.ASK, AnswerKind.READ): (False, False),
    (NoticeKind.INFORM, AnswerKind.WILL_ACT): (False, False),
    (NoticeKind.INFORM, AnswerKind.KNOWN): (False, False),
    (NoticeKind.INFORM, AnswerKind.NOTHING_KNOWN): (False, False),
    (NoticeKind.INFORM, AnswerKind.READ): (True, True),
}


@pytest.mark.parametrize(("kind", "answer"), [(kind, answer) for kind in NoticeKind for answer in AnswerKind])
def test_which_answers_will_do(kind: NoticeKind, answer: AnswerKind) -> None:
    with_words, without = WILL_DO[kind, answer]
    assert (rules.why_not_an_answer(kind, answer, "I will visit tomorrow") == "") is with_words
    assert (rules.why_not_an_answer(kind, answer, "  ") == "") is without


def test_an_item_asks_for_the_most_that_any_of_its_notices_asks_for() -> None:
    assert rules.strongest([NoticeKind.INFORM, NoticeKind.ACT, NoticeKind.ASK]) is NoticeKind.ACT
    assert rules.strongest([NoticeKind.INFORM, NoticeKind.ASK]) is NoticeKind.ASK


def test_a_work_list_begins_with_what_needs_an_answer_first() -> None:
    rows = [(False, TOLD), (True, TOLD + timedelta(hours=9)), (True, TOLD + timedelta(hours=3))]
    assert rules.order_for_inbox(rows) == [2, 1, 0]


def test_waiting_between_tries_grows_and_then_stays() -> None:
    waits = [rules.backoff([1, 5, 60], failures) for failures in (1, 2, 3, 4, 400)]
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 5, 60, 60, 60)]


@pytest.mark.parametrize("times", [(0, 4, 24, 48, 24), (0.5, 4, 4, 48, 24), (0.5, 4, 24, 20, 24), (0.5, 4, 24, 48, 0)])
def test_a_ladder_that_could_fall_silent_is_refused(times: tuple[float, float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="ladder"):
        LadderTimes(*times)
