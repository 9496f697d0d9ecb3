"""Deciding about a child: named recipients, the notices in the same transaction, and every refusal with its remedy."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests.factories import asks, families, listings, people
from tests.factories import incidents as told
from tests.factories.deciding import (
    HEALTH_VISITOR,
    LATER,
    NOW,
    POLICE,
    REASONS,
    SCHOOL_NURSE,
    SOCIAL_CARE,
    Table,
    make_table,
    notices_of,
)
from wholepicture.pathway import stages
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.findings.queries import NotOpened
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage import actions, queries, rules
from wholepicture.pathway.triage.actions import wanting
from wholepicture.pathway.triage.actions.listing import GRANTED_FOR
from wholepicture.pathway.triage.facts import RecipientWanted
from wholepicture.pathway.triage.models import Agreement, Ask, Decision, DecisionFor, Listing, Recipient
from wholepicture.pathway.triage.permissions.words import NotAtTheTable
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode, Say
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.models import Grant
from wholepicture.registers.access.permissions import NotAllowed
from wholepicture.registers.agencies.models import Agency, Post, Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Actor, Event, Seen
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.protocol.terms import NoticeKind, Seat

pytestmark = pytest.mark.django_db


def chair(table: Table) -> Actor:
    """The chair of a meeting that is under way."""
    table.open_meeting()
    return table.actor(SOCIAL_CARE, roles=("triage_chair",))


def acts(batch: UUID) -> list[Notice]:
    """What recipients of a batch are asked, without what others are told for information."""
    return [one for one in notices_of(batch) if one.kind == NoticeKind.ACT]


def kyle(table: Table) -> UUID:
    """A record of the person said to have caused harm."""
    return table.world.records["Kyle"][0].id


def test_a_chair_decides_in_the_meeting_and_it_stands_at_once_with_everything_that_follows() -> None:
    table = make_table()
    batch = table.decide(chair(table), "Early help", level=2)
    one = table.latest()
    assert (one.state, one.mode, one.batch) == (DecisionState.STANDING, Mode.MEETING, batch)
    assert (one.outcome, one.label, one.level, one.level_label) == ("early_help", "Early help", 2, "Early help")
    assert (one.reasons, one.stands_at, one.agree_by, one.replaces) == (REASONS, LATER, None, None)
    assert one.pattern.startswith("1st, on 16 December 2019; Charlie is 4 weeks old")
    assert one.findings
    assert [(voice.say, voice.seat) for voice in one.voices] == [(Say.PROPOSED, Seat.SOCIAL_CARE)]
    (listing,) = queries.of_families([table.family])[table.family]
    assert (listing.decided_at, listing.mode, one.listings) == (LATER, Mode.MEETING, (listing.id,))
    (line,) = [each for each in chronology.for_cause(one.id) if each.kind is EntryKind.DECISION]
    assert (line.record, line.words, line.source) == (one.child, "Early help", one.id)
    entry = Entry.objects.get(event=Event.TRIAGE_DECIDED)
    assert entry.detail == {"outcome": "early_help", "level": 2, "mode": "meeting", "protocol": 1}
    assert {f"decision:{one.id}", f"family:{table.family}", f"record:{one.child}"} == set(entry.about)


def test_a_recipient_is_asked_as_a_named_function_by_a_time_and_only_who_may_open_the_family_reads_why() -> None:
    table = make_table()
    by_friday = LATER + timedelta(days=3)
    school_nurse = table.wants(SCHOOL_NURSE, asked="Please ask how Charlie's sister is.", reply_by=by_friday)
    batch = table.decide(chair(table), recipients=[table.wants(HEALTH_VISITOR), school_nurse])
    visitor, nurse = sorted(acts(batch), key=lambda notice: notice.function)
    assert (visitor.function, nurse.function) == (HEALTH_VISITOR, SCHOOL_NURSE)
    assert (visitor.kind, visitor.state, visitor.reply_by) == (
        NoticeKind.ACT,
        State.QUEUED,
        LATER + timedelta(hours=24),
    )
    assert nurse.reply_by == by_friday
    assert "Please see the child this week." in visitor.text
    assert REASONS in visitor.text
    assert REASONS not in nurse.text
    assert "how Charlie's sister is" in nurse.text
    assert [(one.function, one.state, one.held) for one in table.latest().recipients] == [
        (Function.HEALTH_VISITOR, "Waiting to be delivered", False),
        (Function.SCHOOL_NURSE, "Waiting to be delivered", False),
    ]


def test_what_goes_to_a_service_of_somebody_causing_harm_is_held_and_says_only_whom_it_is_about() -> None:
    table = make_table()
    asked = "Please offer help with alcohol."
    gp = table.wants("practice_b", asked=asked, about=kyle(table))
    service = table.wants(Function.PERPETRATOR_SERVICE, asked=asked, about=kyle(table))
    batch = table.decide(chair(table), recipients=[gp, service])
    notices = acts(batch)
    assert {(one.state, one.title) for one in notices} == {(State.HELD, "Kyle Denham")}
    for one in notices:
        assert one.owner_id == table.world.posts[POLICE].id, "the first of those who release"
        assert (one.release_by, one.reply_by) == (LATER + timedelta(hours=24), LATER + timedelta(hours=48))
        assert asked in one.text
        for never in ("Charlie", "Jodie", REASONS, "Early help", "triage"):
            assert never not in one.text
    assert all(one.held and one.state == "Held for release" for one in table.latest().recipients)


def test_a_practice_that_the_child_shares_with_whoever_causes_harm_is_told_about_the_child() -> None:
    table = make_table(lets_in=())
    practice = table.world.posts["practice_a"].team
    people.make_registration(table.world.records["Kyle"][0], practice, now=NOW)
    stages.run_until_quiet(now=NOW)
    about_him = Ask.objects.get(team=practice, about__forename="Kyle")
    assert about_him.notice
    assert about_him.notice.state == State.HELD
    batch = table.decide(chair(table))
    (one,) = [one for one in notices_of(batch) if one.team_id == practice.id]
    assert (one.kind, one.title, one.state) == (NoticeKind.INFORM, "Charlie Marsh", State.QUEUED)
    assert "Kyle" not in one.text


def test_teams_that_were_asked_are_told_how_it_was_decided_and_those_held_back_are_not() -> None:
    table = make_table(lets_in=())
    asks.ask(NOW)
    batch = table.decide(chair(table))
    informed = {one.function: one for one in notices_of(batch) if one.kind == NoticeKind.INFORM}
    assert HEALTH_VISITOR not in informed, "a recipient is asked, not told besides"
    assert table.world.posts["practice_b"].team_id not in {one.team_id for one in informed.values()}
    assert {POLICE, Function.DOMESTIC_ABUSE_SERVICE, Function.EDUCATION_SAFEGUARDING, Function.GP} <= set(informed)
    assert all("Early help" in one.text and REASONS not in one.text for one in informed.values())
    assert len({one.team_id for one in notices_of(batch)}) == len(notices_of(batch))


@pytest.mark.parametrize(
    ("said", "refusal", "field", "words"),
    [
        ({"outcome": "refer to health"}, rules.ReferredToASector, "outcome", "GP practice, the health visitor"),
        ({"outcome": "R e f e r 2 Hеalth!"}, rules.ReferredToASector, "outcome", "by when"),
        ({"reasons": "Low risk. Refer to health."}, rules.ReferredToASector, "reasons", "a whole sector"),
        ({"outcome": "wait and see"}, rules.OutcomeNotKnown, "outcome", "Choose one of these: Strategy discussion"),
        ({"outcome": ""}, rules.OutcomeNotKnown, "outcome", "none is chosen"),
        ({"reasons": "  "}, wanting.ReasonsMissing, "reasons", "say why"),
        ({"level": 5}, wanting.LevelNotKnown, "level", "4 Acute, or child protection"),
        ({"level": 0}, wanting.LevelNotKnown, "level", "1 Universal"),
        ({"recipients": []}, wanting.RecipientMissing, "recipients", "by when"),
        ({"children": []}, wanting.NotOfThisFamily, "children", "choose at least one child"),
        ({"children": [uuid4()]}, wanting.NotOfThisFamily, "children", "does not belong to this family"),
    ],
)
def test_a_refusal_names_the_field_and_the_remedy_and_writes_nothing(
    said: dict[str, object], refusal: type[rules.DecisionRefused], field: str, words: str
) -> None:
    table = make_table()
    by = chair(table)
    notices = Notice.objects.count()
    with pytest.raises(refusal, match=words) as refused:
        table.decide(by, **said)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Decision.objects.exists()
    assert Notice.objects.count() == notices
    assert table.is_listed()


def test_what_is_asked_of_recipients_is_looked_at_too() -> None:
    table = make_table()
    by = chair(table)
    nobody = RecipientWanted(uuid4(), "See the child.")
    somebody_else = listings.second_family(table.world)
    for wanted, refusal, words in (
        (table.wants(HEALTH_VISITOR, asked=" "), wanting.RecipientMissing, "say what you ask of Health visitor"),
        (table.wants(HEALTH_VISITOR, asked="Please refer on to health."), rules.ReferredToASector, "What is asked"),
        (table.wants(HEALTH_VISITOR, reply_by=LATER), wanting.TooSoon, "has passed"),
        (table.wants(HEALTH_VISITOR, about=somebody_else.id), wanting.NotAboutThisFamily, "not of this family"),
        (nobody, wanting.RecipientGone, "no longer there"),
    ):
        with pytest.raises(refusal, match=words) as refused:
            table.decide(by, recipients=[wanted])
        assert refused.value.field == "recipients"


@pytest.mark.parametrize("gone", ["post", "team", "agency"])
def test_an_agency_that_has_vanished_can_be_asked_for_nothing_and_is_offered_to_nobody(gone: str) -> None:
    table = make_table()
    by = chair(table)
    post = table.world.posts[SCHOOL_NURSE]
    assert post.id in {one.post for one in queries.recipient_choices(table.family, now=LATER)}
    {
        "post": lambda: Post.objects.filter(id=post.id).update(closed_date=LATER.date()),
        "team": lambda: Team.objects.filter(id=post.team_id).update(closed_date=LATER.date()),
        "agency": lambda: Agency.objects.filter(id=post.team.agency_id).update(left_date=LATER.date()),
    }[gone]()
    with pytest.raises(
        wanting.RecipientGone, match=r"School nurse \(.*\) is no longer there.*Choose who does this work now"
    ):
        table.decide(by, recipients=[table.wants(SCHOOL_NURSE)])
    assert post.id not in {one.post for one in queries.recipient_choices(table.family, now=LATER)}


def test_what_has_to_be_held_and_nobody_could_release_is_refused() -> None:
    table = make_table()
    owners = [Function.DOMESTIC_ABUSE_SERVICE, POLICE]
    by = chair(table)
    Team.objects.filter(posts__function__in=owners).update(closed_date=LATER.date())
    with pytest.raises(wanting.NobodyReleases, match="released by a specialist first"):
        table.decide(by, recipients=[table.wants("practice_b", about=kyle(table))])


def test_information_only_needs_no_recipient_and_two_employers_in_the_room() -> None:
    table = make_table()
    table.open_meeting(present=[POLICE])
    table.decide(table.actor(SOCIAL_CARE, roles=("triage_chair",)), "information_only", recipients=[])
    assert (table.latest().state, table.latest().recipients) == (DecisionState.STANDING, ())
    assert not table.is_listed()


def test_only_one_employer_in_the_room_cannot_end_it_without_another() -> None:
    table = make_table()
    table.open_meeting(present=[SOCIAL_CARE])
    table.decide(table.actor(SOCIAL_CARE, roles=("triage_chair",)), "nfa", recipients=[])
    one = table.latest()
    assert (one.state, one.mode, one.agree_by) == (DecisionState.PROPOSED, Mode.MEETING, LATER + timedelta(hours=6))
    assert table.is_listed()


def test_who_does_not_chair_decides_without_the_meeting_also_while_it_sits() -> None:
    table = make_table()
    table.open_meeting(present=[SOCIAL_CARE, POLICE])
    table.decide(table.actor(POLICE))
    assert (table.latest().state, table.latest().mode) == (DecisionState.PROPOSED, Mode.ASYNCHRONOUS)


def test_deciding_again_replaces_and_the_old_decision_stays_readable() -> None:
    table = make_table()
    by = chair(table)
    first = table.decide(by)
    stages.run_until_quiet(now=LATER)
    table.decide(by, "strategy_discussion", recipients=[table.wants(SOCIAL_CARE)], reasons="A bruise was seen.")
    new, old = table.pictures()
    assert (new.state, old.state, old.batch) == (DecisionState.STANDING, DecisionState.REPLACED, first)
    assert new.replaces == old.id
    assert (old.reasons, old.outcome, old.label, len(old.recipients)) == (REASONS, "early_help", "Early help", 1)
    assert old.ended_because == "A later decision was made about this child."
    assert new.listings == old.listings, "it revisits what was decided before"
    (asked,) = [one for one in notices_of(new.batch) if one.function == HEALTH_VISITOR]
    assert (asked.kind, "Strategy discussion" in asked.text) == (NoticeKind.INFORM, True)
    (before,) = [one for one in notices_of(first) if one.function == HEALTH_VISITOR]
    assert before.state == State.DELIVERED, "only a named person's answer ends what was delivered"


def test_what_no_recipient_had_been_told_yet_is_not_told_once_it_is_replaced() -> None:
    table = make_table()
    by = chair(table)
    first = table.decide(by)
    second = table.decide(by, recipients=[table.wants(SCHOOL_NURSE)], reasons="Her health visitor has left.")
    assert [one.state for one in acts(first)] == [State.SUPERSEDED]
    assert [one.function for one in acts(second)] == [SCHOOL_NURSE]


def test_a_lower_level_than_the_last_that_was_said_needs_a_second_employer_even_when_it_was_left_out_between() -> None:
    table = make_table()
    by = chair(table)
    table.decide(by, level=4)
    table.decide(by, level=None, reasons="Not said this time.")
    table.decide(by, level=3, reasons="Lower than before.")
    assert table.latest().state is DecisionState.PROPOSED
    table.decide(by, level=4, reasons="As before after all.")
    assert table.latest().state is DecisionState.STANDING
    assert {one.reasons: one.state for one in table.pictures()}["Lower than before."] is DecisionState.REPLACED


def test_whoever_began_before_another_decided_sees_the_other_decision_and_loses_nothing() -> None:
    table = make_table()
    by = chair(table)
    table.decide(by)
    with pytest.raises(actions.DecidedMeanwhile, match="decided “Early help” since you began") as refused:
        table.decide(table.actor(POLICE), "hold", began_from=None)
    assert refused.value.decision == table.latest()
    assert len(table.pictures()) == 1
    table.decide(table.actor(POLICE), "hold", reasons="I have read it.")
    assert table.latest().state is DecisionState.PROPOSED
    with pytest.raises(actions.DecidedMeanwhile, match="proposed “Hold until more is known” since you began"):
        table.decide(by, "hold", began_from=table.pictures()[1].id, reasons="Another.")


def test_a_form_that_is_sent_twice_decides_once() -> None:
    table = make_table()
    by = chair(table)
    first = table.decide(by, began_from=None)
    assert table.decide(by, began_from=None) == first
    assert len(table.pictures()) == 1
    with pytest.raises(actions.DecidedMeanwhile):
        table.decide(by, began_from=None, level=2)
    assert table.decide(by) != first, "deciding the same again on purpose is a decision of its own"


def test_nothing_is_decided_about_a_family_that_is_not_listed_and_never_was_decided_about() -> None:
    table = make_table()
    by = chair(table)
    Listing.objects.update(withdrawn_at=NOW, withdrawn_because="For a test.")
    with pytest.raises(actions.NothingToDecide, match="report it as a concern"):
        table.decide(by)


def test_a_family_that_was_merged_into_another_is_decided_about_there() -> None:
    table = make_table()
    by = chair(table)
    other = Family.objects.create(created_at=NOW)
    Family.objects.filter(id=table.family).update(merged_into=other)
    with pytest.raises(actions.FamilyMerged, match=r"turned out to be one\. Open it again"):
        table.decide(by)
    assert not Decision.objects.exists()


def test_decisions_of_a_family_that_became_another_are_read_there_and_a_later_one_replaces_them() -> None:
    table = make_table()
    by = chair(table)
    table.decide(by)
    old = table.family
    Family.objects.create(id=(other := uuid4()), created_at=NOW)
    Membership.objects.filter(family_id=old).update(family_id=other)
    Listing.objects.filter(family_id=old).update(family_id=other)
    Grant.objects.filter(subject=old).update(subject=other)
    Family.objects.filter(id=old).update(merged_into_id=other)
    seen = access.open_family(family=other, parties=[table.child], by=by, why="a test", now=LATER)
    assert [one.family for one in queries.decisions_of(other, seen=seen)] == [old]
    table.family = other
    table.decide(by, reasons="Again, as one family.")
    new, before = queries.decisions_of(other, seen=seen)
    assert (new.replaces, before.state) == (before.id, DecisionState.REPLACED)


def test_every_child_is_decided_about_before_the_family_leaves_the_list() -> None:
    table = make_table()
    sister = families.make_child("Ivy", table.world.records["Jodie"][0], home=told.HOME)
    stages.run_until_quiet(now=NOW)
    ivy = listings.person_of(sister)
    table.family = listings.family_of(sister)
    by = chair(table)
    table.decide(by)
    assert table.is_listed(), "Ivy waits for a decision"
    table.decide(by, children=[ivy], reasons="Ivy is at school all day.")
    assert not table.is_listed()
    assert [one.state for one in table.pictures()] == [DecisionState.STANDING] * 2
    batch = table.decide(by, children=[ivy, table.child], reasons="Both together.")
    together = [one for one in table.pictures() if one.batch == batch]
    assert len(together) == 2
    assert len({recipient.about for one in together for recipient in one.recipients}) == 2
    assert len(acts(batch)) == 2


def test_once_decided_whoever_triages_may_look_back_for_the_days_of_the_protocol_and_no_longer() -> None:
    table = make_table()
    table.decide(chair(table))
    grants = Grant.objects.filter(subject=table.family, reason=GRANTED_FOR)
    assert {grant.until_at for grant in grants} == {LATER + timedelta(days=28)}


def test_a_listing_that_came_after_is_decided_about_by_nobody_yet() -> None:
    table = make_table()
    by = chair(table)
    table.decide(by)
    later = LATER + timedelta(days=2)
    table.world.report(now=later, reference="CH-2", happened_at=later - timedelta(hours=1))
    assert table.is_listed()
    assert Listing.objects.filter(decided_at__isnull=True).count() == 1
    assert DecisionFor.objects.count() == 1


@pytest.mark.parametrize("function", [SCHOOL_NURSE, Function.PERPETRATOR_SERVICE])
def test_a_team_that_may_not_open_the_family_decides_nothing(function: Function) -> None:
    table = make_table()
    with pytest.raises(NotAllowed):
        table.decide(table.actor(function))


def test_a_role_without_a_part_in_triage_decides_nothing() -> None:
    table = make_table()
    with pytest.raises(NotAtTheTable, match="Ask your agency's lead for the role"):
        table.decide(table.actor(POLICE, roles=("reporting_officer",)))
    with pytest.raises(NotAtTheTable):
        table.decide(MACHINE)


@pytest.mark.parametrize("who", ["Charlie", "Jodie", "Kyle"])
def test_nobody_decides_about_their_own_family(who: str) -> None:
    table = make_table()
    by = chair(table)
    record = table.world.records[who][0]
    access.declare_conflict(worker=table.worker(SOCIAL_CARE), record=record, by=MACHINE, now=NOW)
    with pytest.raises(NotAllowed):
        table.decide(by)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("breaks", ["send", "settle", "supersede"])
def test_a_decision_is_never_recorded_and_untold(breaks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = make_table()
    by = chair(table)
    before = [model.objects.count() for model in (Decision, Recipient, Agreement, Notice, Entry, Grant)]

    def broken(**_: object) -> None:
        raise RuntimeError("The carrier's table is locked.")

    monkeypatch.setattr(notifications, breaks, broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        table.decide(by)
    after = [model.objects.count() for model in (Decision, Recipient, Agreement, Notice, Entry, Grant)]
    assert after == before
    assert table.is_listed()
    monkeypatch.undo()
    table.decide(by)
    assert not table.is_listed()


def test_the_choice_of_recipients_never_sends_a_service_for_victims_to_whoever_harms_nor_the_reverse() -> None:
    table = make_table()
    choices = {(one.function, one.about_name): one.held for one in queries.recipient_choices(table.family, now=LATER)}
    assert choices[Function.HEALTH_VISITOR, "Charlie Marsh"] is False
    assert choices[Function.GP, "Jodie Marsh"] is False
    assert choices[Function.GP, "Kyle Denham"] is True
    assert choices[Function.PERPETRATOR_SERVICE, "Kyle Denham"] is True
    assert (Function.PERPETRATOR_SERVICE, "Jodie Marsh") not in choices
    assert (Function.DOMESTIC_ABUSE_SERVICE, "Kyle Denham") not in choices
    assert choices[Function.DOMESTIC_ABUSE_SERVICE, "Jodie Marsh"] is False
    assert not any(one.function.label.lower() == "health" for one in queries.recipient_choices(table.family, now=LATER))


def test_a_worker_speaks_for_the_seat_of_a_team_that_may_open_the_family() -> None:
    table = make_table()
    seats = {f: queries.seat_of(table.actor(f), table.family, LATER) for f in (POLICE, SOCIAL_CARE, HEALTH_VISITOR)}
    assert seats == {POLICE: Seat.POLICE, SOCIAL_CARE: Seat.SOCIAL_CARE, HEALTH_VISITOR: Seat.HEALTH_PROFESSIONAL}
    for function in (SCHOOL_NURSE, Function.DOMESTIC_ABUSE_SERVICE):
        assert queries.seat_of(table.actor(function), table.family, LATER) is None


def test_the_latest_decision_is_one_even_where_several_are_made_in_one_instant() -> None:
    table = make_table()
    by = chair(table)
    seen = set()
    for number in range(4):
        table.decide(by, reasons=f"Reason {number}.")
        latest = queries.latest_decision(table.family)
        assert latest not in seen
        assert latest == table.latest().id
        assert table.latest().reasons == f"Reason {number}."
        seen.add(latest)


def test_a_family_whose_only_child_has_grown_up_since_can_still_be_decided_about() -> None:
    born = date(2001, 12, 20)
    people = (told.mother_told(), told.father_told(), told.child_told(birth_date=born, child=None))
    table = make_table(born=born, people=people)
    table.at = LATER + timedelta(days=10)
    stages.run_until_quiet(now=table.at)
    by = chair(table)
    table.decide(by, "hold", recipients=[table.wants(SOCIAL_CARE)])
    assert not table.is_listed()


def test_an_agency_can_be_asked_about_two_people_and_once_about_each() -> None:
    table = make_table()
    jodie = table.world.records["Jodie"][0].id
    practice = [
        table.wants("practice_a", asked="See the baby."),
        table.wants("practice_a", asked="Weigh the baby."),
        table.wants("practice_a", asked="See the mother alone.", about=jodie),
    ]
    batch = table.decide(chair(table), recipients=practice)
    texts = {one.title: one.text for one in acts(batch)}
    assert set(texts) == {"Charlie Marsh", "Jodie Marsh"}
    assert "See the baby.\nWeigh the baby." in texts["Charlie Marsh"]


def test_the_alarm_of_an_overdue_family_ends_with_the_decision() -> None:
    table = make_table()
    (listing,) = queries.of_families([table.family])[table.family]
    table.at = listing.due_at + timedelta(hours=1)
    stages.run_until_quiet(now=table.at)
    (alarm,) = Notice.objects.filter(id__in=queries.alarms_of([listing.id]))
    assert alarm.state != State.SUPERSEDED
    table.decide(chair(table))
    alarm.refresh_from_db()
    assert alarm.state == State.SUPERSEDED


def test_a_time_that_was_not_named_is_counted_from_the_release_also_for_the_second_decision_of_one_instant() -> None:
    table = make_table()
    by = chair(table)
    table.decide(by)
    batch = table.decide(by, recipients=[table.wants("practice_b", about=kyle(table))], reasons="In the same minute.")
    (held,) = acts(batch)
    assert (held.release_by, held.reply_by) == (LATER + timedelta(hours=24), LATER + timedelta(hours=48))


def test_a_service_that_has_come_to_serve_whoever_causes_harm_is_told_of_no_decision() -> None:
    table = make_table(lets_in=())
    asks.ask(NOW)
    now_serves = table.world.posts[Function.EDUCATION_SAFEGUARDING].team
    Agency.objects.filter(id=now_serves.agency_id).update(kind="perpetrator_service")
    batch = table.decide(chair(table))
    informed = {one.team_id for one in notices_of(batch) if one.kind == NoticeKind.INFORM}
    assert informed
    assert now_serves.id not in informed


def test_decisions_are_read_only_by_whoever_opened_the_family_that_they_are_about() -> None:
    table = make_table()
    by = chair(table)
    batch = table.decide(by)
    seen = Seen(by=by, why="the list", at=LATER, subject=table.family)
    other = Seen(by=by, why="the list", at=LATER, subject=uuid4())
    assert [one.batch for one in queries.decisions_of(table.family, seen=seen)] == [batch]
    assert [one.batch for one in queries.decided_together(batch, seen=seen)] == [batch]
    assert queries.family_of_batch(batch) == table.family
    assert queries.family_of_batch(uuid4()) is None
    with pytest.raises(NotOpened, match="what you opened was something else"):
        queries.decisions_of(table.family, seen=other)
    with pytest.raises(NotOpened, match="what you opened was something else"):
        queries.decided_together(batch, seen=other)


def test_whoever_speaks_for_no_agency_decides_nothing() -> None:
    table = make_table()
    with pytest.raises(NotAtTheTable, match="Only a named worker of an agency"):
        table.decide(replace(table.actor(POLICE), agency=None))
    assert not Decision.objects.exists()


def test_a_practice_whose_post_has_closed_is_offered_to_nobody_though_a_child_is_registered_there() -> None:
    table = make_table()
    practice = table.world.posts["practice_a"]
    assert practice.id in {one.post for one in queries.recipient_choices(table.family, now=LATER)}
    Post.objects.filter(id=practice.id).update(closed_date=LATER.date())
    offered = queries.recipient_choices(table.family, now=LATER)
    assert offered
    assert practice.id not in {one.post for one in offered}
