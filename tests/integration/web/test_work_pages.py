"""My work shows all that waits and the latest of the rest, and older things of the week page by page."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest

from tests.factories import notifications as make
from tests.integration.web.browsing import Clock, baby, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.notifications.queries import items
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TOLD = ("Ada", "Ben", "Cem", "Dot", "Eva")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> make.Staff:
    """A team that was asked about one child first, and told of five others for information, an hour apart."""
    monkeypatch.setattr(items, "READ_AT_ONCE", 2)
    staff = make.make_staff()
    make.make_delivered(staff, about=baby(forename="Zoe"), family=uuid4(), now=make.NOW - timedelta(hours=9))
    for number, name in enumerate(TOLD):
        at = make.NOW - timedelta(hours=8 - number)
        make.make_delivered(staff, about=baby(forename=name), family=uuid4(), kind=NoticeKind.INFORM, now=at)
    return staff


def test_everything_that_waits_stands_there_and_the_rest_page_by_page(told: make.Staff) -> None:
    client = signed_in(told.named)
    seen, address = [], "/work"
    for _ in range(3):
        answer = client.get(address)
        page = text(answer)
        seen.append([name for name in ("Zoe", *TOLD) if f"{name} Marsh" in page])
        found = re.search(r'href="(/work\?before=[^"]+)"', answer.content.decode())
        address = unescape(found[1]) if found else ""
    assert seen == [["Zoe", "Dot", "Eva"], ["Ben", "Cem"], ["Ada"]]
    assert address == ""


@pytest.mark.parametrize("before", ["yesterday", "2019-12-16T12:00:00", ""])
def test_an_address_that_names_no_instant_begins_with_the_latest(told: make.Staff, before: str) -> None:
    page = text(signed_in(told.named).get("/work", {"before": before}))
    assert "Zoe Marsh" in page
    assert "Eva Marsh" in page


def test_before_anything_was_told_it_says_that_nothing_is_older(told: make.Staff) -> None:
    page = text(signed_in(told.named).get("/work", {"before": (make.NOW - timedelta(days=6)).isoformat()}))
    assert "Nothing older of the last week" in page
    assert "What waits, and the latest" in page
