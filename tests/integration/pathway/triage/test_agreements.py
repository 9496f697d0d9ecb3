"""Agreeing to a proposed decision, objecting, lapsing, and standing in the interim: nobody ends a child's matter alone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests.factories import families, listings
from tests.factories import incidents as told
from tests.factories.deciding import (
    HEALTH_VISITOR,
    LATER,
    NOW,
    POLICE,
    SCHOOL_NURSE,
    SOCIAL_CARE,
    Table,
    make_table,
    notices_of,
    settle,
    signed_in,
)
from wholepicture.pathway import stages
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.models import Answer, Notice
from wholepicture.pathway.notifications.terms import Form, State
from wholepicture.pathway.triage import actions, queries, rules
from wholepicture.pathway.triage.actions import wanting
from wholepicture.pathway.triage.models import Agreement, Decision, Listing
from wholepicture.pathway.triage.permissions import OnlyTheMachine
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode, Say
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.permissions import NotAllowed
from wholepicture.registers.access.queries import teams_granted
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.protocol.terms import NoticeKind, Seat

pytestmark = pytest.mark.django_db
AGREE_BY = LATER + timedelta(hours=6)


def end_it(table: Table, by: Actor) -> UUID:
    """Propose that nothing more is done."""
    return table.decide(by, "no_further_action", recipients=[])


def asked_to_agree(batch: UUID) -> dict[str, Notice]:
    """The notices by which others are asked to agree, by function."""
    return {one.function: one for one in notices_of(batch) if one.answered_on == Form.AGREEMENT}


def agree(table: Table, batch: UUID, function: str, words: str = "") -> None:
    actions.agree(batch=batch, words=words, by=table.actor(function), now=table.at)


def test_two_different_employers_decide_together_without_a_meeting() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    one = table.latest()
    assert (one.state, one.mode, one.agree_by) == (DecisionState.PROPOSED, Mode.ASYNCHRONOUS, AGREE_BY)
    assert table.is_listed()
    asked = asked_to_agree(batch)
    assert set(asked) == {SOCIAL_CARE}, "the other employer that triages"
    notice = asked[SOCIAL_CARE]
    assert (notice.kind, notice.reply_by, notice.cause) == (NoticeKind.ACT, AGREE_BY, batch)
    assert "Open the family, look at what is known, and agree or object by" in notice.text
    assert not [each for each in notices_of(batch) if each.cause != batch], "no recipient is asked before it stands"
    agree(table, batch, SOCIAL_CARE, "Agreed, the baby has to be seen.")
    one = table.latest()
    assert (one.state, one.stands_at) == (DecisionState.STANDING, LATER)
    assert [(voice.say, voice.seat, voice.words) for voice in one.voices] == [
        (Say.PROPOSED, Seat.POLICE, ""),
        (Say.AGREED, Seat.SOCIAL_CARE, "Agreed, the baby has to be seen."),
    ]
    assert not table.is_listed()
    notice.refresh_from_db()
    assert notice.state == State.ANSWERED
    assert Answer.objects.get(notice=notice).words == "Agreed, the baby has to be seen."
    assert HEALTH_VISITOR in {each.function for each in notices_of(batch) if each.kind == NoticeKind.ACT}


def test_to_end_it_without_a_meeting_takes_police_social_care_and_a_named_health_professional() -> None:
    table = make_table()
    batch = end_it(table, table.actor(POLICE))
    assert set(asked_to_agree(batch)) == {SOCIAL_CARE, HEALTH_VISITOR, Function.GP}
    agree(table, batch, HEALTH_VISITOR)
    assert (table.latest().state, table.is_listed()) == (DecisionState.PROPOSED, True)
    agree(table, batch, SOCIAL_CARE)
    assert (table.latest().state, table.latest().mode) == (DecisionState.STANDING, Mode.ASYNCHRONOUS)
    assert not table.is_listed()


def test_whoever_is_asked_can_open_the_family_until_the_time_by_which_they_are_asked() -> None:
    table = make_table(lets_in=())
    stages.run_until_quiet(now=LATER)
    nurse = table.world.posts[SCHOOL_NURSE]
    Post.objects.filter(function__in=[HEALTH_VISITOR, Function.SAFEGUARDING_MIDWIFE, Function.GP]).update(
        closed_date=NOW.date()
    )
    batch = end_it(table, table.actor(POLICE))
    assert set(asked_to_agree(batch)) == {SOCIAL_CARE, SCHOOL_NURSE}
    assert nurse.team_id in teams_granted(Subject.FAMILY, table.family, AGREE_BY - timedelta(minutes=1))
    assert nurse.team_id not in teams_granted(Subject.FAMILY, table.family, AGREE_BY)
    agree(table, batch, SCHOOL_NURSE)
    agree(table, batch, SOCIAL_CARE)
    assert table.latest().state is DecisionState.STANDING


def test_no_further_action_after_a_repeat_needs_a_second_sign_in_whoever_sits_in_the_room() -> None:
    table = make_table()
    for days in (2, 4, 6):
        at = NOW + timedelta(days=days)
        table.world.report(now=at, reference=f"CH-{days}", happened_at=at - timedelta(hours=1))
    table.at = NOW + timedelta(days=6, hours=1)
    table.open_meeting(present=[SOCIAL_CARE, POLICE, HEALTH_VISITOR])
    batch = end_it(table, table.actor(SOCIAL_CARE, roles=("triage_chair",)))
    assert (table.latest().state, table.latest().mode) == (DecisionState.PROPOSED, Mode.MEETING)
    assert "after a repeat" in asked_to_agree(batch)[POLICE].because
    agree(table, batch, HEALTH_VISITOR)
    assert (table.latest().state, table.latest().mode) == (DecisionState.STANDING, Mode.MEETING)
    assert not table.is_listed()


def test_a_colleague_of_whoever_proposed_brings_it_no_further() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    colleague = table.world.posts[POLICE].team.manager
    assert colleague

    with pytest.raises(actions.AddsNothing, match="Your agency has spoken already"):
        actions.agree(batch=batch, words="", by=signed_in(colleague, LATER), now=LATER)
    with pytest.raises(actions.AlreadySaid, match="somebody else has to"):
        agree(table, batch, POLICE)
    assert Agreement.objects.count() == 1


def test_an_objection_stops_it_and_the_proposer_is_told_why() -> None:
    table = make_table()
    batch = end_it(table, table.actor(POLICE))
    with pytest.raises(actions.WhyMissing, match="say why you object"):
        actions.object_to(batch=batch, words=" ", by=table.actor(SOCIAL_CARE), now=LATER)
    actions.object_to(batch=batch, words="Nobody has seen the baby.", by=table.actor(SOCIAL_CARE), now=LATER)
    one = table.latest()
    assert (one.state, one.stands_at) == (DecisionState.OBJECTED, None)
    assert "Nobody has seen the baby." in one.ended_because
    assert table.is_listed()
    assert {notice.state for notice in asked_to_agree(batch).values()} == {State.ANSWERED, State.SUPERSEDED}
    (told,) = [each for each in notices_of(batch) if each.row == "proposal ended"]
    assert (told.kind, told.team_id) == (NoticeKind.ACT, table.world.posts[POLICE].team_id)
    assert "Nobody has seen the baby." in told.text
    with pytest.raises(actions.NothingToAgree, match="It waits no longer"):
        agree(table, batch, HEALTH_VISITOR)
    table.decide(table.actor(POLICE), reasons="Then somebody has to see the baby.")
    assert table.latest().state is DecisionState.PROPOSED


@pytest.mark.parametrize("function", [SCHOOL_NURSE, Function.PERPETRATOR_SERVICE])
def test_who_may_not_open_the_family_agrees_and_objects_to_nothing(function: Function) -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    with pytest.raises(NotAllowed):
        agree(table, batch, function)
    with pytest.raises(NotAllowed):
        actions.object_to(batch=batch, words="I know them.", by=table.actor(function), now=LATER)


def test_nobody_close_to_the_family_agrees_and_it_does_not_wait_for_them() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    by = table.actor(SOCIAL_CARE)
    assert [one.batch for one in queries.proposals_for(by, LATER)] == [batch]
    jodie = table.world.records["Jodie"][0]
    access.declare_conflict(worker=table.worker(SOCIAL_CARE), record=jodie, by=MACHINE, now=NOW)
    with pytest.raises(NotAllowed):
        agree(table, batch, SOCIAL_CARE)
    assert queries.proposals_for(by, LATER) == []


def test_the_word_of_somebody_close_to_the_family_counts_for_nothing_once_that_is_known() -> None:
    table = make_table()
    batch = end_it(table, table.actor(POLICE))
    agree(table, batch, HEALTH_VISITOR)
    kyle = table.world.records["Kyle"][0]
    access.declare_conflict(worker=table.worker(HEALTH_VISITOR), record=kyle, by=MACHINE, now=NOW)
    agree(table, batch, SOCIAL_CARE)
    assert (table.latest().state, table.is_listed()) == (DecisionState.PROPOSED, True)
    settle(AGREE_BY)
    assert table.latest().state is DecisionState.LAPSED


def test_somebody_close_to_the_family_in_the_room_is_no_second_employer() -> None:
    table = make_table()
    table.open_meeting(present=[POLICE])
    kyle = table.world.records["Kyle"][0]
    access.declare_conflict(worker=table.worker(POLICE), record=kyle, by=MACHINE, now=NOW)
    end_it(table, table.actor(SOCIAL_CARE, roles=("triage_chair",)))
    assert table.latest().state is DecisionState.PROPOSED


def test_what_waits_for_others_does_not_wait_for_the_agency_that_has_spoken() -> None:
    table = make_table()
    end_it(table, table.actor(POLICE))
    assert queries.proposals_for(table.actor(POLICE), LATER) == []
    assert len(queries.proposals_for(table.actor(HEALTH_VISITOR), LATER)) == 1
    assert queries.proposals_for(table.actor(SCHOOL_NURSE), LATER) == []
    assert queries.proposals_for(MACHINE, LATER) == []


def test_what_is_not_agreed_to_in_time_lapses_and_the_family_stays_listed() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    assert queries.next_due_proposals(LATER) == AGREE_BY
    assert settle(AGREE_BY - timedelta(seconds=1)) == 0
    assert queries.size_proposals(AGREE_BY).count == 1
    assert settle(AGREE_BY) == 1
    one = table.latest()
    assert (one.state, one.ended_because[:27]) == (DecisionState.LAPSED, "It was not agreed to in tim")
    assert table.is_listed()
    assert asked_to_agree(batch)[SOCIAL_CARE].state == State.SUPERSEDED
    (told,) = [each for each in notices_of(batch) if each.row == "proposal ended"]
    assert (told.kind, told.team_id) == (NoticeKind.ACT, table.world.posts[POLICE].team_id)
    assert Entry.objects.filter(event=Event.DECISION_LAPSED).count() == 1
    assert settle(AGREE_BY + timedelta(days=1)) == 0
    assert queries.next_due_proposals(AGREE_BY) is None


def test_where_only_social_care_is_silent_the_others_decide_in_the_interim_and_first_response_gets_a_referral() -> None:
    table = make_table()
    batch = end_it(table, table.actor(POLICE))
    agree(table, batch, HEALTH_VISITOR)
    settle(AGREE_BY)
    one = table.latest()
    assert (one.state, one.mode, one.stands_at) == (DecisionState.STANDING, Mode.INTERIM, AGREE_BY)
    (listing,) = queries.of_families([table.family])[table.family]
    assert (listing.decided_at, listing.mode) == (AGREE_BY, Mode.INTERIM)
    (referral,) = [each for each in notices_of(batch) if each.row == "interim referral"]
    assert (referral.kind, referral.function, referral.state) == (NoticeKind.ACT, SOCIAL_CARE, State.QUEUED)
    assert "This is a referral about Charlie Marsh." in referral.text
    assert "Children's social care did not answer" in referral.text
    assert [each.row for each in notices_of(batch) if each.function == SOCIAL_CARE and each.cause != batch] == [
        referral.row
    ]
    table.at = AGREE_BY + timedelta(hours=1)
    table.decide(table.actor(SOCIAL_CARE), "social_care_assessment", recipients=[table.wants(SOCIAL_CARE)])
    assert table.latest().state is DecisionState.PROPOSED, "who comes late decides again, with another"


def test_first_response_reads_the_referral_and_what_it_is_asked_in_one() -> None:
    table = make_table()
    asked = [table.wants(SOCIAL_CARE, asked="Please ring the grandmother.")]
    batch = table.decide(table.actor(POLICE), "information_only", recipients=asked)
    agree(table, batch, HEALTH_VISITOR)
    settle(AGREE_BY)
    (told,) = [each for each in notices_of(batch) if each.function == SOCIAL_CARE and each.cause != batch]
    assert "This is a referral" in told.text
    assert "You are asked: Please ring the grandmother." in told.text
    assert [one.state for one in table.latest().recipients] == ["Waiting to be delivered"]


@pytest.mark.parametrize("silent", [POLICE, HEALTH_VISITOR])
def test_nothing_stands_in_the_interim_where_another_seat_is_silent(silent: Function) -> None:
    table = make_table()
    first, second = (one for one in (POLICE, SOCIAL_CARE, HEALTH_VISITOR) if one != silent)
    batch = end_it(table, table.actor(first))
    agree(table, batch, second)
    settle(AGREE_BY)
    assert (table.latest().state, table.is_listed()) == (DecisionState.LAPSED, True)


def test_in_the_interim_a_recipient_who_has_vanished_meanwhile_lets_it_lapse_with_the_reason() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE), "information_only", recipients=[table.wants(SCHOOL_NURSE)])
    agree(table, batch, HEALTH_VISITOR)
    Post.objects.filter(id=table.world.posts[SCHOOL_NURSE].id).update(closed_date=LATER.date())
    with pytest.raises(wanting.RecipientGone, match="School nurse"), transaction.atomic():
        agree(table, batch, SOCIAL_CARE)
    assert table.latest().state is DecisionState.PROPOSED
    assert len(table.latest().voices) == 2, "the whole agreement is undone, not half of it"
    settle(AGREE_BY)
    assert table.latest().state is DecisionState.LAPSED
    assert "School nurse" in table.latest().ended_because
    assert not [each for each in notices_of(batch) if each.row in ("interim referral", "decision", "decision told")]


def test_a_proposal_about_what_was_withdrawn_or_about_a_family_that_was_merged_is_agreed_to_by_nobody() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    with transaction.atomic():
        Listing.objects.update(withdrawn_at=LATER, withdrawn_because="For a test.")
        with pytest.raises(actions.NothingToAgree, match="Nothing of what it was about is on the list any more"):
            agree(table, batch, SOCIAL_CARE)
        settle(AGREE_BY)
        assert "Nothing of what it was about" in table.latest().ended_because
        transaction.set_rollback(True)


def test_a_proposal_about_a_family_that_was_merged_lapses_and_says_so() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    other = Family.objects.create(created_at=NOW)
    Family.objects.filter(id=table.family).update(merged_into=other)
    with pytest.raises(actions.FamilyMerged):
        agree(table, batch, SOCIAL_CARE)
    settle(AGREE_BY)
    assert table.latest().state is DecisionState.LAPSED
    assert "turned out to be one" in table.latest().ended_because


def test_a_listing_that_comes_after_the_proposal_is_not_closed_by_it() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    at = LATER + timedelta(hours=1)
    table.world.report(now=at, reference="CH-2", happened_at=at - timedelta(minutes=30))
    agree(table, batch, SOCIAL_CARE)
    first, second = sorted(Listing.objects.all(), key=lambda row: row.listed_at)
    assert (first.decided_at, second.decided_at) == (LATER, None)


def test_a_time_that_was_not_named_begins_when_the_decision_stands_and_one_that_has_passed_is_given_anew() -> None:
    table = make_table()
    soon = LATER + timedelta(hours=2)
    asked = [table.wants(HEALTH_VISITOR), table.wants(SCHOOL_NURSE, reply_by=soon)]
    batch = table.decide(table.actor(POLICE), recipients=asked)
    table.at = LATER + timedelta(hours=5)
    agree(table, batch, SOCIAL_CARE)
    due = {one.function: one.reply_by for one in table.latest().recipients}
    assert set(due.values()) == {table.at + timedelta(hours=24)}


def test_only_the_machine_settles_and_only_what_is_past_its_time() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    with pytest.raises(OnlyTheMachine):
        actions.settle_proposals(batches=[batch], by=table.actor(POLICE), now=AGREE_BY)
    actions.settle_proposals(batches=[batch, uuid4()], by=MACHINE, now=LATER)
    assert table.latest().state is DecisionState.PROPOSED


def test_words_of_agreement_refer_to_no_sector_either() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    with pytest.raises(rules.ReferredToASector):
        agree(table, batch, SOCIAL_CARE, "Agreed, refer to health.")
    with pytest.raises(rules.ReferredToASector):
        actions.object_to(batch=batch, words="Pass it to health instead", by=table.actor(SOCIAL_CARE), now=LATER)


def test_an_agreement_is_never_recorded_without_the_notices_that_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    before = [Agreement.objects.count(), Notice.objects.count(), Entry.objects.count()]

    def broken(**_: object) -> None:
        raise RuntimeError("The carrier's table is locked.")

    monkeypatch.setattr(notifications, "send", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        agree(table, batch, SOCIAL_CARE)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.object_to(batch=batch, words="No.", by=table.actor(SOCIAL_CARE), now=LATER)
    assert [Agreement.objects.count(), Notice.objects.count(), Entry.objects.count()] == before
    assert table.latest().state is DecisionState.PROPOSED


def test_a_batch_that_nobody_knows_waits_for_nobody() -> None:
    with pytest.raises(actions.NothingToAgree, match="no such proposal"):
        actions.agree(batch=uuid4(), words="", by=MACHINE, now=LATER)


def test_where_nobody_of_social_care_can_be_told_nothing_stands_in_the_interim_and_the_reason_says_so() -> None:
    table = make_table()
    batch = end_it(table, table.actor(POLICE))
    agree(table, batch, HEALTH_VISITOR)
    Post.objects.filter(function__in=[SOCIAL_CARE, Function.EMERGENCY_DUTY_TEAM]).update(closed_date=NOW.date())
    settle(AGREE_BY)
    assert (table.latest().state, table.is_listed()) == (DecisionState.LAPSED, True)
    assert "nobody of children's social care can be told" in table.latest().ended_because


def test_a_proposal_lapses_also_where_the_directory_has_nobody_left_who_could_be_told() -> None:
    table = make_table()
    batch = table.decide(table.actor(POLICE))
    Post.objects.update(closed_date=NOW.date())
    settle(AGREE_BY)
    assert (table.latest().state, table.is_listed()) == (DecisionState.LAPSED, True)
    assert not [each for each in notices_of(batch) if each.row == "proposal ended"]


def test_a_proposal_about_two_children_still_waits_for_the_one_about_whom_nothing_else_was_proposed() -> None:
    table = make_table()
    ivy = families.make_child("Ivy", table.world.records["Jodie"][0], home=told.HOME)
    stages.run_until_quiet(now=NOW)
    table.family = listings.family_of(ivy)
    both = table.decide(table.actor(POLICE), children=[table.child, listings.person_of(ivy)])
    alone = table.decide(table.actor(HEALTH_VISITOR), children=[listings.person_of(ivy)], reasons="Ivy is at school.")
    rows = Decision.objects.filter(family=table.family).values_list("batch", "child__person", "state")
    assert {(batch, person == table.child): state for batch, person, state in rows} == {
        (both, True): DecisionState.PROPOSED,
        (both, False): DecisionState.REPLACED,
        (alone, False): DecisionState.PROPOSED,
    }
    assert asked_to_agree(both)[SOCIAL_CARE].state in (State.QUEUED, State.DELIVERED), "Charlie still waits"
