"""The published case through the whole platform, as the review's own acceptance test, and the command that plays it."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.journeys.replaying import CASES, ROOT, Json, at, event, london, of_kind, only, states
from wholepicture.lib.postgres import clone

CHARLIE = CASES / "charlie.yaml"
COMMAND = [str(Path(sys.executable).parent / "wholepicture"), "replay"]
INCIDENTS = ["CH-1", "CH-2", "CH-3", "CH-4", "CH-5"]
LADDER = ["REMINDED", "COVER_TOLD", "MANAGER_TOLD", "AGENCY_LEAD_TOLD", "PARTNERSHIP_TOLD"]


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
    answers = {ask["state"] for each in charlie["events"] for ask in each["contributions_asked"]}
    assert answers.isdisjoint({"KNOWN", "NOTHING_KNOWN", "NOT_CHECKED", "WITHHELD"})


def test_what_a_later_issue_handles_is_listed_as_not_yet_handled(charlie: Json) -> None:
    kinds = {"allocate", "request_closure", "death"}
    later = [each for each in charlie["events"] if each["kind"] in kinds]

    assert len(later) == 3
    assert all(each["warnings"] == [f"not yet handled: {each['kind']}"] for each in later)


# Triage.


def sentences(found: Json) -> list[str]:
    assert {each["act"] for each in found["refused"]} <= {found["kind"]}
    return [each["because"] for each in found["refused"]]


def asks(found: Json, **wanted: str) -> list[Json]:
    return [each for each in found["contributions_asked"] if all(each[name] == value for name, value in wanted.items())]


def test_refer_to_health_is_refused_twice_with_what_to_do_instead(charlie: Json) -> None:
    first, second, third = of_kind(charlie, "decide")

    for refused in (first, second):
        (said,) = sentences(refused)
        assert "GP practice" in said
        assert "health visitor" in said
        assert refused["notices"] == []
    assert third["refused"] == []


def test_the_referral_to_first_response_stands_and_asks_first_response(charlie: Json) -> None:
    decided = of_kind(charlie, "decide")[2]

    asked = only(decided, cause="decision")
    assert (asked["function"], asked["about"], asked["kind"]) == ("first_response", "charlie", "act")
    assert at(asked, "DELIVERED") == london("2020-01-24T09:30")
    assert any("gives no reasons" in note for note in decided["warnings"])


def test_the_suspension_by_one_unnamed_partner_is_refused_naming_who_has_not_signed(charlie: Json) -> None:
    (suspended,) = of_kind(charlie, "suspend_triage")

    (because,) = sentences(suspended)
    for partner in ("Somerset Children's Social Care", "Avon and Somerset Police", "Clinical commissioning group"):
        assert partner in because


def test_the_third_incident_is_due_within_a_day_at_christmas_without_a_meeting(charlie: Json) -> None:
    (third,) = event(charlie, "CH-3")["listings"]

    assert third["mode"] == "asynchronous"
    assert (third["listed_at"], third["due"]) == (london("2019-12-29T01:20"), london("2019-12-30T01:20"))


def test_the_unsigned_suspension_is_without_effect(charlie: Json) -> None:
    """The meetings that nobody opened raise their alarm, as on any other day."""
    unmet = {each["ref"] for each in of_kind(charlie, "not_met")}

    assert {"2019-12-24", "2019-12-27", "2019-12-30", "2019-12-31", "2020-01-02"} <= unmet
    assert unmet.isdisjoint({"2019-12-25", "2019-12-26", "2020-01-01", "2019-12-28", "2019-12-29"})


def test_a_meeting_that_was_held_raises_no_alarm(charlie: Json) -> None:
    held = {each["at"][:10] for each in of_kind(charlie, "decide")}
    unmet = {each["ref"] for each in of_kind(charlie, "not_met")}

    assert held == {"2019-12-19", "2020-01-16", "2020-01-24"}
    assert held.isdisjoint(unmet)


@pytest.mark.parametrize("ref", INCIDENTS)
@pytest.mark.parametrize(
    ("agency", "function", "about", "state"),
    [
        ("practice_a", "gp", "charlie", "ASKED"),
        ("practice_a", "gp", "mother", "ASKED"),
        ("phn", "health_visitor", "charlie", "ASKED"),
        ("amh", "adult_mental_health", "mother", "ASKED"),
        ("amh", "adult_mental_health", "father", "HELD"),
        ("practice_b", "gp", "father", "HELD"),
    ],
)
def test_who_knows_the_family_is_asked_and_chased_and_who_serves_the_father_is_held(
    charlie: Json, ref: str, agency: str, function: str, about: str, state: str
) -> None:
    (ask,) = asks(event(charlie, ref), agency=agency, function=function, about=about)
    steps = [step["state"] for step in ask["history"]]

    assert ask["state"] == state
    assert ("DELIVERED" in steps) == (state == "ASKED")
    assert [step for step in steps if step in LADDER][:5] == LADDER


def test_nobody_is_asked_what_is_held_on_record_about_anybody_else(charlie: Json) -> None:
    practice_b = {ask["about"] for ref in INCIDENTS for ask in asks(event(charlie, ref), agency="practice_b")}

    assert practice_b == {"father"}


def test_an_overdue_family_is_an_event_of_its_own_until_somebody_decides(charlie: Json) -> None:
    overdue = of_kind(charlie, "overdue")

    assert overdue
    assert all(notice["function"] == "first_response" for each in overdue for notice in each["notices"])
    assert all(notice["state"] == "SUPERSEDED" for each in overdue for notice in each["notices"])
    decided = {each["decided_at"] for ref in INCIDENTS for each in event(charlie, ref)["listings"]}
    assert decided == {london("2020-01-24T09:30")}


def rules(found: Json) -> set[str]:
    return {finding["rule"] for finding in found["findings"]}


def test_every_incident_is_the_nth_in_the_family_with_its_interval_in_the_fast_lane(charlie: Json) -> None:
    listed = [listing for ref in INCIDENTS for listing in event(charlie, ref)["listings"]]

    assert [listing["children"] for listing in listed] == [["charlie"]] * 5
    assert [listing["nth"] for listing in listed] == [1, 2, 3, 4, 5]
    assert [listing["interval_days"] for listing in listed] == [None, 1, 12, 17, 8]
    assert {listing["lane"] for listing in listed} == {"fast"}
    assert not any(listing["linked"] for listing in listed)
    third = event(charlie, "CH-3")["listings"][0]
    assert (third["listed_at"], third["due"]) == (london("2019-12-29T01:20"), london("2019-12-30T01:20"))


@pytest.mark.parametrize(
    ("rule", "noticed_at"),
    [
        ("repeat_incidents", ["CH-3", "CH-4", "CH-5"]),
        ("shortening_intervals", ["CH-5"]),
        ("assessment_missing", ["CH-1", "CH-2", "CH-3", "CH-4"]),
        ("connected_not_classed", ["CH-4"]),
        ("infant_or_unborn", INCIDENTS),
        ("recent_separation", INCIDENTS),
        ("contact_not_asked", INCIDENTS),
        ("linked_family", []),
    ],
)
def test_the_pattern_shows_what_it_has_to_and_no_sooner(charlie: Json, rule: str, noticed_at: list[str]) -> None:
    assert [ref for ref in INCIDENTS if rule in rules(event(charlie, ref))] == noticed_at


def test_the_evidence_of_the_repeat_names_the_incidents_in_the_words_of_the_file(charlie: Json) -> None:
    repeats = [each for each in event(charlie, "CH-5")["findings"] if each["rule"] == "repeat_incidents"]

    assert any(each["evidence"]["incidents"] == INCIDENTS for each in repeats)
    assert all(each["because"] for each in repeats)


def test_the_concern_before_the_first_incident_is_listed_and_counts_as_no_incident(charlie: Json) -> None:
    concern = next(each for each in of_kind(charlie, "concern"))

    assert [listing["nth"] for listing in concern["listings"]] == [None]
    assert "repeat_incidents" not in rules(concern)


def test_nobody_asks_where_charlie_sleeps_until_the_end(charlie: Json) -> None:
    contacts = [each for each in of_kind(charlie, "contact") if each["at"] > london("2019-12-16") and each["findings"]]

    assert contacts[-1]["at"] == london("2020-03-03T09:00")
    assert all("contact_not_asked" in rules(each) for each in contacts)
    assert only_warning(of_kind(charlie, "learnt_after")[0]).startswith("not played")


def only_warning(found: Json) -> str:
    (warning,) = found["warnings"]
    return str(warning)


def test_whoever_is_chased_stands_in_a_due_event_that_counts_no_notice_twice(charlie: Json) -> None:
    due = of_kind(charlie, "due")
    rungs = {
        step["at"]
        for each in charlie["events"]
        for told in (*each["notices"], *each["contributions_asked"])
        for step in told["history"]
        if step["state"] in LADDER
    }

    assert {each["at"] for each in due} == rungs
    assert all(each["warnings"] and not each["notices"] for each in due)
    said = [(each["at"], words) for each in due for words in each["warnings"] if "because of CH-2" in words]
    assert not [words for _, words in said if "what is known" in words]  # asked since the concern, and still open


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


# The command.


def test_a_case_file_with_faults_is_refused_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(CHARLIE.read_text().replace("by: phn, kind: contact", "by: nobody, kind: contact"))

    done = run(str(file), "--json")

    assert done.returncode == 2
    assert done.stdout == ""
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "by: nobody, kind: contact" in text)
    assert f"bad.yaml, line {line}: " in done.stderr
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
