"""How tests of pages read and send them: a browser signed in through the page, what a page says, a clock that tests move."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories import accounts
from tests.factories import notifications as make
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.agencies.models import Team, Worker
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event
from wholepicture.registers.people.models import Record

NAMES = re.compile("Charlie|Jodie|Kyle|Robin|Marsh|Denham|Vale")


class Clock:
    """The one clock that the pages read; tests move it."""

    def __init__(self, at: datetime) -> None:
        """Begin at this instant."""
        self.at = at

    def __call__(self) -> datetime:
        """The time now."""
        return self.at

    def later(self, **by: float) -> datetime:
        """Move on by this much, as timedelta takes it."""
        self.at += timedelta(**by)
        return self.at


@pytest.fixture(name="clock")
def a_clock(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Clock:
    """A Monday evening in December, that stands still unless a test moves it; static files from their sources."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    made = Clock(make.NOW)
    monkeypatch.setattr("django.utils.timezone.now", made)
    return made


def signed_in(
    worker: Worker | None = None, *, team: Team | None = None, roles: tuple[str, ...] = ("practitioner",)
) -> Client:
    """A browser of this worker, or of somebody new in this team, signed in through the page."""
    user = accounts.make_user(worker=worker, team=team, roles=roles)
    client = Client()
    assert client.post("/sign-in", {"email": user.email, "password": accounts.PASSWORD}).status_code == 302
    return client


def text(answer: HttpResponse) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"(?s)<script.*?</script>|<head>.*?</head>", "", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("&#39;", "'").replace("&amp;", "&")


def baby(**changes: object) -> Record:
    """Charlie, a month old."""
    return make.make_resolved_record(
        **({"forename": "Charlie", "surname": "Marsh", "birth_date": date(2019, 11, 14), "now": make.NOW} | changes)
    )


def family_of(child: str) -> UUID:
    """The family of the child of this first name."""
    rows = Membership.objects.filter(person__records__forename=child, until_at__isnull=True, part="CHILD")
    return rows.distinct().get().family_id


def item_address(notice: Notice) -> str:
    """Where the item of a notice is read."""
    return f"/work/{notice.item_id}"


def answer(client: Client, notice: Notice, **sent: str) -> HttpResponse:
    """Send the form of an item: an answer that would do, unless changed."""
    return client.post(item_address(notice), {"kind": "WILL_ACT", "words": "Visit on Thursday.", **sent})


def fresh(notice: Notice) -> Notice:
    """The notice as the database has it."""
    notice.refresh_from_db()
    return notice


def refusals() -> list[dict[str, object]]:
    """What the audit says of everything refused."""
    return [entry.detail for entry in audit.entries(event=Event.READ_REFUSED)]
