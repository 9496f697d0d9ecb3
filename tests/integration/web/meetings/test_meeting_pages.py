"""The calendar and one day's meeting through real sign-in: who may change what, how it reads, and what is refused in words."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from tests.factories import agencies as make
from tests.factories import governing, protocol
from tests.integration.web.browsing import Clock, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.models import Meeting
from wholepicture.pathway.triage.terms import Attends, MeetingState
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MORNING = datetime(2019, 12, 16, 9, 25, tzinfo=UTC)
TODAY, CALENDAR = "/triage/meetings/2019-12-16", "/triage/meetings"


@pytest.fixture
def first_response(clock: Clock) -> Post:
    """First Response in post, the shipped protocol in force, five minutes before Monday's meeting."""
    clock.at = MORNING
    protocol.make_version()
    return make.make_staffed_post(function=Function.FIRST_RESPONSE)


@pytest.fixture
def chair(first_response: Post) -> Client:
    """A chair, signed in."""
    return signed_in(make.make_worker(team=first_response.team, name="Cher Ward"), roles=("triage_chair",))


@pytest.fixture
def police(first_response: Post) -> UUID:
    """An officer of the police safeguarding unit."""
    post = make.make_staffed_post(function=Function.POLICE_SAFEGUARDING_UNIT)
    return make.make_worker(team=post.team, name="Obi Lane").id


def meeting_state() -> MeetingState:
    """What became of Monday's meeting."""
    sitting = queries.sitting(MORNING.date(), MORNING)
    assert sitting
    return sitting.state


def seats(**changes: str) -> dict[str, str]:
    """What the form of attendance sends: nothing recorded but what is given, as function__field."""
    standing = protocol.protocol_without_database().parameters.standing_members
    sent = {f"{each.value}-attends": Attends.NOT_RECORDED.value for each in standing}
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def test_the_calendar_shows_what_was_and_what_is_to_come_and_that_the_list_waits_for_no_meeting(chair: Client) -> None:
    by = governing.make_chair()
    actions.cancel_meeting(day=datetime(2019, 12, 17, tzinfo=UTC).date(), because="Snow.", by=by, now=MORNING)
    page = text(chair.get(CALENDAR))
    assert "No meeting is under way. The list does not wait for one" in page
    assert "Tuesday 17 December 2019 Nobody yet" not in page
    for words in ("Tuesday 17 December 2019 Nobody Cancelled Snow.", "Friday 13 December 2019 Nobody Did not meet"):
        assert words in page
    for day in ("Wednesday 25", "Thursday 26", "Saturday 21"):
        assert f"{day} December 2019" not in page


def test_nobody_failed_to_meet_before_the_protocol_was_adopted(clock: Clock) -> None:
    clock.at = MORNING
    protocol.make_version(now=datetime(2019, 12, 12, 12, 0, tzinfo=UTC))
    page = text(signed_in().get(CALENDAR))
    assert "Friday 13 December 2019 Nobody Did not meet" in page
    assert "Thursday 12 December 2019" not in page


def test_a_chair_opens_records_and_closes(chair: Client, police: UUID) -> None:
    opened = chair.post(f"{TODAY}/open", follow=True)
    assert "The meeting is open and you chair it" in text(opened)
    assert "The meeting is under way. Cher Ward chairs it." in text(chair.get(CALENDAR))
    sent = seats(
        police_safeguarding_unit__attends="PRESENT", police_safeguarding_unit__worker=str(police),
        education_safeguarding__attends="APOLOGIES", education_safeguarding__words="Training day.",
    )  # fmt: skip
    page = text(chair.post(f"{TODAY}/attendance", sent, follow=True))
    assert "Police safeguarding unit Present Obi Lane" in page
    assert "Education safeguarding service Sent apologies Empty seat Training day." in page
    assert "Not there: Education safeguarding service." in page
    assert "Nobody recorded whether there: First Response, children's social care; Domestic abuse service." in page
    assert "Obi Lane" in text(chair.get(f"{TODAY}/attendance"))
    assert "The meeting is closed." in text(chair.post(f"{TODAY}/close", follow=True))
    assert meeting_state() is MeetingState.HELD


def test_a_present_seat_without_a_name_is_a_fault_that_names_the_function(chair: Client) -> None:
    chair.post(f"{TODAY}/open")
    page = chair.post(f"{TODAY}/attendance", seats(first_response__attends="PRESENT"))
    assert page.status_code == 422
    assert "First Response, children's social care: Who is there for it: choose a name." in text(page)
    assert 'href="#id_first_response-worker"' in page.content.decode()


def test_somebody_of_another_agency_cannot_be_chosen(chair: Client, police: UUID) -> None:
    chair.post(f"{TODAY}/open")
    sent = seats(first_response__attends="PRESENT", first_response__worker=str(police))
    assert chair.post(f"{TODAY}/attendance", sent).status_code == 422


def test_who_is_no_standing_member_came_or_is_left_out(chair: Client) -> None:
    visitor = make.make_staffed_post(function=Function.HEALTH_VISITOR)
    worker = make.make_worker(team=visitor.team, name="Vi Sand")
    chair.post(f"{TODAY}/open")
    page = text(chair.post(f"{TODAY}/attendance", seats(health_visitor__worker=str(worker.id)), follow=True))
    assert "Health visitor Present Vi Sand" in page
    assert "GP practice" not in page
    page = text(chair.post(f"{TODAY}/attendance", seats(health_visitor__worker=""), follow=True))
    assert "Health visitor" not in page


def test_attendance_before_the_meeting_is_open_is_refused(chair: Client) -> None:
    page = chair.post(f"{TODAY}/attendance", seats())
    assert page.status_code == 422
    assert "Open the meeting first" in text(page)


def test_a_second_chair_is_told_who_has_it_open(chair: Client) -> None:
    chair.post(f"{TODAY}/open")
    again = signed_in(roles=("triage_chair",)).post(f"{TODAY}/open")
    assert again.status_code == 422
    assert "The meeting is open already; Cher Ward chairs it." in text(again)
    assert Meeting.objects.count() == 1


def test_what_is_not_open_cannot_be_closed(chair: Client) -> None:
    page = chair.post(f"{TODAY}/close")
    assert page.status_code == 422
    assert "not open, so it cannot be closed" in text(page)


def test_one_meeting_is_cancelled_with_a_reason_and_two_in_a_row_are_not(chair: Client) -> None:
    tomorrow = "/triage/meetings/2019-12-17"
    missing = chair.post(f"{tomorrow}/cancel", {"because": " "})
    assert missing.status_code == 422
    assert "Reason: say why the meeting is cancelled." in text(missing)
    assert "Snow." in text(chair.post(f"{tomorrow}/cancel", {"because": "Snow."}, follow=True))
    second = chair.post("/triage/meetings/2019-12-18/cancel", {"because": "Snow."})
    assert second.status_code == 422
    assert "Two in a row are a suspension" in text(second)
    assert Meeting.objects.filter(cancelled_at__isnull=False).count() == 1


def test_a_chair_is_planned_from_those_who_may(chair: Client, first_response: Post) -> None:
    worker = make.make_worker(team=first_response.team, name="Ray Dunn")
    stranger = make.make_worker(name="Sy Moor")
    address = "/triage/meetings/2019-12-18/chair"
    assert "Sy Moor" not in text(chair.get(address))
    assert chair.post(address, {"chair": str(stranger.id)}).status_code == 422
    assert "Ray Dunn" in text(chair.post(address, {"chair": str(worker.id)}, follow=True))


@pytest.mark.parametrize("day", ["2019-12-25", "2019-12-21", "2019-13-01", "Monday", "20191216T09"])
def test_a_day_without_a_meeting_is_not_found(chair: Client, day: str) -> None:
    assert chair.get(f"/triage/meetings/{day}").status_code == 404


def test_everybody_reads_the_calendar_and_only_a_chair_changes_it(chair: Client) -> None:
    other = signed_in()
    page = text(other.get(TODAY))
    for button in ("Open the meeting", "Say who chairs", "Cancel this one meeting"):
        assert button not in page
        assert button in text(chair.get(TODAY))
    for step in ("open", "close", "attendance", "chair", "cancel"):
        assert other.post(f"{TODAY}/{step}").status_code == 403
    assert len(refusals()) == 5
    assert not Meeting.objects.exists()
    assert chair.get(f"{TODAY}/open").status_code == 405


def test_a_meeting_nobody_opened_can_still_be_opened_that_day(chair: Client, clock: Clock) -> None:
    clock.later(hours=3)
    page = text(chair.get(TODAY))
    assert "Did not meet" in page
    assert "Open the meeting" in page
    chair.post(f"{TODAY}/open")
    assert queries.open_sitting(clock.at)
