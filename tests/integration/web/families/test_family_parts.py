"""The parts of a family's picture: what is new, what is open, who knows what; by grant only, and nothing that locates anybody."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import access, worlds
from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.integration.web.browsing import Clock, family_of, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway import stages
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.rules import ANSWERS
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FIRST = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
PARTS = ("", "/knowledge")
# What one overview may send, sign-in and audit included; more has to be a decision.
MOST = 125


@pytest.fixture
def world(clock: Clock) -> worlds.World:
    """Everybody in post but a health visitor, and one incident that a named neighbour reported."""
    made = worlds.make_world(without=(Function.HEALTH_VISITOR,))
    clock.at = FIRST + timedelta(hours=1)
    made.report(now=clock.at, happened_at=FIRST, reporter_name="Wilhelmina Tattersall")
    return made


def shown(client: Client, address: str) -> str:
    """What a page says; it has to open."""
    answer = client.get(address)
    assert answer.status_code == 200, text(answer)
    return text(answer)


def again(user: User) -> Client:
    """The same user, who has signed in anew: a session does not last for days."""
    client = Client()
    client.force_login(user)
    return client


def user_of(client: Client) -> User:
    """Whose browser this is."""
    return User.objects.get(id=client.session["_auth_user_id"])


def add_entries(world: worlds.World, number: int, now: datetime) -> None:
    """So many contacts of several agencies with the baby, one a minute until now."""
    baby = Record.objects.filter(forename="Charlie")[0]
    agencies = [post.team.agency_id for post in world.posts.values()][:6]
    lines = []
    for place in range(number):
        cause, at = uuid4(), now - timedelta(minutes=place)
        lines.append(
            Line(record=baby.id, kind=EntryKind.CONTACT, agency=agencies[place % 6], happened_at=at, known_at=at,
                 cause=cause, source=cause, words="Visit: Seen at home.")
        )  # fmt: skip
    chronology.add_many(lines=lines, by=MACHINE, now=now)


def test_news_stands_before_anything_else_and_the_look_of_now_does_not_hide_it(
    world: worlds.World, family: UUID, team: Team, clock: Clock
) -> None:
    client = signed_in(team=team)
    user, address = user_of(client), f"/families/{family}"
    assert "You have not opened this before." in shown(client, address)
    clock.later(minutes=10)
    assert "You have not opened this before." in shown(client, address), "A page read twice is one visit"

    clock.later(days=2)
    client = again(user)
    assert "Nothing new since you last looked, 16 Dec 2019" in shown(client, address)

    add_entries(world, 1, clock.later(hours=2))
    clock.later(minutes=5)
    for part in ("", "/knowledge", "", "/timeline", ""):
        page = shown(client, address + part)
        if not part:
            news = page.index("New since you last looked, 18 Dec 2019")
            assert "was in contact with the family" in page[news:]
            assert news < page.index("1 incident in this family")
        clock.later(minutes=5)
    other = signed_in(team=team)
    assert "You have not opened this before." in shown(other, address), "Another's look hides nothing"
    at = clock.later(days=1)
    world.report(now=at, happened_at=at - timedelta(hours=1))
    clock.later(minutes=1)
    page = shown(again(user), address)
    news_then = page[page.index("New since") : page.index("2 incidents in this family")]
    assert "2nd incident, 20 December 2019, told by" in news_then
    assert "Noticed: an assessment is missing" in news_then


def test_no_part_opens_without_a_grant_to_somebody_close_or_to_the_service_of_who_causes_harm(
    world: worlds.World, family: UUID, team: Team
) -> None:
    close = make.make_worker(team=team)
    access.make_conflict(worker=close, record=Record.objects.filter(forename="Jodie")[0])
    service = world.posts[Function.PERPETRATOR_SERVICE].team
    for client in (signed_in(), signed_in(close), signed_in(team=service)):
        for part in PARTS:
            answer = client.get(f"/families/{family}{part}")
            assert answer.status_code == 403
            assert not re.search("Charlie|Marsh|Denham|Home 1", answer.content.decode())
    assert {each["page"] for each in refusals()} == {"families:page", "families:knowledge"}
    assert signed_in(team=team).get(f"/families/{UUID(int=7)}/knowledge").status_code == 403
    assert Client().get(f"/families/{family}/knowledge").status_code == 302


def test_each_part_is_a_look_that_is_written_down(family: UUID, team: Team) -> None:
    client = signed_in(team=team)
    for part in PARTS:
        shown(client, f"/families/{family}{part}")
    pages = [entry.detail["page"] for entry in audit.entries(event=Event.PAGE_VIEWED)]
    # Both stand at one moment of the clock of tests.
    assert sorted(pages[-2:]) == ["family", "family knowledge"]
    opened = [entry.about for entry in audit.entries(event=Event.RECORD_OPENED)]
    assert opened[-2:] == [[f"family:{family}"]] * 2


def test_what_locates_somebody_who_reported_and_another_family_are_on_no_part(
    world: worlds.World, family: UUID, team: Team, clock: Clock
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
    sibling = family_of("Ben")
    user = user_of(signed_in(team=team))
    shown(again(user), f"/families/{family}")
    clock.later(days=1)
    for part in PARTS:
        whole = again(user).get(f"/families/{family}{part}").content.decode()
        secret = f"Ada|Ben |Vale|Far Away|Tattersall|Elsewhere|{told.HOME}|{sibling}"
        assert not re.search(secret, whole.replace("Child Charlie review", "")), part
        if not part:
            assert "Another family" in whole
            assert "through Kyle Denham. Nothing of it is shown here" in whole
    theirs = shown(again(user), f"/families/{sibling}/knowledge")
    assert not re.search("Charlie|Jodie|Marsh", theirs)
    assert "1st incident, 18 December 2019" in theirs
    assert "2nd incident" not in theirs


def test_who_knows_what_says_who_was_told_answered_held_back_in_error_or_could_not_be_found(
    world: worlds.World, family: UUID, team: Team, clock: Clock
) -> None:
    notices = {
        row.function: row
        for row in Notice.objects.filter(cause=Incident.objects.get().id).select_related("owner__team")
    }
    held = notices[Function.PERPETRATOR_SERVICE]
    owner = signed_in(team=held.owner.team, roles=("specialist_releaser",))
    sent = owner.post(
        f"/release/{held.id}", {"decision": "withhold", "reason": "His sister works at the reception there."}
    )
    assert sent.status_code == 302
    service = notices[Function.DOMESTIC_ABUSE_SERVICE]
    answering = signed_in(team=service.team)
    answering.get(f"/work/{service.item_id}")
    said = {"kind": ANSWERS[NoticeKind(service.kind)][0], "words": "We ring her tomorrow."}
    assert answering.post(f"/work/{service.item_id}", said).status_code == 302
    wrong = Notice.objects.filter(cause=held.cause, function=Function.GP, about__forename="Charlie").get()
    chronology.add_many(
        lines=[Line(record=wrong.about_id, kind=EntryKind.CORRECTED, agency=wrong.team.agency_id, happened_at=None,
                    known_at=clock.at, cause=wrong.id, source=uuid4(), words="About somebody else.")],
        by=MACHINE, now=clock.at,
    )  # fmt: skip
    stages.run_until_quiet(now=clock.later(minutes=2))

    page = shown(signed_in(team=team), f"/families/{family}/knowledge")

    assert "1st incident, 16 December 2019" in page
    assert "Held: told it itself, 16 Dec 2019" in page
    assert "Acknowledged, 16 Dec 2019 (Domestic abuse service)" in page
    assert f"Withheld: {Function.PERPETRATOR_SERVICE.label}" in page
    assert "His sister works at the reception there." in page
    assert "Held for release, 16 Dec 2019 (GP practice)" in page
    assert "Told in error, and corrected, 16 Dec 2019 (GP practice)" in page
    assert "Told in error on 16 Dec 2019, and corrected on 16 Dec 2019: GP practice" in page
    assert "Not told: Health visitor about Charlie Marsh." in page
    assert "has to find out" in page
    assert "Nobody found yet" in page
    overview = shown(signed_in(team=team), f"/families/{family}")
    assert "Withheld" in overview
    assert "His sister works at the reception there." in overview
    assert "decides whether it is released" in overview
    assert "1 with nobody known to tell" in overview


def test_facts_are_paged_by_key_each_once_and_a_strange_key_shows_the_newest(
    world: worlds.World, family: UUID, team: Team, clock: Clock
) -> None:
    add_entries(world, 30, clock.at)
    client, address, found = signed_in(team=team), f"/families/{family}/knowledge", []
    while address:
        whole = client.get(address).content.decode()
        found += re.findall(r'wp-knows__title">([^<]+)<.*?Known since ([^.]+)\.', whole, re.DOTALL)
        older = re.search(r'rel="next" href="([^"]+)"', whole)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(found) == len(set(found)) == 31
    assert [title for title, _ in found if title.startswith("1st incident")]
    for strange in ("?before=x", "?before=2020-01-01T00:00:00_7", f"?before=2020-01-01T00:00:00_{uuid4()}"):
        assert client.get(f"/families/{family}/knowledge{strange}").status_code == 200
    gone = f"?before=2000-01-01T00:00:00%2B00:00_{uuid4()}"
    assert "Nothing older is known" in shown(client, f"/families/{family}/knowledge{gone}")


def test_as_many_statements_for_two_hundred_entries_as_for_five(
    world: worlds.World, family: UUID, team: Team, clock: Clock
) -> None:
    client = signed_in(team=team)

    def statements(part: str) -> int:
        with CaptureQueriesContext(connection) as sent:
            shown(client, f"/families/{family}{part}")
        return len(sent)

    add_entries(world, 5, clock.at)
    few = {part: statements(part) for part in PARTS}
    add_entries(world, 195, clock.at - timedelta(minutes=10))
    assert {part: statements(part) for part in PARTS} == few
    assert few[""] <= MOST
