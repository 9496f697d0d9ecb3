"""London's clock: shown to people, never added to."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wholepicture.lib import dates


def test_an_evening_in_summer_is_the_next_day_in_london() -> None:
    assert dates.london_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(dates.NaiveInstant, match="no time zone"):
        dates.london(datetime(2026, 6, 30, 23, 30))  # noqa: DTZ001  what is tested


def test_a_day_on_which_clocks_go_forward_has_23_hours() -> None:
    start = dates.at_london(date(2026, 3, 29), time(0))
    assert dates.at_london(date(2026, 3, 30), time(0)) - start == timedelta(hours=23)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), st.times())
@example(date(2026, 3, 29), time(1, 30))
@example(date(2026, 10, 25), time(1, 30))
@example(date(2026, 12, 31), time(23, 59))
def test_an_instant_in_london_is_shown_as_it_was_given_unless_that_time_is_skipped(day: date, clock: time) -> None:
    shown = dates.london(dates.at_london(day, clock)).replace(tzinfo=None, fold=0)
    assert shown - datetime.combine(day, clock) in {timedelta(0), timedelta(hours=1)}
    if clock.hour != 1 or day.month != 3:
        assert shown == datetime.combine(day, clock)
