"""The calendar of sittings: weekends, bank holidays, clocks that change, and that no meeting that fails stops the list."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.factories.governing import IN_2019, act_facts, partner_facts, signature
from tests.factories.protocol import protocol_without_database
from wholepicture.lib.dates import london, london_day
from wholepicture.pathway.triage.facts import Sitting
from wholepicture.pathway.triage.rules import calendar
from wholepicture.pathway.triage.rules.calendar import Kept, Suspension
from wholepicture.pathway.triage.terms import ActKind, MeetingState, Mode

PARAMETERS = protocol_without_database().parameters
MONDAY = date(2019, 12, 16)
HALF_PAST_NINE = datetime(2019, 12, 16, 9, 30, tzinfo=UTC)
HOUR, INSTANT = timedelta(hours=1), timedelta(microseconds=1)
PARTNERS = tuple(partner_facts(role) for role in IN_2019)
SIGNED_AT = datetime(2019, 12, 20, 12, 0, tzinfo=UTC)
SUSPENDED = Suspension(act_facts(*(signature(one, SIGNED_AT) for one in PARTNERS)), PARTNERS)
UNSIGNED = Suspension(act_facts(*(signature(one, SIGNED_AT) for one in PARTNERS[1:])), PARTNERS)


def kept(day: date = MONDAY, **changes: object) -> Kept:
    """What was written down of a day."""
    return Kept(id=calendar.meeting_id(day), day=day, **changes)  # type: ignore[arg-type]


def on(day: date, now: datetime, written: Kept | None = None, suspensions: tuple[Suspension, ...] = ()) -> Sitting:
    """The meeting of a day."""
    return calendar.sitting(day, parameters=PARAMETERS, kept=written, suspensions=suspensions, now=now)


def days(first: date, last: date, now: datetime = HALF_PAST_NINE, *suspensions: Suspension) -> list[Sitting]:
    """The meetings of a period of which nothing was written down."""
    return calendar.sittings(first, last, parameters=PARAMETERS, kept={}, suspensions=suspensions, now=now)


def test_triage_meets_on_working_days_and_on_no_bank_holiday() -> None:
    met = [one.day.day for one in days(date(2019, 12, 20), date(2020, 1, 3))]
    assert met == [20, 23, 24, 27, 30, 31, 2, 3]


@pytest.mark.parametrize(
    ("day", "utc"),
    [(date(2020, 3, 27), time(9, 30)), (date(2020, 3, 30), time(8, 30)), (date(2020, 10, 26), time(9, 30))],
)
def test_it_meets_at_half_past_nine_on_londons_clock(day: date, utc: time) -> None:
    sitting = on(day, HALF_PAST_NINE)
    assert (sitting.starts_at.time(), sitting.ends_at - sitting.starts_at) == (utc, HOUR)


def test_a_year_whose_bank_holidays_nobody_knows_has_meetings_on_weekdays() -> None:
    assert calendar.is_meeting_day(date(2090, 1, 2), PARAMETERS)
    assert not calendar.is_meeting_day(date(2090, 1, 1), PARAMETERS)


@pytest.mark.parametrize(
    ("written", "now", "state"),
    [
        (None, HALF_PAST_NINE + HOUR, MeetingState.TO_COME),
        (None, HALF_PAST_NINE + HOUR + INSTANT, MeetingState.NOT_MET),
        (kept(opened_at=HALF_PAST_NINE), HALF_PAST_NINE - INSTANT, MeetingState.TO_COME),
        (kept(opened_at=HALF_PAST_NINE), HALF_PAST_NINE, MeetingState.OPEN),
        (kept(opened_at=HALF_PAST_NINE), HALF_PAST_NINE + 14 * HOUR, MeetingState.OPEN),
        (kept(opened_at=HALF_PAST_NINE), HALF_PAST_NINE + 15 * HOUR, MeetingState.HELD),
        (kept(opened_at=HALF_PAST_NINE + 5 * HOUR), HALF_PAST_NINE + 6 * HOUR, MeetingState.OPEN),
        (kept(opened_at=HALF_PAST_NINE, closed_at=HALF_PAST_NINE + HOUR), HALF_PAST_NINE + HOUR, MeetingState.HELD),
        (kept(cancelled_at=HALF_PAST_NINE - HOUR), HALF_PAST_NINE + 2 * HOUR, MeetingState.CANCELLED),
        (kept(cancelled_at=HALF_PAST_NINE - HOUR), HALF_PAST_NINE - 2 * HOUR, MeetingState.TO_COME),
        (kept(), HALF_PAST_NINE + 2 * HOUR, MeetingState.NOT_MET),
    ],
)
def test_what_becomes_of_a_meeting(written: Kept | None, now: datetime, state: MeetingState) -> None:
    assert on(MONDAY, now, written).state is state


def test_a_suspension_signed_by_everybody_suspends_its_days_and_no_other() -> None:
    found = days(date(2019, 12, 20), date(2020, 1, 3), SIGNED_AT, SUSPENDED)
    assert [one.day.day for one in found if one.state is MeetingState.SUSPENDED] == [24, 27, 30, 31]
    assert found[-1].state is MeetingState.TO_COME
    assert {one.because for one in found if one.state is MeetingState.SUSPENDED} == {SUSPENDED.act.reason}


def test_a_suspension_without_one_signature_suspends_nothing() -> None:
    found = days(date(2019, 12, 23), date(2020, 1, 3), SIGNED_AT, UNSIGNED)
    assert all(one.state is MeetingState.TO_COME for one in found)


def test_an_agency_that_leaves_suspends_no_meeting() -> None:
    leaves = act_facts(*SUSPENDED.act.signatures, kind=ActKind.WITHDRAWAL, agency=PARTNERS[0].agency)
    found = days(date(2019, 12, 23), date(2020, 1, 3), SIGNED_AT, Suspension(leaves, PARTNERS))
    assert all(one.state is MeetingState.TO_COME for one in found)


def test_what_was_suspended_when_it_was_to_begin_stays_so_and_what_comes_after_it_was_taken_back_does_not() -> None:
    taken_back_at = datetime(2019, 12, 27, 12, 0, tzinfo=UTC)
    act = act_facts(*SUSPENDED.act.signatures, taken_back_at=taken_back_at)
    states = {
        one.day.day: one.state
        for one in days(date(2019, 12, 24), date(2019, 12, 31), taken_back_at, Suspension(act, PARTNERS))
    }
    assert states[24] is states[27] is MeetingState.SUSPENDED
    assert states[30] is states[31] is MeetingState.TO_COME


def test_an_id_is_of_one_day_for_ever() -> None:
    assert calendar.meeting_id(MONDAY) == calendar.meeting_id(date(2019, 12, 16))
    assert calendar.meeting_id(MONDAY) != calendar.meeting_id(date(2019, 12, 17))


@pytest.mark.parametrize(
    ("listed_at", "hours", "suspensions", "mode"),
    [
        ("2019-12-16T02:00+00:00", 24, (), Mode.MEETING),
        ("2019-12-16T10:00+00:00", 24, (), Mode.MEETING),
        ("2019-12-16T10:31+00:00", 22, (), Mode.ASYNCHRONOUS),
        ("2019-12-20T20:00+00:00", 24, (), Mode.ASYNCHRONOUS),
        ("2019-12-20T20:00+00:00", 72, (), Mode.MEETING),
        ("2019-12-24T12:00+00:00", 48, (), Mode.ASYNCHRONOUS),
        ("2019-12-29T01:20+00:00", 24, (), Mode.ASYNCHRONOUS),
        ("2019-12-29T10:00+00:00", 24, (), Mode.MEETING),
        ("2019-12-29T10:00+00:00", 24, (SUSPENDED,), Mode.ASYNCHRONOUS),
        ("2019-12-29T10:00+00:00", 24, (UNSIGNED,), Mode.MEETING),
    ],
)
def test_a_family_due_before_any_meeting_takes_place_is_decided_about_without_one(
    listed_at: str, hours: int, suspensions: tuple[Suspension, ...], mode: Mode
) -> None:
    at = datetime.fromisoformat(listed_at)
    due = at + timedelta(hours=hours)
    assert calendar.mode_of_listing(at, due, days(london_day(at), london_day(due), at, *suspensions)) is mode


AT = some.datetimes(datetime(2018, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
WRITTEN = some.sampled_from(["nothing", "opened", "closed", "cancelled"])


@given(AT, some.integers(1, 30))
def test_every_working_day_has_one_meeting_at_the_same_time_of_londons_clock(at: datetime, length: int) -> None:
    first = london_day(at)
    found = days(first, first + timedelta(days=length), at)
    assert [one.day for one in found] == sorted({one.day for one in found})
    for one in found:
        assert london(one.starts_at).date() == one.day
        assert london(one.starts_at).time() == time(9, 30)
        assert one.day.weekday() < 5
        assert one.day not in calendar.working.bank_holidays()
        assert one.state is (MeetingState.NOT_MET if one.ends_at < at else MeetingState.TO_COME)


@given(AT, some.integers(0, 23), WRITTEN)
def test_there_is_always_a_way_to_decide_and_a_meeting_only_while_one_is_under_way(
    at: datetime, hours: int, written: str
) -> None:
    day = london_day(at)
    row = {
        "nothing": None,
        "opened": kept(day, opened_at=at),
        "closed": kept(day, opened_at=at, closed_at=at + hours * HOUR / 2),
        "cancelled": kept(day, cancelled_at=at, cancelled_because="Snow."),
    }[written]
    now = at + hours * HOUR
    is_open = row is not None and calendar.is_open(row, now)
    assert is_open is (london_day(now) == day and written == "opened")
    assert (on(day, now, row).state is MeetingState.OPEN) is is_open
    modes = calendar.mode_of_listing(now, now + 24 * HOUR, [on(day, now, row)])
    assert modes in (Mode.MEETING, Mode.ASYNCHRONOUS)
    if written in ("closed", "cancelled"):
        assert modes is Mode.ASYNCHRONOUS
