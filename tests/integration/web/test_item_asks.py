"""What an item asks for: one name on every page, what is open first, why an answered item still waits, two forms kept apart."""

import re
from datetime import date, timedelta

import pytest

from tests.factories import contributions as make
from tests.factories import notifications
from tests.integration.web.browsing import Clock, answer, baby, item_address, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = make.NOW
HV, GP = Function.HEALTH_VISITOR, Function.GP
ACT, TRIAGE = "Act: say what you will do", "Say what you know, for triage"


@pytest.fixture
def of() -> make.Asked:
    """The family that is asked about."""
    return make.make_family()


def test_an_item_with_both_forms_has_the_same_two_names_on_every_page_the_more_demanding_first(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    notice = notifications.make_delivered(visitor, about=of.baby, family=of.family)
    client = signed_in(visitor.named)
    for page in (client.get("/"), client.get("/work"), client.get(item_address(notice))):
        words = text(page)
        assert ACT in words
        assert TRIAGE in words
        assert words.index(ACT) < words.index(TRIAGE)
        assert "Asked: what do you know?" not in words


def test_both_forms_are_headed_so_that_it_is_clear_that_both_are_needed(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    notice = notifications.make_delivered(visitor, about=of.baby, family=of.family)
    page = text(signed_in(visitor.named).get(item_address(notice)))
    assert "This needs two answers: neither covers the other." in page
    assert page.index("1. For triage: what you know") < page.index("2. About the incident: a short answer")


def test_what_is_open_stands_first_and_then_what_happened_last(clock: Clock) -> None:
    staff, child = notifications.make_staff(), baby()
    family = child.person_id
    asked = {
        name: notifications.make_delivered(
            staff, about=child, family=family, text=f"Words {name}.", happened_at=NOW - timedelta(days=days), kind=kind
        )
        for name, days, kind in (
            ("old", 40, NoticeKind.INFORM), ("open-old", 30, NoticeKind.ACT), ("new", 2, NoticeKind.INFORM),
            ("open-new", 3, NoticeKind.ACT), ("middle", 20, NoticeKind.INFORM),
        )
    }  # fmt: skip
    page = text(signed_in(staff.named).get(item_address(asked["old"])))
    assert re.findall(r"Words ([a-z-]+)\.", page) == ["open-new", "open-old", "new", "middle", "old"]


def test_what_came_after_the_answer_is_said_to_be_new_since_it(clock: Clock) -> None:
    gp, child = notifications.make_staff(function=GP), baby()
    first = notifications.make_delivered(gp, about=child, family=child.person_id, kind=NoticeKind.ASK)
    client = signed_in(gp.named)
    client.get(item_address(first))
    answer(client, first, kind="NOTHING_KNOWN", words="")
    clock.later(hours=1)
    notifications.make_delivered(gp, about=child, family=child.person_id, kind=NoticeKind.ASK, now=clock.at)
    page = text(client.get(item_address(first)))
    assert (
        "New since your answer of 16 Dec 2019, 9:40pm: 1 fact (16 Dec 2019, 10:40pm). It needs an answer of its own."
        in page
    )


def test_what_triage_asks_is_said_to_have_a_form_that_the_answer_did_not_cover(of: make.Asked, clock: Clock) -> None:
    gp = make.asked(GP, of)
    notice = notifications.make_delivered(gp, about=of.baby, family=of.family, kind=NoticeKind.ASK)
    client = signed_in(gp.named)
    client.get(item_address(notice))
    answer(client, notice, kind="NOTHING_KNOWN", words="")
    page = text(client.get(item_address(notice)))
    assert (
        "Your answer of 16 Dec 2019, 9:40pm was about what was reported. Triage asks as well what your team knows"
        in page
    )
    assert "New since your answer" not in page


def test_an_item_that_was_never_answered_says_nothing_of_an_answer(of: make.Asked) -> None:
    gp = make.asked(GP, of)
    notice = notifications.make_delivered(gp, about=of.baby, family=of.family, kind=NoticeKind.ASK)
    page = text(signed_in(gp.named).get(item_address(notice)))
    assert "our answer of" not in page


def test_several_people_are_children_first_and_each_is_one_text_without_a_semicolon(clock: Clock) -> None:
    staff = notifications.make_staff()
    mother = baby(forename="Anna", surname="Lidstone", birth_date=date(1990, 1, 1))
    expected = baby(forename="", surname="Lidstone", birth_date=None, expected_date=date(2019, 12, 2))
    child = baby(forename="Megan", surname="Lidstone", birth_date=date(2015, 1, 1))
    for record in (mother, child, expected):
        last = notifications.make_delivered(staff, about=record, family=child.person_id)
    heading = (
        "Unborn child Lidstone, was due 2 December 2019, no birth has been told; Megan Lidstone, 4 years; "
        "Anna Lidstone, 29 years"
    )
    client = signed_in(staff.named)
    for address in ("/", "/work", item_address(last)):
        assert heading in text(client.get(address)), address


def test_whoever_had_to_be_released_never_stands_first(clock: Clock) -> None:
    staff, owner = (
        notifications.make_staff(function=GP),
        notifications.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT),
    )
    kyle, zoe = (baby(forename=name, birth_date=date(1990, 1, 1)) for name in ("Kyle", "Zoe"))
    held = notifications.make_held(staff, owner, about=kyle, family=zoe.person_id)
    notifications.actions.release(notice=held.id, by=owner.actor(roles=("specialist_releaser",)), now=NOW)
    notifications.make_delivered(staff, about=zoe, family=zoe.person_id)
    assert "Zoe Marsh, 29 years; Kyle Marsh, 29 years" in text(signed_in(staff.named).get("/work"))
