"""Who knows: the same on every page of a family; what says nothing is no thing that is known; what is newest stands first."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.factories import accounts, contributions, worlds
from tests.integration.web.browsing import Clock, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.stages import run_until_quiet
from wholepicture.pathway.triage.terms import Cause, Known
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.models import Agency, Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FIRST = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
DAY = "2019-12-16"


@pytest.fixture
def world(clock: Clock) -> worlds.World:
    """One incident, of which the father's practice was told after its notice had been held; its service still is held."""
    made = worlds.make_world()
    clock.at = FIRST + timedelta(hours=1)
    incident = made.report(now=clock.at, happened_at=FIRST)
    (held,) = Notice.objects.filter(cause=incident.id, team=made.posts["practice_b"].team).select_related("owner__team")
    owner = signed_in(team=held.owner.team, roles=("specialist_releaser",))
    assert owner.post(f"/release/{held.id}", {"decision": "release", "reason": ""}).status_code == 302
    run_until_quiet(now=clock.later(minutes=5))
    return made


@pytest.fixture
def reader(team: Team) -> Client:
    """Somebody who triages the family."""
    return signed_in(team=team)


def page(client: Client, family: UUID, part: str = "") -> str:
    """What a part of the family's picture says."""
    answer = client.get(f"/families/{family}/{part}".removesuffix("/"))
    assert answer.status_code == 200, text(answer)
    return text(answer)


def browser(user: User) -> Client:
    """A browser in which this user is signed in."""
    client = Client()
    client.force_login(user)
    return client


def marked(client: Client, family: UUID, title: str) -> set[str]:
    """The agencies that have a sign of knowing in the row of a fact."""
    whole = client.get(f"/families/{family}/knowledge").content.decode()
    (row,) = [row for row in re.findall(r'(?s)<tr role="row">(.*?)</tr>', whole) if f">{title}" in row]
    cells = re.findall(r'(?s)data-agency="([^"]+)"(.*?)</td>', row)
    return {name for name, cell in cells if re.search("wp-sign--(itself|told|acknowledged)", cell)}


def test_every_page_says_the_same_of_who_knows_an_incident(reader: Client, family: UUID, world: worlds.World) -> None:
    incident = Incident.objects.get()
    notices = Notice.objects.filter(cause=incident.id, owner__isnull=True).exclude(state=State.QUEUED)
    knew = {world.police.name, *(notice.team.agency.name for notice in notices.select_related("team__agency"))}
    practice = world.posts["practice_b"].team.agency
    asked = Notice.objects.filter(cause_kind=Cause.ASK, state=State.DELIVERED).select_related("team__agency")
    only_asked = {notice.team.agency.name for notice in asked} - knew
    assert only_asked, "Somebody has to be asked who was not told"

    assert marked(reader, family, "1st incident") == knew
    number = f"{len(knew)} agencies know it"
    assert number in page(reader, family, "knowledge")
    assert number in page(reader, family)

    shown = page(reader, family, f"as-known?agency={practice.id}&day={DAY}")
    assert "Did not know of the one incident that had happened by then." in shown
    row = shown[shown.index("1st incident") : shown.index("What it knew")]
    assert f"{len(knew)} agencies" in row
    assert {name for name in {*knew, *only_asked, practice.name} if name in row} == knew
    assert "Not to this day" in row
    for agency in Agency.objects.filter(id__in=choices(reader, family)):
        its = page(reader, family, f"as-known?agency={agency.id}&day={DAY}")
        assert ("Knew of the one incident" in its) is (agency.name in knew), agency.name


def choices(client: Client, family: UUID) -> list[str]:
    """The agencies that can be chosen."""
    whole = client.get(f"/families/{family}/as-known").content.decode()
    return re.findall(r'<option value="([0-9a-f-]{36})"', whole)


def test_whoever_was_told_only_whom_it_is_about_has_a_sign_of_its_own_everywhere(
    reader: Client, family: UUID, world: worlds.World
) -> None:
    practice = world.posts["practice_b"].team.agency.name
    shown = page(reader, family, "knowledge")
    assert "Told only that a child is concerned, 16 Dec 2019 (GP practice)" in shown
    assert f"not what happened: GP practice, {practice} about Kyle Denham." in shown
    assert "1 told only that a child is concerned" in page(reader, family)
    assert f"{practice} : held for release 16 Dec 2019, 10:40pm; told only whom it is about 16 Dec 2019" in page(
        reader, family, "timeline"
    )


def test_the_news_tells_whoever_was_told_only_whom_it_is_about_apart(
    family: UUID, world: worlds.World, team: Team, clock: Clock
) -> None:
    user = accounts.make_user(team=team)
    page(browser(user), family)
    clock.later(days=1)
    at = clock.later(hours=1)
    incident = world.report(now=at, happened_at=at - timedelta(hours=1))
    held = Notice.objects.select_related("owner__team").get(cause=incident.id, team=world.posts["practice_b"].team)
    owner = signed_in(team=held.owner.team, roles=("specialist_releaser",))
    owner.post(f"/release/{held.id}", {"decision": "release", "reason": ""})
    run_until_quiet(now=clock.later(minutes=5))
    clock.later(minutes=5)
    shown = page(browser(user), family)
    news = shown[shown.index("New since") : shown.index("2 incidents in this family")]
    practice = held.team.agency.name
    assert f"Told {practice} only that a child is concerned" in news
    assert not re.search(rf"Told [^.]*{practice}[^.]* of the 2nd", news)


def test_facts_stand_by_when_they_happened_though_they_became_known_together(
    reader: Client, family: UUID, world: worlds.World, clock: Clock
) -> None:
    now = clock.later(days=40)
    for days in (20, 5, 30, 10):
        world.report(now=now, happened_at=now - timedelta(days=days))
    shown = page(signed_in(team=world.posts[Function.FIRST_RESPONSE].team), family, "knowledge")
    places = [shown.index(f"{number} incident, ") for number in ("5th", "4th", "3rd", "2nd", "1st")]
    assert places == sorted(places)


def test_a_contribution_without_content_is_no_thing_that_is_known_and_who_checked_is_said_once() -> None:
    of = contributions.make_family()
    reader = signed_in(team=contributions.triages(of).post.team)
    add_contact(of)
    empty = {}
    for function in (Function.HEALTH_VISITOR, Function.SCHOOL_NURSE):
        staff = contributions.asked(function, of)
        said = {"known": Known.NOTHING_KNOWN, "what": ""}
        contributions.say(accounts.make_actor(team=staff.post.team), staff, of, **said)
        empty[function] = staff.post.team.agency.name
    full = contributions.asked(Function.NURSERY, of)
    contributions.say(accounts.make_actor(team=full.post.team), full, of)

    names = "; ".join(sorted(empty.values()))
    for part in ("", "knowledge"):
        shown = page(reader, of.family, part)
        assert f"2 agencies checked and know nothing {names}." in shown, part
        assert f"What {full.post.team.agency.name} knows, brought to triage" in shown
        assert not any(f"What {name} knows" in shown for name in empty.values())
    overview = page(reader, of.family)
    latest = overview[overview.index("The latest of the timeline") : overview.index("The whole timeline")]
    assert not any(name in latest for name in empty.values())
    assert "Contact with the family" in latest
    assert page(reader, of.family, "timeline").count("We checked: nothing is known (about") == 2


def add_contact(of: contributions.Asked) -> None:
    """A contact of some agency with the baby."""
    cause, at = uuid4(), contributions.NOW
    line = Line(record=of.baby.id, kind=EntryKind.CONTACT, agency=of.mother.agency_id, happened_at=at, known_at=at,
                cause=cause, source=cause, words="Visit.")  # fmt: skip
    chronology.add_many(lines=[line], by=MACHINE, now=at)


def test_what_is_held_and_what_is_not_answered_have_one_number_each(reader: Client, family: UUID) -> None:
    shown = page(reader, family)
    first = shown[shown.index("What must be done first") : shown.index("What the pattern shows")]
    last = shown[shown.index("Everything that is open") :]
    for words in ("told and not answered", "held or withheld"):
        (number,) = set(re.findall(rf"(\d+) {words}", first))
        assert f"{number} {words}" in last


@pytest.mark.parametrize(
    ("part", "title"),
    [("", "Overview"), ("timeline", "Timeline"), ("knowledge", "Who knows what"), ("as-known", "As known on a day")],
)
def test_every_part_begins_with_whose_family_it_is_and_which_part_before_the_ways_to_the_others(
    reader: Client, family: UUID, part: str, title: str
) -> None:
    shown = page(reader, family, part)
    assert f"Family of Charlie Marsh {title} Overview Timeline Who knows what As known on a day" in shown
    assert reader.get(f"/families/{family}/{part}".removesuffix("/")).content.decode().count("<h1") == 1


def test_a_map_as_an_agency_had_it_says_nothing_that_the_agency_did_not_know(
    reader: Client, family: UUID, world: worlds.World
) -> None:
    assert Record.objects.filter(forename="Jodie").exists()
    practice = world.posts["practice_b"].team.agency
    whole = reader.get(f"/families/{family}/as-known?agency={practice.id}&day={DAY}").content.decode()
    drawn = whole[whole.index("<figure") : whole.index("Contact that it knew of")]
    assert "Kyle Denham" in drawn
    assert not re.search("Jodie|Charlie|Father|Day:|Night:|Separated|report|not known to them", drawn)


def test_the_table_of_many_agencies_says_that_it_scrolls(reader: Client, family: UUID) -> None:
    whole = reader.get(f"/families/{family}/knowledge").content.decode()
    assert "the table scrolls sideways." in whole
    assert re.search(r'wp-knows__frame" tabindex="0" role="region"', whole)
