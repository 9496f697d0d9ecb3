"""Invented cases of triage: what agencies say, decide together, sign and leave, as the case file has it and no more."""

import pytest

from tests.journeys.replaying import CASES, Json, event, london, notices, of_kind, only, played
from wholepicture.interfaces.replay import loader

pytestmark = pytest.mark.django_db
ONCE: dict[str, Json] = {}


def played_once(name: str) -> Json:
    """What comes of a case file, played by the first test that asks."""
    if name not in ONCE:
        ONCE[name] = played(loader.load(CASES / f"{name}.yaml"))
    return ONCE[name]


def sentences(found: Json) -> list[str]:
    assert {each["act"] for each in found["refused"]} <= {found["kind"]}
    return [each["because"] for each in found["refused"]]


def states(found: Json) -> dict[tuple[str, str], str]:
    return {(ask["agency"], ask["about"]): ask["state"] for ask in found["contributions_asked"]}


def breaches(found: Json) -> list[Json]:
    """The audit is sealed at commit, and nothing is committed here."""
    return [each for each in found["verify"]["breaches"] if "never sealed" not in each["sentence"]]


# Signed by every statutory partner.


@pytest.fixture
def suspended(db: None) -> Json:
    return played_once("signed_suspension")


def test_a_suspension_that_comes_too_late_or_lacks_a_signature_is_refused(suspended: Json) -> None:
    late, unsigned, _ = of_kind(suspended, "suspend_triage")

    assert "too soon" in sentences(late)[0]
    assert any("does not name you" in said for said in sentences(unsigned))  # the health visitors sign for nobody
    assert "Not signed in time by" in sentences(unsigned)[-1]
    assert "Clinical Commissioning Group" in sentences(unsigned)[-1]
    assert "Police" not in sentences(unsigned)[-1]


def test_a_suspension_that_everybody_signed_is_in_force_and_the_list_goes_on_without_a_meeting(suspended: Json) -> None:
    signed = of_kind(suspended, "suspend_triage")[2]
    (before,), (during,) = (event(suspended, ref)["listings"] for ref in ("SS-1", "SS-2"))

    assert (signed["refused"], signed["warnings"]) == ([], [])
    assert (before["mode"], during["mode"]) == ("meeting", "asynchronous")
    assert during["due"] == london("2021-12-29T21:00")
    assert of_kind(suspended, "not_met") == []


def test_without_a_meeting_one_agency_proposes_and_the_second_that_decides_the_same_agrees(suspended: Json) -> None:
    met, proposed, agreed = of_kind(suspended, "decide")

    assert (met["refused"], proposed["refused"], agreed["refused"]) == ([], [], [])
    assert only(met, cause="decision", kind="act")["function"] == "health_visitor"
    assert any("waits for others to agree" in note for note in proposed["warnings"])
    assert any("agreed to what another agency proposed" in note and "it stands" in note for note in agreed["warnings"])
    assert agreed["notices"] == []
    assert only(proposed, cause="agreement")["state"] == "ANSWERED"
    assert only(proposed, cause="decision")["history"][0]["at"] == london("2021-12-29T10:05")
    (listing,) = event(suspended, "SS-2")["listings"]
    assert listing["decided_at"] == london("2021-12-29T10:05")


def test_no_promise_is_broken_while_triage_is_suspended(suspended: Json) -> None:
    assert breaches(suspended) == []


# Said, decided and left.


@pytest.fixture
def agencies(db: None) -> Json:
    return played_once("two_agencies")


def test_agencies_say_what_the_file_says_they_know_and_nothing_about_anybody_of_whom_they_were_not_asked(
    agencies: Json,
) -> None:
    found = states(event(agencies, "TA-1"))

    assert found["amh", "mum"] == "KNOWN"  # held, and asked about her
    assert found["amh", "dad"] == "ASKED"  # held until the release, after they had answered
    assert found["phn", "boy"] == "KNOWN"
    assert found["refuge_service", "boy"] == "NOTHING_KNOWN"
    assert found["hill_practice", "boy"] == found["hill_practice", "mum"] == "NOT_CHECKED"
    assert found["csc", "boy"] == "ASKED"


def test_the_practice_of_the_father_says_what_it_holds_once_it_is_released_and_asked(agencies: Json) -> None:
    early, late = [
        each
        for each in of_kind(agencies, "contribute")
        if each["at"] in (london("2023-04-28T20:30"), london("2023-04-28T21:30"))
    ]

    assert states(event(agencies, "TA-1"))["river_practice", "dad"] == "KNOWN"
    assert any("nothing known" in note for note in early["warnings"])  # of the boy it holds nothing
    assert late["warnings"] == late["refused"] == []


def test_an_agency_that_nobody_asked_cannot_open_the_family_to_say_something(agencies: Json) -> None:
    (refused,) = [each for each in of_kind(agencies, "contribute") if each["refused"]]

    assert refused["at"] == london("2023-04-28T22:20")
    assert "cannot open this" in sentences(refused)[0]


def test_no_further_action_without_a_named_health_professional_waits_and_does_not_stand(agencies: Json) -> None:
    by_police, by_social_care = of_kind(agencies, "decide")[:2]

    assert any("waits for others to agree" in note for note in by_police["warnings"])
    assert any("agreed" in note and "it waits" in note for note in by_social_care["warnings"])
    assert notices(by_police, cause="decision") == []
    ended = [note for note in by_police["warnings"] if note.startswith("in the end")]
    assert len(ended) == 1
    assert "stands" not in ended[0]


def test_support_by_two_employers_stands_and_asks_both_named_recipients(agencies: Json) -> None:
    proposed, agreed = of_kind(agencies, "decide")[2:]

    assert (proposed["refused"], agreed["refused"]) == ([], [])
    asked = {(notice["agency"], notice["about"]) for notice in notices(proposed, cause="decision")}
    assert asked == {("phn", "boy"), ("hill_practice", "boy")}
    (listing,) = event(agencies, "TA-1")["listings"]
    assert (listing["mode"], listing["decided_at"]) == ("asynchronous", london("2023-04-29T18:30"))


def test_what_a_decision_asks_is_acknowledged_by_whom_it_asks(agencies: Json) -> None:
    (acknowledged,) = of_kind(agencies, "acknowledge")
    proposed = event(agencies, "TA-D")

    assert acknowledged["refused"] == []
    assert only(proposed, cause="decision", agency="phn")["state"] == "ANSWERED"
    assert only(proposed, cause="decision", agency="hill_practice")["state"] == "DELIVERED"


def test_an_agency_leaves_with_every_signature_and_not_with_its_own(agencies: Json) -> None:
    signed, unsigned = of_kind(agencies, "leave_triage")

    assert signed["refused"] == []
    assert "Northshire Police" in sentences(unsigned)[-1]
    assert "Northshire Integrated Care Board" in sentences(unsigned)[-1]
    assert any("no mitigation" in note for note in unsigned["warnings"])


def test_no_promise_is_broken_by_what_agencies_say_decide_and_leave(agencies: Json) -> None:
    assert breaches(agencies) == []


# What a file may leave out.

LITTLE = """\
case: little
until: 2021-02-05
agencies:
  police: {kind: police}
  phn: {kind: health_visiting}
  ccg: {kind: clinical_commissioning_group}
people:
  one: {sex: female}
  child: {born: 2020-06-01}
  other: {born: 2019-06-01}
events:
  - {at: 2021-02-01, by: police, kind: contribute, child: other}
  - {at: 2021-02-01, by: police, kind: incident, ref: L-1, category: domestic_abuse, people: {one: victim, child: child}}
  - {at: 2021-02-01, by: unnamed, kind: contribute, notice_about: L-1}
  - {at: 2021-02-01, by: ccg, kind: contribute, notice_about: L-1}
  - {at: 2021-02-01, by: unnamed, kind: decide, child: child, outcome: hold}
  - {at: 2021-02-01, by: ccg, kind: decide, child: child, outcome: hold}
  - {at: 2021-02-01, by: police, kind: decide, child: other, outcome: hold}
  - {at: 2021-02-01, by: police, kind: decide, child: child, outcome: keep an eye on them, recipients: [the school]}
  - {at: 2021-02-01, by: unnamed, kind: leave_triage, from: 2021-03-01}
  - {at: 2021-02-01, by: police, kind: suspend_triage, reason: nobody said from when}
"""


def test_what_a_file_leaves_out_is_refused_in_a_sentence_and_never_made_up() -> None:
    found = played(loader.parse(LITTLE))

    nobody, unnamed, no_team = of_kind(found, "contribute")
    assert "nobody is asked" in sentences(nobody)[0]
    assert "does not say which agency" in sentences(unnamed)[0]
    assert "ccg has no team" in sentences(no_team)[0]
    by_unnamed, by_ccg, unreported, unknown = of_kind(found, "decide")
    assert "does not say which agency" in sentences(by_unnamed)[0]
    assert "ccg has no team" in sentences(by_ccg)[0]
    assert "Nothing was reported about other" in sentences(unreported)[0]
    (said,) = sentences(unknown)
    assert "Outcome: " in said
    assert "Recipient: " in said
    (left,), (suspended,) = of_kind(found, "leave_triage"), of_kind(found, "suspend_triage")
    assert "does not say which agency leaves" in sentences(left)[0]
    assert sentences(suspended)[0].startswith("First day")
