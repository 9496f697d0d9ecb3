"""Naming a recipient who is not known, on the page of the team that has to find out (review 2.14)."""

from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories import incidents as told
from tests.factories import notifications as make
from tests.factories import worlds
from tests.integration.web.browsing import a_clock as a_clock
from tests.integration.web.browsing import item_address, signed_in, text
from wholepicture.pathway import stages
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def missing_practice() -> tuple[worlds.World, Duty]:
    """A child whose practice nobody knows: First Response has to find it."""
    world = worlds.make_world()
    people = (told.mother_told(), told.father_told(), told.child_told(forename="Robin", surname="Vale"))
    incident = world.report(people=people, relationships=())
    return world, Duty.objects.get(incident=incident, function=Function.GP, about__forename="Robin")


def name(client: Client, task: Notice, team: UUID | str) -> HttpResponse:
    return client.post(f"{item_address(task)}/team/{task.id}", {f"{task.id}-team": str(team)})


def test_naming_the_missing_practice_tells_it() -> None:
    world, duty = missing_practice()
    task, practice = duty.task, world.posts["practice_b"]
    assert task is not None
    client = signed_in(team=world.posts[Function.FIRST_RESPONSE].team)
    assert "Find out who must be told: GP" in text(client.get("/work"))
    page = client.get(item_address(task)).content.decode()
    assert "Name this team: they are told at once" in page
    assert f"{practice.team.agency.name}, {practice.team.name}" in page
    sent = name(client, task, practice.team_id)
    assert sent.status_code == 302
    assert "They are told now." in text(client.get(sent["Location"]))
    stages.run_until_quiet(now=make.NOW)
    assert world.notice(duty.incident, Function.GP, "Robin").state == State.DELIVERED


def test_only_a_team_of_the_list_can_be_named() -> None:
    world, duty = missing_practice()
    task = duty.task
    assert task is not None
    client = signed_in(team=world.posts[Function.FIRST_RESPONSE].team)
    for team, sentence in (
        ("", "Choose the team that must be told."),
        ("no team", "Choose the team that must be told, from the list."),
        (world.posts[Function.FIRST_RESPONSE].team_id, "That team is no GP"),
    ):
        refused = name(client, task, team)
        assert refused.status_code == 422
        assert sentence in text(refused)
    duty.refresh_from_db()
    assert duty.resolved_at is None


def test_naming_a_team_covers_no_news_that_was_not_seen() -> None:
    world, duty = missing_practice()
    task = duty.task
    assert task is not None
    client = signed_in(team=world.posts[Function.FIRST_RESPONSE].team)
    name(client, task, world.posts["practice_b"].team_id)
    assert not Look.objects.filter(subject=task.id).exists()


def test_another_team_names_nobody() -> None:
    world, duty = missing_practice()
    task = duty.task
    assert task is not None
    refused = name(signed_in(team=world.posts["practice_a"].team), task, world.posts["practice_b"].team_id)
    assert refused.status_code == 403
    duty.refresh_from_db()
    assert duty.resolved_at is None
