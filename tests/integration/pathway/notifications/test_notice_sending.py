"""Sending: once for ever, one item a day, held with an owner, corrected and never repeated."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories import notifications as make
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.models import Item, Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.terms import Function, Route
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.protocol.terms import Lane, NoticeKind

pytestmark = pytest.mark.django_db


def test_a_notice_is_sent_once_for_ever(now: datetime) -> None:
    staff = make.make_staff()
    told = make.make_told(staff)
    first = actions.send(told=told, by=MACHINE, now=now)
    again = actions.send(told=told, by=MACHINE, now=now + timedelta(days=400))
    assert first.id == again.id
    assert Notice.objects.count() == 1
    assert make.steps_of(first) == ["QUEUED"]
    assert audit.entries(event=Event.NOTICE_CREATED).count() == 1


def test_it_waits_for_the_carrier_from_now_and_its_team_may_open_it(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_notice(staff)
    assert notice.state == State.QUEUED
    assert list(queries.waiting_delivery(now, 10, ())) == [notice.id]
    assert queries.next_due(now) == now
    assert access.teams_granted(Subject.NOTICE, notice.id, now) == {staff.post.team_id}


def test_later_news_of_the_day_stands_in_the_same_item_and_the_next_days_in_another(now: datetime) -> None:
    staff, family = make.make_staff(), uuid4()
    first = make.make_notice(staff, family=family)
    second = make.make_notice(staff, family=family, now=now + timedelta(hours=2))
    after_midnight = make.make_notice(staff, family=family, now=now + timedelta(hours=3))
    assert first.item_id == second.item_id != after_midnight.item_id
    assert [str(item.day) for item in Item.objects.order_by("day")] == ["2019-12-16", "2019-12-17"]


def test_a_day_begins_at_midnight_in_london() -> None:
    before = datetime(2020, 7, 1, 22, 59, tzinfo=UTC)
    staff, family = make.make_staff(), uuid4()
    first = make.make_notice(staff, family=family, now=before)
    second = make.make_notice(staff, family=family, now=before + timedelta(minutes=1))
    assert [str(make.item_of(notice).day) for notice in (first, second)] == ["2020-07-01", "2020-07-02"]


def test_another_team_or_family_has_an_item_of_its_own() -> None:
    staff, other, family = make.make_staff(), make.make_staff(function=Function.GP), uuid4()
    items = {
        make.make_notice(staff, family=family).item_id,
        make.make_notice(other, family=family).item_id,
        make.make_notice(staff, family=uuid4()).item_id,
    }
    assert len(items) == 3


def test_a_held_notice_has_an_owner_and_a_clock_and_its_recipient_may_open_nothing(now: datetime) -> None:
    staff = make.make_staff(function=Function.PERPETRATOR_SERVICE)
    owner = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    notice = make.make_held(staff, owner)
    assert notice.state == State.HELD
    assert access.teams_granted(Subject.NOTICE, notice.id, now) == {owner.post.team_id}
    assert notice.due_at == notice.release_by
    assert notice.deliver_at is None
    assert [entry.kind for entry in chronology.for_cause(notice.cause)] == [EntryKind.HELD]
    make.deliver(now)
    assert queries.inbox(staff.actor(), now).lines == ()


def test_a_held_notice_without_owner_or_clock_cannot_be_made(now: datetime) -> None:
    staff = make.make_staff()
    with pytest.raises(ValueError, match="post that decides"):
        make.make_told(staff, hold=True)


def test_what_is_no_longer_due_is_taken_back_only_while_nobody_was_told(now: datetime) -> None:
    staff, owner = make.make_staff(), make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    delivered = make.make_delivered(staff)
    waiting, held = make.make_notice(staff), make.make_held(staff, owner)
    gone = actions.supersede(
        notices=[delivered.id, waiting.id, held.id], because="The child is another one.", by=MACHINE, now=now
    )
    assert {notice.id for notice in gone} == {waiting.id, held.id}
    for notice in gone:
        notice.refresh_from_db()
        assert notice.state == State.SUPERSEDED
        assert notice.next_at is None
        assert notice.deliver_at is None
    delivered.refresh_from_db()
    assert delivered.state == State.DELIVERED


def test_what_is_due_again_after_it_was_taken_back_is_sent_again(now: datetime) -> None:
    staff = make.make_staff()
    told = make.make_told(staff)
    notice = actions.send(told=told, by=MACHINE, now=now)
    actions.supersede(notices=[notice.id], because="A link was undone.", by=MACHINE, now=now)
    back = actions.send(told=told, by=MACHINE, now=now + timedelta(days=1))
    assert back.id == notice.id
    assert back.state == State.QUEUED
    make.deliver(now + timedelta(days=1))
    assert make.steps_of(notice) == ["QUEUED", "SUPERSEDED", "QUEUED", "DELIVERED"]
    assert queries.inbox(staff.actor(), now + timedelta(days=1)).to_answer == 1


def test_told_again_it_asks_for_more_or_sooner_but_never_for_less(now: datetime) -> None:
    staff = make.make_staff()
    told = make.make_told(staff, kind=NoticeKind.INFORM)
    notice = actions.send(told=told, by=MACHINE, now=now)
    make.deliver(now)
    stronger = make.replace(told, kind=NoticeKind.ASK, lane=Lane.FAST, reply_by=now + timedelta(hours=4))
    actions.send(told=stronger, by=MACHINE, now=now + timedelta(hours=1))
    notice.refresh_from_db()
    assert (notice.kind, notice.lane, notice.reply_by) == ("ask", "fast", now + timedelta(hours=4))
    assert notice.next_at == now + timedelta(hours=2)
    actions.send(told=told, by=MACHINE, now=now + timedelta(hours=1))
    notice.refresh_from_db()
    assert (notice.kind, notice.lane) == ("ask", "fast")
    assert make.steps_of(notice) == ["QUEUED", "DELIVERED", "CORRECTED"]


def test_what_turns_out_to_have_to_be_held_is_held_while_nobody_was_told(now: datetime) -> None:
    staff = make.make_staff(function=Function.PERPETRATOR_SERVICE)
    owner = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    told = make.make_told(staff)
    notice = actions.send(told=told, by=MACHINE, now=now)
    held = make.replace(told, hold=True, owner_post=owner.post.id, release_by=now + timedelta(hours=24))
    actions.send(told=held, by=MACHINE, now=now)
    make.deliver(now)
    notice.refresh_from_db()
    assert notice.state == State.HELD
    assert queries.inbox(staff.actor(), now).lines == ()
    assert [line.notice for line in queries.release_queue(owner.actor(roles=("specialist_releaser",)), now)] == [
        notice.id
    ]


def test_delivered_to_the_inbox_it_is_known_by_its_agency_and_shows_who_was_told(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    assert notice.state == State.DELIVERED
    assert notice.to_id == staff.named.id
    told = [entry for entry in chronology.for_cause(notice.cause) if entry.kind == EntryKind.TOLD]
    assert [(entry.agency, entry.function, entry.known_at) for entry in told] == [
        (staff.post.team.agency_id, "health_visitor", now)
    ]
    lines = [happened.sentence for happened in queries.history(notice.id)]
    assert lines[-1] == f"Delivered to {staff.named.name}, 16 December 2019, 9:40pm"


def test_with_the_named_person_away_cover_is_told(now: datetime) -> None:
    staff = make.make_staff()
    make.go_away(staff.named)
    notice = make.make_delivered(staff)
    assert notice.to_id == staff.cover.id


def test_for_a_replay_every_notice_of_a_cause_has_its_history(now: datetime) -> None:
    staff = make.make_staff(route=Route.INBOX)
    notice = make.make_delivered(staff)
    traces = queries.for_cause([notice.cause])
    assert [(trace.id, trace.function, trace.agency, trace.state) for trace in traces] == [
        (notice.id, "health_visitor", staff.post.team.agency.slug, State.DELIVERED)
    ]
    assert [(str(step.kind), step.at, step.to_words) for step in traces[0].history] == [
        ("QUEUED", now, f"Health visitor, {staff.post.team.name}"),
        ("DELIVERED", now, staff.named.name),
    ]
