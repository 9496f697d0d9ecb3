"""The latest gap is shorter than the one before, once there are enough gaps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

import pytest

from tests.factories import patterns
from tests.factories.patterns import SHIPPED, ask, charlie, concern, report
from wholepicture.pathway.findings.facts import Pattern

RULE = "shortening_intervals"
START = date(2021, 3, 1)


def spaced(gaps: Sequence[int]) -> Pattern:
    days = [START + timedelta(days=total) for total in accumulate(gaps, initial=0)]
    return patterns.pattern(days[-1], *(report(day, name=f"I-{place}") for place, day in enumerate(days)))


@pytest.mark.parametrize(
    ("gaps", "found"),
    [
        ([], False),
        ([10], False),
        ([20, 10], False),
        ([30, 20, 10], True),
        ([1, 12, 17], False),
        ([1, 12, 17, 8], True),
        ([30, 10, 10], False),
        ([30, 10, 11], False),
        ([5, 1, 0], True),
        ([0, 0, 0], False),
    ],
)
def test_only_a_latest_gap_that_is_shorter_than_the_one_before_shows_after_three(
    gaps: Sequence[int], found: bool
) -> None:
    assert bool(ask(RULE, spaced(gaps))) is found


def test_how_many_gaps_there_must_be_is_the_protocols() -> None:
    assert ask(RULE, spaced([20, 10]), parameters=replace(SHIPPED, shortening_gaps=2))
    assert not ask(RULE, spaced([30, 20, 10]), parameters=replace(SHIPPED, shortening_gaps=4))


def test_concerns_and_what_is_out_of_scope_make_no_gap() -> None:
    known = spaced([30, 20, 10])
    between = START + timedelta(days=58)
    beside = [concern(between), report(between + timedelta(days=1), in_scope=False)]
    assert ask(RULE, replace(known, reports=known.reports + tuple(beside))) == ask(RULE, known)


def test_it_says_the_gaps_as_evidence_and_no_day_ends_it() -> None:
    (found,) = ask(RULE, spaced([5, 1, 0]))
    assert found.because == (
        "0 days between the latest incident and the one before it, after 1 day; the gaps so far are 5, 1 and 0 days."
    )
    assert found.evidence["intervals_days"] == [5, 1, 0]
    assert len(found.evidence["incidents"]) == 4  # type: ignore[arg-type]
    assert found.until is None


def test_a_long_run_reads_out_its_latest_gaps_only() -> None:
    (found,) = ask(RULE, spaced([*[9] * 11, 3]))
    assert found.because.endswith("the latest 8 gaps were 9, 9, 9, 9, 9, 9, 9 and 3 days.")


def test_in_the_published_case_it_first_stands_at_incident_5() -> None:
    assert [bool(ask(RULE, charlie(number))) for number in range(6)] == [False, False, False, False, False, True]
    assert ask(RULE, charlie(5))[0].because == (
        "8 days between the latest incident and the one before it, after 17 days; "
        "the gaps so far are 1, 12, 17 and 8 days."
    )
