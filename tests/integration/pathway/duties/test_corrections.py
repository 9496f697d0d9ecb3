"""Once a link is undone, whoever was told of the wrong person is told so, and nobody else is (design promises 1, 4 and 5)."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.test.utils import CaptureQueriesContext

from tests.factories import accounts, people, worlds
from tests.factories import agencies as make
from tests.factories import incidents as told
from wholepicture.pathway import stages
from wholepicture.pathway.duties import actions
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.incidents.terms import Category
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import AnswerKind, State
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.models import Listing
from wholepicture.registers.access.queries import teams_granted
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Look
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import ProtectedFact, Record
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex
from wholepicture.registers.protocol.terms import CauseKind

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT
LATER = NOW + timedelta(days=2)
SCHOOL_AGE = date(2012, 3, 1)


def wrong_practice(world: worlds.World) -> tuple[Post, Record]:
    """A third practice, with a patient of the same name and date of birth as Charlie: another child."""
    practice = make.make_staffed_post(function=Function.GP)
    namesake = people.make_record(
        agency=practice.team.agency, forename="Charlie", surname="Marsh", birth_date=told.child_told().birth_date,
        now=NOW,
    )  # fmt: skip
    people.make_registration(namesake, practice.team, now=NOW)
    return practice, namesake


def reviewer(world: worlds.World) -> Actor:
    """A clerical reviewer."""
    return accounts.make_actor(team=world.posts[Function.FIRST_RESPONSE].team, roles=("link_reviewer",))


def undo(world: worlds.World, record: Record, now: datetime = LATER, *, run: bool = True) -> None:
    """A reviewer undoes the machine's link of a record; the machine then runs until nothing waits."""
    link = Link.objects.get(record=record, undone_at__isnull=True)
    linkage.undo_link(link=link.id, because="Two children.", by=reviewer(world), now=now)
    if run:
        stages.run_until_quiet(now=now)


def broken(now: datetime) -> list[str]:
    """The promises that do not hold; the audit is sealed at commit, which a test never reaches."""
    return [found.sentence for found in oversight.breaches(now) if "chain" not in found.sentence]


def about_charlie(incident: Incident, post: Post) -> Notice:
    """What a practice was told of Charlie."""
    return Notice.objects.get(cause=incident.id, team=post.team, about__forename="Charlie")


def corrections() -> list[Notice]:
    """Every correction that there is."""
    return list(Notice.objects.filter(row="correction").order_by("created_at", "id"))


def test_a_practice_that_was_told_of_the_wrong_child_is_sent_a_correction_and_nobody_else_is() -> None:
    world = worlds.make_world()
    practice, namesake = wrong_practice(world)
    incident = world.report()
    before = about_charlie(incident, practice)
    assert before.state == State.DELIVERED
    undo(world, namesake)
    (sent,) = corrections()
    assert (sent.cause, sent.post, sent.about_id, sent.kind) == (before.id, practice, before.about_id, "act")
    assert (sent.state, sent.lane) == (State.DELIVERED, before.lane)
    assert sent.reply_by == LATER + timedelta(hours=24)
    assert sent.title == f"Correction: {before.title}"
    assert str(before.id) in sent.text
    for name in ("Charlie", "Jodie", "Kyle", "Marsh", "Denham"):
        assert name not in sent.text
    assert Duty.objects.get(notice=before).dropped_at == LATER
    assert about_charlie(incident, world.posts["practice_a"]).state == State.DELIVERED
    (entry,) = Entry.objects.filter(kind=EntryKind.CORRECTED)
    assert (entry.record_id, entry.agency, entry.known_at) == (before.about_id, practice.team.agency, LATER)
    assert broken(LATER) == []


def test_a_correction_is_sent_once_however_often_it_is_worked_out() -> None:
    world = worlds.make_world()
    _, namesake = wrong_practice(world)
    incident = world.report()
    undo(world, namesake)
    for hours in (0, 1, 2):
        actions.derive(incidents=[incident.id], by=worlds.MACHINE, now=LATER + timedelta(hours=hours))
    stages.run_until_quiet(now=LATER + timedelta(hours=3))
    assert len(corrections()) == 1


@pytest.mark.parametrize("state", [State.DELIVERED, State.ANSWERED, State.DECLINED])
def test_whoever_opened_it_answered_or_declined_is_corrected_too(state: State) -> None:
    world = worlds.make_world()
    practice, namesake = wrong_practice(world)
    incident = world.report()
    notice, by = about_charlie(incident, practice), accounts.make_actor(team=practice.team)
    at = NOW + timedelta(hours=1)
    notifications.open_item(item=notice.item_id, by=by, now=at)
    if state is State.ANSWERED:
        notifications.answer(item=notice.item_id, kind=AnswerKind.NOTHING_KNOWN, words="", by=by, now=at)
    elif state is State.DECLINED:
        notifications.decline(notice=notice.id, reason="Not registered with us since May.", by=by, now=at)
    notice.refresh_from_db()
    assert notice.state == state
    undo(world, namesake)
    assert [sent.cause for sent in corrections()] == [notice.id]


def test_what_nobody_was_told_yet_is_taken_back_without_a_correction() -> None:
    world = worlds.make_world()
    practice, namesake = wrong_practice(world)
    receipt = told.receive(agency=world.police)
    told.link_and_place()
    actions.derive(incidents=[receipt.incident_id], by=worlds.MACHINE, now=NOW)
    notice = about_charlie(Incident.objects.get(id=receipt.incident_id), practice)
    assert notice.state == State.QUEUED
    undo(world, namesake)
    notice.refresh_from_db()
    assert notice.state == State.SUPERSEDED
    assert corrections() == []


@pytest.mark.parametrize("is_withheld", [False, True])
def test_what_was_held_or_withheld_about_the_wrong_man_is_taken_back_without_a_correction(is_withheld: bool) -> None:
    world = worlds.make_world()
    incident = world.report()
    held = world.notice(incident, Function.GP, "Kyle")
    if is_withheld:
        by = accounts.make_actor(
            team=world.posts[Function.POLICE_SAFEGUARDING_UNIT].team, roles=("specialist_releaser",)
        )
        notifications.withhold(
            notice=held.id,
            reason="He reads what his practice writes, and she lives next door.",
            by=by,
            now=NOW + timedelta(hours=1),
        )
    (told_by_police,) = Record.objects.filter(forename="Kyle", agency=world.police)
    undo(world, told_by_police)
    held.refresh_from_db()
    assert held.state == State.SUPERSEDED
    assert corrections() == []


@pytest.mark.parametrize("left", [LATER.date(), date(2019, 12, 1)])
def test_a_practice_that_no_longer_has_the_child_or_says_so_late_gets_no_correction(left: date) -> None:
    world = worlds.make_world()
    incident = world.report()
    practice = world.posts["practice_a"]
    _leaves(practice, "Charlie", left)
    actions.derive(incidents=[incident.id], by=worlds.MACHINE, now=LATER)
    assert Duty.objects.get(notice=about_charlie(incident, practice)).dropped_at == LATER
    assert corrections() == []


def test_who_left_at_the_very_time_when_another_link_is_undone_was_told_rightly_too() -> None:
    world = worlds.make_world()
    wrong, namesake = wrong_practice(world)
    incident = world.report()
    right = world.posts["practice_a"]
    _leaves(right, "Charlie", LATER.date())
    undo(world, namesake)
    assert Duty.objects.get(notice=about_charlie(incident, right)).dropped_at == LATER
    assert [sent.team for sent in corrections()] == [wrong.team]


def _leaves(practice: Post, forename: str, left: date) -> None:
    """A child leaves a practice on a day."""
    facts = ProtectedFact.objects.filter(team=practice.team, record__forename=forename)
    assert facts.update(until_date=left) == 1


def test_an_incident_long_past_is_corrected_too_and_nobody_new_is_told_of_it() -> None:
    world = worlds.make_world()
    practice, namesake = wrong_practice(world)
    incident = world.report()
    wrong = about_charlie(incident, practice)
    late = NOW + timedelta(days=400)
    newly = people.make_record(
        agency=world.posts["practice_b"].team.agency, forename="Jodie", surname="Marsh", sex=Sex.FEMALE,
        birth_date=date(1997, 5, 2), address=worlds.HOME, now=late,
    )  # fmt: skip
    people.make_registration(newly, world.posts["practice_b"].team, now=late)
    # What triage asks and raises of a family that nobody decided about is its own.
    of_incidents = Notice.objects.filter(cause_kind=CauseKind.INCIDENT.value)
    told_before = set(of_incidents.values_list("id", flat=True))
    undo(world, namesake, late)
    assert [sent.cause for sent in corrections()] == [wrong.id]
    assert set(of_incidents.values_list("id", flat=True)) - told_before == {corrections()[0].id}


def test_undone_and_found_to_be_one_after_all_is_told_again_after_the_correction() -> None:
    world = worlds.make_world()
    practice, namesake = wrong_practice(world)
    incident = world.report()
    wrong = about_charlie(incident, practice)
    undo(world, namesake)
    (sent,) = corrections()
    _one_after_all(world, namesake, LATER + timedelta(days=1))
    duty = Duty.objects.get(incident=incident, team=practice.team, dropped_at__isnull=True)
    assert duty.notice
    assert (duty.notice.cause, duty.notice.state, duty.notice.text) == (sent.id, State.DELIVERED, wrong.text)
    assert broken(LATER + timedelta(days=1)) == []


def test_a_correction_that_did_not_go_out_is_taken_back_when_the_two_are_one_after_all() -> None:
    world = worlds.make_world()
    practice, namesake = wrong_practice(world)
    incident = world.report()
    wrong = about_charlie(incident, practice)
    undo(world, namesake, run=False)
    told.link_and_place(LATER)
    actions.derive(incidents=[incident.id], by=worlds.MACHINE, now=LATER)
    assert [sent.state for sent in corrections()] == [State.QUEUED]
    _one_after_all(world, namesake, LATER + timedelta(minutes=5))
    assert [sent.state for sent in corrections()] == [State.SUPERSEDED]
    duty = Duty.objects.get(incident=incident, team=practice.team)
    assert (duty.notice_id, duty.dropped_at) == (wrong.id, None)


def _one_after_all(world: worlds.World, record: Record, now: datetime) -> None:
    """The answer that they are two is undone, and another one says that they are one person."""
    pair = Pair.objects.get(newer=record)
    by = reviewer(world)
    different = Review.objects.get(pair=pair, undone_at__isnull=True)
    linkage.undo_review(review=different.id, because="I was wrong.", by=by, now=now)
    linkage.review(pair=pair.id, verdict=Verdict.SAME, because="One child.", by=by, now=now)
    stages.run_until_quiet(now=now)


def test_the_wrong_familys_listing_is_withdrawn_its_page_closed_and_its_people_corrected() -> None:
    world = worlds.make_world()
    practice = make.make_staffed_post(function=Function.GP)
    alex = people.make_record(agency=practice.team.agency, forename="Alex", surname="Vale", now=NOW)
    other = people.make_record(
        agency=practice.team.agency, forename="Ash", surname="Vale", birth_date=SCHOOL_AGE, now=NOW,
        address="7 Made-Up Lane, Nowhere, ZZ2 2ZZ",
    )  # fmt: skip
    people.make_registration(other, practice.team, now=NOW)
    people.make_relation(RelationshipKind.PARENT_OF, alex, other, now=NOW)
    stages.run_until_quiet(now=NOW)
    ash = told.child_told(
        key="ash", forename="Ash", surname="Vale", birth_date=SCHOOL_AGE, address="", child=told.child_told().child
    )
    incident = world.report(people=(told.mother_told(), told.father_told(), told.child_told(), ash))
    wrong = _family(other)
    assert wrong in {one.family for one in triage.for_incident(incident.id)}
    assert teams_granted(Subject.FAMILY, wrong, NOW)
    (told_by_police,) = Record.objects.filter(forename="Ash", agency=world.police)
    undo(world, told_by_police)
    assert wrong == _family(other)
    assert wrong not in {one.family for one in triage.for_incident(incident.id)}
    assert _family(told_by_police) in {one.family for one in triage.for_incident(incident.id)}
    (gone,) = Listing.objects.filter(incident=incident, family_id=wrong)
    assert gone.withdrawn_at == LATER
    assert "concerns no child of this family" in gone.withdrawn_because
    assert teams_granted(Subject.FAMILY, wrong, LATER) == set()
    assert {sent.team for sent in corrections()} == {practice.team}


def test_when_only_the_wrong_man_brought_it_into_scope_everybody_who_was_told_is_corrected() -> None:
    world = worlds.make_world()
    (partner,) = world.records["Kyle"]
    people.make_relation(RelationshipKind.PARTNER_OF, world.records["Jodie"][0], partner)
    unknown = (
        told.mother_told(role=Role.NOT_KNOWN),
        told.father_told(role=Role.NOT_KNOWN, alleged_by=""),
        told.child_told(),
    )
    incident = world.report(category=Category.OTHER, people=unknown, relationships=())
    told_of_it = Notice.objects.filter(cause=incident.id, state=State.DELIVERED).values_list("id", flat=True)
    before = set(told_of_it)
    assert before
    undo(world, Record.objects.get(forename="Kyle", agency=world.police))
    assert {sent.cause for sent in corrections()} == before
    assert not Duty.objects.filter(incident=incident, dropped_at__isnull=True).exists()


def _family(record: Record) -> UUID:
    record.refresh_from_db()
    assert record.person_id
    return families.family_ids_of([record.person_id])[record.person_id]


def test_deriving_again_asks_nothing_of_links_unless_somebody_was_told_in_error() -> None:
    from django.db import connection

    world = worlds.make_world()
    incident = world.report()
    with CaptureQueriesContext(connection) as found:
        actions.derive(incidents=[incident.id], by=worlds.MACHINE, now=LATER)
    assert not [one for one in found.captured_queries if "linkage_link" in one["sql"]]


def test_whoever_was_told_through_a_false_link_is_listed_and_whoever_looked_meanwhile() -> None:
    world = worlds.make_world()
    practice, namesake = wrong_practice(world)
    incident = world.report()
    wrong, right = about_charlie(incident, practice), about_charlie(incident, world.posts["practice_a"])
    family = Listing.objects.get().family_id
    looker = accounts.make_actor(team=world.posts[Function.FIRST_RESPONSE].team)
    look = {
        "user": looker.id,
        "team": world.posts[Function.FIRST_RESPONSE].team_id,
        "subject_kind": Subject.FAMILY.value,
    }
    Look.objects.create(**look, subject=family, at=NOW + timedelta(hours=1))
    assert duties.exposures(10) == []

    undo(world, namesake)
    Look.objects.create(**look, subject=family, at=LATER + timedelta(hours=1))

    (exposure,) = duties.exposures(10)
    (told_in_error,) = exposure.told
    assert (told_in_error.notice, told_in_error.team) == (wrong.id, practice.team.name) != (right.id, right.team.name)
    assert (told_in_error.correction, told_in_error.state) == (corrections()[0].id, State.DELIVERED)
    assert told_in_error.told_at is not None
    assert told_in_error.told_at < told_in_error.corrected_at == exposure.undone_at == LATER
    (looked,) = exposure.looked
    assert (looked.people, looked.first_at) == (1, NOW + timedelta(hours=1))
    assert exposure.by_machine
    for name in ("Charlie", "Jodie", "Kyle", "Marsh", "Denham"):
        assert name not in str(exposure)
