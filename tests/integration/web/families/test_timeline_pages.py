"""The timeline of a family: one line for one happening, who knows it since when; filtered, paged by key, by grant only."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import access, accounts, contributions, people, worlds
from tests.factories import agencies as make
from tests.integration.web.browsing import Clock, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.interfaces.web.families.timeline.forms import GROUPS
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.incidents.terms import Category, Dash
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.chronology import actions
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import ProtectedFact, Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = contributions.NOW
FIRST = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)


@pytest.fixture
def of() -> contributions.Asked:
    """Charlie with mother and father, of whom nothing is told yet."""
    return contributions.make_family()


@pytest.fixture
def reader(of: contributions.Asked) -> Client:
    """Somebody of a team that triages the family, signed in."""
    return signed_in(team=contributions.triages(of).post.team)


@pytest.fixture
def told_by() -> Agency:
    """An agency that tells."""
    return people.make_teller("a-police-force")


def add(record: Record, agency: Agency, kind: EntryKind = EntryKind.CONTACT, **values: object) -> Line:
    """One entry, now unless another time is given."""
    told: dict[str, object] = {"happened_at": NOW, "known_at": NOW, "cause": uuid4(), "source": uuid4()}
    line = Line(record=record.id, kind=kind, agency=agency.id, **(told | values))  # type: ignore[arg-type]
    actions.add_many(lines=[line], by=MACHINE, now=NOW + timedelta(days=400))
    return line


def page(client: Client, family: UUID, part: str = "timeline", **query: object) -> str:
    """What a part of the family's picture says."""
    answer = client.get(f"/families/{family}/{part}?{urlencode(query)}")
    assert answer.status_code == 200, text(answer)
    return text(answer)


def rows(client: Client, family: UUID, **query: object) -> int:
    """How many lines the table has."""
    answer = client.get(f"/families/{family}/timeline?{urlencode(query)}").content.decode()
    return answer.count('<th scope="row"')


def test_incidents_are_numbered_once_each_with_everybody_who_knows_and_an_agency_that_was_kept_from_them_knew_nothing(
    clock: Clock,
) -> None:
    world = worlds.make_world()
    for days, changes in ((0, {}), (12, {"dash": Dash.NOT_DONE, "category": Category.OTHER})):
        clock.at = FIRST + timedelta(days=days, hours=1)
        world.report(now=clock.at, happened_at=FIRST + timedelta(days=days), **changes)
    family = Membership.objects.filter(person__records__forename="Charlie", until_at__isnull=True, part="CHILD")
    one = family.distinct().get().family_id
    reader = signed_in(team=world.posts[Function.FIRST_RESPONSE].team)

    shown = page(reader, one)
    assert shown.count("12 days after the 1st") == 1
    assert "2nd incident 12 days after the 1st Other. " in shown
    assert "Jodie Marsh: victim" in shown
    assert "2 incidents numbered" in shown

    practice = world.posts["practice_b"].team.agency
    assert f"{practice.name} : held for release" in shown
    known = page(reader, one, "as-known", agency=practice.id, day="2019-12-28")
    assert "Knew of none of the 2 incidents that had happened by then." in known
    assert "Kyle Denham Own record since" in known
    assert "Not known to it: Charlie Marsh, Jodie Marsh." in known
    assert "Nothing by then" in known
    assert "2nd incident" in known
    mothers = world.posts["practice_a"].team.agency
    assert "Knew of the one incident" in page(reader, one, "as-known", agency=mothers.id, day="2019-12-16")
    assert "Knew of 2 of the 2" in page(reader, one, "as-known", agency=mothers.id, day="2019-12-28")

    values = {fact.value for fact in ProtectedFact.objects.exclude(value="")} - {""}
    assert values
    for part in (
        "timeline",
        f"as-known?agency={mothers.id}&day=2019-12-28",
        f"as-known?agency={world.police.id}&day=2019-12-28",
    ):
        whole = reader.get(f"/families/{one}/{part}").content.decode()
        assert not [value for value in values if value in whole]
        assert "Invented Terrace" not in whole


def test_every_kind_of_entry_is_found_under_one_word_of_the_filter_and_no_other(
    reader: Client, of: contributions.Asked, told_by: Agency
) -> None:
    for hours, kind in enumerate(EntryKind):
        add(of.baby, told_by, kind, happened_at=NOW - timedelta(hours=hours), words=f"Entry {hours}.")
    found = [kind for word, (_, kinds) in GROUPS.items() for kind in kinds]
    assert sorted(found) == sorted(EntryKind)
    for word, (_, kinds) in GROUPS.items():
        assert rows(reader, of.family, kind=word) == len(kinds), word


def test_the_filter_narrows_by_agency_and_by_days_both_included_and_can_be_cleared(
    reader: Client, of: contributions.Asked, told_by: Agency
) -> None:
    other = people.make_teller("another-agency", "gp_practice")
    for day in range(3):
        add(of.baby, told_by, happened_at=NOW - timedelta(days=day))
    add(of.mother, other)
    assert rows(reader, of.family) == 4
    assert rows(reader, of.family, agency=other.id) == 1
    day = {"since_day": 15, "since_month": "dec", "since_year": 2019}
    assert rows(reader, of.family, **day) == 3
    until = {f"until_{part}": value for part, value in (("day", 15), ("month", 12), ("year", 2019))}
    assert rows(reader, of.family, **day, **until) == 1
    assert rows(reader, of.family, **until) == 2
    shown = page(reader, of.family, kind="decisions")
    assert "Nothing fits" in shown
    assert "Clear filters" in shown
    assert "Clear filters" not in page(reader, of.family)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("since_day=3", "must include a month and a year"),
        (
            "since_day=3&since_month=1&since_year=2020&until_day=2&until_month=1&until_year=2020",
            "ends before it begins",
        ),
        ("agency=nobody", "Agency"),
        ("kind=gossip", "What"),
    ],
)
def test_what_cannot_be_asked_for_is_said_beside_its_box_and_everything_is_shown(
    reader: Client, of: contributions.Asked, told_by: Agency, query: str, says: str
) -> None:
    add(of.baby, told_by)
    answer = reader.get(f"/families/{of.family}/timeline?{query}")
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert says in text(answer)
    assert "Contact with the family" in text(answer)


def test_older_entries_stand_on_a_page_of_their_own_that_leads_back_and_keeps_the_filter(
    reader: Client, of: contributions.Asked, told_by: Agency
) -> None:
    for hour in range(43):
        add(of.baby, told_by, happened_at=NOW - timedelta(hours=hour), words=f"Call {hour}.")
    first = reader.get(f"/families/{of.family}/timeline?kind=contact")
    assert "Call 39." in text(first)
    assert "Call 40." not in text(first)
    (older,) = re.findall(r'href="(\?kind=contact&amp;older=[^"]+)"', first.content.decode())
    second = reader.get(f"/families/{of.family}/timeline{older.replace('&amp;', '&')}")
    assert [f"Call {n}." in text(second) for n in (39, 40, 42)] == [False, True, True]
    (newer,) = re.findall(r'href="(\?kind=contact&amp;newer=[^"]+)"', second.content.decode())
    assert "older=" not in second.content.decode()
    back = text(reader.get(f"/families/{of.family}/timeline{newer.replace('&amp;', '&')}"))
    assert ("Call 0." in back, "Call 40." in back) == (True, False)
    assert "Call 0." in page(reader, of.family, older="no-key")


def test_it_takes_as_many_statements_for_two_hundred_entries_as_for_five(
    reader: Client, of: contributions.Asked, told_by: Agency
) -> None:
    counts = []
    for many in (5, 195):
        for n in range(many):
            kind = EntryKind.CONTACT if n % 2 else EntryKind.TOLD
            add(
                (of.baby, of.mother, of.father)[n % 3],
                told_by,
                kind,
                happened_at=NOW - timedelta(hours=n),
                words=str(n),
            )
        with CaptureQueriesContext(connection) as sent:
            page(reader, of.family)
            page(reader, of.family, "as-known", agency=told_by.id, day="2019-12-16")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_newborn_of_whom_nothing_is_told_has_an_empty_timeline_and_nobody_who_knew(
    reader: Client, of: contributions.Asked
) -> None:
    assert "Nothing is on the timeline yet" in page(reader, of.family)
    shown = page(reader, of.family, "as-known")
    assert "No incident that counts had happened by then." in shown


def test_a_newborn_with_two_entries_of_one_night_is_drawn_with_room_on_both_sides(
    reader: Client, of: contributions.Asked, told_by: Agency
) -> None:
    add(of.baby, told_by)
    add(of.baby, told_by, happened_at=NOW + timedelta(hours=2), known_at=NOW + timedelta(hours=3))
    whole = reader.get(f"/families/{of.family}/timeline").content.decode()
    assert whole.count('role="img"') == 2
    assert "2 entries from" in whole or "2 entries on" in whole


def test_others_conclusions_are_not_on_the_timeline_before_ones_own_is_in(of: contributions.Asked) -> None:
    asked = contributions.asked(Function.HEALTH_VISITOR, of)
    own = contributions.asked(Function.FIRST_RESPONSE, of)
    contributions.may_open(own.post.team, of)
    said = {"worries": "SEALED WORRY", "what_works": "SEALED STRENGTH", "proposal": "SEALED PROPOSAL"}
    contributions.say(accounts.make_actor(team=asked.post.team), asked, of, **said)
    reader = signed_in(team=own.post.team)
    agency = asked.post.team.agency_id
    for part in ("timeline", f"as-known?agency={agency}&day=2019-12-16"):
        shown = text(reader.get(f"/families/{of.family}/{part}"))
        assert "Contribution to triage" in shown
        assert "SEALED" not in shown


@pytest.mark.parametrize("part", ["timeline", "as-known"])
def test_without_a_grant_or_close_to_a_party_it_is_refused_and_written_down(
    of: contributions.Asked, told_by: Agency, part: str
) -> None:
    add(of.baby, told_by, words="A visit.")
    team = contributions.triages(of).post.team
    close = make.make_worker(team=team)
    access.make_conflict(worker=close, record=of.mother)
    for client in (signed_in(), signed_in(close)):
        answer = client.get(f"/families/{of.family}/{part}")
        assert answer.status_code == 403
        assert "Charlie" not in answer.content.decode()
    assert [one["page"] for one in refusals()] == [f"families:{part.replace('-', '_')}"] * 2


@pytest.mark.parametrize(("part", "called"), [("timeline", "timeline"), ("as-known", "as known")])
def test_the_look_is_recorded_with_everybody_on_the_page(
    reader: Client, of: contributions.Asked, part: str, called: str
) -> None:
    page(reader, of.family, part)
    (seen,) = [entry for entry in audit.entries(event=Event.PAGE_VIEWED) if entry.detail["page"] == called]
    assert set(seen.about) == {f"person:{record.person_id}" for record in Record.objects.filter(person__isnull=False)}
    assert [entry.about for entry in audit.entries(event=Event.RECORD_OPENED)] == [[f"family:{of.family}"]]


@pytest.mark.parametrize("part", ["timeline", "as-known"])
def test_a_family_that_became_another_leads_there(reader: Client, of: contributions.Asked, part: str) -> None:
    other = Family.objects.create(created_at=NOW, merged_into_id=of.family)
    assert reader.get(f"/families/{other.id}/{part}")["Location"] == f"/families/{of.family}/{part}"


def test_nothing_that_became_known_after_the_day_is_shown_and_the_steps_lead_to_where_it_changed(
    of: contributions.Asked, told_by: Agency, clock: Clock
) -> None:
    clock.later(days=30)
    reader = signed_in(team=contributions.triages(of).post.team)
    practice = people.make_teller("a-practice", "gp_practice")
    contact = add(of.baby, told_by, words="The first visit.")
    add(of.baby, practice, EntryKind.TOLD, cause=contact.cause, known_at=NOW + timedelta(days=3), words="Charlie Marsh")
    add(of.mother, practice, EntryKind.WITHHELD, words="For a test.", known_at=NOW)
    before = page(reader, of.family, "as-known", agency=practice.id, day="2019-12-18")
    assert "Nothing by then" in before
    assert f"{told_by.name} 19 Dec 2019, 9:40pm" in before
    assert "Next change: 19 Dec 2019" in before
    assert "Last change" not in before
    after = page(reader, of.family, "as-known", agency=practice.id, day="2019-12-19")
    assert "Nothing by then" not in after
    assert "Not known to it: Jodie" in after
    assert "Told, or was told" in after
    last = page(reader, of.family, "as-known", agency=practice.id, day="2020-01-15")
    assert "Last change before: 19 Dec 2019" in last
    assert "Day after" not in last


@pytest.mark.parametrize("query", ["day=2019-12-17", "day=tomorrow", "agency=nobody", "day="])
def test_a_day_to_come_or_an_agency_that_is_not_there_is_said_to_be_wrong(
    reader: Client, of: contributions.Asked, told_by: Agency, query: str
) -> None:
    add(of.baby, told_by)
    answer = reader.get(f"/families/{of.family}/as-known?{query}")
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)


def test_what_was_told_in_error_says_so_and_when_it_was_corrected(
    reader: Client, of: contributions.Asked, told_by: Agency
) -> None:
    told = add(of.baby, told_by, EntryKind.TOLD, words="Charlie Marsh")
    add(
        of.baby, told_by, EntryKind.CORRECTED, cause=told.source, happened_at=None, known_at=NOW + timedelta(days=1),
        words="Correction: Charlie Marsh",
    )  # fmt: skip
    shown = page(reader, of.family)
    assert "told 16 Dec 2019, 9:40pm in error, corrected 17 Dec 2019, 9:40pm" in shown
    assert "Corrected: told in error" in shown


def test_decisions_of_one_moment_about_several_children_are_one_line(
    reader: Client, of: contributions.Asked, told_by: Agency
) -> None:
    sister = people.make_record(forename="Mia", surname="Marsh")
    people.make_resolved(sister)
    contributions.join(of.family, sister, Part.CHILD)
    for child in (of.baby, sister):
        add(child, told_by, EntryKind.DECISION, words="Early help")
    assert rows(reader, of.family) == 1
    assert "Early help (about Charlie" in page(reader, of.family)
