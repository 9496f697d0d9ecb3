"""The release queue and a held notice, through real sign-in: read, released, withheld with a reason, refused."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories import access
from tests.factories import agencies as directory
from tests.factories import notifications as make
from tests.integration.web.browsing import Clock, baby, fresh, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.terms import Function

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def held(clock: Clock) -> tuple[Notice, make.Staff]:
    """A notice about Kyle that the police safeguarding unit has a day to decide on."""
    staff = make.make_staff(function=Function.PERPETRATOR_SERVICE)
    owner = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    directory.make_staffed_post(function=Function.FIRST_RESPONSE)
    about = baby(forename="Kyle", surname="Denham", birth_date=date(1995, 9, 20))
    return make.make_held(staff, owner, about=about, text="Your client is a parent."), owner


def specialist(owner: make.Staff) -> Client:
    return signed_in(owner.named, roles=("specialist_releaser",))


def test_the_queue_says_about_whom_to_whom_and_by_when(held: tuple[Notice, make.Staff], clock: Clock) -> None:
    owner = held[1]
    clock.later(hours=19)
    page = text(specialist(owner).get("/release"))
    for words in (
        "Kyle Denham, 24 years",
        f"To {Function.PERPETRATOR_SERVICE.label}",
        "Due in 5 hours",
        "Held for release",
    ):
        assert words in page, words


def test_the_specialist_reads_exactly_what_would_be_sent(held: tuple[Notice, make.Staff]) -> None:
    notice, owner = held
    page = text(specialist(owner).get(f"/release/{notice.id}"))
    assert "Exactly what they would read Your client is a parent. They see nothing else" in page
    assert "Another function is told of your decision" in page


def decide(client: Client, notice: Notice, decision: str, reason: str = "") -> HttpResponse:
    return client.post(f"/release/{notice.id}", {"decision": decision, "reason": reason})


def test_released_it_is_sent_and_no_longer_waits(held: tuple[Notice, make.Staff]) -> None:
    notice, owner = held
    client = specialist(owner)
    sent = decide(client, notice, "release")
    assert sent.status_code == 302
    assert fresh(notice).state == State.QUEUED
    page = text(client.get(sent["Location"]))
    assert "Released. They are told now." in page
    assert "Nothing is held" in page


def test_withholding_needs_a_reason_in_words(held: tuple[Notice, make.Staff]) -> None:
    notice, owner = held
    client = specialist(owner)
    for reason in ("", "No."):
        refused = decide(client, notice, "withhold", reason)
        assert refused.status_code == 422
        assert "Reason: say in a few words why this service is not to be told." in text(refused)
        assert 'href="#id_reason"' in refused.content.decode()
    assert fresh(notice).state == State.HELD


def test_withheld_it_comes_back_on_a_clock_and_another_function_is_told(held: tuple[Notice, make.Staff]) -> None:
    notice, owner = held
    client = specialist(owner)
    sent = decide(client, notice, "withhold", "He reads her post and would know.")
    assert fresh(notice).state == State.WITHHELD
    page = text(client.get(sent["Location"]))
    assert "Withheld. Another function is told of your decision now." in page
    assert "Withheld: look at it again" in page
    assert Notice.objects.get(cause_kind="withheld").function != notice.function
    shown = text(client.get(f"/release/{notice.id}"))
    assert "He reads her post and would know." in shown
    assert "Withhold again" in shown


def test_a_decision_that_came_second_is_told_so(held: tuple[Notice, make.Staff]) -> None:
    notice, owner = held
    client = specialist(owner)
    decide(client, notice, "release")
    again = decide(client, notice, "withhold", "He reads her post and would know.")
    assert again.status_code == 422
    assert "so it cannot become" in text(again)
    assert fresh(notice).state == State.QUEUED


def test_only_the_owners_team_decides_and_nobody_who_is_close(held: tuple[Notice, make.Staff]) -> None:
    notice, owner = held
    access.make_conflict(worker=owner.cover, record=notice.about)
    stranger = make.make_staff(function=Function.DOMESTIC_ABUSE_SERVICE)
    for worker in (stranger.named, owner.cover):
        client = signed_in(worker, roles=("specialist_releaser",))
        assert "Nothing is held" in text(client.get("/release"))
        assert client.get(f"/release/{notice.id}").status_code == 403
        assert decide(client, notice, "release").status_code == 403
    assert fresh(notice).state == State.HELD
    assert len(refusals()) == 4


def test_somebody_who_looks_at_a_held_notice_has_not_opened_it_for_its_recipient(
    held: tuple[Notice, make.Staff],
) -> None:
    notice, owner = held
    specialist(owner).get(f"/release/{notice.id}")
    assert make.steps_of(notice) == ["HELD"]
