"""The pages of Learning: everybody who signs in reads a kept replay, and what died is said to have stopped."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.factories import accounts
from tests.factories.replays import DOCUMENT, begun
from wholepicture.pathway.oversight import actions
from wholepicture.registers.accounts.roles import ROLES
from wholepicture.registers.audit.terms import MACHINE

pytestmark = pytest.mark.django_db
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def static_files(settings: Settings) -> None:
    """Serve static files from their sources, so that nothing has to be collected first."""
    settings.STORAGES = settings.STORAGES | PLAIN


def kept(document: dict[str, Any] = DOCUMENT) -> UUID:
    replay = begun()
    actions.keep_replay(replay=replay, report=document, by=MACHINE, now=timezone.now())
    return replay


def enter(client: Client, role: str) -> None:
    client.force_login(accounts.make_user(roles=(role,)))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_finds_and_opens_a_kept_replay(client: Client, role: str) -> None:
    replay = kept()
    enter(client, role)

    listed = client.get(reverse("learning:page")).content.decode()
    shown = client.get(reverse("learning:replay", args=[replay]))

    assert reverse("learning:replay", args=[replay]) in listed
    assert shown.status_code == HTTPStatus.OK
    assert "People of then, rules of now" in shown.content.decode()


def test_whoever_holds_no_role_reads_none(client: Client) -> None:
    replay = kept()
    client.force_login(accounts.make_user(roles=()))

    assert client.get(reverse("learning:replay", args=[replay])).status_code == HTTPStatus.FORBIDDEN


def test_the_title_and_the_address_name_nobody(client: Client) -> None:
    replay = kept()
    enter(client, "analyst")

    text = client.get(reverse("learning:replay", args=[replay])).content.decode()

    title = text.split("<title")[1].split("</title>")[0]
    assert "A case side by side" in title
    assert DOCUMENT["case"] not in title


def test_what_is_being_played_says_how_far_it_is(client: Client) -> None:
    replay = begun()
    actions.sign_replay(replay=replay, event=2, now=timezone.now())
    enter(client, "analyst")

    text = client.get(reverse("learning:page")).content.decode()

    assert "is being played" in text
    assert "event 2 of 3" in text


def test_what_gives_no_sign_any_more_has_stopped(client: Client) -> None:
    replay = begun(at=timezone.now() - timedelta(hours=1))
    actions.sign_replay(replay=replay, event=2, now=timezone.now() - timedelta(minutes=30))
    enter(client, "analyst")

    text = client.get(reverse("learning:page")).content.decode()

    assert "is being played" not in text
    assert "Stopped at event 2 of 3: no sign of it since" in text


def test_what_failed_says_why_and_has_no_page(client: Client) -> None:
    replay = begun()
    actions.fail_replay(replay=replay, because="The disk is full.", by=MACHINE, now=timezone.now())
    enter(client, "analyst")

    assert "The disk is full." in client.get(reverse("learning:page")).content.decode()
    assert client.get(reverse("learning:replay", args=[replay])).status_code == HTTPStatus.NOT_FOUND


def test_of_what_stopped_only_the_last_try_stands_there(client: Client) -> None:
    for words in ("The first try.", "The second try."):
        replay = begun()
        actions.fail_replay(replay=replay, because=words, by=MACHINE, now=timezone.now())
    enter(client, "analyst")
    assert "The second try." in client.get(reverse("learning:page")).content.decode()
    assert "The first try." not in client.get(reverse("learning:page")).content.decode()

    kept()

    assert "Stopped" not in client.get(reverse("learning:page")).content.decode()


def test_there_is_an_empty_state_and_no_page_of_what_is_not_there(client: Client) -> None:
    enter(client, "analyst")

    assert "No case has been played yet" in client.get(reverse("learning:page")).content.decode()
    assert client.get(reverse("learning:replay", args=[uuid4()])).status_code == HTTPStatus.NOT_FOUND
