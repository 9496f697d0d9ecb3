"""Releasing and withholding: a named specialist's decision, with a clock, and never in silence."""

from datetime import datetime, timedelta

import pytest

from tests.factories import notifications as make
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.access import actions as access
from wholepicture.registers.access import queries as granted
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.terms import EntryKind

pytestmark = pytest.mark.django_db
RELEASER = ("specialist_releaser",)
REASON = "It would tell him where she lives."


@pytest.fixture
def staff() -> make.Staff:
    return make.make_staff(function=Function.PERPETRATOR_SERVICE)


@pytest.fixture
def owner() -> make.Staff:
    return make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)


@pytest.fixture
def other() -> make.Staff:
    return make.make_staff(function=Function.DOMESTIC_ABUSE_SERVICE)


def told_of_the_decision(notice: Notice) -> list[Notice]:
    return list(Notice.objects.filter(cause_kind="withheld", about_id=notice.about_id).order_by("created_at"))


def test_released_it_is_delivered_with_the_whole_of_its_time_before_it(
    staff: make.Staff, owner: make.Staff, now: datetime
) -> None:
    notice = make.make_held(staff, owner, reply_by=now + timedelta(hours=48))
    later = now + timedelta(days=3)
    actions.release(notice=notice.id, by=owner.actor(roles=RELEASER), now=later)
    make.deliver(later)
    notice.refresh_from_db()
    assert notice.state == State.DELIVERED
    assert notice.reply_by == later + timedelta(hours=48)
    assert (notice.rung, notice.next_at) == (0, later + timedelta(hours=24))
    assert str(make.item_of(notice).day) == "2019-12-19"
    assert staff.post.team_id in granted.teams_granted(Subject.NOTICE, notice.id, later)
    assert queries.inbox(staff.actor(), later).to_answer == 1
    assert make.steps_of(notice) == ["HELD", "RELEASED", "DELIVERED"]
    assert audit.entries(event=Event.NOTICE_RELEASED, about=f"notice:{notice.id}").count() == 1


def test_withheld_with_a_reason_it_is_reviewed_and_another_function_is_told_of_the_decision_only(
    staff: make.Staff, owner: make.Staff, other: make.Staff, now: datetime
) -> None:
    notice = make.make_held(staff, owner, text="He lives at 4 Mill Lane.")
    actions.withhold(notice=notice.id, reason=REASON, by=owner.actor(roles=RELEASER), now=now)
    notice.refresh_from_db()
    assert notice.state == State.WITHHELD
    assert notice.review_at == now + timedelta(hours=168)
    (told,) = told_of_the_decision(notice)
    assert told.team_id == other.post.team_id
    assert REASON in told.text
    assert "Mill Lane" not in told.text + told.title + told.because
    assert told.kind == "inform"
    kinds = sorted(entry.kind for entry in chronology.for_cause(notice.cause))
    assert kinds == [EntryKind.HELD, EntryKind.WITHHELD]
    assert {trace.id for trace in queries.for_cause([notice.cause])} == {notice.id, told.id}
    make.deliver(now)
    assert queries.inbox(staff.actor(), now).lines == ()


def test_the_time_of_review_chases_the_owner(staff: make.Staff, owner: make.Staff, other: make.Staff) -> None:
    notice, now = make.make_held(staff, owner), make.NOW
    actions.withhold(notice=notice.id, reason=REASON, by=owner.actor(roles=RELEASER), now=now)
    make.run_until(now + timedelta(hours=168 + 96), now)
    climbed = [(str(step.kind), step.to) for step in queries.history(notice.id)][2:]
    assert climbed == [
        ("REMINDED", owner.named.id),
        ("COVER_TOLD", owner.cover.id),
        ("MANAGER_TOLD", owner.manager.id),
        ("AGENCY_LEAD_TOLD", owner.lead.id),
        ("PARTNERSHIP_TOLD", owner.partnership.id),
    ]


def test_kept_withheld_after_a_review_the_clock_begins_anew_and_it_is_told_again(
    staff: make.Staff, owner: make.Staff, other: make.Staff, now: datetime
) -> None:
    notice, by = make.make_held(staff, owner), owner.actor(roles=RELEASER)
    later = now + timedelta(days=6)
    actions.withhold(notice=notice.id, reason=REASON, by=by, now=now)
    actions.withhold(notice=notice.id, reason="Nothing has changed since then.", by=by, now=later)
    notice.refresh_from_db()
    assert notice.review_at == later + timedelta(hours=168)
    assert len(told_of_the_decision(notice)) == 2


def test_withheld_it_can_be_released_later(
    staff: make.Staff, owner: make.Staff, other: make.Staff, now: datetime
) -> None:
    notice, by = make.make_held(staff, owner), owner.actor(roles=RELEASER)
    actions.withhold(notice=notice.id, reason=REASON, by=by, now=now)
    actions.release(notice=notice.id, by=by, now=now + timedelta(days=1))
    make.deliver(now + timedelta(days=1))
    notice.refresh_from_db()
    assert notice.state == State.DELIVERED
    assert notice.review_at is None


@pytest.mark.parametrize("reason", ["", "   ", "no", "not now"])
def test_withholding_without_words_is_refused_and_tells_nobody(
    staff: make.Staff, owner: make.Staff, other: make.Staff, now: datetime, reason: str
) -> None:
    notice = make.make_held(staff, owner)
    with pytest.raises(actions.ReasonNeeded, match="Reason"):
        actions.withhold(notice=notice.id, reason=reason, by=owner.actor(roles=RELEASER), now=now)
    notice.refresh_from_db()
    assert notice.state == State.HELD
    assert told_of_the_decision(notice) == []


def test_withholding_with_nobody_else_to_tell_is_refused(staff: make.Staff, owner: make.Staff, now: datetime) -> None:
    notice = make.make_held(staff, owner)
    with pytest.raises(actions.ReasonNeeded, match="no other function"):
        actions.withhold(notice=notice.id, reason=REASON, by=owner.actor(roles=RELEASER), now=now)
    notice.refresh_from_db()
    assert notice.state == State.HELD


def test_the_function_kept_from_knowing_is_never_the_one_told_of_the_decision(
    staff: make.Staff, owner: make.Staff, other: make.Staff, now: datetime
) -> None:
    notice, by = make.make_held(staff, owner), owner.actor(roles=RELEASER)
    for post in (staff.post, owner.post):
        with pytest.raises(actions.ReasonNeeded, match="another team"):
            actions.withhold(notice=notice.id, reason=REASON, tell_post=post.id, by=by, now=now)
    chosen = make.make_staff(function=Function.FIRST_RESPONSE)
    actions.withhold(notice=notice.id, reason=REASON, tell_post=chosen.post.id, by=by, now=now)
    assert [told.team_id for told in told_of_the_decision(notice)] == [chosen.post.team_id]


def test_nobody_but_a_free_specialist_of_the_owners_team_decides(
    staff: make.Staff, owner: make.Staff, other: make.Staff, now: datetime
) -> None:
    about = make.make_resolved_record()
    notice = make.make_held(staff, owner, about=about)
    access.declare_conflict(worker=owner.cover, record=about, by=MACHINE, now=now)
    for actor in (
        staff.actor(roles=RELEASER),
        other.actor(roles=RELEASER),
        owner.actor(owner.manager),
        owner.actor(owner.cover, roles=RELEASER),
        MACHINE,
    ):
        assert queries.release_queue(actor, now) == ()
        for decide in (
            lambda actor=actor: actions.release(notice=notice.id, by=actor, now=now),
            lambda actor=actor: actions.withhold(notice=notice.id, reason=REASON, by=actor, now=now),
            lambda actor=actor: actions.open_held(notice=notice.id, by=actor, now=now),
        ):
            with pytest.raises(actions.NotPermitted):
                decide()
    notice.refresh_from_db()
    assert notice.state == State.HELD


def test_the_specialist_reads_what_would_be_sent_and_has_not_opened_it_for_its_team(
    staff: make.Staff, owner: make.Staff, now: datetime
) -> None:
    notice, by = make.make_held(staff, owner), owner.actor(roles=RELEASER)
    (line,) = queries.release_queue(by, now)
    assert (line.notice, line.due, line.state) == (notice.id, now + timedelta(hours=24), State.HELD)
    picture = queries.held_picture(notice.id, actions.open_held(notice=notice.id, by=by, now=now))
    assert (picture.text, picture.owner) == (notice.text, f"Police safeguarding unit, {owner.post.team.name}")
    actions.release(notice=notice.id, by=by, now=now)
    make.deliver(now)
    assert make.steps_of(notice) == ["HELD", "RELEASED", "DELIVERED"]
    assert queries.release_queue(by, now) == ()


def test_a_proof_of_one_held_notice_opens_no_other(staff: make.Staff, owner: make.Staff, now: datetime) -> None:
    one, another = make.make_held(staff, owner), make.make_held(staff, owner)
    seen = actions.open_held(notice=one.id, by=owner.actor(roles=RELEASER), now=now)
    with pytest.raises(ValueError, match="another notice"):
        queries.held_picture(another.id, seen)


def test_what_was_released_is_not_decided_again(
    staff: make.Staff, owner: make.Staff, other: make.Staff, now: datetime
) -> None:
    notice, by = make.make_held(staff, owner), owner.actor(roles=RELEASER)
    actions.release(notice=notice.id, by=by, now=now)
    with pytest.raises(actions.IllegalChange):
        actions.release(notice=notice.id, by=by, now=now)
    make.deliver(now)
    with pytest.raises(actions.IllegalChange):
        actions.withhold(notice=notice.id, reason=REASON, by=by, now=now)
    assert told_of_the_decision(notice) == []
