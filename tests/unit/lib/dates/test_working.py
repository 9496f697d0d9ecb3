"""Working days: the vectors of domain.md 10, the cross-check against computed rules, and the end of the list."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wholepicture.lib import dates
from wholepicture.lib.dates import working

FIRST, LAST = working.known_years()
days = st.dates(min_value=date(FIRST, 1, 1), max_value=date(LAST, 9, 30))
instants = st.builds(datetime.combine, days, st.times(), st.just(UTC))


@pytest.mark.parametrize(
    ("start", "n", "result"),
    [
        ("2019-12-24", 1, "2019-12-27"),
        ("2020-12-24", 1, "2020-12-29"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2027-12-24", 1, "2027-12-29"),
        ("2027-03-25", 1, "2027-03-30"),
        ("2026-12-11", 15, "2027-01-06"),
        ("2026-11-23", 45, "2027-01-28"),
        ("2019-12-17", 2, "2019-12-19"),
    ],
)
def test_working_days_are_counted_as_the_field_counts_them(start: str, n: int, result: str) -> None:
    assert working.add_working_days(date.fromisoformat(start), n) == date.fromisoformat(result)


def test_the_list_agrees_with_computed_bank_holidays_of_every_known_year() -> None:
    computed = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST, LAST + 1))
    on_weekdays = {day for day in computed if day.weekday() < working.SATURDAY}
    assert {day for day in working.bank_holidays() if day.weekday() < working.SATURDAY} == on_weekdays


@pytest.mark.parametrize("day", ["2022-06-03", "2022-09-19", "2023-05-08"])
def test_bank_holidays_made_for_one_occasion_are_known(day: str) -> None:
    assert not working.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", [date(LAST + 1, 1, 1), date(LAST + 1, 7, 4), date(FIRST - 1, 12, 30)])
def test_a_day_beyond_the_list_is_refused_with_the_years_known(day: date) -> None:
    with pytest.raises(working.BeyondCalendar, match=rf"{FIRST} to {LAST}.*{day.isoformat()}"):
        working.is_working_day(day)


def test_counting_past_the_end_of_the_list_is_refused() -> None:
    with pytest.raises(working.BeyondCalendar):
        working.add_working_days(date(LAST, 12, 20), 10)


def test_the_list_reaches_at_least_a_year_ahead_of_the_release() -> None:
    assert LAST >= 2028


def test_fewer_than_no_days_are_refused() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        working.add_working_days(date(2026, 11, 23), -1)


@given(days, st.integers(min_value=1, max_value=40))
@example(date(2026, 12, 24), 1)
@example(date(2027, 12, 31), 1)
def test_the_nth_working_day_is_a_working_day_with_exactly_n_from_there(start: date, n: int) -> None:
    end = working.add_working_days(start, n)
    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert working.is_working_day(end)
    assert sum(working.is_working_day(day) for day in between) == n


@given(instants)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
@example(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
def test_a_school_morning_is_nine_oclock_in_london_on_the_first_school_day_after(at: datetime) -> None:
    morning = working.next_school_morning(at)
    shown = dates.london(morning)
    assert morning > at
    assert (shown.hour, shown.minute) == (9, 0)
    assert working.is_working_day(shown.date())
    earlier = [dates.london_day(at) + timedelta(days=i) for i in range((shown.date() - dates.london_day(at)).days)]
    assert not any(working.is_working_day(day) and dates.at_london(day, working.SCHOOL_OPENS) > at for day in earlier)


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        ("2026-11-23T07:00+00:00", "2026-11-23T09:00+00:00"),
        ("2026-11-23T09:00+00:00", "2026-11-24T09:00+00:00"),
        ("2026-11-27T18:00+00:00", "2026-11-30T09:00+00:00"),
        ("2026-06-05T18:00+00:00", "2026-06-08T08:00+00:00"),
        ("2026-03-27T20:00+00:00", "2026-03-30T08:00+00:00"),
        ("2026-10-23T20:00+00:00", "2026-10-26T09:00+00:00"),
    ],
)
def test_the_next_school_morning_across_weekends_and_clock_changes(at: str, morning: str) -> None:
    found = working.next_school_morning(datetime.fromisoformat(at))
    assert found.isoformat() == datetime.fromisoformat(morning).isoformat()


def test_school_holidays_are_skipped_with_both_their_ends() -> None:
    friday = datetime(2026, 12, 18, 15, 0, tzinfo=UTC)
    closed = [(date(2026, 12, 19), date(2027, 1, 4))]
    assert working.next_school_morning(friday, closed=closed) == datetime(2027, 1, 5, 9, 0, tzinfo=UTC)


def test_schools_closed_for_ever_end_at_the_end_of_the_list() -> None:
    with pytest.raises(working.BeyondCalendar):
        working.next_school_morning(datetime(2026, 12, 18, tzinfo=UTC), closed=[(date(2026, 1, 1), date(2100, 1, 1))])
