"""Verify finds who opened what nobody had opened to them, and looks that the audit does not hold (design promise 11)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import accounts, worlds
from tests.factories import incidents as told
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications import queries as notices
from wholepicture.pathway.oversight.queries.promises import promise_11
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.models import Grant
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.models import Look
from wholepicture.registers.audit.terms import MACHINE, Actor

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def world() -> worlds.World:
    """A world in which one incident was told, everybody was reached, and the chair looked at the family."""
    made = worlds.make_world()
    made.report()
    chair = actor(made, Function.FIRST_RESPONSE)
    access.open_family(family=Family.objects.get().id, parties=[], by=chair, why="family", now=LATER)
    visitor = actor(made, Function.HEALTH_VISITOR)
    for line in notices.inbox(visitor, LATER).lines:
        notifications.open_item(item=line.item, by=visitor, now=LATER)
    return made


def actor(world: worlds.World, function: Function) -> Actor:
    """Somebody of the team that holds this function."""
    return accounts.make_actor(team=world.posts[function].team)


def sentences() -> list[str]:
    """What the checks of this promise say."""
    return [breach.sentence for check in promise_11.CHECKS for breach in check(LATER)]


def test_looks_that_were_let_in_are_no_breach(world: worlds.World) -> None:
    assert Look.objects.filter(subject_kind=Subject.FAMILY).exists()
    assert Look.objects.filter(subject_kind=Subject.NOTICE).exists()
    assert sentences() == []


def test_a_look_by_somebody_whose_agency_was_not_let_in_is_found(world: worlds.World) -> None:
    stranger = actor(world, Function.SCHOOL_NURSE)
    audit.look(by=stranger, subject_kind=Subject.FAMILY, subjects=[Family.objects.get().id], now=LATER)
    assert "Somebody opened a family that nobody had opened to their agency." in sentences()


@pytest.mark.parametrize("field", ["from_at", "until_at"])
def test_a_grant_that_begins_after_the_look_or_had_ended_lets_nobody_in(world: worlds.World, field: str) -> None:
    moment = LATER + timedelta(seconds=1) if field == "from_at" else LATER
    Grant.objects.filter(subject_kind=Subject.NOTICE).update(**{field: moment})
    assert sentences() == ["Somebody opened a notice that nobody had opened to their agency."]


def test_a_look_that_the_audit_does_not_hold_is_found(world: worlds.World) -> None:
    look = Look.objects.filter(subject_kind=Subject.FAMILY).get()
    Look.objects.create(
        user=look.user, subject_kind=Subject.FAMILY, subject=look.subject, at=LATER + timedelta(hours=1)
    )
    assert sentences() == ["Somebody looked, and the audit does not say so."]


def test_a_family_opened_to_a_service_of_people_causing_harm_is_found_and_forgotten_when_closed(
    world: worlds.World,
) -> None:
    service = world.posts[Function.PERPETRATOR_SERVICE].team
    access.grant(team=service, subject_kind=Subject.FAMILY, subject=uuid4(), reason="by mistake", by=MACHINE, now=NOW)
    assert sentences() == ["A service of people causing harm may open a family."]
    Grant.objects.filter(team=service, subject_kind=Subject.FAMILY).update(until_at=LATER)
    assert sentences() == []
