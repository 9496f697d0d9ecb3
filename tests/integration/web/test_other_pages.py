"""Signing in and out, agencies and cover, the protocol, what is stuck: through real sign-in and the real access rules."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories import accounts, worlds
from tests.factories import agencies as make
from wholepicture.lib.dates import london_day
from wholepicture.pathway.oversight.models import Heartbeat, StuckItem
from wholepicture.registers.agencies.models import Absence
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_static_files(settings) -> None:
    """Pages are rendered without collecting static files first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def sign_in(client: Client, **user: object) -> accounts.User:
    """Sign a new user in through the sign-in page."""
    made = accounts.make_user(**user)  # type: ignore[arg-type]
    answer = client.post("/sign-in", {"email": made.email, "password": accounts.PASSWORD})
    assert answer.status_code == 302
    return made


def test_a_wrong_password_says_no_more_than_wrong_and_is_written_down(client: Client) -> None:
    user = accounts.make_user()
    known = client.post("/sign-in", {"email": user.email, "password": "wrong"})
    unknown = client.post("/sign-in", {"email": "nobody@agency.example", "password": "wrong"})
    assert known.status_code == unknown.status_code == 422
    assert _plain(known.content, user.email) == _plain(unknown.content, "nobody@agency.example")
    assert audit.entries(event=Event.SIGN_IN_REFUSED).count() == 2


def _plain(page: bytes, email: str) -> str:
    """The page without what differs between any two of them: the token and the address typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.decode()).replace(email, "")


def test_an_empty_form_names_both_fields(client: Client) -> None:
    page = client.post("/sign-in", {}).content.decode()
    assert "There is a problem" in page
    assert 'href="#id_email"' in page
    assert 'href="#id_password"' in page


def test_signing_in_leads_where_one_wanted_to_go_but_never_to_another_site(client: Client) -> None:
    user = accounts.make_user()
    told = {"email": user.email, "password": accounts.PASSWORD}
    assert client.post("/sign-in", told | {"next": "/agencies"})["Location"] == "/agencies"
    assert Client().post("/sign-in", told | {"next": "https://evil.example/"})["Location"] == "/"


def test_signing_out_ends_the_session_on_the_server(client: Client) -> None:
    sign_in(client)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.post("/sign-out").status_code == 302
    client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert client.get("/agencies")["Location"].startswith("/sign-in")


def test_whoever_has_left_can_open_nothing_from_that_day(client: Client) -> None:
    user = sign_in(client)
    user.worker.left_date = london_day(timezone.now())
    user.worker.save()
    assert client.get("/agencies").status_code == 403


def test_a_page_is_kept_by_no_cache_and_loads_nothing_from_elsewhere(client: Client) -> None:
    sign_in(client)
    answer = client.get("/agencies")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_refused_page_says_why_shows_nothing_and_is_recorded(client: Client) -> None:
    sign_in(client, roles=("reporting_officer",))
    answer = client.get("/stuck")
    assert answer.status_code == 403
    assert "What waits" not in answer.content.decode()
    assert audit.entries(event=Event.READ_REFUSED).count() == 1


def test_the_hidden_page_needs_no_sign_in_and_says_nothing(client: Client) -> None:
    answer = client.get("/hidden")
    assert answer.status_code == 200
    assert "abuse" not in answer.content.decode().lower()


def test_agencies_and_cover_shows_who_answers_and_warns_where_nobody_does(client: Client) -> None:
    post = make.make_staffed_post(function=Function.HEALTH_VISITOR)
    make.make_post(function=Function.SCHOOL_NURSE)
    sign_in(client)
    page = client.get("/agencies").content.decode()
    assert post.rota.first().worker.name in page
    assert "nobody answers for School nurse" in page


def test_a_manager_records_an_absence_and_the_page_says_until_when(client: Client) -> None:
    post = make.make_staffed_post(function=Function.HEALTH_VISITOR)
    away = post.rota.first().worker
    sign_in(client, team=post.team, roles=("team_manager",))
    today = london_day(timezone.now())
    last = today + timedelta(days=4)
    answer = client.post(f"/agencies/absence/{away.id}", _dates(today, last))
    assert answer.status_code == 302
    assert Absence.objects.get().until_date == last + timedelta(days=1)
    assert "away until" in client.get("/agencies").content.decode()


def test_a_manager_cannot_record_an_absence_of_another_agency(client: Client) -> None:
    other = make.make_staffed_post(function=Function.GP).rota.first().worker
    sign_in(client, roles=("team_manager",))
    assert client.get(f"/agencies/absence/{other.id}").status_code == 404
    assert client.post(f"/agencies/absence/{other.id}", _dates(date(2026, 1, 1), date(2026, 1, 2))).status_code == 404
    assert not Absence.objects.exists()


def test_an_absence_that_ends_before_it_begins_is_refused_in_words_and_keeps_what_was_typed(client: Client) -> None:
    post = make.make_staffed_post(function=Function.HEALTH_VISITOR)
    sign_in(client, team=post.team, roles=("team_manager",))
    answer = client.post(
        f"/agencies/absence/{post.rota.first().worker.id}", _dates(date(2026, 12, 9), date(2026, 12, 2))
    )
    assert answer.status_code == 422
    assert "last day that is the first day or later" in answer.content.decode()
    assert 'value="9"' in answer.content.decode()


def _dates(first: date, last: date) -> dict[str, object]:
    return {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("first", first), ("last", last))
        for part in ("day", "month", "year")
    } | {"reason": "Leave"}


def test_the_protocol_page_says_every_row_and_who_approved_it(client: Client) -> None:
    worlds.adopt_protocol()
    sign_in(client)
    page = client.get("/protocol").content.decode()
    assert "An executive" in page
    assert "child.unborn.safeguarding_midwife" in page
    assert "Row " in page


def test_what_is_stuck_shows_error_age_and_owner_and_no_person(client: Client) -> None:
    now = timezone.now()
    StuckItem.objects.create(
        stage="Work out who must be told", item=uuid4(), error="RuntimeError at rules.py:10 scope",
        first_failed_at=now - timedelta(hours=3), last_failed_at=now, next_try_at=now,
    )  # fmt: skip
    Heartbeat.objects.create(worker="here:1", started_at=now, beat_at=now)
    sign_in(client, roles=("operator",))
    page = client.get("/stuck").content.decode()
    for words in (
        "RuntimeError at rules.py:10",
        "Police safeguarding unit",
        "3 hours",
        "here:1",
        "Working",
        "No team of the directory",
    ):
        assert words in page


def test_what_is_stuck_says_loudly_that_no_worker_lives(client: Client) -> None:
    now = timezone.now()
    Heartbeat.objects.create(worker="here:1", started_at=now, beat_at=now - timedelta(minutes=9))
    sign_in(client, roles=("operator",))
    page = client.get("/stuck").content.decode()
    assert "No worker is running" in page
    assert "Silent" in page


@pytest.mark.parametrize("address", ["/triage/meetings", "/triage"])
def test_without_a_protocol_a_page_says_who_has_to_adopt_one(client: Client, address: str) -> None:
    sign_in(client, roles=["triage_chair"])
    answer = client.get(address)
    assert answer.status_code == 503
    assert b"an executive of the partnership has to adopt one" in answer.content
