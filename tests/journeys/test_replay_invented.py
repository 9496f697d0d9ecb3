"""Invented case files through the whole platform, and the proof that nothing in the code knows a case."""

import dataclasses
import json
from datetime import datetime
from typing import Any

import pytest

from tests.journeys.replaying import CASES, Json, at, event, london, notices, of_kind, only, played, states
from wholepicture.interfaces.replay import loader
from wholepicture.interfaces.replay.case import (
    Case,
    ContactEvent,
    ContributeEvent,
    DecideEvent,
    GovernEvent,
    IncidentEvent,
    ReplyEvent,
)
from wholepicture.lib.dates import London

# The code knows no case.


def cut(case: Case, until: str) -> Case:
    """The same case, played only so far."""
    end = datetime.fromisoformat(until).replace(tzinfo=London)
    return dataclasses.replace(case, until=end, events=tuple(each for each in case.events if each.at <= end))


def renamed(case: Case) -> tuple[Case, dict[str, str]]:
    """The same case with every id, name and address another, and what each new word stands for."""
    words: dict[str, str] = {}

    def new(old: str, kind: str) -> str:
        known = {was: word for word, was in words.items() if word.startswith(kind)}
        if old not in known:
            known[old] = f"{kind}{len(known):03d}q"
            words[known[old]] = old
        return known[old]

    agencies = {
        new(id_, "agencyid"): dataclasses.replace(each, id=new(id_, "agencyid"), name=new(each.name, "Agencyname"))
        for id_, each in case.agencies.items()
    }
    people = {
        new(id_, "personid"): dataclasses.replace(
            each,
            id=new(id_, "personid"),
            forename=each.forename and new(each.forename, "Forename"),
            surname=each.surname and new(each.surname, "Surname"),
            addresses=tuple(dataclasses.replace(home, at=new(home.at, "place")) for home in each.addresses),
            registered={function: new(agency, "agencyid") for function, agency in each.registered.items()},
        )
        for id_, each in case.people.items()
    }
    relationships = tuple(
        dataclasses.replace(
            each,
            from_person=new(each.from_person, "personid"),
            to_person=new(each.to_person, "personid"),
            known_to=tuple(new(agency, "agencyid") for agency in each.known_to),
        )
        for each in case.relationships
    )

    def contact_of(each: ContactEvent) -> ContactEvent:
        told = each.learnt.arrangement
        arrangement = told and dataclasses.replace(
            told,
            with_person=new(told.with_person, "personid"),
            supported_by=told.supported_by and new(told.supported_by, "personid"),
        )
        return dataclasses.replace(
            each,
            people=tuple(new(person, "personid") for person in each.people),
            child=each.child and new(each.child, "personid"),
            learnt=dataclasses.replace(each.learnt, arrangement=arrangement),
        )

    def event_of(each: Any) -> Any:
        by = each.by if each.by == "unnamed" else new(each.by, "agencyid")
        each = dataclasses.replace(each, by=by, ref=each.ref and new(each.ref, "ref"))
        if isinstance(each, ReplyEvent):
            about = tuple(new(person, "personid") for person in each.about)
            return dataclasses.replace(each, notice_about=new(each.notice_about, "ref"), about=about)
        if isinstance(each, ContactEvent):
            return contact_of(each)
        if isinstance(each, DecideEvent):
            return dataclasses.replace(each, child=new(each.child, "personid"))
        if isinstance(each, ContributeEvent):
            about = tuple(new(person, "personid") for person in each.about)
            notice_about = each.notice_about and new(each.notice_about, "ref")
            child = each.child and new(each.child, "personid")
            return dataclasses.replace(each, notice_about=notice_about, child=child, about=about)
        if isinstance(each, GovernEvent):
            return dataclasses.replace(each, signed_by=tuple(new(agency, "agencyid") for agency in each.signed_by))
        if not isinstance(each, IncidentEvent):
            return each
        return dataclasses.replace(
            each,
            people=tuple((new(person, "personid"), role) for person, role in each.people),
            children={new(person, "personid"): presence for person, presence in each.children.items()},
            place=each.place and new(each.place, "place"),
        )

    other = dataclasses.replace(
        case,
        case="other",
        agencies=agencies,
        people=people,
        workers={},
        relationships=relationships,
        held=(),
        events=tuple(event_of(each) for each in case.events),
    )
    return other, words


def in_any_order(events: list[Json]) -> list[Json]:
    """The same events, with what stands in the order of ids, which are random, in an order of its own."""
    for each in events:
        for finding in each["findings"]:
            finding["because"] = sorted(finding["because"].split())
            finding["evidence"]["persons"] = sorted(finding["evidence"].get("persons", []))
        each["findings"].sort(key=lambda finding: json.dumps(finding, sort_keys=True))
        each["contributions_asked"].sort(key=lambda ask: json.dumps(ask, sort_keys=True))
        each["warnings"].sort()
    return events


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["charlie", "withheld"])
def test_nothing_in_the_code_knows_a_case(name: str) -> None:
    case = loader.load(CASES / f"{name}.yaml")
    case = cut(case, "2019-12-18T09:00") if name == "charlie" else cut(case, "2021-02-03T09:00")
    other, words = renamed(dataclasses.replace(case, held=(), workers={}))

    original, text = played(case), json.dumps(played(other)["events"], ensure_ascii=False)

    for word, was in words.items():
        text = text.replace(word, was)
    assert in_any_order(json.loads(text)) == in_any_order(original["events"])
    assert any(each["notices"] for each in original["events"])


# Invented cases.

ONCE: dict[str, Json] = {}


def played_once(name: str) -> Json:
    """What comes of a case file, played by the first test that asks; a report changes nothing and is changed by nothing."""
    if name not in ONCE:
        ONCE[name] = played(loader.load(CASES / f"{name}.yaml"))
    return ONCE[name]


@pytest.fixture
def two_families(db: None) -> Json:
    return played_once("two_families")


def test_each_twin_and_their_brother_is_told_of_to_who_works_with_them(two_families: Json) -> None:
    incident = event(two_families, "TF-1")

    for twin in ("first_twin", "second_twin"):
        assert only(incident, function="health_visitor", about=twin)["agency"] == "phn"
    assert only(incident, function="school_safeguarding_lead", about="brother")["agency"] == "hill_school"
    assert not notices(incident, function="health_visitor", about="brother")


def test_the_school_has_until_nine_on_the_next_school_morning(two_families: Json) -> None:
    school = only(event(two_families, "TF-1"), function="school_safeguarding_lead")

    assert school["reply_by"] == london("2021-06-07T09:00")  # told on a Friday night


def test_no_notice_goes_to_the_other_family_of_the_person_causing_harm(two_families: Json) -> None:
    incident = event(two_families, "TF-1")
    about = {notice["about"] for notice in incident["notices"]} | {each["about"] for each in incident["not_told"]}

    assert about == {"mum", "dad", "brother", "first_twin", "second_twin"}
    assert not notices(incident, agency="sea_school")


def test_an_acknowledgement_ends_the_clock_of_its_own_team_only(two_families: Json) -> None:
    incident = event(two_families, "TF-1")

    for twin in ("first_twin", "second_twin"):
        answered = only(incident, function="health_visitor", about=twin)
        assert answered["state"] == "ANSWERED"
        assert at(answered, "ANSWERED") == london("2021-06-05T10:00")
        assert states(answered)[-1] == "ANSWERED"
    assert only(incident, function="gp", about="mum")["state"] == "DELIVERED"


def test_a_release_by_anybody_but_the_owner_is_refused_with_a_sentence(two_families: Json) -> None:
    by_practice, by_police = of_kind(two_families, "release")

    (refusal,) = by_practice["refused"]
    assert refusal["act"] == "release"
    assert "Only the team that holds this notice" in refusal["because"]
    assert by_police["refused"] == []


def test_what_the_owner_releases_is_delivered_then_and_not_before(two_families: Json) -> None:
    practice = only(event(two_families, "TF-1"), function="gp", about="dad")

    assert at(practice, "RELEASED") == at(practice, "DELIVERED") == london("2021-06-07T08:30")
    assert states(practice)[0] == "HELD"


@pytest.fixture
def expected(db: None) -> Json:
    return played_once("expected")


@pytest.mark.parametrize("ref", ["EX-1", "EX-2", "EX-3"])
def test_midwife_and_health_visitor_are_told_of_a_child_unborn_overdue_and_born(expected: Json, ref: str) -> None:
    incident = event(expected, ref)

    for function, agency in (("safeguarding_midwife", "maternity"), ("health_visitor", "phn")):
        assert at(only(incident, function=function, agency=agency, about="baby"), "DELIVERED") == incident["at"]


@pytest.mark.parametrize("ref", ["EX-1", "EX-2", "EX-3"])
def test_an_unknown_practice_is_a_task_with_an_owner_and_a_clock(expected: Json, ref: str) -> None:
    incident = event(expected, ref)
    unknown = {each["about"] for each in incident["not_told"] if each["function"] == "gp"}

    assert {"mum", "dad"} <= unknown
    assert all(each["owner"] == "csc/first_response" for each in incident["not_told"] if each["function"] == "gp")
    for about in unknown:
        assert only(incident, function="first_response", about=about)["kind"] == "act"


def test_a_birth_after_the_expected_date_is_an_event_of_the_platforms_own(expected: Json) -> None:
    (birth,) = of_kind(expected, "born")

    assert (birth["ref"], birth["at"]) == ("baby", london("2021-07-27T09:00"))
    assert {each["about"] for each in birth["not_told"]} == {"mum", "dad"}


def test_a_child_is_one_person_before_and_after_the_birth(expected: Json) -> None:
    after = event(expected, "EX-3")

    assert len(notices(after, function="health_visitor")) == 1
    assert len(notices(after, function="safeguarding_midwife")) == 1


@pytest.fixture
def withheld(db: None) -> Json:
    return played_once("withheld")


def test_withholding_without_a_reason_is_refused(withheld: Json) -> None:
    without, with_reason = of_kind(withheld, "withhold")

    assert [each["act"] for each in without["refused"]] == ["withhold"]
    assert "Reason" in without["refused"][0]["because"]
    assert with_reason["refused"] == []


def test_withholding_tells_another_function_and_comes_back_on_a_clock(withheld: Json) -> None:
    incident = event(withheld, "WH-1")
    practice = only(incident, function="gp", about="dad")
    told = only(incident, function="domestic_abuse_service", about="dad")

    assert at(practice, "WITHHELD") == at(told, "DELIVERED") == london("2021-02-02T09:30")
    after = [step["state"] for step in practice["history"] if step["at"] > at(practice, "WITHHELD")]
    assert after[0] == "REMINDED"


def test_what_was_withheld_can_be_released_later_and_answered(withheld: Json) -> None:
    practice = only(event(withheld, "WH-1"), function="gp", about="dad")

    assert at(practice, "DELIVERED") == london("2021-02-12T10:00")
    assert (practice["state"], at(practice, "ANSWERED")) == ("ANSWERED", london("2021-02-12T12:00"))


SMALL = """\
case: small
until: 2021-02-05
agencies:
  police: {kind: police, name: Northshire Police}
  phn: {kind: health_visiting, name: Northshire Public Health Nursing}
people:
  one: {sex: female}
  other: {sex: male}
events:
  - {at: 2021-02-01, by: police, kind: incident, ref: S-1, category: other, brag: green, people: {one: unknown, other: unknown}}
  - {at: 2021-02-02, by: phn, kind: acknowledge, notice_about: S-1}
  - {at: 2021-02-02, by: unnamed, kind: incident, people: {one: victim}}
  - {at: 2021-02-03, by: police, kind: release, notice_about: S-1}
"""


@pytest.fixture
def small(db: None) -> Json:
    return played(loader.parse(SMALL))


def test_an_incident_of_which_nobody_has_to_be_told_says_why(small: Json) -> None:
    incident = event(small, "S-1")

    assert (incident["notices"], incident["not_told"]) == ([], [])
    assert incident["warnings"][0].startswith("nobody had to be told: Not classed as domestic abuse")


def test_acknowledging_or_releasing_what_was_never_sent_is_refused(small: Json) -> None:
    (acknowledged,), (released,) = of_kind(small, "acknowledge"), of_kind(small, "release")

    assert acknowledged["refused"][0]["because"] == "phn has no notice about S-1 that waits for an answer."
    assert released["refused"][0]["because"] == "Nothing about S-1 is held for release."


def test_what_an_agency_that_the_source_does_not_name_reported_is_not_played(small: Json) -> None:
    unnamed = of_kind(small, "incident")[1]

    assert unnamed["notices"] == []
    assert "does not say which agency" in unnamed["warnings"][0]
