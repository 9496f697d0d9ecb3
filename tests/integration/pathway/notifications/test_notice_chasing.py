"""Chasing: every clock climbs to the partnership, through leave and holiday, and never falls silent."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from tests.factories import notifications as make
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.terms import AnswerKind, State
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies.models import Absence, Rota
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people.terms import RelationshipKind
from wholepicture.registers.protocol.terms import Lane, NoticeKind

pytestmark = pytest.mark.django_db
RELEASER = ("specialist_releaser",)


def test_an_unanswered_act_climbs_rung_by_rung_at_the_times_of_its_lane(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_notice(staff, lane=Lane.FAST, reply_by=now + timedelta(hours=10))
    make.run_until(now + timedelta(hours=10 + 48 + 72), now)
    climbed = [
        (str(step.kind), (step.at - now) / timedelta(hours=1), step.to)
        for step in queries.history(notice.id)
        if str(step.kind) not in {"QUEUED", "DELIVERED"}
    ]
    assert climbed == [
        ("REMINDED", 5, staff.named.id),
        ("COVER_TOLD", 10, staff.cover.id),
        ("MANAGER_TOLD", 22, staff.manager.id),
        ("AGENCY_LEAD_TOLD", 34, staff.lead.id),
        ("PARTNERSHIP_TOLD", 58, staff.partnership.id),
        # 72 hours later at the latest, in the morning.
        ("PARTNERSHIP_TOLD", pytest.approx(107 + 1 / 3), staff.partnership.id),
    ]
    assert audit.entries(event=Event.NOTICE_ESCALATED).count() == 6


def test_the_line_of_a_history_reads_as_people_say_it(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_notice(staff, reply_by=now + timedelta(hours=24))
    make.run_until(now + timedelta(hours=24), now)
    assert queries.history(notice.id)[-1].sentence == f"Told cover: {staff.cover.name}, 17 December 2019, 9:40pm"


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_over_ten_days_of_christmas_with_nobody_there_every_notice_climbs_to_the_partnership(kind: NoticeKind) -> None:
    eve, end = datetime(2019, 12, 24, 16, 0, tzinfo=UTC), datetime(2020, 1, 2, 9, 0, tzinfo=UTC)
    staff = make.make_staff()
    owner = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    make.go_away(*staff.people, *owner.people, now=eve)
    told = make.make_notice(staff, kind=kind, now=eve)
    held = make.make_held(staff, owner, kind=kind, now=eve)
    make.run_until(end, eve)
    for notice in (told, held):
        notice.refresh_from_db()
        if notice is told and kind is NoticeKind.INFORM:
            assert notice.state == State.DELIVERED
            continue
        tellings = [step for step in queries.history(notice.id) if str(step.kind) == "PARTNERSHIP_TOLD"]
        assert {step.to for step in tellings} == {staff.partnership.id}
        gaps = [later.at - earlier.at for earlier, later in pairwise(tellings)]
        assert gaps
        assert max(gaps) <= timedelta(hours=72)
        assert end - tellings[-1].at <= timedelta(hours=72)
        assert notice.next_at is not None
        assert notice.next_at > end


def test_an_empty_rung_is_passed_at_once(now: datetime) -> None:
    staff = make.make_staff()
    make.go_away(staff.cover)
    notice = make.make_notice(staff, reply_by=now + timedelta(hours=24))
    make.run_until(now + timedelta(hours=24), now)
    assert make.steps_of(notice) == ["QUEUED", "DELIVERED", "REMINDED", "MANAGER_TOLD"]
    assert queries.history(notice.id)[-1].words == "Nobody else is free as cover."
    make.run_until(now + timedelta(hours=24 + 24), now + timedelta(hours=24))
    assert make.steps_of(notice)[-1] == "AGENCY_LEAD_TOLD"


def test_a_post_that_nobody_holds_climbs_to_the_partnership_without_a_name(now: datetime) -> None:
    staff = make.make_staff()
    Rota.objects.all().delete()
    for agency in (staff.post.team.agency, staff.partnership.agency):
        agency.lead = None
        agency.save()
    staff.post.team.manager = None
    staff.post.team.save()
    notice = make.make_notice(staff)
    make.run_until(now + timedelta(days=3), now)
    notice.refresh_from_db()
    assert notice.state == State.QUEUED
    last = queries.history(notice.id)[-1]
    assert (str(last.kind), last.to) == ("PARTNERSHIP_TOLD", None)
    assert notice.next_at is not None


def test_the_only_gp_who_is_the_other_parents_sister_is_told_nothing_at_any_rung(now: datetime) -> None:
    staff = make.make_staff(function=Function.GP)
    Rota.objects.filter(worker=staff.cover).delete()
    father, sister = make.make_resolved_record(surname="Denham"), make.make_resolved_record(surname="Denham-Low")
    make.people.make_relation(RelationshipKind.SIBLING_OF, sister, father)
    access.declare_conflict(worker=staff.named, record=sister, by=MACHINE, now=now)
    notice = make.make_notice(staff, about=father)
    make.run_until(now + timedelta(days=10), now)
    notice.refresh_from_db()
    assert notice.to_id == staff.manager.id
    reached = {step.to for step in queries.history(notice.id)} - {None}
    assert staff.named.id not in reached
    assert {staff.manager.id, staff.lead.id, staff.partnership.id} <= reached
    gp = staff.actor(staff.named)
    assert queries.inbox(gp, now).lines == ()
    assert queries.chased_today(gp, now) == ()
    with pytest.raises(access.NotAllowed) as refused:
        actions.open_item(item=notice.item_id, by=gp, now=now)
    with pytest.raises(access.NotAllowed) as unknown:
        actions.open_item(item=make.uuid4(), by=gp, now=now)
    assert str(refused.value) == str(unknown.value)
    assert queries.inbox(staff.actor(staff.manager), now).to_answer == 1


def test_opening_stops_nothing(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    actions.open_item(item=notice.item_id, by=staff.actor(), now=now)
    make.run_until(now + timedelta(days=5), now)
    assert make.steps_of(notice)[-5:] == [
        "REMINDED",
        "COVER_TOLD",
        "MANAGER_TOLD",
        "AGENCY_LEAD_TOLD",
        "PARTNERSHIP_TOLD",
    ]


@pytest.mark.parametrize(
    ("kind", "stops"), [(NoticeKind.INFORM, True), (NoticeKind.ASK, False), (NoticeKind.ACT, False)]
)
def test_the_carriers_receipt_stops_only_the_clock_of_inform(now: datetime, kind: NoticeKind, stops: bool) -> None:
    notice = make.make_delivered(make.make_staff(), kind=kind)
    assert (notice.next_at is None) is stops


def test_an_answer_stops_the_clock(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    make.answer(staff.actor(), notice, AnswerKind.WILL_ACT, now)
    rounds = make.run_until(now + timedelta(days=30), now)
    assert rounds.made == 1
    assert make.steps_of(notice) == ["QUEUED", "DELIVERED", "OPENED", "ANSWERED"]


def test_declining_tells_the_manager_at_once_and_the_ladder_goes_on(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    actions.decline(notice=notice.id, reason="The family moved to another team", by=staff.actor(), now=now)
    make.run_until(now + timedelta(hours=73), now)
    told = {str(step.kind): (step.at - now, step.to) for step in queries.history(notice.id)}
    assert told["MANAGER_TOLD"] == (timedelta(0), staff.manager.id)
    assert told["AGENCY_LEAD_TOLD"] == (timedelta(hours=24), staff.lead.id)
    assert told["PARTNERSHIP_TOLD"] == (timedelta(hours=72), staff.partnership.id)
    assert "COVER_TOLD" not in told


def test_declining_late_delays_nothing_that_was_due_sooner(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_notice(staff, reply_by=now + timedelta(hours=24))
    make.run_until(now + timedelta(hours=71), now)
    late = now + timedelta(hours=71)
    actions.decline(notice=notice.id, reason="Not on our books any more", by=staff.actor(), now=late)
    make.run_until(late, late)
    assert make.steps_of(notice)[-2:] == ["DECLINED", "AGENCY_LEAD_TOLD"]
    make.run_until(now + timedelta(hours=121), late)
    assert make.steps_of(notice)[-1] == "PARTNERSHIP_TOLD"


def test_a_held_notice_climbs_its_owners_roster_until_it_is_decided_and_then_the_recipients(now: datetime) -> None:
    staff = make.make_staff(function=Function.PERPETRATOR_SERVICE)
    owner = make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    notice = make.make_held(staff, owner)
    make.run_until(now + timedelta(hours=49), now)
    told = {step.to for step in queries.history(notice.id)} - {None}
    assert told == {owner.named.id, owner.cover.id, owner.manager.id}
    (chaser,) = queries.chased_today(owner.actor(owner.manager), now + timedelta(hours=49))
    assert not chaser.may_open, "what is held has no item to open yet"
    released = now + timedelta(hours=49)
    actions.release(notice=notice.id, by=owner.actor(roles=RELEASER), now=released)
    make.run_until(released + timedelta(hours=24), released)
    assert make.steps_of(notice)[-4:] == ["RELEASED", "DELIVERED", "REMINDED", "COVER_TOLD"]
    assert queries.history(notice.id)[-1].to == staff.cover.id


def test_a_worker_that_was_away_for_days_climbs_what_it_missed_at_once(now: datetime) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    late = now + timedelta(days=30)
    make.chase(late)
    assert make.steps_of(notice) == [
        "QUEUED",
        "DELIVERED",
        "REMINDED",
        "COVER_TOLD",
        "MANAGER_TOLD",
        "AGENCY_LEAD_TOLD",
        "PARTNERSHIP_TOLD",
    ]
    assert queries.waiting_chase(late, 10, ()) == []


def test_those_it_climbed_to_have_one_list_and_may_open_and_answer_it(now: datetime) -> None:
    staff = make.make_staff()
    make.agencies.join_team(
        team=make.make.make_team(agency=staff.lead.agency),
        worker=staff.lead,
        from_date=make.make.LONG_AGO,
        by=MACHINE,
        now=now,
    )
    lead = staff.actor(staff.lead, roles=("agency_lead",))
    notice = make.make_notice(staff)
    with pytest.raises(access.NotAllowed):
        actions.open_item(item=notice.item_id, by=lead, now=now)
    later = now + timedelta(hours=73)
    make.run_until(later, now)
    (chaser,) = queries.chased_today(lead, later)
    assert chaser.may_open
    assert (chaser.notice, chaser.team, chaser.function) == (notice.id, staff.post.team.name, "Health visitor")
    actions.open_item(item=chaser.item, by=lead, now=later)
    actions.answer(item=chaser.item, kind=AnswerKind.WILL_ACT, words="I will send cover.", by=lead, now=later)
    assert queries.chased_today(lead, later) == ()
    colleague = make.accounts.make_actor(team=make.make.Team.objects.get(members__worker=staff.lead))
    with pytest.raises(access.NotAllowed):
        actions.open_item(item=notice.item_id, by=colleague, now=later)


def test_work_lists_leave_out_what_is_set_aside(now: datetime) -> None:
    notice = make.make_notice(make.make_staff())
    assert queries.waiting_delivery(now, 10, [notice.id]) == []
    assert queries.waiting_delivery(now, 0, ()) == []
    assert Absence.objects.count() == 0


def test_of_an_item_only_what_climbed_to_somebody_opens_to_them(now: datetime) -> None:
    staff, family = make.make_staff(), uuid4()
    make.agencies.join_team(
        team=make.make.make_team(agency=staff.lead.agency),
        worker=staff.lead,
        from_date=make.make.LONG_AGO,
        by=MACHINE,
        now=now,
    )
    lead, later = staff.actor(staff.lead, roles=("agency_lead",)), now + timedelta(hours=73)
    climbed = make.make_notice(staff, family=family)
    make.run_until(later, now)
    only_told = make.make_delivered(staff, family=family, kind=NoticeKind.INFORM)
    assert only_told.item_id == climbed.item_id
    seen = actions.open_item(item=climbed.item_id, by=lead, now=later)
    assert [told.id for told in queries.item_picture(climbed.item_id, seen).notices] == [climbed.id]
