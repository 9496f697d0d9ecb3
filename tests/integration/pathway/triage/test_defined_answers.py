"""What has no obvious answer has a defined one, through the whole machine (issue 4, done when).

A decision that asks nobody, a contribution after the decision, an agency that is gone, and a list of 500.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.factories import on_list, triaged
from wholepicture.lib.dates import london_day
from wholepicture.pathway import stages
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.pathway.oversight.queries import promises
from wholepicture.pathway.triage import actions, queries, rules
from wholepicture.pathway.triage.actions import wanting
from wholepicture.pathway.triage.facts import AskPicture, DecisionPicture, RecipientWanted
from wholepicture.pathway.triage.models import Ask, Contribution, Decision, Listing
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import AskState, Cause
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.terms import Lane

pytestmark = pytest.mark.django_db
# A Saturday afternoon: nobody meets.
NOW = datetime(2019, 12, 21, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICE, SOCIAL_CARE, VISITOR = Function.POLICE_SAFEGUARDING_UNIT, Function.FIRST_RESPONSE, Function.HEALTH_VISITOR
NURSE = Function.SCHOOL_NURSE
REASONS = "A baby of five weeks; nobody knows where he sleeps."


@pytest.fixture
def table() -> triaged.Table:
    """Charlie's family, listed this Saturday."""
    made = triaged.make_table()
    made.report_charlies(NOW)
    return made


def decide(table: triaged.Table, by: Actor, outcome: str, recipients: list[RecipientWanted], now: datetime) -> UUID:
    """Decide about Charlie, knowing what was decided before."""
    family = table.charlies()
    (listed,) = {one.children for one in queries.of_families([family])[family]}
    return actions.decide(
        family=family, children=listed, outcome=outcome, level=3, reasons=REASONS, recipients=recipients,
        began_from=queries.latest_decision(family), by=by, now=now,
    )  # fmt: skip


def decisions(table: triaged.Table) -> list[DecisionPicture]:
    """What was decided about Charlie, the newest first."""
    family = table.charlies()
    return queries.decisions_of_families([family])[family]


def decided(table: triaged.Table, now: datetime, *wanted: RecipientWanted) -> UUID:
    """Police propose to hold, and children's social care agrees."""
    batch = decide(table, table.actor(table.post(POLICE)), "hold", list(wanted), now)
    actions.agree(batch=batch, words="Agreed.", by=table.actor(table.post(SOCIAL_CARE)), now=now)
    stages.run_until_quiet(now=now)
    return batch


def leaves(agency: Agency, now: datetime) -> None:
    """An agency is there no more from this day."""
    Agency.objects.filter(id=agency.id).update(left_date=london_day(now))


def asks(table: triaged.Table, function: Function) -> list[AskPicture]:
    """Everything that a function was asked about Charlie's family."""
    return [one for one in queries.asks_of_family(table.charlies()) if one.function is function]


def promises_are_kept(now: datetime) -> None:
    """Nothing is broken; the audit is chained as at a commit, which this test never comes to."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    assert [str(each) for each in promises.breaches(now)] == []


# A decision that asks nobody.


@pytest.mark.parametrize("outcome", ["hold", "Early help", "social_care_assessment"])
def test_without_a_recipient_where_one_is_asked_nothing_is_decided_and_the_clock_runs_on(
    table: triaged.Table, outcome: str
) -> None:
    with pytest.raises(wanting.RecipientMissing, match="Choose") as refused:
        decide(table, table.actor(table.post(POLICE)), outcome, [], NOW + HOUR)
    assert refused.value.field == "recipients"
    assert not Decision.objects.exists()
    triaged.let_pass(NOW + HOUR, NOW + 25 * HOUR)
    (listed,) = Listing.objects.filter(family_id=table.charlies())
    assert listed.decided_at is None
    assert listed.alarm is not None
    promises_are_kept(NOW + 25 * HOUR)


def test_a_whole_sector_is_no_recipient_and_the_refusal_says_whom_to_name(table: triaged.Table) -> None:
    with pytest.raises(rules.ReferredToASector, match="health visitor"):
        decide(table, table.actor(table.post(POLICE)), "Refer to Health", [], NOW + HOUR)
    assert not Decision.objects.exists()


# A contribution after the decision.


def test_a_contribution_after_the_decision_is_kept_and_somebody_is_asked_until_they_answer_whether_it_stands(
    table: triaged.Table,
) -> None:
    decided(table, NOW + HOUR, triaged.wanted(table.charlies(), VISITOR, NOW))
    visitor = table.post(VISITOR)
    late = NOW + 3 * HOUR
    triaged.say(
        table.actor(visitor), table.charlies(), visitor.team_id, late, what="He sleeps on a sofa with his father."
    )
    given = Contribution.objects.get()
    assert given.after_decision
    triaged.let_pass(late, late + timedelta(days=4))
    notice = Notice.objects.get(cause_kind=Cause.CONTRIBUTION.value, cause=given.id)
    assert notice.function == SOCIAL_CARE
    assert "sofa" not in notice.title + notice.text
    assert Step.objects.filter(notice=notice, kind=StepKind.PARTNERSHIP_TOLD).exists()
    assert [one.state for one in decisions(table)] == [DecisionState.STANDING], "What was decided stands as it was."
    assert not Listing.objects.filter(decided_at=None).exists()
    promises_are_kept(late + timedelta(days=4))
    again = late + timedelta(days=4)
    decided(table, again, triaged.wanted(table.charlies(), VISITOR, again))
    assert [one.state for one in decisions(table)] == [DecisionState.STANDING, DecisionState.REPLACED]


# An agency that is gone.


def test_what_a_vanished_agency_was_asked_is_ended_with_the_reason_and_its_gap_is_shown(table: triaged.Table) -> None:
    visitor = table.post(VISITOR)
    (asked,) = asks(table, VISITOR)
    assert asked.state is AskState.ASKED
    leaves(visitor.team.agency, NOW + 24 * HOUR)
    triaged.let_pass(NOW, NOW + 30 * HOUR)
    ended = [one for one in asks(table, VISITOR) if one.state is AskState.ENDED]
    assert [one.id for one in ended] == [asked.id]
    assert ended[0].ended_because
    gaps = [one for one in asks(table, VISITOR) if one.state is AskState.NOBODY_TO_ASK]
    assert len(gaps) == 1
    assert gaps[0].gap
    notice = Notice.objects.get(id=asked.notice)
    assert (notice.state, notice.next_at) == (State.SUPERSEDED, None)
    promises_are_kept(NOW + 30 * HOUR)


def test_whoever_holds_the_function_now_is_asked_in_place_of_a_vanished_agency() -> None:
    table = triaged.make_table()
    old = table.post(Function.DOMESTIC_ABUSE_SERVICE)
    table.report_charlies(NOW)
    new = triaged.make_post(Function.DOMESTIC_ABUSE_SERVICE)
    leaves(old.team.agency, NOW + 24 * HOUR)
    triaged.let_pass(NOW, NOW + 30 * HOUR)
    states = {one.team_id: one.state for one in asks(table, Function.DOMESTIC_ABUSE_SERVICE)}
    assert states[old.team_id] is AskState.ENDED
    assert states[new.team_id] is AskState.ASKED
    promises_are_kept(NOW + 30 * HOUR)


def test_a_vanished_agency_cannot_be_asked_for_anything(table: triaged.Table) -> None:
    wanted = triaged.wanted(table.charlies(), NURSE, NOW)
    leaves(table.post(NURSE).team.agency, NOW)
    with pytest.raises(wanting.RecipientGone, match="School nurse"):
        decide(table, table.actor(table.post(POLICE)), "hold", [wanted], NOW + HOUR)
    assert not Decision.objects.exists()


def test_what_a_vanished_agency_was_asked_by_a_decision_climbs_until_somebody_answers(table: triaged.Table) -> None:
    decided(table, NOW + HOUR, triaged.wanted(table.charlies(), NURSE, NOW))
    leaves(table.post(NURSE).team.agency, NOW + 24 * HOUR)
    triaged.let_pass(NOW + HOUR, NOW + timedelta(days=5))
    notice = Notice.objects.get(cause_kind=Cause.DECISION.value, function=NURSE)
    assert notice.next_at is not None
    assert Step.objects.filter(notice=notice, kind=StepKind.PARTNERSHIP_TOLD).exists()
    promises_are_kept(NOW + timedelta(days=5))


def test_a_proposal_whose_recipient_vanished_meanwhile_does_not_stand_and_says_who_is_gone(
    table: triaged.Table,
) -> None:
    wanted = triaged.wanted(table.charlies(), NURSE, NOW)
    batch = decide(table, table.actor(table.post(POLICE)), "hold", [wanted], NOW + HOUR)
    leaves(table.post(NURSE).team.agency, NOW)
    by = table.actor(table.post(SOCIAL_CARE))
    with pytest.raises(wanting.RecipientGone, match="School nurse"):
        actions.agree(batch=batch, words="Agreed.", by=by, now=NOW + 2 * HOUR)
    assert [one.state for one in decisions(table)] == [DecisionState.PROPOSED]
    triaged.let_pass(NOW + 2 * HOUR, NOW + 8 * HOUR)
    assert [one.state for one in decisions(table)] == [DecisionState.LAPSED]
    assert Listing.objects.filter(family_id=table.charlies(), decided_at=None).exists()


# A list of 500.


def test_a_list_of_500_is_counted_right_and_every_family_overdue_has_its_alarm(table: triaged.Table) -> None:
    (listed,) = Listing.objects.all()
    team = table.post(SOCIAL_CARE).team
    on_list.fill(499, incident=listed.incident_id, agency=team.agency, teams=[team], now=NOW)
    size = queries.untriaged(NOW)
    assert (size.count, size.overdue) == (500, 0)
    by = table.actor(table.post(SOCIAL_CARE))
    pages = [queries.list_for(by, NOW, page=number) for number in range(1, 11)]
    assert len({each.family for page in pages for each in page.families}) == 500
    later = NOW + 25 * HOUR
    fast = Listing.objects.filter(lane=Lane.FAST).count()
    overdue = [one.id for one in Listing.objects.filter(due_at__lte=later)]
    assert len(overdue) >= fast > 90
    while waiting := queries.waiting_overdue(later, stages.BATCH, ()):
        actions.raise_alarm(listings=waiting, by=triaged.MACHINE, now=later)
    assert queries.untriaged(later).overdue == len(overdue)
    told = Listing.objects.filter(alarm__isnull=False).values_list("alarm_id", flat=True)
    assert len(set(told)) == len(overdue), "Each family has an alarm of its own."
    assert Ask.objects.filter(family_id=table.charlies()).exists()
