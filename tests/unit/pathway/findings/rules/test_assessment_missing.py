"""Which of DASH and BRAG is missing for which incident; believed done is not done."""

from datetime import date

import pytest

from tests.factories import patterns
from tests.factories.patterns import CASE, ask, charlie, concern, report, uid
from wholepicture.pathway.findings.terms import Scope
from wholepicture.pathway.incidents.terms import Brag, Dash, Kind

RULE = "assessment_missing"
DAY = date(2021, 3, 1)
DASHES = {
    Dash.STANDARD: "",
    Dash.MEDIUM: "",
    Dash.HIGH: "",
    Dash.BELIEVED_DONE: "DASH is not found, though the officer believed it was done",
    Dash.NOT_DONE: "DASH was not done",
}
BRAGS = {Brag.RED: "", Brag.AMBER: "", Brag.GREEN: "", Brag.BLUE: "", Brag.NOT_DONE: "BRAG was not done"}


@pytest.mark.parametrize("brag", Brag)
@pytest.mark.parametrize("dash", Dash)
def test_it_says_which_is_missing(dash: Dash, brag: Brag) -> None:
    missing = [words for words in (DASHES[dash], BRAGS[brag]) if words]
    found = ask(RULE, patterns.pattern(DAY, report(DAY, dash=dash, brag=brag)))
    expected = [f"Incident of 1 March 2021: {'; '.join(missing)}."] if missing else []
    assert [each.because for each in found] == expected


def test_believed_done_says_what_the_officer_perceived() -> None:
    (found,) = ask(RULE, patterns.pattern(DAY, report(DAY, dash=Dash.BELIEVED_DONE, perceived="STANDARD", name="I")))
    assert found.because == (
        "Incident of 1 March 2021: DASH is not found, though the officer believed it was done with the grade standard."
    )
    assert found.evidence == {
        "incidents": [str(uid("I"))],
        "dash": "BELIEVED_DONE",
        "dash_perceived": "STANDARD",
        "brag": "GREEN",
    }
    assert (found.scope, found.incident, found.key) == (Scope.INCIDENT, uid("I"), f"incident:{uid('I')}")


def test_a_concern_or_a_birth_or_what_is_out_of_scope_is_not_asked_for_one() -> None:
    bare = {"dash": Dash.NOT_DONE, "brag": Brag.NOT_DONE}
    others = [concern(DAY), report(DAY, kind=Kind.BIRTH, **bare), report(DAY, in_scope=False, **bare)]  # type: ignore[arg-type]
    assert [ask(RULE, patterns.pattern(DAY, each)) for each in others] == [[], [], []]
    assert ask(RULE, patterns.pattern(DAY, report(DAY, **bare)))  # type: ignore[arg-type]


def test_in_the_published_case_it_stands_at_incidents_1_to_4_and_not_at_5() -> None:
    assert [each.incident for each in ask(RULE, charlie(5))] == [each.incident for each in CASE[:4]]
