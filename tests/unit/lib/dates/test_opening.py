"""Opening hours: open or not, and when next."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.lib import dates
from wholepicture.lib.dates import opening

OFFICE = {str(day): ["08:30", "17:00"] for day in range(5)}
ALWAYS = {str(day): ["00:00", "24:00"] for day in range(7)}
NIGHTS = {str(day): ["17:00", "24:00"] for day in range(7)}
instants = st.builds(datetime.combine, st.dates(date(2012, 1, 1), date(2040, 1, 1)), st.times(), st.just(UTC))


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-23T08:29+00:00", False),
        ("2026-11-23T08:30+00:00", True),
        ("2026-11-23T16:59+00:00", True),
        ("2026-11-23T17:00+00:00", False),
        ("2026-11-22T12:00+00:00", False),
        ("2026-07-01T07:30+00:00", True),
    ],
)
def test_an_office_is_open_within_its_london_hours(at: str, is_open: bool) -> None:
    assert opening.is_open(OFFICE, datetime.fromisoformat(at)) is is_open


def test_the_next_opening_after_friday_evening_is_monday() -> None:
    friday = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    assert opening.next_opening(OFFICE, friday) == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


def test_a_place_open_one_day_a_week_opens_again_in_a_week() -> None:
    monday = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert opening.next_opening({"0": ["09:00", "10:00"]}, monday) == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_a_place_without_hours_never_opens() -> None:
    assert opening.next_opening({}, datetime(2026, 11, 27, tzinfo=UTC)) is None


@given(instants)
def test_a_place_that_never_closes_is_always_open(at: datetime) -> None:
    assert opening.is_open(ALWAYS, at)


@given(instants, st.sampled_from([OFFICE, ALWAYS, NIGHTS]))
def test_it_is_open_at_its_next_opening_and_not_before(at: datetime, hours: dict[str, list[str]]) -> None:
    opens = opening.next_opening(hours, at)
    assert opens is not None
    assert opens >= at
    assert opening.is_open(hours, opens)
    assert opens == at or not opening.is_open(hours, opens - timedelta(minutes=1))
    assert opening.is_open(hours, at) is (opens == at)
    assert dates.london(opens) == opens


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({"7": ["08:30", "17:00"]}, '"7" is no weekday'),
        ({"monday": ["08:30", "17:00"]}, '"monday" is no weekday'),
        ({"0": ["17:00", "08:30"]}, "17:00 is not before 08:30"),
        ({"0": ["half past", "17:00"]}, '"half past" is no time'),
        ({"0": ["08:30"]}, "two times"),
        ({"0": "08:30-17:00"}, "two times"),
    ],
)
def test_hours_that_cannot_be_read_are_refused_in_words(hours: dict[str, list[str]], words: str) -> None:
    with pytest.raises(opening.InvalidHours, match=words):
        opening.check_hours(hours)
