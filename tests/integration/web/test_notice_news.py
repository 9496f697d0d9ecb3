"""What is new on a notice since this reader's previous look: added, answered by a colleague, escalated, corrected, released."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import notifications as make
from tests.integration.web.browsing import Clock, answer, baby, item_address, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.notifications import actions
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = make.NOW
FIRST = "You have not opened this before."
NOTHING = "Nothing new since you last looked, 16 Dec 2019, 9:40pm"
SINCE = "New since you last looked, 16 Dec 2019, 9:40pm"


def test_a_first_look_says_so_and_calls_nothing_new() -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    page = text(signed_in(staff.named).get(item_address(notice)))
    assert FIRST in page
    assert "New since" not in page


def test_a_second_look_says_since_when_nothing_is_new(clock: Clock) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    client = signed_in(staff.named)
    client.get(item_address(notice))
    clock.later(minutes=20)
    assert NOTHING in text(client.get(item_address(notice)))


def test_one_readers_look_is_not_another_ones(clock: Clock) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    signed_in(staff.named).get(item_address(notice))
    clock.later(minutes=20)
    assert FIRST in text(signed_in(staff.cover).get(item_address(notice)))


def test_a_fact_added_to_the_item_is_news_until_it_was_looked_at(clock: Clock) -> None:
    staff, family = make.make_staff(), uuid4()
    first = make.make_delivered(staff, about=baby(), family=family)
    client = signed_in(staff.named)
    client.get(item_address(first))
    make.make_delivered(staff, about=baby(forename="Robin"), family=family, now=clock.later(minutes=20))
    page = text(client.get(item_address(first)))
    assert f"{SINCE} Added: about Robin Marsh, 4 weeks 16 Dec 2019, 10pm" in page
    clock.later(minutes=20)
    assert "Nothing new since you last looked, 16 Dec 2019, 10pm" in text(client.get(item_address(first)))


def test_a_colleagues_answer_is_news_and_ones_own_is_not(clock: Clock) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    mine, theirs = signed_in(staff.named), signed_in(staff.cover)
    mine.get(item_address(notice))
    theirs.get(item_address(notice))
    clock.later(minutes=20)
    answer(theirs, notice)
    clock.later(minutes=1)
    assert f"{SINCE} Answered by {staff.cover.name} 16 Dec 2019, 10pm" in text(mine.get(item_address(notice)))
    assert NOTHING in text(theirs.get(item_address(notice)))


def test_that_it_climbed_is_news_with_whom_it_reached(clock: Clock) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby(), reply_by=NOW + timedelta(hours=2))
    client = signed_in(staff.cover)
    client.get(item_address(notice))
    actions.chase(notices=[notice.id], by=MACHINE, now=clock.later(minutes=61))
    actions.chase(notices=[notice.id], by=MACHINE, now=clock.later(minutes=60))
    page = text(client.get(item_address(notice)))
    assert f"{SINCE} Told cover: {staff.cover.name}" in page
    assert f"Reminded: {staff.named.name}" in page


def test_what_was_released_since_is_said_to_have_been_released(clock: Clock) -> None:
    service = make.make_staff(function=Function.PERPETRATOR_SERVICE)
    owner, family = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT), uuid4()
    first = make.make_delivered(service, about=baby(), family=family)
    held = make.make_held(service, owner, about=baby(forename="Robin"), family=family)
    client = signed_in(service.named)
    assert "Robin" not in text(client.get(item_address(first)))
    by = owner.actor(roles=("specialist_releaser",))
    actions.open_held(notice=held.id, by=by, now=clock.later(minutes=5))
    actions.release(notice=held.id, by=by, now=clock.at)
    make.deliver(clock.at)
    page = text(client.get(item_address(first)))
    assert "Released to you: about Robin Marsh, 4 weeks 16 Dec 2019, 9:45pm" in page


def test_what_is_only_held_is_no_news_to_whom_it_is_held_from(clock: Clock) -> None:
    service = make.make_staff(function=Function.PERPETRATOR_SERVICE)
    owner, family = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT), uuid4()
    first = make.make_delivered(service, about=baby(), family=family)
    client = signed_in(service.named)
    client.get(item_address(first))
    make.make_held(service, owner, about=baby(forename="Robin"), family=family, now=clock.later(minutes=5))
    clock.later(minutes=5)
    page = text(client.get(item_address(first)))
    assert NOTHING in page
    assert "Robin" not in page


def test_many_facts_are_five_lines_and_how_many_more(clock: Clock) -> None:
    staff, family = make.make_staff(), uuid4()
    first = make.make_delivered(staff, about=baby(), family=family, kind=NoticeKind.INFORM)
    client = signed_in(staff.named)
    client.get(item_address(first))
    for number in range(7):
        make.make_delivered(staff, about=baby(forename=f"Nr{number}"), family=family, now=clock.later(minutes=1))
    clock.later(minutes=1)
    page = text(client.get(item_address(first)))
    assert page.count("Added: about") == 5
    assert "And 2 more below." in page
