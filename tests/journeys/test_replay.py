"""Case files through the whole platform: the published case as the review's own acceptance test, and three invented ones.

Nothing in the code knows a case: played under other names, the same comes of it.
"""

import dataclasses
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import transaction

from wholepicture.interfaces.replay import loader, player
from wholepicture.interfaces.replay.case import Case, IncidentEvent, ReplyEvent
from wholepicture.lib.dates import London
from wholepicture.lib.postgres import clone

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
CHARLIE = CASES / "charlie.yaml"
COMMAND = [str(Path(sys.executable).parent / "wholepicture"), "replay"]
INCIDENTS = ["CH-1", "CH-2", "CH-3", "CH-4", "CH-5"]
LADDER = ["REMINDED", "COVER_TOLD", "MANAGER_TOLD", "AGENCY_LEAD_TOLD", "PARTNERSHIP_TOLD"]
Json = dict[str, Any]


def london(text: str) -> str:
    return datetime.fromisoformat(text).replace(tzinfo=London).isoformat()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "wholepicture.config.settings"}
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def charlie() -> Json:
    """The published case, played by the command in a database of its own, once for all these tests."""
    done = run(str(CHARLIE), "--json")
    assert done.returncode == 0, done.stderr
    found: Json = json.loads(done.stdout)
    return found


def event(report: Json, ref: str) -> Json:
    return next(each for each in report["events"] if each["ref"] == ref)


def of_kind(report: Json, kind: str) -> list[Json]:
    return [each for each in report["events"] if each["kind"] == kind]


def notices(found: Json, **wanted: str) -> list[Json]:
    return [each for each in found["notices"] if all(each[name] == value for name, value in wanted.items())]


def only(found: Json, **wanted: str) -> Json:
    (one,) = notices(found, **wanted)
    return one


def states(notice: Json) -> list[str]:
    return [step["state"] for step in notice["history"]]


def at(notice: Json, state: str) -> str:
    return next(step["at"] for step in notice["history"] if step["state"] == state)


def test_health_visitor_and_the_practice_of_charlie_and_mother_are_told_of_the_first_incident_that_evening(
    charlie: Json,
) -> None:
    first = event(charlie, "CH-1")
    told = [
        only(first, function="health_visitor", agency="phn", about="charlie"),
        only(first, function="gp", agency="practice_a", about="charlie"),
        only(first, function="gp", agency="practice_a", about="mother"),
    ]

    assert [at(notice, "DELIVERED") for notice in told] == [london("2019-12-16T21:40")] * 3
    assert told[0]["kind"] == "act"


@pytest.mark.parametrize("ref", INCIDENTS)
def test_every_incident_reaches_the_same_people_at_once_whatever_the_police_classed_it_as(
    charlie: Json, ref: str
) -> None:
    incident = event(charlie, ref)

    for function, about in (("health_visitor", "charlie"), ("gp", "charlie"), ("gp", "mother")):
        assert at(only(incident, function=function, about=about), "DELIVERED") == incident["at"]


@pytest.mark.parametrize("ref", INCIDENTS)
def test_the_fathers_practice_is_held_and_its_owner_is_chased_up_to_the_partnership(charlie: Json, ref: str) -> None:
    held = only(event(charlie, ref), function="gp", about="father")

    assert (held["agency"], held["state"]) == ("practice_b", "HELD")
    assert states(held)[0] == "HELD"
    assert "DELIVERED" not in states(held)
    assert states(held)[1:6] == LADDER
    assert held["history"][0]["to"].startswith("Police safeguarding unit")


def test_the_fathers_practice_is_told_at_the_birth_that_he_is_a_parent_and_nothing_else(charlie: Json) -> None:
    (birth,) = of_kind(charlie, "born")
    told = only(birth, function="gp", agency="practice_b", about="father")

    assert birth["at"] == london("2019-11-14T09:00")
    assert (told["kind"], at(told, "DELIVERED")) == ("inform", birth["at"])
    for word in ("abuse", "violence", "concern", "police", "harm", "alcohol"):
        assert word not in told["because"].lower()


def test_an_act_notice_that_nobody_answers_climbs_its_clock(charlie: Json) -> None:
    unanswered = only(event(charlie, "CH-1"), function="health_visitor", about="charlie")
    rungs = [(step["state"], step["at"]) for step in unanswered["history"] if step["state"] in LADDER]

    assert [state for state, _ in rungs[:5]] == LADDER
    assert rungs[0][1] < unanswered["reply_by"] == rungs[1][1]
    assert [when for _, when in rungs] == sorted(when for _, when in rungs)
    assert "ANSWERED" not in states(unanswered)


def test_each_rung_of_the_ladder_is_another_person(charlie: Json) -> None:
    unanswered = only(event(charlie, "CH-1"), function="health_visitor", about="charlie")
    told = [step["to"] for step in unanswered["history"] if step["state"] in LADDER][:5]

    assert len(set(told)) == 5
    assert "Public Health Nursing" in told[0]
    assert "partnership" in told[4].lower()


def test_the_wards_concern_at_birth_reaches_safeguarding_midwife_and_health_visitor(charlie: Json) -> None:
    (concern,) = of_kind(charlie, "concern")

    for function, agency in (("safeguarding_midwife", "maternity"), ("health_visitor", "phn")):
        told = only(concern, function=function, agency=agency, about="charlie")
        assert at(told, "DELIVERED") == concern["at"]


def test_nobody_answers_or_releases_in_the_published_case(charlie: Json) -> None:
    found = {state for each in charlie["events"] for notice in each["notices"] for state in states(notice)}

    assert found.isdisjoint({"ANSWERED", "OPENED", "RELEASED", "WITHHELD", "DECLINED"})


def test_what_a_later_issue_handles_is_listed_as_not_yet_handled(charlie: Json) -> None:
    kinds = {"contact", "decide", "suspend_triage", "allocate", "request_closure", "death", "learnt_after"}
    later = [each for each in charlie["events"] if each["kind"] in kinds]

    assert len(later) == 17
    assert all(each["warnings"] == [f"not yet handled: {each['kind']}"] for each in later)
    assert all(
        each[name] == [] for each in charlie["events"] for name in ("listings", "findings", "contributions_asked")
    )


def test_whoever_is_chased_stands_in_a_due_event_that_counts_no_notice_twice(charlie: Json) -> None:
    due = of_kind(charlie, "due")
    rungs = {
        step["at"]
        for each in charlie["events"]
        for notice in each["notices"]
        for step in notice["history"]
        if step["state"] in LADDER
    }

    assert {each["at"] for each in due} == rungs
    assert all(each["warnings"] and not each["notices"] for each in due)


def test_events_are_in_order_of_time_and_no_promise_is_broken(charlie: Json) -> None:
    times = [datetime.fromisoformat(each["at"]) for each in charlie["events"]]

    assert times == sorted(times)
    assert charlie["verify"] == {"breaches": []}
    assert (charlie["case"], charlie["until"]) == ("charlie", london("2020-03-06T09:00"))


def test_a_service_that_the_partnership_does_not_have_is_said_to_be_missing(charlie: Json) -> None:
    (missing,) = event(charlie, "CH-1")["not_told"]

    assert (missing["function"], missing["about"]) == ("perpetrator_service", "father")
    assert missing["because"]
    assert missing["owner"]


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

    def event_of(each: Any) -> Any:
        by = each.by if each.by == "unnamed" else new(each.by, "agencyid")
        each = dataclasses.replace(each, by=by, ref=each.ref and new(each.ref, "ref"))
        if isinstance(each, ReplyEvent):
            about = tuple(new(person, "personid") for person in each.about)
            return dataclasses.replace(each, notice_about=new(each.notice_about, "ref"), about=about)
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


def played(case: Case) -> Json:
    """Play a case here and leave no trace of it: nothing is committed, so the audit is not yet sealed (see `charlie`)."""
    with transaction.atomic():
        found = player.play(case).as_json()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["charlie", "withheld"])
def test_nothing_in_the_code_knows_a_case(name: str) -> None:
    case = loader.load(CASES / f"{name}.yaml")
    case = cut(case, "2019-12-18T09:00") if name == "charlie" else cut(case, "2021-02-03T09:00")
    other, words = renamed(dataclasses.replace(case, held=(), workers={}))

    original, text = played(case), json.dumps(played(other)["events"], ensure_ascii=False)

    for word, was in words.items():
        text = text.replace(word, was)
    assert json.loads(text) == original["events"]
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


# The command.


def test_a_case_file_with_faults_is_refused_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(CHARLIE.read_text().replace("by: phn, kind: contact", "by: nobody, kind: contact"))

    done = run(str(file), "--json")

    assert done.returncode == 2
    assert done.stdout == ""
    assert "bad.yaml, line 41: " in done.stderr
    assert "'nobody' is not declared" in done.stderr


def test_the_command_speaks_plain_text_and_leaves_no_database_behind() -> None:
    before = databases()

    done = run(str(CASES / "withheld.yaml"))

    assert done.returncode == 0, done.stderr
    assert "withheld: people of then, rules of now" in done.stdout
    assert "\x1b" not in done.stdout
    assert {name for name in databases() - before if name.count("_") > 2} == set()


def databases() -> set[str]:
    url = clone.renamed(settings.URLS.owner, clone.MAINTENANCE)
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("select datname from pg_database where datname like 'wholepicture_replay%%'")
        return {name for (name,) in rows}
