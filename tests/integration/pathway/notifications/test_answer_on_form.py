"""Answering by the form of another step: it ends the notices that arrived, and never what is held, ended or not one's own."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories import notifications as make
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.models import Answer, Notice
from wholepicture.pathway.notifications.terms import AnswerKind, Form, State
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import Record
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = pytest.mark.django_db
ASKED = {"kind": NoticeKind.ASK, "answered_on": Form.CONTRIBUTION}
WORDS = "Seen at eight weeks: weight falling."


def state_of(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.state


def test_a_form_answers_several_notices_at_once_with_their_look_their_answer_and_the_line_of_the_life(
    now: datetime,
) -> None:
    staff, family = make.make_staff(), uuid4()
    first, second = (make.make_delivered(staff, family=family, **ASKED) for _ in range(2))
    later = now + timedelta(hours=2)
    answered = actions.answer_on_form(
        notices=[first.id, second.id], kind=AnswerKind.KNOWN, words=f" {WORDS} ", by=staff.actor(), now=later
    )
    assert {row.id for row in answered} == {first.id, second.id}
    for notice in (first, second):
        assert state_of(notice) == State.ANSWERED
        assert (notice.next_at, notice.deliver_at) == (None, None)
        one = Answer.objects.get(notice=notice)
        assert (one.kind, one.words, one.worker_id, one.at) == ("KNOWN", WORDS, staff.named.id, later)
        (known,) = [entry for entry in chronology.for_cause(notice.cause) if entry.kind == EntryKind.ACKNOWLEDGED]
        assert (known.words, known.known_at) == (WORDS, later)
        assert audit.entries(event=Event.NOTICE_OPENED, about=f"notice:{notice.id}").count() == 1
        assert audit.entries(event=Event.NOTICE_ANSWERED, about=f"notice:{notice.id}").count() == 1
    assert "OPENED" in make.steps_of(first)


def test_what_was_opened_before_is_not_opened_again(now: datetime) -> None:
    staff = make.make_staff()
    notice, actor = make.make_delivered(staff, **ASKED), staff.actor()
    actions.open_item(item=notice.item_id, by=actor, now=now)
    actions.answer_on_form(
        notices=[notice.id], kind=AnswerKind.NOTHING_KNOWN, words="", by=actor, now=now + timedelta(hours=1)
    )
    assert audit.entries(event=Event.NOTICE_OPENED, about=f"notice:{notice.id}").count() == 1
    assert state_of(notice) == State.ANSWERED


def test_an_answer_before_any_carrier_came_has_arrived_with_whoever_answered(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_notice(staff, **ASKED)
    actions.answer_on_form(notices=[notice.id], kind=AnswerKind.KNOWN, words=WORDS, by=staff.actor(), now=now)
    assert [kind for kind in make.steps_of(notice) if kind != "OPENED"] == ["QUEUED", "DELIVERED", "ANSWERED"]


def test_a_declined_notice_can_be_answered_by_the_form_after_all(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, **ASKED)
    actions.decline(notice=notice.id, reason="Not a patient of ours", by=staff.actor(), now=now)
    actions.answer_on_form(notices=[notice.id], kind=AnswerKind.KNOWN, words=WORDS, by=staff.actor(), now=now)
    assert state_of(notice) == State.ANSWERED


@pytest.mark.parametrize("ended", ["held", "withheld", "superseded", "answered"])
def test_what_is_held_or_ended_is_left_as_it_is(ended: str, now: datetime) -> None:
    staff, owner = make.make_staff(), make.make_staff(function=Function.FIRST_RESPONSE)
    make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    actor = staff.actor()
    notice = make.make_held(staff, owner, **ASKED) if "held" in ended else make.make_delivered(staff, **ASKED)
    if ended == "withheld":
        specialist = owner.actor(roles=("specialist_releaser",))
        actions.withhold(notice=notice.id, reason="It would endanger her", by=specialist, now=now)
    if ended == "superseded":
        actions.settle(notices=[notice.id], because="No longer asked.", by=MACHINE, now=now)
    if ended == "answered":
        actions.answer_on_form(notices=[notice.id], kind=AnswerKind.NOTHING_KNOWN, words="", by=actor, now=now)
    before = state_of(notice), make.steps_of(notice), Answer.objects.count()
    assert actions.answer_on_form(notices=[notice.id], kind=AnswerKind.KNOWN, words=WORDS, by=actor, now=now) == []
    assert (state_of(notice), make.steps_of(notice), Answer.objects.count()) == before


def test_nobody_answers_for_another_team_and_not_even_in_part(now: datetime) -> None:
    staff, other = make.make_staff(), make.make_staff(function=Function.GP)
    own, others = make.make_delivered(staff, **ASKED), make.make_delivered(other, **ASKED)
    with pytest.raises(actions.NotPermitted, match="Only the team that was told"):
        actions.answer_on_form(
            notices=[own.id, others.id], kind=AnswerKind.KNOWN, words=WORDS, by=staff.actor(), now=now
        )
    assert {state_of(own), state_of(others)} == {State.DELIVERED}


def test_neither_the_machine_nor_a_relative_answers_a_form(now: datetime) -> None:
    staff, record = make.make_staff(), make.make_resolved_record()
    notice = make.make_delivered(staff, about=record, **ASKED)
    kin = staff.actor()
    access.declare_conflict(
        worker=staff.named, record=Record.objects.get(id=record.id), by=MACHINE, now=now - timedelta(days=1)
    )
    for actor in (MACHINE, kin):
        with pytest.raises(actions.NotPermitted):
            actions.answer_on_form(notices=[notice.id], kind=AnswerKind.KNOWN, words=WORDS, by=actor, now=now)
    assert state_of(notice) == State.DELIVERED


def test_the_short_answer_leaves_out_what_has_a_form_of_its_own(now: datetime) -> None:
    staff, family = make.make_staff(), uuid4()
    short, asked = make.make_delivered(staff, family=family), make.make_delivered(staff, family=family, **ASKED)
    assert short.item_id == asked.item_id
    answered = make.answer(staff.actor(), short, AnswerKind.WILL_ACT, now)
    assert [row.id for row in answered] == [short.id]
    assert state_of(asked) == State.DELIVERED
    with pytest.raises(actions.NothingToAnswer, match="a form of its own"):
        make.answer(staff.actor(), asked, AnswerKind.KNOWN, now)


def test_the_item_says_which_form_answers_a_notice_and_offers_no_short_answer_for_it(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, **ASKED)
    seen = actions.open_item(item=notice.item_id, by=staff.actor(), now=now)
    picture = queries.item_picture(notice.item_id, seen)
    assert (picture.offered, picture.needs_answer) == ((), True)
    assert [one.answered_on for one in picture.notices] == [Form.CONTRIBUTION]


def test_what_is_asked_on_a_form_can_be_declined_as_any_other(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, **ASKED)
    actions.decline(notice=notice.id, reason="Moved to another practice", by=staff.actor(), now=now)
    assert state_of(notice) == State.DECLINED
    assert notice.next_at == now
