"""Opening, answering and declining: by a named person of the team, covering only what that person had opened."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories import notifications as make
from wholepicture.lib.postgres.session import read_only_except
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.models import Answer, Notice
from wholepicture.pathway.notifications.terms import AnswerKind, State
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies.terms import Function, Route
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = pytest.mark.django_db
WORDS = "I will visit tomorrow."


def state_of(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.state


def test_opening_is_recorded_before_anything_is_shown_and_writes_nothing_else(now: datetime) -> None:
    staff = make.make_staff()
    notice, actor = make.make_delivered(staff), staff.actor()
    with read_only_except({"audit_entry", "audit_look"}):
        seen = actions.open_item(item=notice.item_id, by=actor, now=now)
        picture = queries.item_picture(notice.item_id, seen)
    assert [told.text for told in picture.notices] == [notice.text]
    assert picture.notices[0].state is State.OPENED
    assert picture.notices[0].is_new
    assert make.steps_of(notice) == ["QUEUED", "DELIVERED", "OPENED"]
    assert queries.history(notice.id)[-1].to == staff.named.id
    assert queries.history(notice.id)[-1].sentence.startswith(f"Opened by {staff.named.name}, ")
    assert audit.entries(event=Event.NOTICE_OPENED, about=f"notice:{notice.id}").count() == 1


def test_the_first_to_open_it_is_who_opened_it(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    actions.open_item(item=notice.item_id, by=staff.actor(staff.cover), now=now + timedelta(hours=1))
    actions.open_item(item=notice.item_id, by=staff.actor(), now=now + timedelta(hours=2))
    opened = [step for step in queries.history(notice.id) if str(step.kind) == "OPENED"]
    assert [(step.to, step.at) for step in opened] == [(staff.cover.id, now + timedelta(hours=1))]


def test_who_opened_it_without_an_account_of_their_own_stands_there_by_what_they_are_called(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    actions.open_item(item=notice.item_id, by=replace(staff.actor(), id="operator"), now=now)
    opened = queries.history(notice.id)[-1]
    assert (opened.to, opened.sentence.split(",")[0]) == (None, "Opened by operator")


def test_what_was_seen_before_is_not_new_any_more(now: datetime) -> None:
    staff, family = make.make_staff(), uuid4()
    first, actor = make.make_delivered(staff, family=family), staff.actor()
    actions.open_item(item=first.item_id, by=actor, now=now)
    second = make.make_delivered(staff, family=family, now=now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    assert queries.inbox(actor, later).lines[0].new == 1
    picture = queries.item_picture(first.item_id, actions.open_item(item=first.item_id, by=actor, now=later))
    assert {told.id: told.is_new for told in picture.notices} == {first.id: False, second.id: True}


def test_a_proof_of_one_item_opens_no_other(now: datetime) -> None:
    staff = make.make_staff()
    one, other = make.make_delivered(staff), make.make_delivered(staff)
    seen = actions.open_item(item=one.item_id, by=staff.actor(), now=now)
    with pytest.raises(ValueError, match="another item"):
        queries.item_picture(other.item_id, seen)


def test_another_teams_worker_opens_nothing(now: datetime) -> None:
    staff, other = make.make_staff(), make.make_staff(function=Function.GP)
    notice = make.make_delivered(staff)
    with pytest.raises(access.NotAllowed):
        actions.open_item(item=notice.item_id, by=other.actor(), now=now)
    assert make.steps_of(notice) == ["QUEUED", "DELIVERED"]


def test_an_answer_is_a_named_persons_and_is_in_the_line_of_the_childs_life(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    later = now + timedelta(hours=3)
    make.answer(staff.actor(), notice, AnswerKind.WILL_ACT, later)
    answer = Answer.objects.get(notice=notice)
    assert (answer.kind, answer.words, answer.worker_id, answer.at) == ("WILL_ACT", WORDS, staff.named.id, later)
    seen = actions.open_item(item=notice.item_id, by=staff.actor(staff.cover), now=later)
    (shown,) = queries.item_picture(notice.item_id, seen).notices
    assert [(said.name, said.words, said.at) for said in shown.answers] == [(staff.named.name, WORDS, later)]
    assert state_of(notice) == State.ANSWERED
    (known,) = [entry for entry in chronology.for_cause(notice.cause) if entry.kind == EntryKind.ACKNOWLEDGED]
    assert (known.agency, known.words, known.known_at) == (staff.post.team.agency_id, WORDS, later)
    assert queries.history(notice.id)[-1].sentence.startswith(f"Answered by {staff.named.name}, 17 December 2019")


def test_an_answer_covers_only_what_had_arrived_and_been_opened(now: datetime) -> None:
    staff, family, actor = make.make_staff(), uuid4(), None
    actor = staff.actor()
    first = make.make_delivered(staff, family=family)
    actions.open_item(item=first.item_id, by=actor, now=now)
    second = make.make_delivered(staff, family=family, now=now + timedelta(minutes=5))
    assert second.item_id == first.item_id
    later = now + timedelta(minutes=6)
    answered = actions.answer(item=first.item_id, kind=AnswerKind.WILL_ACT, words=WORDS, by=actor, now=later)
    assert [notice.id for notice in answered] == [first.id]
    assert (state_of(first), state_of(second)) == (State.ANSWERED, State.DELIVERED)
    assert second.next_at is not None
    assert queries.inbox(actor, later).to_answer == 1


def test_what_comes_after_an_answer_stands_in_the_same_item_and_waits(now: datetime) -> None:
    staff, family = make.make_staff(), uuid4()
    first = make.make_delivered(staff, family=family)
    make.answer(staff.actor(), first, AnswerKind.WILL_ACT, now)
    second = make.make_delivered(staff, family=family, now=now + timedelta(hours=1))
    assert second.item_id == first.item_id
    (line,) = queries.inbox(staff.actor(staff.cover), now + timedelta(hours=1)).lines
    assert line.needs_answer
    assert line.due == second.reply_by


def test_nothing_is_answered_unread(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    with pytest.raises(actions.NothingToAnswer, match="Open the item first"):
        actions.answer(item=notice.item_id, kind=AnswerKind.WILL_ACT, words=WORDS, by=staff.actor(), now=now)
    assert state_of(notice) == State.DELIVERED


def test_nothing_is_answered_twice(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    make.answer(staff.actor(), notice, AnswerKind.WILL_ACT, now)
    with pytest.raises(actions.NothingToAnswer):
        make.answer(staff.actor(staff.cover), notice, AnswerKind.WILL_ACT, now)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        (NoticeKind.ACT, AnswerKind.READ, WORDS),
        (NoticeKind.ACT, AnswerKind.WILL_ACT, " "),
        (NoticeKind.ASK, AnswerKind.KNOWN, ""),
        (NoticeKind.ASK, AnswerKind.READ, WORDS),
        (NoticeKind.INFORM, AnswerKind.WILL_ACT, WORDS),
    ],
)
def test_an_answer_that_does_not_answer_is_refused(
    now: datetime, kind: NoticeKind, answer: AnswerKind, words: str
) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, kind=kind)
    with pytest.raises(actions.WrongAnswer):
        make.answer(staff.actor(), notice, answer, now, words)
    assert state_of(notice) == State.DELIVERED
    assert Answer.objects.count() == 0


def test_one_answer_to_the_most_that_is_asked_covers_the_rest(now: datetime) -> None:
    staff, family = make.make_staff(), uuid4()
    act = make.make_delivered(staff, family=family)
    inform = make.make_delivered(staff, family=family, kind=NoticeKind.INFORM)
    make.answer(staff.actor(), act, AnswerKind.WILL_ACT, now)
    assert (state_of(act), state_of(inform)) == (State.ANSWERED, State.ANSWERED)


def strangers(staff: make.Staff, about: make.Record) -> dict[str, Actor]:
    """Everybody who may not answer, each for one reason."""
    relative = staff.cover
    access.declare_conflict(worker=relative, record=about, by=MACHINE, now=make.NOW)
    return {
        "another team": make.make_staff(function=Function.GP).actor(),
        "no permission": staff.actor(staff.manager, roles=("reporting_officer",)),
        "a relative": staff.actor(relative),
        "the machine": MACHINE,
    }


@pytest.mark.parametrize("who", ["another team", "no permission", "a relative", "the machine"])
def test_nobody_else_answers_or_declines(now: datetime, who: str) -> None:
    staff, about = make.make_staff(), make.make_resolved_record()
    notice = make.make_delivered(staff, about=about)
    actor = strangers(staff, about)[who]
    with pytest.raises((actions.NotPermitted, actions.NothingToAnswer)):
        actions.answer(item=notice.item_id, kind=AnswerKind.WILL_ACT, words=WORDS, by=actor, now=now)
    with pytest.raises(actions.NotPermitted):
        actions.decline(notice=notice.id, reason="It is not ours", by=actor, now=now)
    assert state_of(notice) == State.DELIVERED


def test_declining_needs_a_reason_and_is_in_the_line_of_the_childs_life(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    with pytest.raises(actions.WrongAnswer):
        actions.decline(notice=notice.id, reason="no", by=staff.actor(), now=now)
    actions.decline(notice=notice.id, reason="The family has moved away", by=staff.actor(), now=now)
    assert state_of(notice) == State.DECLINED
    kinds = [entry.kind for entry in chronology.for_cause(notice.cause)]
    assert sorted(kinds) == [EntryKind.DECLINED, EntryKind.TOLD]
    with pytest.raises(actions.IllegalChange):
        actions.decline(notice=notice.id, reason="Once more not ours", by=staff.actor(staff.cover), now=now)


def test_what_one_declined_another_may_answer(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    actions.decline(notice=notice.id, reason="The family has moved away", by=staff.actor(), now=now)
    make.answer(staff.actor(staff.manager), notice, AnswerKind.WILL_ACT, now)
    assert state_of(notice) == State.ANSWERED
    assert notice.next_at is None


def test_read_here_before_any_carrier_took_it_it_has_arrived(now: datetime) -> None:
    staff = make.make_staff(route=Route.EMAIL, with_email=False)
    notice = make.make_notice(staff)
    make.deliver(now)
    assert state_of(notice) == State.QUEUED
    make.answer(staff.actor(), notice, AnswerKind.WILL_ACT, now)
    assert state_of(notice) == State.ANSWERED
    assert notice.to_id == staff.named.id
    assert [kind for kind in make.steps_of(notice) if kind != "ATTEMPT_FAILED"] == [
        "QUEUED",
        "DELIVERED",
        "OPENED",
        "ANSWERED",
    ]
    assert queries.waiting_delivery(now + timedelta(days=1), 10, ()) == []


def test_a_work_list_shows_what_needs_an_answer_first_and_soonest_first(now: datetime) -> None:
    staff = make.make_staff()
    inform = make.make_delivered(staff, kind=NoticeKind.INFORM, reply_by=now + timedelta(hours=1))
    later = make.make_delivered(staff, reply_by=now + timedelta(hours=30))
    sooner = make.make_delivered(staff, reply_by=now + timedelta(hours=3))
    found = queries.inbox(staff.actor(), now)
    assert [line.item for line in found.lines] == [sooner.item_id, later.item_id, inform.item_id]
    assert found.to_answer == 2
    assert found.records == {notice.about_id for notice in (inform, later, sooner)}
    assert all(line.names == () for line in found.lines)


def test_what_is_done_with_leaves_the_work_list_after_a_week_and_what_waits_never(now: datetime) -> None:
    staff = make.make_staff()
    done, waits = make.make_delivered(staff), make.make_delivered(staff)
    make.answer(staff.actor(), done, AnswerKind.WILL_ACT, now)
    assert len(queries.inbox(staff.actor(staff.cover), now + timedelta(days=6)).lines) == 2
    found = queries.inbox(staff.actor(staff.manager), now + timedelta(days=300)).lines
    assert [line.item for line in found] == [waits.item_id]


def test_a_relative_of_one_family_still_sees_the_others(now: datetime) -> None:
    staff, own = make.make_staff(), make.make_resolved_record()
    access.declare_conflict(worker=staff.named, record=own, by=MACHINE, now=now)
    make.make_delivered(staff, about=own)
    other = make.make_delivered(staff)
    assert [line.item for line in queries.inbox(staff.actor(), now).lines] == [other.item_id]
    assert len(queries.inbox(staff.actor(staff.cover), now).lines) == 2


def test_a_tie_that_becomes_known_closes_an_item_at_once(now: datetime) -> None:
    staff, about = make.make_staff(), make.make_resolved_record()
    notice, actor = make.make_delivered(staff, about=about), staff.actor()
    seen = actions.open_item(item=notice.item_id, by=actor, now=now)
    assert queries.item_picture(notice.item_id, seen).notices
    access.declare_conflict(worker=staff.named, record=about, by=MACHINE, now=now)
    with pytest.raises(access.NotAllowed):
        actions.open_item(item=notice.item_id, by=actor, now=now + timedelta(seconds=1))
    with pytest.raises(actions.NothingToAnswer):
        actions.answer(item=notice.item_id, kind=AnswerKind.WILL_ACT, words=WORDS, by=actor, now=now)
    with pytest.raises(actions.NotPermitted):
        actions.decline(notice=notice.id, reason="It is not ours", by=actor, now=now)
