"""The family page: by grant only, with a trace; the pattern in words, what it shows and answers to that; another family never."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from tests.factories import access, people, worlds
from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.integration.web.browsing import Clock, family_of, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway import stages
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families.facts import ArrangementTold
from wholepicture.pathway.families.terms import Contact, Mode
from wholepicture.pathway.findings.models import Answer, Finding
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Kind, ReporterKind
from wholepicture.registers.access import actions as grants
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FIRST = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)


@pytest.fixture
def world(clock: Clock) -> worlds.World:
    """Everybody in post, and three incidents: 1 day and 12 days between them; the second without DASH or BRAG."""
    made = worlds.make_world()
    for days, changes in (
        (0, {"brag": Brag.AMBER, "reporter": ReporterKind.NEIGHBOUR}),
        (1, {"dash": Dash.NOT_DONE, "category": Category.OTHER, "reporter": ReporterKind.SELF}),
        (13, {"dash": Dash.BELIEVED_DONE, "dash_perceived": "MEDIUM", "brag": Brag.GREEN}),
    ):
        at = FIRST + timedelta(days=days)
        clock.at = at + timedelta(hours=1)
        made.report(now=clock.at, happened_at=at, **changes)
    return made


@pytest.fixture
def worker(team: Team) -> Client:
    """Somebody of that team, signed in."""
    return signed_in(team=team)


def page(client: Client, family: UUID) -> str:
    """What the page of a family says."""
    answer = client.get(f"/families/{family}")
    assert answer.status_code == 200, text(answer)
    return text(answer)


def test_the_pattern_is_told_by_the_nth_the_gaps_and_the_direction_never_as_one_event(
    worker: Client, family: UUID
) -> None:
    shown = page(worker, family)
    assert "Family of Charlie Marsh" in shown
    assert "What agencies bring, and the decision" in shown
    assert "3 incidents in this family The latest on 29 December 2019, 12 days after the one before." in shown
    assert "Kyle Denham is alleged to harm Jodie Marsh 3 reports: 1st, 2nd and 3rd" in shown
    assert "Neighbour: 1" in shown
    assert "The victim: 1" in shown
    assert "Believed done, not found; believed medium" in shown
    assert "No separation has been told." in shown
    assert "Charlie Marsh 6 weeks, born 14 November 2019" in shown
    assert "Jodie Marsh Parent or carer of a child" in shown


def test_a_listing_says_lane_and_time_and_a_finding_what_it_rests_on_and_its_rule(worker: Client, family: UUID) -> None:
    shown = page(worker, family)
    assert "3rd incident, 29 December 2019: 12 days after the one before" in shown
    assert "Fast lane" in shown
    assert "Charlie is under two." in shown
    assert "Due in" in shown
    assert "Again, within a year" in shown
    assert "1st incident, 16 December 2019; 2nd incident, 17 December 2019; 3rd incident, 29 December 2019" in shown
    assert "Days between them 1 and 12" in shown
    assert "Rule repeat_incidents, protocol version 1" in shown
    assert "Connected, but not classed as domestic abuse" in shown
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", shown)


def test_nights_that_nobody_asked_about_are_shown_as_plainly_as_those_that_were(
    worker: Client, family: UUID, clock: Clock, world: worlds.World
) -> None:
    assert "Charlie Marsh with Kyle Denham Nobody has told anything Still open" in page(worker, family)
    visitor = world.posts[Function.HEALTH_VISITOR].team.agency
    baby = Record.objects.get(agency=visitor, forename="Charlie")
    father, grandmother = (
        people.make_record(agency=visitor, forename=name, surname="Denham", birth_date=born, now=clock.at)
        for name, born in (("Kyle", date(1995, 9, 20)), ("Ann", date(1970, 1, 1)))
    )
    stages.run_until_quiet(now=clock.later(hours=1))
    families.tell_contact(
        agency=visitor, mode=Mode.VISIT, people=[baby], child=baby, summary="Contact talked about.", happened_at=clock.at,
        arrangement=ArrangementTold(
            adult=father, day=Contact.SUPPORTED, supported_by=grandmother, overnight=Contact.NOT_ASKED,
            source="the mother", from_date=date(2019, 12, 20),
        ),
        cause=UUID(int=1), by=MACHINE, now=clock.at,
    )  # fmt: skip
    shown = page(worker, family)
    assert "Supported by Ann Denham Not asked Still open" in shown
    assert "from: the mother, since 20 December 2019" in shown


def test_an_answer_stands_with_its_reason_and_the_finding_stays(worker: Client, family: UUID) -> None:
    finding = Finding.objects.get(family=family, rule="repeat_incidents", key="", ended_at__isnull=True)
    address = f"/families/{family}/findings/{finding.id}"
    sent = {f"{finding.id}-kind": "CONSIDERED", f"{finding.id}-because": "A strategy discussion is asked for."}

    answer = worker.post(address, sent)

    assert answer["Location"] == f"/families/{family}?done"
    shown = text(worker.get(answer["Location"]))
    assert "Your answer is recorded" in shown
    assert "Considered, and this follows" in shown
    assert "A strategy discussion is asked for." in shown
    assert "Again, within a year Answered" in shown
    assert Answer.objects.get().finding_id == finding.id


@pytest.mark.parametrize(
    ("sent", "says"),
    [({"kind": "NOT_SO"}, "Say why. Whoever looks"), ({"because": "So."}, "Choose what you say to this.")],
)
def test_an_answer_without_a_reason_or_a_word_is_refused_beside_its_box(
    worker: Client, family: UUID, sent: dict[str, str], says: str
) -> None:
    finding = Finding.objects.get(family=family, rule="repeat_incidents", key="", ended_at__isnull=True)
    posted = {f"{finding.id}-{name}": value for name, value in sent.items()}
    answer = worker.post(f"/families/{family}/findings/{finding.id}", posted)
    assert answer.status_code == 422
    assert f"There is a problem {says}" in text(answer)
    assert not Answer.objects.exists()


def test_what_no_longer_stands_is_folded_away_with_its_answers_and_why(
    worker: Client, family: UUID, clock: Clock, world: worlds.World, team: Team
) -> None:
    finding = Finding.objects.get(family=family, rule="repeat_incidents", key="", ended_at__isnull=True)
    sent = {f"{finding.id}-kind": "ALREADY_KNOWN", f"{finding.id}-because": "In the plan of 30 December."}
    worker.post(f"/families/{family}/findings/{finding.id}", sent)
    at = clock.later(days=5)
    world.report(now=at, happened_at=at - timedelta(hours=1))

    client = signed_in(team=team)
    whole = client.get(f"/families/{family}").content.decode()
    folded = whole[whole.index("Found before, and no longer so") :]

    assert "The facts have changed: what they show now is found anew." in folded
    assert "In the plan of 30 December." in folded
    assert "4 incidents in this family" in page(client, family)


def test_a_concern_stands_in_the_pattern_and_not_in_the_nth(
    team: Team, family: UUID, clock: Clock, world: worlds.World
) -> None:
    at = clock.later(days=3)
    told.receive(
        agency=world.police, now=at, kind=Kind.CONCERN, happened_at=at - timedelta(hours=1), dash=Dash.NOT_DONE,
        category=Category.NOT_KNOWN,
        people=(told.father_told(role=Role.OF_CONCERN, alleged_by=""), told.child_told()),
        relationships=(RelationTold("father", "charlie", RelationshipKind.PARENT_OF),),
    )  # fmt: skip
    stages.run_until_quiet(now=at)
    shown = page(signed_in(team=team), family)
    assert "3 incidents in this family" in shown
    assert "Kyle Denham is alleged to harm Charlie Marsh 1 report: concern" in shown


def test_a_linked_listing_says_that_another_family_is_tied_and_neither_whose_nor_where(
    clock: Clock, world: worlds.World, team: Team
) -> None:
    at = clock.later(days=2)
    told.receive(
        agency=world.police, now=at, happened_at=at - timedelta(hours=1), place="",
        people=(
            told.mother_told(key="ada", forename="Ada", surname="Vale", birth_date=date(1999, 1, 1), address="7 Far Away"),
            told.father_told(alleged_by="ada"),
            told.child_told(key="ben", forename="Ben", surname="Vale", birth_date=date(2016, 1, 1), address="7 Far Away", child=None),
        ),
        relationships=(
            RelationTold("ada", "ben", RelationshipKind.PARENT_OF), RelationTold("father", "ben", RelationshipKind.PARENT_OF),
        ),
    )  # fmt: skip
    stages.run_until_quiet(now=at)
    one, other = family_of("Charlie"), family_of("Ben")
    assert one != other

    client = signed_in(team=team)
    for family, sibling, strangers in (
        (one, other, "Ada|Ben|Vale|Far Away"),
        (other, one, "Charlie|Jodie|Marsh|Invented"),
    ):
        whole = client.get(f"/families/{family}")
        assert "Tied to another family" in text(whole)
        assert "Another family through the same person" in text(whole)
        assert not re.search(strangers, whole.content.decode().replace("Child Charlie review", ""))
        assert str(sibling) not in whole.content.decode()
    assert "3 incidents in this family" in page(client, one)
    assert "1 incident in this family" in page(client, other)


def test_the_look_is_recorded_with_everybody_on_the_page_before_it_is_shown(worker: Client, family: UUID) -> None:
    page(worker, family)
    assert [entry.about for entry in audit.entries(event=Event.RECORD_OPENED)] == [[f"family:{family}"]]
    (seen,) = [entry for entry in audit.entries(event=Event.PAGE_VIEWED) if entry.detail["page"] == "family"]
    persons = {row.person_id for row in Record.objects.filter(forename__in=["Charlie", "Jodie", "Kyle"])}
    assert set(seen.about) == {f"person:{person}" for person in persons}


def test_without_a_grant_the_page_is_closed_and_the_refusal_is_written_down(family: UUID) -> None:
    answer = signed_in().get(f"/families/{family}")
    assert answer.status_code == 403
    assert "Charlie" not in answer.content.decode()
    assert refusals()[0]["page"] == "families:page"


def test_it_closes_when_the_grant_ends_and_stays_closed_to_whoever_is_close(
    worker: Client, family: UUID, team: Team, clock: Clock
) -> None:
    close = make.make_worker(team=team)
    access.make_conflict(worker=close, record=Record.objects.filter(forename="Jodie")[0])
    assert signed_in(close).get(f"/families/{family}").status_code == 403
    grants.end_grant(subject_kind=Subject.FAMILY, subject=family, reason="triage list", by=MACHINE, now=clock.at)
    clock.later(minutes=1)
    assert worker.get(f"/families/{family}").status_code == 403


def test_being_told_of_the_incident_opens_no_family_and_working_with_its_child_does(
    family: UUID, world: worlds.World
) -> None:
    opened = {
        post: signed_in(team=world.posts[post].team).get(f"/families/{family}").status_code
        for post in ("practice_b", Function.HEALTH_VISITOR)
    }
    assert opened == {"practice_b": 403, Function.HEALTH_VISITOR: 200}


def test_a_family_that_is_not_there_is_refused_like_any_other(worker: Client, world: worlds.World) -> None:
    assert worker.get(f"/families/{UUID(int=7)}").status_code == 403


def test_an_incident_is_shown_as_the_nth_with_what_was_found_of_it_to_who_may_open_the_family(
    world: worlds.World, family: UUID
) -> None:
    second, third = Incident.objects.order_by("happened_at")[1:3]
    unit = world.posts[Function.POLICE_SAFEGUARDING_UNIT].team

    answer = signed_in(team=unit).get(f"/incidents/{second.id}")

    shown = text(answer)
    assert "Family of Charlie Marsh 2nd in this family 1 day after the one before" in shown
    assert "Connected, but not classed as domestic abuse" in shown
    assert "An assessment is missing" in shown
    assert "Again, within a year" not in shown
    assert f"/families/{family}" in answer.content.decode()
    assert f"family:{family}" in str([entry.about for entry in audit.entries(event=Event.RECORD_OPENED)])
    assert "3rd in this family 12 days after" in text(signed_in(team=unit).get(f"/incidents/{third.id}"))


def test_whoever_may_not_open_the_family_sees_the_incident_as_told_and_nothing_of_the_family(
    world: worlds.World, family: UUID
) -> None:
    incident = Incident.objects.order_by("happened_at")[1]
    unit = world.posts[Function.POLICE_SAFEGUARDING_UNIT].team
    other = make.make_team(agency=unit.agency)
    for client in (signed_in(team=other), signed_in(team=unit, roles=("reporting_officer",))):
        answer = client.get(f"/incidents/{incident.id}")
        assert answer.status_code == 200
        assert "in this family" not in text(answer)
        assert str(family) not in answer.content.decode()
        assert "Connected, but not" not in text(answer)
    assert f"family:{family}" not in str([entry.about for entry in audit.entries(event=Event.RECORD_OPENED)])
