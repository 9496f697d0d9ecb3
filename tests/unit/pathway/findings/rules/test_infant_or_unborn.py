"""Every infant and every unborn child, until the birthday that the protocol sets."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import patterns
from tests.factories.patterns import SHIPPED, ask, charlie, someone, uid
from wholepicture.pathway.findings.facts import Someone

RULE = "infant_or_unborn"
ON = date(2022, 3, 1)


def child(born: date | None = None, expected: date | None = None, died: date | None = None) -> Someone:
    return someone("kit", born=born, expected=expected, died=died, is_child=True)


@pytest.mark.parametrize(
    ("known", "until"),
    [
        pytest.param(child(born=ON), date(2024, 3, 1), id="born today"),
        pytest.param(child(born=date(2020, 3, 2)), date(2022, 3, 2), id="two tomorrow"),
        pytest.param(child(born=date(2020, 3, 1)), None, id="two today"),
        pytest.param(child(born=date(2020, 2, 29)), None, id="born on 29 February, two on 1 March"),
        pytest.param(child(born=date(2012, 1, 1)), None, id="ten"),
        pytest.param(child(expected=date(2022, 6, 1)), date(2024, 6, 1), id="expected"),
        pytest.param(child(expected=date(2022, 2, 1)), date(2024, 2, 1), id="overdue, no birth told"),
        pytest.param(child(expected=date(2020, 3, 1)), None, id="expected two years ago"),
        pytest.param(child(), None, id="neither known"),
        pytest.param(child(born=date(2021, 3, 1), died=date(2021, 9, 1)), None, id="died"),
        pytest.param(child(born=date(2021, 3, 1), expected=date(2021, 4, 1)), date(2023, 3, 1), id="born early"),
    ],
)
def test_who_is_an_infant_or_unborn_and_until_when(known: Someone, until: date | None) -> None:
    assert [each.until for each in ask(RULE, patterns.pattern(ON, people=[known]))] == ([until] if until else [])


def test_an_adult_or_somebody_who_is_no_child_of_the_family_is_none() -> None:
    assert not ask(RULE, patterns.pattern(ON, people=[someone("cousin", born=ON)]))


def test_the_age_is_the_protocols() -> None:
    known = patterns.pattern(ON, people=[child(born=date(2018, 1, 1))])
    assert ask(RULE, known, parameters=replace(SHIPPED, infant_years=5))
    assert not ask(RULE, known, parameters=replace(SHIPPED, infant_years=4))


def test_twins_are_two_findings_and_each_says_its_date() -> None:
    twins = [someone(name, expected=date(2022, 6, 1), is_child=True) for name in ("one", "other")]
    found = ask(RULE, patterns.pattern(ON, people=twins))
    assert {each.key for each in found} == {f"child:{uid('one')}", f"child:{uid('other')}"}
    assert found[0].because == "An unborn child is expected on 1 June 2022, or was; no birth has been told."
    assert found[0].evidence["expected"] == "2022-06-01"


def test_a_birth_is_a_change_of_the_facts_and_a_birthday_is_not() -> None:
    unborn, born, older = (
        ask(RULE, patterns.pattern(day, people=[known]))[0].evidence
        for day, known in (
            (ON, child(expected=date(2022, 6, 1))),
            (date(2022, 6, 3), child(born=date(2022, 6, 3))),
            (date(2023, 6, 3), child(born=date(2022, 6, 3))),
        )
    )
    assert unborn != born
    assert born == older


def test_in_the_published_case_it_always_stands() -> None:
    assert all(len(ask(RULE, charlie(number))) == 1 for number in range(6))
    assert ask(RULE, charlie(0))[0].because == "Charlie was born on 14 November 2019."
