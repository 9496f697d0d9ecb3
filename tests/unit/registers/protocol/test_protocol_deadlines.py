"""When a row's time is up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.factories.protocol import protocol_without_database
from wholepicture.lib import dates
from wholepicture.lib.dates.working import BeyondCalendar
from wholepicture.registers.protocol import deadlines
from wholepicture.registers.protocol.rows import RowHit
from wholepicture.registers.protocol.terms import Clock

PROTOCOL = protocol_without_database(school_closed=[["2026-12-19", "2027-01-04"]])
HITS = {row.id: row.says for row in PROTOCOL.rows}
TELLING = [hit for hit in HITS.values() if hit.function]
instants = st.datetimes(
    min_value=datetime(2012, 1, 1),  # noqa: DTZ001  Hypothesis adds the zone
    max_value=datetime(2028, 11, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, dates.London]),
)


def due(hit: RowHit, now: str) -> str:
    return dates.london(deadlines.deadline(hit, datetime.fromisoformat(now), PROTOCOL.parameters)).isoformat()


def test_elapsed_hours_never_pause() -> None:
    act = HITS["child.newborn.health_visitor"]
    assert due(act, "2019-12-24T21:40+00:00") == "2019-12-25T21:40:00+00:00"


def test_elapsed_hours_are_real_hours_when_clocks_go_forward() -> None:
    act = HITS["child.newborn.health_visitor"]
    london = dates.london(datetime(2026, 3, 28, 20, 0, tzinfo=UTC))
    assert deadlines.deadline(act, london, PROTOCOL.parameters) - london.astimezone(UTC) == timedelta(hours=24)


def test_a_school_is_told_by_nine_of_its_next_day_holidays_left_out() -> None:
    school = HITS["child.school_age.school_safeguarding_lead"]
    assert due(school, "2026-11-27T22:00+00:00") == "2026-11-30T09:00:00+00:00"
    assert due(school, "2026-12-18T22:00+00:00") == "2027-01-05T09:00:00+00:00"


def test_working_days_end_at_midnight_of_the_last() -> None:
    hit = replace(HITS["child.newborn.health_visitor"], clock=Clock.WORKING, hours=24)
    assert due(hit, "2026-12-24T10:00+00:00") == "2026-12-30T00:00:00+00:00"


def test_a_row_that_tells_nobody_has_no_deadline() -> None:
    with pytest.raises(deadlines.NobodyToAnswer, match=r"birth\.child\.nobody"):
        due(HITS["birth.child.nobody"], "2026-12-24T10:00+00:00")


def test_a_school_day_beyond_the_known_bank_holidays_is_refused() -> None:
    with pytest.raises(BeyondCalendar):
        due(HITS["child.school_age.school_safeguarding_lead"], "2028-12-31T10:00+00:00")


@given(st.sampled_from(TELLING), instants)
@example(TELLING[0], datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
@example(TELLING[0], datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
@example(TELLING[0], datetime(2026, 10, 25, 1, 30, tzinfo=dates.London, fold=1))
def test_every_row_that_tells_somebody_is_due_after_now_and_within_its_hours(hit: RowHit, now: datetime) -> None:
    by = deadlines.deadline(hit, now, PROTOCOL.parameters)
    assert by > now
    assert by.tzinfo is UTC
    if hit.clock == Clock.ELAPSED:
        assert by - now.astimezone(UTC) == timedelta(hours=hit.hours)
