"""Three in a rolling year: of the family, in one direction of harm, never against the earlier victim."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.factories import patterns
from tests.factories.patterns import CASE, EACH, HARM, SHIPPED, UNKNOWN, ask, charlie, concern, report, uid
from wholepicture.pathway.findings.facts import Found, Report
from wholepicture.pathway.incidents.terms import AllegationStatus, Category
from wholepicture.registers.people.terms import Role

RULE = "repeat_incidents"
START = date(2021, 3, 1)
ON = START + timedelta(days=400)
FATHER_TO_MOTHER = f"direction:{uid('father')}:{uid('mother')}"
MOTHER_TO_FATHER = f"direction:{uid('mother')}:{uid('father')}"
FATHER_TO_CHARLIE = f"direction:{uid('father')}:{uid('charlie')}"


def after(days: int) -> date:
    return START + timedelta(days=days)


def look(*reports: Report, on: date | None = None) -> dict[str, Found]:
    latest = max(each.happened_at.date() for each in reports)
    return {each.key: each for each in ask(RULE, patterns.pattern(on or latest, *reports, people=patterns.FAMILY))}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param([0, 1], False, id="two"),
        pytest.param([0, 1, 13], True, id="three"),
        pytest.param([0, 0, 0], True, id="three on one day"),
        pytest.param([0, 1, 365], True, id="the first exactly as long ago as the window"),
        pytest.param([0, 1, 366], False, id="the first a day too long ago"),
        pytest.param([0, 100, 366, 400], True, id="three of four within a year"),
        pytest.param([0, 200, 400, 600], False, id="never three in any year"),
    ],
)
def test_three_incidents_in_a_rolling_year_repeat(days: Sequence[int], found: bool) -> None:
    reports = [report(after(day), name=f"I-{place}") for place, day in enumerate(days)]
    assert ("" in look(*reports)) is found


@pytest.mark.parametrize(
    ("reports", "count"),
    [
        pytest.param([concern(after(0)), report(after(1)), report(after(2))], None, id="a concern before the first"),
        pytest.param([report(after(0)), concern(after(1)), report(after(2))], 3, id="a concern that follows one"),
        pytest.param([report(after(0)), concern(after(1)), concern(after(2))], 3, id="two concerns that follow one"),
        pytest.param([concern(after(0)), concern(after(1)), concern(after(2))], None, id="concerns alone"),
        pytest.param([report(after(0)), concern(after(366)), concern(after(367)), concern(after(368))], None,
                     id="concerns a year after the last incident"),
        pytest.param([report(after(0)), report(after(1)), concern(after(2), {"mother": Role.WITNESS})], None,
                     id="a concern about nobody who cares for a child"),
        pytest.param([report(after(0)), report(after(1)), report(after(2), in_scope=False)], None, id="one out of scope"),
        pytest.param([report(after(0)), report(after(1)), report(after(2), UNKNOWN, category=Category.OTHER)], 3,
                     id="one that police did not class"),
    ],
)  # fmt: skip
def test_what_counts_as_a_repeat(reports: list[Report], count: int | None) -> None:
    found = look(*reports).get("")
    assert (found.evidence["count"] if found else None) == count


@pytest.mark.parametrize(
    ("roles", "keys"),
    [
        pytest.param([HARM, HARM, HARM], {FATHER_TO_MOTHER}, id="one direction"),
        pytest.param([HARM, HARM, UNKNOWN], set(), id="the third says not who harmed"),
        pytest.param([HARM, HARM, EACH], {FATHER_TO_MOTHER}, id="a counter-allegation counts for what stood before"),
        pytest.param([HARM, EACH, EACH], {FATHER_TO_MOTHER}, id="two of them as well, and never against the victim"),
        pytest.param([EACH, EACH, EACH], {FATHER_TO_MOTHER, MOTHER_TO_FATHER}, id="nothing stood before: both"),
        pytest.param([HARM, HARM, {"father": Role.CAUSING_HARM, "gran": Role.VICTIM}], set(), id="another victim"),
    ],
)
def test_directions_of_harm_are_counted_one_by_one(roles: list[dict[str, Role]], keys: set[str]) -> None:
    found = look(*(report(after(day), each) for day, each in enumerate(roles)))
    assert set(found) == {"", *keys}


def test_whom_harm_was_done_to_may_not_have_been_told() -> None:
    found = look(*(report(after(day), {"father": Role.CAUSING_HARM, "charlie": Role.CHILD}) for day in range(3)))
    assert "somebody who was not named" in found[f"direction:{uid('father')}:"].because


def test_concerns_about_a_carer_are_a_direction_of_their_own_once_they_repeat() -> None:
    found = look(concern(after(0)), report(after(1)), concern(after(2)), concern(after(3)), concern(after(4)))
    direction = found[FATHER_TO_CHARLIE]
    assert direction.evidence["count"] == 3
    assert "or is a carer of concern" in direction.because
    assert "among them 3 concerns about a carer" in direction.because


def test_it_ends_when_enough_of_them_have_rolled_out_and_never_before() -> None:
    reports = [report(after(day)) for day in (0, 10, 20, 30)]
    found = look(*reports)[""]
    assert found.until == after(10 + 366)
    assert found.until
    last = found.until - timedelta(days=1)
    assert look(*reports, on=last)[""].evidence == found.evidence
    assert look(*reports, on=found.until) == {}


def test_figures_are_the_protocols() -> None:
    known = patterns.pattern(after(9), report(after(0)), report(after(9)))
    assert ask(RULE, known, parameters=replace(SHIPPED, repeat_count=2))
    assert not ask(RULE, known, parameters=replace(SHIPPED, repeat_count=2, repeat_days=8))


def test_it_says_when_how_far_apart_and_what_is_uncertain() -> None:
    reports = [report(date(2020, 12, 31)), report(date(2021, 1, 1)), report(date(2021, 1, 1), EACH, name="counter")]
    withdrawn = report(date(2021, 2, 3), status=AllegationStatus.WITHDRAWN)
    assert look(*reports, withdrawn)[FATHER_TO_MOTHER].because == (
        "Father is alleged to have harmed Mother, 4th in 34 days: 31 December 2020, 1 January 2021 (twice), "
        "3 February 2021; gaps of 1, 0 and 33 days; in 1 of them each accuses the other; "
        "in 1 of them the allegation was withdrawn."
    )


def test_a_long_run_reads_out_its_latest_and_keeps_them_all_as_evidence() -> None:
    found = look(*(report(after(day)) for day in range(0, 24, 2)))[""]
    assert found.because.startswith("12th in 22 days, the latest 8 of them: 9, 11, 13,")
    assert found.because.endswith("gaps of 2, 2, 2, 2, 2, 2 and 2 days.")
    assert len(found.evidence["incidents"]) == 12  # type: ignore[arg-type]


def test_in_the_published_case_it_first_stands_at_incident_3_for_the_family_and_for_father_to_mother() -> None:
    assert [{each.key for each in ask(RULE, charlie(number))} for number in range(6)] == [
        set(),
        set(),
        set(),
        {"", FATHER_TO_MOTHER},
        {"", FATHER_TO_MOTHER},
        {"", FATHER_TO_MOTHER},
    ]
    third = next(each for each in ask(RULE, charlie(3)) if not each.key)
    assert third.because == "3rd in 13 days: 16, 17 and 29 December 2019; gaps of 1 and 12 days."
    assert third.evidence["incidents"] == [str(each.incident) for each in CASE[:3]]


def test_in_the_published_case_the_mothers_own_count_is_never_raised_and_every_incident_counts_for_the_family() -> None:
    found = {each.key: each.evidence["count"] for each in ask(RULE, charlie(5))}
    assert found == {"": 5, FATHER_TO_MOTHER: 4}
