"""Times as people say them: London time, whole units, and unknown as a value."""

from datetime import UTC, date, datetime, timedelta

import pytest

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib import dates

SUMMER = datetime(2019, 7, 1, 20, 40, tzinfo=UTC)
NOW = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)


def test_an_instant_is_said_in_london_time() -> None:
    assert in_words.when(SUMMER) == "Monday 1 July 2019, 9:40pm"
    assert in_words.short_when(SUMMER) == "1 Jul 2019, 9:40pm"


def test_a_day_is_said_without_a_time() -> None:
    assert in_words.when(date(2019, 12, 16)) == "Monday 16 December 2019"


def test_an_unknown_time_is_said_to_be_unknown() -> None:
    assert in_words.when(None) == in_words.short_when(None) == "not known"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(dates.NaiveInstant, match="no time zone"):
        in_words.when(datetime(2019, 12, 16, 21, 40))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "midnight"), (0, 5, "12:05am"), (9, 0, "9am"), (12, 0, "midday"), (12, 30, "12:30pm"), (21, 40, "9:40pm")],
)
def test_the_time_of_day_is_said_as_people_say_it(hour: int, minute: int, said: str) -> None:
    assert in_words.clock_time(datetime(2019, 12, 16, hour, minute, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        (None, "age not known"),
        (date(2020, 3, 3), "unborn, due 3 March 2020"),
        (date(2019, 12, 24), "unborn, due 24 December"),
        (date(2019, 12, 16), "born today"),
        (date(2019, 12, 15), "1 day"),
        (date(2019, 12, 9), "1 week"),
        (date(2019, 10, 7), "10 weeks"),
        (date(2019, 9, 23), "2 months"),
        (date(2019, 5, 17), "6 months"),
        (date(2017, 12, 17), "23 months"),
        (date(2017, 12, 16), "2 years"),
        (date(2015, 12, 17), "3 years"),
        (date(2015, 12, 16), "4 years"),
    ],
)
def test_an_age_is_said_in_whole_units_gone_by(birth: date | None, said: str) -> None:
    assert in_words.age_in_words(birth, date(2019, 12, 16)) == said


@pytest.mark.parametrize(
    ("ahead", "said", "state"),
    [
        (timedelta(seconds=59), "due now", "soon"),
        (timedelta(minutes=20), "due in 20 minutes", "soon"),
        (timedelta(hours=3), "due in 3 hours", "soon"),
        (timedelta(hours=3, minutes=1), "due in 3 hours", "later"),
        (timedelta(hours=47, minutes=59), "due in 47 hours", "later"),
        (timedelta(days=2), "due in 2 days", "later"),
        (timedelta(minutes=-1), "1 minute late", "late"),
        (timedelta(hours=-2, minutes=-59), "2 hours late", "late"),
        (timedelta(days=-9), "9 days late", "late"),
    ],
)
def test_a_deadline_is_said_by_how_far_it_is(ahead: timedelta, said: str, state: str) -> None:
    assert in_words.due_in_words(NOW + ahead, NOW) == said
    assert in_words.due_state(NOW + ahead, NOW) == state


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 days 3 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=23, minutes=59), "23 hours 59 minutes"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(days=13, hours=23), "13 days 23 hours"),
        (timedelta(days=14, hours=1), "14 days"),
        (timedelta(hours=-1), "less than a minute"),
    ],
)
def test_for_how_long_something_has_waited_is_said_in_two_units(waited: timedelta, said: str) -> None:
    assert in_words.waited_in_words(NOW - waited, NOW) == said


def test_an_item_without_a_clock_says_so() -> None:
    assert (in_words.due_in_words(None, NOW), in_words.due_state(None, NOW)) == ("no time set", "none")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
    ],
)
def test_a_place_in_a_row_is_said_with_its_ending(number: int, said: str) -> None:
    assert in_words.ordinal(number) == said


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({str(day): ["08:30", "17:00"] for day in range(5)}, "Mon to Fri 8:30am to 5pm"),
        ({str(day): ["00:00", "24:00"] for day in range(7)}, "Always open"),
        ({"0": ["09:00", "12:00"], "2": ["09:00", "12:00"]}, "Mon 9am to midday, Wed 9am to midday"),
        ({}, "No hours known"),
    ],
)
def test_a_teams_week_is_said_in_a_line(hours: dict[str, list[str]], words: str) -> None:
    assert in_words.opening(hours) == words
