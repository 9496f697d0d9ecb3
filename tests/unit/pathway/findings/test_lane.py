"""Which reports go into the fast lane, reason by reason, as of the moment at which they happened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import patterns as make
from tests.factories.patterns import CASE
from wholepicture.pathway.findings.facts import Pattern, Report, Someone
from wholepicture.pathway.findings.lane import NOTHING, lane, lane_alone
from wholepicture.pathway.incidents.terms import Dash, Feature
from wholepicture.registers.protocol import defaults, parameters
from wholepicture.registers.protocol.terms import Lane

AGREED = parameters.parse(defaults.parameters())
DAY = date(2020, 1, 1)
SCHOOLCHILD = make.someone("robin", born=date(2012, 1, 1), is_child=True)


def family(*reports: Report, child: Someone = SCHOOLCHILD) -> Pattern:
    return make.pattern(DAY + timedelta(days=3000), *reports, people=[child])


def test_every_incident_of_the_published_case_is_in_the_fast_lane() -> None:
    case = make.charlie(5)
    assert [lane(report, case, AGREED)[0] for report in CASE] == [Lane.FAST] * 5
    assert lane(CASE[0], case, AGREED)[1] == ("Charlie is under two.",)
    assert lane(CASE[2], case, AGREED)[1] == ("Charlie is under two.", "3 incidents or repeated concerns in 365 days.")


def test_nothing_that_the_protocol_names_is_the_standard_lane_and_says_so() -> None:
    calm = make.report(DAY)
    assert lane(calm, family(calm), AGREED) == (Lane.STANDARD, (NOTHING,))


@pytest.mark.parametrize(
    ("child", "reason"),
    [
        (make.someone("robin", expected=DAY + timedelta(days=100)), "Robin is unborn."),
        (make.someone("robin", born=DAY), "Robin is under 28 days old."),
        (make.someone("robin", born=DAY - timedelta(days=28)), "Robin is under two."),
        (make.someone("robin", born=date(2018, 1, 2)), "Robin is under two."),
        (make.someone("robin", born=date(2018, 1, 1)), ""),
        (make.someone("robin"), ""),
        # Born after the report: unborn then, and fast; conceived after it: not there yet.
        (make.someone("robin", born=DAY + timedelta(days=90)), "Robin is unborn."),
        (make.someone("robin", born=DAY + timedelta(days=400)), ""),
        (make.someone("robin", expected=DAY + timedelta(days=400)), ""),
        # Died before the report.
        (make.someone("robin", born=date(2019, 6, 1), died=date(2019, 7, 1)), ""),
    ],
)
def test_ages(child: Someone, reason: str) -> None:
    told = make.report(DAY)
    found, reasons = lane(told, family(told, child=replace(child, is_child=True)), AGREED)
    assert (found, reasons) == ((Lane.FAST, (reason,)) if reason else (Lane.STANDARD, (NOTHING,)))


@pytest.mark.parametrize("dash", list(Dash))
def test_only_a_high_dash_and_no_grade_that_was_only_believed(dash: Dash) -> None:
    told = make.report(DAY, dash=dash, perceived="HIGH")
    found, reasons = lane(told, family(told), AGREED)
    assert (found is Lane.FAST) is (dash is Dash.HIGH)
    assert (reasons == ("DASH is high.",)) is (dash is Dash.HIGH)


@pytest.mark.parametrize("feature", list(Feature))
def test_marks(feature: Feature) -> None:
    told = make.report(DAY, features={feature})
    found, reasons = lane(told, family(told), AGREED)
    fast = feature in {
        Feature.WEAPON,
        Feature.STRANGULATION,
        Feature.THREATS_TO_KILL,
        Feature.CHILD_HURT,
        Feature.BREACH_OF_ORDER,
    }
    assert (found, reasons) == ((Lane.FAST, (f"{feature.label}.",)) if fast else (Lane.STANDARD, (NOTHING,)))


@pytest.mark.parametrize(("days", "fast"), [((0, 100, 365), True), ((0, 100, 366), False), ((300, 365), False)])
def test_the_third_in_a_year_is_fast(days: tuple[int, ...], fast: bool) -> None:
    told = [make.report(DAY + timedelta(days=day), name=f"day {day}") for day in days]
    assert (lane(told[-1], family(*told), AGREED)[0] is Lane.FAST) is fast


def test_later_reports_do_not_change_the_lane_of_an_earlier_one() -> None:
    told = [make.report(DAY + timedelta(days=day), name=f"day {day}") for day in (0, 1, 2)]
    assert lane(told[1], family(*told), AGREED)[0] is Lane.STANDARD
    assert lane(told[2], family(*told), AGREED)[0] is Lane.FAST


def test_a_report_later_on_the_same_day_does_not_either() -> None:
    told = [make.report(datetime(2020, 1, 1, hour, tzinfo=UTC), name=f"at {hour}") for hour in (9, 12, 20)]
    assert [lane(each, family(*told), AGREED)[0] for each in told] == [Lane.STANDARD, Lane.STANDARD, Lane.FAST]


def test_a_concern_about_a_carer_makes_a_repeat_and_thresholds_are_the_protocols() -> None:
    told = make.report(DAY)
    again = make.concern(DAY + timedelta(days=5))
    assert lane(again, family(told, again), AGREED)[0] is Lane.STANDARD
    stricter = replace(AGREED, repeat_count=2)
    assert lane(again, family(told, again), stricter) == (
        Lane.FAST,
        ("2 incidents or repeated concerns in 365 days.",),
    )


def test_every_reason_is_said() -> None:
    told = make.report(DAY, dash=Dash.HIGH, features={Feature.WEAPON, Feature.STRANGULATION})
    baby = make.someone("robin", born=DAY, is_child=True)
    assert lane(told, family(told, child=baby), AGREED)[1] == (
        "Robin is under 28 days old.",
        "DASH is high.",
        "Weapon.",
        "Strangulation or suffocation.",
    )


def test_alone_it_looks_at_marks_and_ages_and_at_no_pattern() -> None:
    told = make.report(DAY, dash=Dash.HIGH)
    marks = {"dash": told.dash, "features": told.features, "happened_at": told.happened_at, "parameters": AGREED}
    assert lane_alone(**marks, children=[SCHOOLCHILD]) == (Lane.FAST, ("DASH is high.",))  # type: ignore[arg-type]
    calm = {**marks, "dash": Dash.MEDIUM}
    assert lane_alone(**calm, children=[SCHOOLCHILD])[0] is Lane.STANDARD  # type: ignore[arg-type]
    baby = make.someone("robin", born=DAY)
    assert lane_alone(**calm, children=[baby]) == (Lane.FAST, ("Robin is under 28 days old.",))  # type: ignore[arg-type]
