"""Parameters: read with their units, refused by name."""

from dataclasses import fields
from datetime import date

import pytest

from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol import defaults, parameters
from wholepicture.registers.protocol.parameters import GRADES, Parameters, ParametersRefused
from wholepicture.registers.protocol.terms import AgeBand, Lane


def parsed(**changed: object) -> Parameters:
    return parameters.parse({**defaults.parameters(), **changed})


def test_the_shipped_parameters_are_read() -> None:
    read = parsed(school_closed=[["2026-12-19", "2027-01-04"]])
    assert read.fast_age_bands == (AgeBand.UNBORN, AgeBand.NEWBORN, AgeBand.UNDER_TWO)
    assert read.release_owners == (Function.POLICE_SAFEGUARDING_UNIT, Function.DOMESTIC_ABUSE_SERVICE)
    assert read.task_owners == (Function.FIRST_RESPONSE, Function.POLICE_SAFEGUARDING_UNIT)
    assert read.ladder[Lane.FAST].manager_hours < read.ladder[Lane.STANDARD].manager_hours
    assert read.school_closed == ((date(2026, 12, 19), date(2027, 1, 4)),)


def test_every_parameter_says_what_it_is_for() -> None:
    assert all(len(each.metadata["about"]) > 20 for each in fields(Parameters))


@pytest.mark.parametrize("name", [each.name for each in fields(Parameters)])
def test_a_missing_parameter_is_refused_by_name(name: str) -> None:
    raw = defaults.parameters()
    del raw[name]
    with pytest.raises(ParametersRefused) as refused:
        parameters.parse(raw)
    assert refused.value.reasons == (f'Parameter "{name}" is missing: add it.',)


def test_an_unknown_parameter_is_refused_by_name() -> None:
    with pytest.raises(ParametersRefused, match='Parameter "release_minutes" is unknown'):
        parsed(release_minutes=4)


def test_every_fault_is_told() -> None:
    with pytest.raises(ParametersRefused) as refused:
        parsed(rederive_days=-1, births_inform_gp="yes", surprise=1)
    assert len(refused.value.reasons) == 3


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("reminder_fraction", 1, "no number between 0 and 1"),
        ("reminder_fraction", True, "no number between 0 and 1"),
        ("withheld_review_hours", "168", "no whole number"),
        ("withheld_review_hours", True, "no whole number"),
        ("release_hours", {"fast": 24}, "one value for each lane: fast, standard"),
        ("release_hours", {"fast": 0, "standard": 72}, "no whole number from 1"),
        ("task_owners", [], "at least 1"),
        ("task_owners", "first_response", "a list"),
        ("release_owners", ["health"], '"health" is not known'),
        ("fast_age_bands", ["baby"], '"baby" is not known'),
        ("fast_dash", ["high"], '"high" is no DASH grade. Use STANDARD, MEDIUM, HIGH'),
        ("births_inform_gp", "yes", "neither true nor false"),
        ("retry_minutes", [], "at least 1"),
        ("school_closed", [["2027-01-04", "2026-12-19"]], "2027-01-04 is after 2026-12-19"),
        ("school_closed", [["2027-01-04"]], "first and last day"),
        ("school_closed", [["Christmas", "2026-12-19"]], "Christmas"),
        ("fast_features", ["LOUD"], '"LOUD" is no mark of an incident. Use '),
        ("minutes_per_item", {"ask": 5}, "one value for each kind of notice: "),
        ("weekly_minutes", [60], "give minutes by function"),
        ("weekly_minutes", {"health": 60}, '"health" is not known'),
        ("levels_of_need", [" "], "is no text"),
        ("outcomes", [{"id": "early_help"}], "give each outcome effect, id, label, needs_recipient"),
        ("seats", {"police": ["police_safeguarding_unit"]}, "give the functions of each seat: "),
        ("ladder", {"fast": {}, "standard": {}}, "manager_hours, agency_lead_hours, partnership_hours"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_its_parameter(name: str, value: object, words: str) -> None:
    with pytest.raises(ParametersRefused) as refused:
        parsed(**{name: value})
    (reason,) = refused.value.reasons
    assert reason.startswith(f'Parameter "{name}": ')
    assert words in reason


def test_a_ladder_out_of_order_is_refused() -> None:
    rungs = {"manager_hours": 24, "agency_lead_hours": 12, "partnership_hours": 48}
    with pytest.raises(ParametersRefused, match="the manager is told first"):
        parsed(ladder={"fast": rungs, "standard": rungs})


def test_the_grades_are_those_in_which_police_report() -> None:
    from wholepicture.pathway.incidents.terms import Dash

    assert set(GRADES) < set(Dash.values())
