"""The meeting with a database: chair, open, attendance, close, cancel; and that one that nobody opens raises an alarm."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories import accounts, governing, listings, protocol, worlds
from tests.factories import agencies as make
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage import actions, permissions, queries, rules
from wholepicture.pathway.triage.actions import unmet
from wholepicture.pathway.triage.facts import SeatTaken
from wholepicture.pathway.triage.models import Listing, Meeting
from wholepicture.pathway.triage.terms import Attends, Cause, MeetingState, Mode
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = pytest.mark.django_db
FRIDAY = date(2019, 12, 20)
MORNING = datetime(2019, 12, 20, 9, 30, tzinfo=UTC)
NOT_MET = datetime(2019, 12, 17, 10, 30, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def chair() -> Actor:
    """Somebody who chairs, with the shipped protocol in force."""
    protocol.make_version()
    return governing.make_chair()


def state(day: date, now: datetime) -> MeetingState:
    """What became of a day's meeting."""
    sitting = queries.sitting(day, now)
    assert sitting
    return sitting.state


def present(function: Function, worker: Worker | UUID | None) -> SeatTaken:
    """Somebody is there for a function."""
    return SeatTaken(function, Attends.PRESENT, worker.id if isinstance(worker, Worker) else worker)


def test_while_a_meeting_is_open_families_are_decided_about_in_it(chair: Actor) -> None:
    assert queries.open_sitting(MORNING) is None
    assert queries.mode(MORNING) is Mode.ASYNCHRONOUS
    meeting = actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    sitting = queries.open_sitting(MORNING + MINUTE)
    assert sitting
    assert (sitting.id, sitting.chair, sitting.chair_name) == (meeting, chair.worker, chair.name)
    assert (sitting.state, queries.mode(MORNING + MINUTE)) == (MeetingState.OPEN, Mode.MEETING)
    actions.close_meeting(meeting=meeting, by=chair, now=MORNING + 9 * MINUTE)
    assert queries.mode(MORNING + 9 * MINUTE) is Mode.ASYNCHRONOUS
    assert state(FRIDAY, MORNING + 9 * MINUTE) is MeetingState.HELD


def test_a_meeting_that_nobody_closed_ends_with_its_day(chair: Actor) -> None:
    actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    midnight = datetime(2019, 12, 21, tzinfo=UTC)
    assert queries.mode(midnight - MINUTE) is Mode.MEETING
    assert queries.mode(midnight) is Mode.ASYNCHRONOUS
    assert state(FRIDAY, midnight) is MeetingState.HELD


def test_whoever_opens_it_late_still_holds_it(chair: Actor) -> None:
    assert state(FRIDAY, MORNING + 300 * MINUTE) is MeetingState.NOT_MET
    actions.open_meeting(day=FRIDAY, by=chair, now=MORNING + 300 * MINUTE)
    assert state(FRIDAY, MORNING + 301 * MINUTE) is MeetingState.OPEN


@pytest.mark.parametrize(
    ("day", "now", "words"),
    [
        (FRIDAY, MORNING - DAY, "can be opened on that day only"),
        (FRIDAY, MORNING + DAY, "can be opened on that day only"),
        (date(2019, 12, 21), MORNING + DAY, "does not meet on 21 December 2019: decide without a meeting"),
        (date(2019, 12, 25), datetime(2019, 12, 25, 9, 30, tzinfo=UTC), "does not meet on 25 December 2019"),
    ],
)
def test_a_meeting_is_opened_on_its_day_only(chair: Actor, day: date, now: datetime, words: str) -> None:
    with pytest.raises(actions.MeetingRefused, match=words):
        actions.open_meeting(day=day, by=chair, now=now)
    assert not Meeting.objects.exists()


def test_two_chairs_at_once_open_one_meeting(chair: Actor) -> None:
    actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    other = governing.make_chair()
    with pytest.raises(actions.MeetingRefused, match=f"open already; {chair.name} chairs it"):
        actions.open_meeting(day=FRIDAY, by=other, now=MORNING + MINUTE)
    actions.close_meeting(meeting=Meeting.objects.get().id, by=other, now=MORNING + MINUTE)
    with pytest.raises(actions.MeetingRefused, match="held and closed"):
        actions.open_meeting(day=FRIDAY, by=other, now=MORNING + 2 * MINUTE)
    with pytest.raises(actions.MeetingRefused, match="not open"):
        actions.close_meeting(meeting=Meeting.objects.get().id, by=other, now=MORNING + 2 * MINUTE)


@pytest.mark.parametrize("roles", [("practitioner",), ("executive",), ("agency_lead",)])
def test_only_a_chair_runs_the_meeting(chair: Actor, roles: tuple[str, ...]) -> None:
    meeting, by = actions.open_meeting(day=FRIDAY, by=chair, now=MORNING), accounts.make_actor(roles=roles)
    for refused in (
        lambda: actions.open_meeting(day=FRIDAY, by=by, now=MORNING),
        lambda: actions.plan_meeting(day=date(2019, 12, 23), chair=by.worker or uuid4(), by=by, now=MORNING),
        lambda: actions.close_meeting(meeting=meeting, by=by, now=MORNING),
        lambda: actions.cancel_meeting(day=date(2019, 12, 23), because="Snow.", by=by, now=MORNING),
        lambda: actions.record_attendance(meeting=meeting, seats=[], by=by, now=MORNING),
    ):
        with pytest.raises(permissions.NotTheChair, match="a chair of the daily triage does"):
            refused()
    with pytest.raises(permissions.NotTheChair):
        actions.open_meeting(day=FRIDAY, by=MACHINE, now=MORNING)


def test_a_chair_is_planned_ahead_and_whoever_opens_chairs(chair: Actor) -> None:
    planned = governing.make_chair()
    assert planned.worker
    actions.plan_meeting(day=FRIDAY, chair=planned.worker, by=chair, now=MORNING - DAY)
    sitting = queries.sitting(FRIDAY, MORNING - DAY)
    assert sitting
    assert (sitting.chair_name, sitting.state) == (planned.name, MeetingState.TO_COME)
    with pytest.raises(actions.MeetingRefused, match="choose somebody who works for"):
        actions.plan_meeting(day=FRIDAY, chair=uuid4(), by=chair, now=MORNING - DAY)
    actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    opened = queries.open_sitting(MORNING)
    assert opened
    assert opened.chair_name == chair.name


def test_every_standing_member_has_a_seat_and_an_empty_one_is_named(chair: Actor) -> None:
    police = make.make_staffed_post(function=Function.POLICE_SAFEGUARDING_UNIT)
    visitor = make.make_staffed_post(function=Function.HEALTH_VISITOR)
    officer, nurse = make.make_worker(team=police.team), make.make_worker(team=visitor.team)
    meeting = actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    standing = protocol.protocol_without_database().parameters.standing_members
    assert queries.seats_taken(meeting) == [SeatTaken(each, Attends.NOT_RECORDED) for each in standing]
    seats = [
        present(Function.POLICE_SAFEGUARDING_UNIT, officer),
        SeatTaken(Function.DOMESTIC_ABUSE_SERVICE, Attends.APOLOGIES, words="Snowed in."),
        SeatTaken(Function.EDUCATION_SAFEGUARDING, Attends.ABSENT),
        present(Function.HEALTH_VISITOR, nurse),
    ]
    actions.record_attendance(meeting=meeting, seats=seats, by=chair, now=MORNING)
    taken = {seat.function: seat for seat in queries.seats_taken(meeting)}
    assert list(taken) == [*standing, Function.HEALTH_VISITOR]
    assert taken[Function.POLICE_SAFEGUARDING_UNIT].name == officer.name
    assert taken[Function.DOMESTIC_ABUSE_SERVICE].words == "Snowed in."
    assert taken[Function.EDUCATION_SAFEGUARDING].attends is Attends.ABSENT
    assert taken[Function.FIRST_RESPONSE].attends is Attends.NOT_RECORDED
    assert taken[Function.HEALTH_VISITOR].worker == nurse.id


def test_recording_again_corrects(chair: Actor) -> None:
    officer = make.make_worker(team=make.make_post(function=Function.POLICE_SAFEGUARDING_UNIT).team)
    meeting = actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    there = present(Function.POLICE_SAFEGUARDING_UNIT, officer)
    gone = SeatTaken(Function.POLICE_SAFEGUARDING_UNIT, Attends.ABSENT, officer.id)
    for seat, name in ((there, officer.name), (gone, "")):
        actions.record_attendance(meeting=meeting, seats=[seat], by=chair, now=MORNING)
        taken = {each.function: each for each in queries.seats_taken(meeting)}[Function.POLICE_SAFEGUARDING_UNIT]
        assert (taken.attends, taken.name) == (seat.attends, name)


def test_a_seat_is_taken_by_a_named_worker_of_an_agency_that_holds_the_function(chair: Actor) -> None:
    make.make_post(function=Function.POLICE_SAFEGUARDING_UNIT)
    meeting = actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    for worker, words in ((None, "say who was there"), (make.make_worker(), "an agency that holds this function")):
        with pytest.raises(actions.SeatRefused, match=f"Police safeguarding unit: .*{words}"):
            actions.record_attendance(
                meeting=meeting, seats=[present(Function.POLICE_SAFEGUARDING_UNIT, worker)], by=chair, now=MORNING
            )
    assert {seat.attends for seat in queries.seats_taken(meeting)} == {Attends.NOT_RECORDED}


def test_attendance_is_recorded_on_the_day_once_the_meeting_is_open(chair: Actor) -> None:
    meeting = actions.plan_meeting(day=FRIDAY, chair=chair.worker or uuid4(), by=chair, now=MORNING)
    for identity, now in ((meeting, MORNING), (uuid4(), MORNING)):
        with pytest.raises(actions.MeetingRefused, match="open it first"):
            actions.record_attendance(meeting=identity, seats=[], by=chair, now=now)
    actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    with pytest.raises(actions.MeetingRefused, match="on the day of the meeting"):
        actions.record_attendance(meeting=meeting, seats=[], by=chair, now=MORNING + DAY)


def test_one_meeting_is_cancelled_with_a_reason_and_its_families_are_decided_about_without(chair: Actor) -> None:
    with pytest.raises(actions.MeetingRefused, match="say why the meeting is cancelled"):
        actions.cancel_meeting(day=FRIDAY, because=" ", by=chair, now=MORNING - DAY)
    before = queries.mode_of_listing(MORNING - DAY / 2, MORNING + DAY / 2, MORNING - DAY / 2)
    actions.cancel_meeting(day=FRIDAY, because="Snow.", by=chair, now=MORNING - DAY)
    after = queries.mode_of_listing(MORNING - DAY / 2, MORNING + DAY / 2, MORNING - DAY / 2)
    assert (before, after) == (Mode.MEETING, Mode.ASYNCHRONOUS)
    assert state(FRIDAY, MORNING) is MeetingState.CANCELLED
    with pytest.raises(actions.MeetingRefused, match=r"was cancelled: Snow\. Decide without a meeting"):
        actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)


@pytest.mark.parametrize("beside", [date(2019, 12, 19), date(2019, 12, 23)])
def test_two_meetings_in_a_row_are_a_suspension_which_no_chair_decides(chair: Actor, beside: date) -> None:
    now = MORNING - 3 * DAY
    actions.cancel_meeting(day=FRIDAY, because="Snow.", by=chair, now=now)
    with pytest.raises(actions.MeetingRefused, match="every statutory partner has to sign"):
        actions.cancel_meeting(day=beside, because="More snow.", by=governing.make_chair(), now=now)
    actions.cancel_meeting(day=date(2019, 12, 24), because="Later snow.", by=chair, now=now)


def test_what_was_held_or_missed_cannot_be_cancelled_afterwards(chair: Actor) -> None:
    for day, now in ((FRIDAY, MORNING + 61 * MINUTE), (FRIDAY, MORNING + 5 * DAY)):
        with pytest.raises(actions.MeetingRefused, match="did not meet"):
            actions.cancel_meeting(day=day, because="Snow.", by=chair, now=now)


def test_every_change_of_a_meeting_is_on_the_record(chair: Actor) -> None:
    meeting = actions.open_meeting(day=FRIDAY, by=chair, now=MORNING)
    seat = SeatTaken(Function.FIRST_RESPONSE, Attends.ABSENT)
    actions.record_attendance(meeting=meeting, seats=[seat], by=chair, now=MORNING)
    actions.close_meeting(meeting=meeting, by=chair, now=MORNING)
    changed = [entry.detail["what"] for entry in audit.entries(event=Event.MEETING_CHANGED)]
    assert sorted(changed) == ["closed", "opened"]
    (attended,) = audit.entries(event=Event.ATTENDANCE_RECORDED)
    assert attended.detail == {"first_response": "ABSENT"}


def listed_world() -> worlds.World:
    """One incident on a Monday evening, listed; the next meeting is on Tuesday."""
    world = worlds.make_world()
    world.report()
    return world


def alarms() -> list[Notice]:
    """The notices that a meeting was not held."""
    return list(Notice.objects.filter(cause_kind=Cause.MEETING.value).order_by("created_at"))


def test_a_meeting_that_nobody_opened_is_told_to_whoever_chairs_once() -> None:
    world = listed_world()
    tuesday = NOT_MET.date()
    assert queries.waiting_unmet(NOT_MET - timedelta(seconds=1), 10, []) == []
    assert queries.next_due_unmet(NOT_MET - timedelta(hours=2)) == NOT_MET
    assert queries.waiting_unmet(NOT_MET, 10, []) == [rules.meeting_id(tuesday)]
    assert queries.size_unmet(NOT_MET).count == 1
    for _ in range(2):
        actions.note_unmet(meetings=[rules.meeting_id(tuesday)], by=MACHINE, now=NOT_MET)
    (alarm,) = alarms()
    assert (alarm.function, alarm.kind) == (Function.FIRST_RESPONSE, NoticeKind.ACT)
    assert listings.person_of(alarm.about) == listings.person_of(world.records["Charlie"][0])
    assert listings.person_of(world.records["Kyle"][0]) in {UUID(each) for each in alarm.parties}
    assert "1 family on the list waits" in alarm.text
    assert not {"Charlie", "Jodie", "Kyle"} & set(f"{alarm.title} {alarm.text}".replace(",", " ").split())
    assert queries.waiting_unmet(NOT_MET, 10, []) == []
    assert queries.size_unmet(NOT_MET).count == 0
    assert Meeting.objects.get(day=tuesday).alarmed_at == NOT_MET


def test_while_the_alarm_of_one_has_no_answer_the_next_meetings_not_held_add_no_second_one() -> None:
    listed_world()
    thursday = NOT_MET + 2 * DAY
    found = queries.waiting_unmet(thursday, 10, [])
    # None from before the family was listed.
    assert found == [rules.meeting_id(date(2019, 12, day)) for day in (17, 18, 19)]
    actions.note_unmet(meetings=found, by=MACHINE, now=thursday)
    assert queries.size_unmet(thursday).count == 0
    (alarm,) = alarms()
    Notice.objects.filter(id=alarm.id).update(state=State.ANSWERED)
    friday = NOT_MET + 3 * DAY
    actions.note_unmet(meetings=queries.waiting_unmet(friday, 10, []), by=MACHINE, now=friday)
    assert len(alarms()) == 2


def test_a_meeting_that_was_held_cancelled_or_for_which_nobody_waited_raises_no_alarm() -> None:
    world = listed_world()
    chair = governing.make_chair(make.make_worker(team=world.posts[Function.FIRST_RESPONSE].team))
    actions.cancel_meeting(day=date(2019, 12, 18), because="Snow.", by=chair, now=NOT_MET)
    actions.open_meeting(day=date(2019, 12, 17), by=chair, now=NOT_MET)
    assert queries.waiting_unmet(NOT_MET + DAY, 10, []) == []
    Listing.objects.update(decided_at=NOT_MET)
    assert queries.waiting_unmet(NOT_MET + 2 * DAY, 10, []) == []
    assert queries.next_due_unmet(NOT_MET) is None


def test_while_the_directory_has_nobody_to_tell_the_work_list_grows() -> None:
    listed_world()
    worlds.Post.objects.update(closed_date=date(2019, 12, 17))
    assert queries.waiting_unmet(NOT_MET, 10, []) == []
    assert queries.size_unmet(NOT_MET).count == 1
    with pytest.raises(unmet.NobodyToTell, match="add a team that holds one of its functions"):
        actions.note_unmet(meetings=[rules.meeting_id(NOT_MET.date())], by=MACHINE, now=NOT_MET)
    assert not alarms()
    assert queries.size_unmet(NOT_MET).count == 1


def test_only_the_meetings_that_are_asked_for_are_noted() -> None:
    listed_world()
    tuesday, wednesday = (rules.meeting_id(date(2019, 12, day)) for day in (17, 18))
    at = NOT_MET + DAY
    assert queries.waiting_unmet(at, 10, []) == [tuesday, wednesday]
    actions.note_unmet(meetings=[wednesday], by=MACHINE, now=at)
    assert queries.waiting_unmet(at, 10, []) == [tuesday]


def test_only_the_machine_raises_the_alarm(chair: Actor) -> None:
    with pytest.raises(permissions.OnlyTheMachine):
        actions.note_unmet(meetings=[uuid4()], by=chair, now=NOT_MET)
