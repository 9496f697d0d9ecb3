"""A small demonstration, played through the real actions: every state occurs, every promise holds, everybody has something to see."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from demo import loading
from demo.deeds import Cast
from wholepicture.interfaces.cli import demo, migrate, ports
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.duties.queries import CORRECTION_ROW
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.models import Link, Review
from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.terms import LADDER, State, StepKind
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.pathway.triage.models import Act, Decision, Meeting
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.models import Agency, Worker
from wholepicture.registers.audit.terms import MACHINE

# A Thursday at noon: a meeting was held in the morning, and the four days before were working days.
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
FAMILIES = 6
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The file of the demonstration."""
    return demo._told()


@pytest.fixture(scope="module")
def cast(
    django_db_setup: None, django_db_blocker: Any, told: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """The demonstration, loaded in one transaction that is rolled back."""
    port = ports.free(18025)
    before, settings.EMAIL_PORT = settings.EMAIL_PORT, port
    mail: Path = tmp_path_factory.mktemp("mail")
    with (
        django_db_blocker.unblock(),
        demo.mail_catcher(port, mail),
        acting(actor=MACHINE.id, agency=MACHINE.chain),
    ):
        migrate._adopt_defaults_if_none(NOW - timedelta(days=9))
        yield loading.load(told, "quite-a-long-demonstration", NOW, 1, FAMILIES, _counted)
        transaction.set_rollback(True)
    settings.EMAIL_PORT = before


def _counted(what: str, done: float) -> None:
    """Let the planner see what this transaction has written, as it would by itself once it was committed."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def test_nothing_that_people_did_was_refused(cast: Cast) -> None:
    assert cast.refused == []


def test_every_promise_is_kept(cast: Cast) -> None:
    # The audit's trigger does now what it does at commit: this load is never committed.
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    assert [breach.sentence for breach in oversight.breaches(NOW)] == []


def test_every_state_of_a_notice_and_every_rung_occurs(cast: Cast) -> None:
    # What was withheld may since have been replaced by news: its step stands for it below.
    assert set(Notice.objects.values_list("state", flat=True)) >= set(State) - {State.OPENED, State.WITHHELD}
    seen = set(Step.objects.values_list("kind", flat=True))
    assert seen >= {*LADDER, StepKind.ATTEMPT_FAILED, StepKind.WITHHELD}


def test_what_was_told_through_a_link_that_was_undone_is_corrected(cast: Cast) -> None:
    assert Notice.objects.filter(row=CORRECTION_ROW).exclude(state=State.SUPERSEDED).exists()


def test_every_state_of_a_decision_occurs(cast: Cast) -> None:
    assert set(Decision.objects.values_list("state", flat=True)) == set(DecisionState)


def test_the_pages_of_governance_links_files_and_drafts_have_something_to_show(cast: Cast) -> None:
    reviewer = cast.actor("Ines Calloway", NOW)
    assert linkage.pairs_waiting(reviewer, NOW, 50)
    assert Review.objects.exists()
    assert Link.objects.filter(undone_at__isnull=False).exists()
    officer = cast.actor("Priya Nandra", NOW)
    with acting(actor=officer.id, agency=officer.chain):
        assert incidents.my_drafts(by=officer)
    assert Act.objects.exists()
    assert Meeting.objects.exists()
    police = cast.directory.agencies["police"].id
    assert police in [agency for agency, _ in incidents.quarantine_waiting(NOW)]


def test_the_published_case_is_among_the_families(cast: Cast) -> None:
    charlie = cast._persons({"family": 6})
    found = Incident.objects.filter(involved__record__person__in=charlie)
    assert found.distinct().count() == 5


def test_everybody_can_sign_in_and_finds_a_page_with_something_on_it(
    cast: Cast, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    monkeypatch.setattr(settings, "STORAGES", settings.STORAGES | {"staticfiles": plain})
    people = demo._sign_ins(told)
    assert len(people) >= 22
    for kind, email in people:
        client = Client()
        client.force_login(User.objects.get(email=email))
        home = client.get("/", follow=True)
        links = set(re.findall(r'class="govuk-service-navigation__link" href="([^"]+)"', home.content.decode()))
        pages = [client.get(link, follow=True) for link in links]
        assert all(page.status_code == 200 for page in pages), kind
        assert any(has_content(page.content.decode()) for page in pages), kind


def has_content(page: str) -> bool:
    """Whether the main part of a page lists something."""
    main = page.partition("<main")[2]
    return bool(re.search(r"<tbody[^>]*>\s*<tr|<dl|<li[^>]*>\s*<a|govuk-summary-card", main))


def test_later_families_come_in_whole_and_once(cast: Cast, told: dict[str, Any]) -> None:
    count = loading.WITH_A_PAST + 2
    town = loading.town(told)
    missing = [each.number for each in loading.later(1, count, NOW, town)]
    assert missing == [loading.WITH_A_PAST, loading.WITH_A_PAST + 1]
    before = Incident.objects.count()
    for number in missing:
        loading.come_in(1, number, NOW, town, NOW)
    assert Incident.objects.count() > before
    assert list(loading.later(1, count, NOW, town)) == []
    assert len(town.directory.posts) == len(cast.directory.posts)


def test_there_are_25_agencies_and_nobody_is_called_twice(cast: Cast) -> None:
    assert Agency.objects.count() == 25
    emails = list(Worker.objects.values_list("email", flat=True))
    assert len(emails) == len(set(emails))
