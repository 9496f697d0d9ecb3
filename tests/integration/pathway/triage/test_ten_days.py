"""Ten days over Christmas with everybody away: nothing is decided, and everything that waits climbs to the partnership.

In the published case the triage was switched off from 23 December to 2 January, and an incident of 29 December waited
(review 2.6, 5.2 L&G 1-3). Here nobody is there at all, in any agency, at any rung.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.factories import triaged
from wholepicture.lib.dates import london_day
from wholepicture.pathway import stages
from wholepicture.pathway.incidents.terms import Dash
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.terms import Form, State, StepKind
from wholepicture.pathway.oversight.queries import promises
from wholepicture.pathway.triage import queries
from wholepicture.pathway.triage.models import Ask, Listing, Meeting
from wholepicture.pathway.triage.terms import AskState, MeetingState
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.protocol.terms import Lane, NoticeKind

pytestmark = pytest.mark.django_db
BEGIN, END = datetime(2019, 12, 24, 9, tzinfo=UTC), datetime(2020, 1, 2, 23, 59, tzinfo=UTC)
AWAY_FROM, AWAY_UNTIL = date(2019, 12, 20), date(2020, 1, 10)
# Christmas Day, Boxing Day and New Year's Day; 28 and 29 December were a weekend.
MEETS = [date(2019, 12, 24), date(2019, 12, 27), date(2019, 12, 30), date(2019, 12, 31), date(2020, 1, 2)]
STANDARD_AT = datetime(2019, 12, 24, 10, tzinfo=UTC)
FAST_AT = datetime(2019, 12, 24, 23, 10, tzinfo=UTC)
SATURDAY_NIGHT = datetime(2019, 12, 28, 2, 20, tzinfo=UTC)
ALARM = "Raise the alarm for what is overdue"
LADDER = "Chase answers and releases"
ASKING = "Ask what agencies know"
UNMET = "Note meetings that were not held"
Look = Callable[[datetime], None]


def silent_listings(now: datetime) -> list[Listing]:
    """What is past its limit without an alarm whose clock still runs."""
    late = Listing.objects.filter(withdrawn_at=None, decided_at=None, due_at__lt=now - triaged.PATIENCE)
    return [one for one in late.select_related("alarm") if one.alarm is None or one.alarm.next_at is None]


def seal_the_audit() -> None:
    """Chain the audit's entries as at a commit, which this test's one transaction never comes to."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def look(now: datetime) -> None:
    """Look at all that must be so at any moment; what is wrong first says which step stood still."""
    assert silent_listings(now) == [], f"Past its limit without an alarm, at {now}."
    before = now - triaged.PATIENCE
    late = Notice.objects.filter(next_at__lt=before).values_list("function", "next_at")
    assert list(late) == [], f"Nobody was chased, at {now}."
    unasked = Listing.objects.filter(withdrawn_at=None, linked=False, asked_for=None, listed_at__lt=before)
    assert not unasked.exists(), f"Nobody was asked, at {now}."
    sittings = [one for one in queries.sittings(BEGIN.date(), london_day(now), now) if one.ends_at < before]
    assert all(one.state is MeetingState.NOT_MET for one in sittings)
    told_of = set(Meeting.objects.filter(alarmed_at__isnull=False).values_list("day", flat=True))
    assert {one.day for one in sittings} <= told_of, f"Nobody was told that a meeting was not held, at {now}."
    seal_the_audit()
    assert [str(found) for found in promises.breaches(now)] == []


def play(table: triaged.Table, until: datetime, *, third: bool = True) -> int:
    """Let the days pass with what is reported in them; returns at how many moments somebody looked."""
    reports = [(STANDARD_AT, table.report_sams), (FAST_AT, table.report_charlies)]
    if third:
        reports.append((SATURDAY_NIGHT, table.report_charlies))
    looked, now = 0, BEGIN
    for at, report in [*reports, (until, None)]:
        for step in triaged.steps(now, at - triaged.SHORTEST_WAIT):
            look(step)
            looked += 1
        now = at
        if report:
            report(now, dash=Dash.MEDIUM)
    look(until)
    return looked


def reached(notices: Iterable[UUID], kind: StepKind) -> set[UUID]:
    """Which of these notices climbed to a rung."""
    return set(Step.objects.filter(notice_id__in=notices, kind=kind).values_list("notice_id", flat=True))


@pytest.fixture
def table() -> triaged.Table:
    """Two families, and nobody there."""
    made = triaged.make_table()
    assert triaged.everybody_away(AWAY_FROM, AWAY_UNTIL) > 40
    everybody = set(Worker.objects.values_list("id", flat=True))
    for day in (BEGIN, END):
        assert set(agencies.absences(everybody, day.date())) == everybody
    return made


def test_ten_days_with_everybody_away_and_nothing_waits_in_silence(table: triaged.Table) -> None:
    # At least four times a day, and whenever something is due.
    assert play(table, END) > 40
    listed = list(Listing.objects.filter(withdrawn_at=None).select_related("alarm"))
    assert sorted(one.lane for one in listed) == [Lane.FAST, Lane.FAST, Lane.STANDARD]
    assert all(one.decided_at is None and one.due_at < END for one in listed)
    everything_asked_climbed(table)
    every_alarm_climbed(listed)
    sittings = queries.sittings(BEGIN.date(), END.date(), END)
    assert [one.day for one in sittings] == MEETS
    size = queries.untriaged(END)
    assert (size.count, size.overdue, size.oldest_at) == (2, 2, STANDARD_AT)


def everything_asked_climbed(table: triaged.Table) -> None:
    """Each ask of the first days went up to the partnership; what is held climbed among those who release."""
    for family in (table.charlies(), table.sams()):
        asks = queries.asks_of_family(family)
        states = {one.state for one in asks}
        assert states <= {AskState.ASKED, AskState.HELD, AskState.NOBODY_TO_ASK}
        assert AskState.ASKED in states
        assert AskState.HELD in states
        notices = {one.notice for one in asks if one.notice and one.asked_at < SATURDAY_NIGHT}
        assert len(notices) >= 8
        assert notices == reached(notices, StepKind.PARTNERSHIP_TOLD)
    waits = Notice.objects.exclude(kind=NoticeKind.INFORM).exclude(state=State.SUPERSEDED)
    assert not waits.filter(next_at=None).exists()
    assert Ask.objects.filter(contribution__isnull=False).count() == 0


def every_alarm_climbed(listed: list[Listing]) -> None:
    """One alarm for each family, to whoever chairs, and from there to the partnership."""
    alarms = {one.alarm.id: one.alarm for one in listed if one.alarm}
    assert len(alarms) == 2
    for alarm in alarms.values():
        assert (alarm.answered_on, alarm.kind) == (Form.DECISION, NoticeKind.ACT)
    assert set(alarms) == reached(alarms, StepKind.PARTNERSHIP_TOLD)


@pytest.mark.parametrize(
    ("broken", "seen"),
    [
        (ALARM, "without an alarm"),
        (LADDER, "Nobody was chased"),
        (ASKING, "Nobody was asked"),
        (UNMET, "a meeting was not held"),
    ],
)
def test_a_step_that_stands_still_is_seen(
    table: triaged.Table, broken: str, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tuple(each for each in stages.STAGES if each.name != broken)
    assert len(without) == len(stages.STAGES) - 1, f"There is no step “{broken}”."
    monkeypatch.setattr(stages, "STAGES", without)
    with pytest.raises(AssertionError, match=seen):
        play(table, STANDARD_AT + timedelta(days=4), third=False)
