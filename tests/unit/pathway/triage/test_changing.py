"""What is new in the pattern with one report: the word by which the list is sorted, and the sentence that says why."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.factories.patterns import (
    BIRTH,
    CASE,
    FAMILY,
    SHIPPED,
    WARD,
    charlie,
    concern,
    pattern,
    report,
    someone,
    uid,
)
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Pattern, Report
from wholepicture.pathway.findings.rules import RULES, shortening_intervals
from wholepicture.pathway.incidents.terms import Brag, Category
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.terms import Change

FIRST_DAY = date(2019, 12, 16)
ON = date(2021, 1, 1)


def change(known: Pattern | None, told: Report | None, *, linked: bool = False) -> tuple[Change, str]:
    """What is new with this report, as the shipped protocol sees it."""
    return rules.change(known, told, linked=linked, parameters=SHIPPED)


def after(*days: int) -> tuple[Report, ...]:
    """Incidents so many days after the first day."""
    return tuple(report(FIRST_DAY + timedelta(days=each), name=f"I-{number}") for number, each in enumerate(days))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, (Change.FIRST, "1st")),
        (2, (Change.AGAIN, "2nd in 1 day")),
        (3, (Change.REPEAT, "3rd in 13 days; gaps of 1 and 12 days")),
        (4, (Change.REPEAT, "4th in 30 days; gaps of 1, 12 and 17 days")),
        (5, (Change.SHORTENING, "5th in 38 days; gaps of 1, 12, 17 and 8 days")),
    ],
)
def test_each_report_of_the_published_case_says_what_was_new(number: int, expected: tuple[Change, str]) -> None:
    assert change(charlie(number), CASE[number - 1]) == expected


def test_what_was_new_with_a_report_stays_when_later_ones_come() -> None:
    as_it_came = [change(charlie(number), CASE[number - 1]) for number in range(1, 6)]
    assert [change(charlie(5), told) for told in CASE] == as_it_came


def test_a_late_report_of_an_earlier_day_moves_what_is_new() -> None:
    first, late, last = after(0, 5, 300)
    assert change(pattern(ON, first, last), last) == (Change.AGAIN, "2nd in 300 days")
    assert change(pattern(ON, first, late, last), last) == (Change.REPEAT, "3rd in 300 days; gaps of 5 and 295 days")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((0, 0), (Change.AGAIN, "2nd within one day")),
        ((0, 400), (Change.AGAIN, "2nd in 400 days")),
        ((0, 400, 800), (Change.AGAIN, "3rd in 800 days; gaps of 400 and 400 days")),
        ((0, 400, 700, 900), (Change.SHORTENING, "4th in 900 days; gaps of 400, 300 and 200 days")),
        ((0, 10, 20, 30), (Change.REPEAT, "4th in 30 days; gaps of 10, 10 and 10 days")),
        ((0, 365, 365), (Change.REPEAT, "3rd in 365 days; gaps of 365 and 0 days")),
        ((0, 1, 366), (Change.AGAIN, "3rd in 366 days; gaps of 1 and 365 days")),
        (tuple(range(12)), (Change.REPEAT, "12th in 11 days; the latest 8 gaps of 1, 1, 1, 1, 1, 1, 1 and 1 days")),
    ],
)
def test_gaps_and_windows_decide_between_again_repeated_and_shortening(
    days: tuple[int, ...], expected: tuple[Change, str]
) -> None:
    told = after(*days)
    last = max(told, key=lambda each: (each.happened_at, each.incident))
    assert change(pattern(ON, *told), last) == expected


def test_a_concern_is_new_after_an_incident_and_repeats_when_enough_of_them_do() -> None:
    one, two = after(0, 10)
    told = concern(FIRST_DAY + timedelta(days=15), name="C-1")
    again = concern(FIRST_DAY + timedelta(days=15), name="C-2")
    assert change(pattern(ON, told), told) == (Change.FIRST, "a concern; no incident before it is known")
    assert change(pattern(ON, one, told), told) == (Change.CONCERN_AGAIN, "a concern 15 days after the 1st incident")
    assert change(pattern(ON, one, two, told), told) == (
        Change.REPEAT, "a concern 5 days after the 2nd incident; 3 reports in 365 days",
    )  # fmt: skip
    earlier = concern(FIRST_DAY - timedelta(days=1), name="C-0")
    assert change(pattern(ON, earlier, one, told), told)[0] is Change.CONCERN_AGAIN, "what came before repeats nothing"
    with_both = pattern(ON, one, told, again)
    assert sorted(change(with_both, each)[0] for each in (told, again)) == [Change.CONCERN_AGAIN, Change.REPEAT]


def test_the_concern_at_birth_repeats_nothing_in_the_published_case() -> None:
    assert change(charlie(5), WARD) == (Change.FIRST, "a concern; no incident before it is known")


def test_a_linked_family_is_only_linked_whatever_its_own_pattern() -> None:
    assert change(charlie(5), None, linked=True) == (
        Change.LINKED, "reported in another family; not counted in this one",
    )  # fmt: skip
    assert "Charlie" not in change(charlie(5), CASE[4], linked=True)[1]


def test_what_has_no_place_in_the_family_says_so() -> None:
    assert change(None, None) == (Change.FIRST, "its place in this family is not known")
    assert change(charlie(2), None) == (Change.FIRST, "its place in this family is not known")
    other = report(ON, name="O", category=Category.OTHER, brag=Brag.GREEN, in_scope=False)
    assert change(pattern(ON, *after(0, 1, 2), other), other) == (Change.FIRST, "not counted in this family")


def test_the_order_in_which_reports_came_changes_nothing() -> None:
    told = after(0, 3, 3, 40)
    found = {
        tuple(change(pattern(ON, *order), each) for each in told) for order in permutations(told)
    }  # fmt: skip
    assert len(found) == 1


@settings(max_examples=150, deadline=None)
@given(some.lists(some.integers(0, 900), min_size=1, max_size=9))
def test_the_word_agrees_with_what_the_findings_say_on_the_day_of_the_latest(days: list[int]) -> None:
    told = after(*days)
    last = max(told, key=lambda each: (each.happened_at, each.incident))
    known = pattern(london_day(last.happened_at), *told)
    checks = {rule.id: rule.check for rule in RULES}
    stands = {
        name: any(found.key == "" for found in checks[name](known, protocol=SHIPPED, on=known.on))
        for name in ("shortening_intervals", "repeat_incidents")
    }
    word, words = change(known, last)
    assert (word is Change.SHORTENING) == stands["shortening_intervals"]
    assert stands["repeat_incidents"] or word in (Change.SHORTENING, Change.AGAIN, Change.FIRST)
    assert word is not Change.REPEAT or stands["repeat_incidents"]
    assert words.startswith(f"{facts_of.nth(known, last.incident)}")


@pytest.mark.parametrize(
    ("born", "expected", "on", "is_there"),
    [
        (BIRTH, None, date(2019, 12, 16), True),
        (date(2020, 8, 1), None, date(2019, 12, 16), True),  # born later, unborn then
        (date(2021, 8, 1), None, date(2019, 12, 16), False),
        (None, date(2020, 8, 1), date(2019, 12, 16), True),
        (None, date(2021, 8, 1), date(2019, 12, 16), False),
        (None, None, date(2019, 12, 16), True),
    ],
)
def test_a_child_conceived_later_opens_no_old_decision(
    born: date | None, expected: date | None, on: date, is_there: bool
) -> None:
    child = someone("robin", born=born, expected=expected, is_child=True)
    found = rules.there_then(pattern(ON, people=(*FAMILY, child)), on)
    assert (uid("robin") in found) is is_there
    assert rules.there_then(None, on) == ()


def test_the_list_calls_a_shorter_gap_what_the_familys_page_calls_it() -> None:
    assert Change.SHORTENING.label == shortening_intervals.TITLE == "The latest gap is shorter"
