"""What is overdue tells somebody by name, once for a family, and climbs to the partnership until there is a decision."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.factories import access as grants
from tests.factories import accounts, on_list, people, worlds
from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.factories.listings import adult, charlies, family_of, second_family
from wholepicture.pathway import stages
from wholepicture.pathway.duties.models import Derivation
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications import queries as notices
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.queries import who
from wholepicture.pathway.notifications.terms import Form, State, StepKind
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.actions.alarm import NobodyToTell
from wholepicture.pathway.triage.models import Listing
from wholepicture.pathway.triage.permissions import OnlyTheMachine
from wholepicture.pathway.triage.terms import Cause, Mode
from wholepicture.registers.agencies.models import Post, Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people.terms import RelationshipKind
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT
DUE = NOW + timedelta(hours=24)


def alarms() -> list[Notice]:
    """Every alarm about a family that is overdue."""
    return list(Notice.objects.filter(cause_kind=Cause.OVERDUE).order_by("created_at", "id"))


def raise_all(at: object) -> None:
    """As the machine does: whatever waits, in one go."""
    actions.raise_alarm(listings=queries.waiting_overdue(at, 50, []), by=MACHINE, now=at)  # type: ignore[arg-type]


def test_nothing_waits_until_it_is_due_and_then_whoever_chairs_is_told_by_name_to_act() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    before = DUE - timedelta(seconds=1)
    assert (queries.waiting_overdue(before, 10, []), queries.next_due_overdue(before)) == ([], DUE)
    assert queries.size_overdue(before).count == 0
    assert queries.waiting_overdue(DUE, 10, []) == [listing.id]
    assert (queries.size_overdue(DUE).count, queries.size_overdue(DUE).oldest_at) == (1, DUE)
    raise_all(DUE)
    (alarm,) = alarms()
    listing.refresh_from_db()
    assert listing.alarm_id == alarm.id
    assert alarm.post_id == world.posts[Function.FIRST_RESPONSE].id
    assert (alarm.kind, alarm.answered_on, alarm.reply_by) == (
        NoticeKind.ACT, Form.DECISION, DUE + timedelta(hours=4),
    )  # fmt: skip
    assert alarm.about.forename == "Charlie"
    assert (queries.waiting_overdue(DUE, 10, []), queries.next_due_overdue(DUE)) == ([], None)
    (entry,) = Entry.objects.filter(event=Event.LISTING_OVERDUE)
    assert entry.about == [f"family:{listing.family_id}", f"listing:{listing.id}"]


def test_the_alarm_names_the_children_what_is_new_and_what_to_do_and_no_adult() -> None:
    world = worlds.make_world()
    world.report()
    world.report(now=NOW + timedelta(hours=1))
    raise_all(DUE)
    (alarm,) = alarms()
    assert alarm.title == "Overdue for triage: family of Charlie"
    for said in ("The family of Charlie has been on the daily triage list since Monday 16 December 2019", "2nd",
                 "propose a decision now", "only a decision ends it", "Handling:"):  # fmt: skip
        assert said in alarm.text
    for unsaid in ("Jodie", "Kyle", "Marsh", "Denham", "abuse"):
        assert unsaid not in f"{alarm.title} {alarm.text} {alarm.because}"


def test_raising_it_again_tells_nobody_twice() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    for hours in (0, 0, 3):
        actions.raise_alarm(listings=[listing.id], by=MACHINE, now=DUE + timedelta(hours=hours))
    assert len(alarms()) == 1
    assert Entry.objects.filter(event=Event.LISTING_OVERDUE).count() == 1


def test_a_family_has_one_alarm_whatever_it_is_listed_for() -> None:
    world = worlds.make_world()
    for hours in (0, 0, 5):
        world.report(now=NOW + timedelta(hours=hours))
    raise_all(DUE)
    raise_all(DUE + timedelta(hours=5))
    (alarm,) = alarms()
    assert set(Listing.objects.values_list("alarm_id", flat=True)) == {alarm.id}
    assert queries.alarms_of(Listing.objects.values_list("id", flat=True)) == [alarm.id]
    assert queries.alarms_of([uuid4()]) == []


def test_what_was_decided_withdrawn_or_is_not_yet_due_is_left_alone() -> None:
    world = worlds.make_world()
    rows = [Listing.objects.get(incident=world.report()) for _ in range(3)]
    Listing.objects.filter(id=rows[0].id).update(decided_at=NOW, mode=Mode.MEETING)
    Listing.objects.filter(id=rows[1].id).update(withdrawn_at=NOW)
    Listing.objects.filter(id=rows[2].id).update(due_at=DUE + timedelta(hours=1))
    actions.raise_alarm(listings=[row.id for row in rows], by=MACHINE, now=DUE)
    assert alarms() == []
    assert queries.waiting_overdue(DUE, 10, []) == []
    assert queries.next_due_overdue(DUE) == DUE + timedelta(hours=1)


def test_a_linked_family_that_is_overdue_is_told_of_without_a_word_about_the_other() -> None:
    world = worlds.make_world()
    sam = second_family(world)
    world.report()
    raise_all(NOW + timedelta(hours=72))
    by_family = {Listing.objects.get(alarm=alarm).family_id: alarm for alarm in alarms()}
    assert set(by_family) == {charlies(world), family_of(sam)}
    linked = by_family[family_of(sam)]
    for secret in ("Charlie", "Jodie", "Kyle", "Marsh", "abuse"):
        assert secret not in f"{linked.title} {linked.text} {linked.because}"
    assert "Sam" in linked.title


def test_nobody_close_to_the_family_is_told_of_it() -> None:
    world = worlds.make_world()
    # Close to the mother, and not to the child whom the alarm is about.
    cousin, far = adult(world, "Cousin", home=None), adult(world, "Far", home=None)
    for one, other in ((cousin, world.records["Jodie"][0]), (far, cousin)):
        people.make_relation(RelationshipKind.RELATIVE_OF, one, other, now=NOW)
    world.report()
    post = world.posts[Function.FIRST_RESPONSE]
    named = who.on_duty(post, DUE.date()).primary
    assert named
    grants.make_conflict(worker=Worker.objects.get(id=named.id), record=far)
    raise_all(DUE)
    stages.run_until_quiet(now=DUE)
    (alarm,) = alarms()
    told_of_it = set(Step.objects.filter(notice=alarm, to__isnull=False).values_list("to_id", flat=True))
    assert named.id not in told_of_it
    assert told_of_it, "somebody else is"


def test_it_climbs_to_the_partnership_and_goes_on_until_it_is_settled() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    raise_all(DUE)
    (alarm,) = alarms()
    for hours in (0, 2, 4, 8, 28, 52, 76, 100):
        now = DUE + timedelta(hours=hours)
        notifications.deliver_due(notices=notices.waiting_delivery(now, 500, []), by=MACHINE, now=now)
        notifications.chase(notices=notices.waiting_chase(now, 500, []), by=MACHINE, now=now)
    rungs = list(Step.objects.filter(notice=alarm).order_by("number").values_list("kind", flat=True))
    assert StepKind.MANAGER_TOLD in rungs
    assert rungs.index(StepKind.MANAGER_TOLD) < rungs.index(StepKind.PARTNERSHIP_TOLD)
    notifications.settle(
        notices=queries.alarms_of([listing.id]), because="Decided.", by=MACHINE, now=DUE + timedelta(hours=101)
    )
    alarm.refresh_from_db()
    assert (alarm.state, alarm.next_at) == (State.SUPERSEDED, None)


def test_what_leaves_the_list_takes_its_alarm_with_it_once_nothing_of_the_family_rests_on_it() -> None:
    world = worlds.make_world()
    first, second = world.report(), world.report()
    raise_all(DUE)
    (alarm,) = alarms()
    for incident, state in ((first, State.QUEUED), (second, State.SUPERSEDED)):
        Derivation.objects.filter(incident=incident).update(in_scope=False, because="Nobody personally connected.")
        actions.list_families(incidents=[incident.id], by=MACHINE, now=DUE + timedelta(hours=1))
        alarm.refresh_from_db()
        assert alarm.state == state


def test_a_listing_that_is_opened_again_raises_its_alarm_again() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    raise_all(DUE)
    (alarm,) = alarms()
    notifications.settle(notices=[alarm.id], because="Decided.", by=MACHINE, now=DUE)
    worker = Worker.objects.filter(agency=world.police).first()
    assert worker
    on_list.decide([listing], world.records["Jodie"][0], worker=worker, at=DUE)
    actions.list_families(incidents=[listing.incident_id], by=MACHINE, now=DUE)
    listing.refresh_from_db()
    assert (listing.decided_at, listing.alarm_id, listing.due_at) == (None, None, DUE + timedelta(hours=24))
    raise_all(listing.due_at)
    (again,) = alarms()
    assert (again.id, again.state) == (alarm.id, State.QUEUED)


def test_without_anybody_who_chairs_whoever_else_sits_at_the_table_is_told() -> None:
    world = worlds.make_world(without=(Function.FIRST_RESPONSE,))
    world.report()
    raise_all(DUE)
    assert alarms()[0].post_id == world.posts[Function.POLICE_SAFEGUARDING_UNIT].id


def test_without_anybody_at_all_it_waits_in_sight_and_says_so() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    Post.objects.update(closed_date=make.NOW.date())
    assert queries.waiting_overdue(DUE, 10, []) == []
    assert queries.size_overdue(DUE).count == 1, "the list of what is stuck shows it"
    assert (queries.next_due_overdue(NOW), queries.next_due_overdue(DUE)) == (DUE, None), (
        "no clock waits for a directory"
    )
    with pytest.raises(NobodyToTell, match="chairs triage"):
        actions.raise_alarm(listings=[listing.id], by=MACHINE, now=DUE)


def test_the_work_list_leaves_out_what_is_excluded_and_takes_as_many_as_asked() -> None:
    world = worlds.make_world()
    ids = [Listing.objects.get(incident=world.report()).id for _ in range(2)]
    assert set(queries.waiting_overdue(DUE, 10, [])) == set(ids)
    assert queries.waiting_overdue(DUE, 10, ids[:1]) == ids[1:]
    assert len(queries.waiting_overdue(DUE, 1, [])) == 1


def test_each_of_many_families_has_its_own_alarm_in_its_own_lane() -> None:
    world = worlds.make_world()
    incident = world.report()
    on_list.fill(30, incident=incident.id, agency=world.police, teams=[], now=NOW)
    raise_all(NOW + timedelta(hours=100))
    assert len(alarms()) == 31
    assert {alarm.lane for alarm in alarms()} == {"fast", "standard"}


def test_nobody_raises_an_alarm_by_hand() -> None:
    world = worlds.make_world()
    listing = Listing.objects.get(incident=world.report())
    by = accounts.make_actor(team=world.posts[Function.FIRST_RESPONSE].team)
    with pytest.raises(OnlyTheMachine), transaction.atomic():
        actions.raise_alarm(listings=[listing.id], by=by, now=DUE)
    assert not connection.needs_rollback
    assert alarms() == []
