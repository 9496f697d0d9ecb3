"""Nights with a parent elsewhere that nobody asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.factories import patterns
from tests.factories.patterns import BIRTH, LAST_DAY, SEPARATED, SHIPPED, arranged, ask, charlie, someone, uid
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings.facts import Arranged, Pattern

RULE = "contact_not_asked"
JANUARY = datetime(2020, 1, 24, 11, 0, tzinfo=UTC)
MARCH = datetime(2020, 3, 3, 11, 0, tzinfo=UTC)
APART = {"charlie": ["gran's"], "mother": ["gran's"], "father": ["his"]}


def family(homes: Mapping[str, Iterable[str]] = APART, told: Iterable[Arranged] = (), on: date = LAST_DAY) -> Pattern:
    return patterns.pattern(on, people=patterns.FAMILY, relations=patterns.TIES, homes=homes, arrangements=told)


def adults(pattern: Pattern) -> set[str]:
    """Whose nights the rule says were not asked about."""
    names = {str(each.person): each.name for each in pattern.people.values()}
    return {names[person] for found in ask(RULE, pattern) for person in found.evidence["persons"][1:]}  # type: ignore[index]


@pytest.mark.parametrize("overnight", Contact)
def test_only_not_asked_leaves_the_nights_open_and_not_known_was_asked(overnight: Contact) -> None:
    found = adults(family(told=[arranged("charlie", "father", overnight=overnight)]))
    assert found == ({"Father"} if overnight is Contact.NOT_ASKED else set())


@pytest.mark.parametrize(
    ("homes", "named"),
    [
        pytest.param(APART, {"Father"}, id="with mother"),
        pytest.param({**APART, "charlie": ["his"]}, {"Mother"}, id="with father"),
        pytest.param({**APART, "charlie": ["gran's", "his"]}, set(), id="at home with both, who live apart"),
        pytest.param({**APART, "father": ["gran's"]}, set(), id="all together"),
        pytest.param({**APART, "charlie": ["foster carer's"]}, {"Father", "Mother"}, id="with neither"),
        pytest.param({**APART, "charlie": []}, {"Father", "Mother"}, id="nobody knows with whom"),
        pytest.param({**APART, "father": []}, {"Father"}, id="his home not known, a separation is"),
        pytest.param({}, {"Father", "Mother"}, id="no home known, a separation is"),
    ],
)
def test_whom_contact_has_to_be_asked_about(homes: Mapping[str, Iterable[str]], named: set[str]) -> None:
    assert adults(family(homes)) == named


@pytest.mark.parametrize(
    ("homes", "named"),
    [
        pytest.param({**APART, "charlie": []}, set(), id="may live with the other: nothing more to ask"),
        pytest.param({**APART, "charlie": ["foster carer's"]}, {"Mother"}, id="lives with neither: the other is open"),
        pytest.param({**APART, "charlie": ["foster carer's"], "mother": []}, set(), id="her home may be there"),
        pytest.param(APART, set(), id="with mother"),
    ],
)
def test_an_answer_about_one_parent_leaves_the_other_open_only_if_the_child_lives_with_neither(
    homes: Mapping[str, Iterable[str]], named: set[str]
) -> None:
    assert adults(family(homes, [arranged("charlie", "father", overnight=Contact.NONE)])) == named


@pytest.mark.parametrize(
    ("child", "found"),
    [
        pytest.param(someone("charlie", born=date(2018, 3, 5), is_child=True), True, id="two tomorrow"),
        pytest.param(someone("charlie", born=date(2018, 3, 4), is_child=True), False, id="two today"),
        pytest.param(someone("charlie", expected=date(2020, 6, 1), is_child=True), False, id="unborn"),
        pytest.param(someone("charlie", is_child=True), False, id="age not known"),
        pytest.param(someone("charlie", born=BIRTH, died=date(2020, 3, 1), is_child=True), False, id="died"),
    ],
)
def test_only_of_an_infant_who_is_born_and_lives(child: object, found: bool) -> None:
    known = family()
    assert bool(ask(RULE, replace(known, people={**known.people, uid("charlie"): child}))) is found  # type: ignore[dict-item]


def test_without_a_home_or_a_separation_that_is_known_nobody_is_known_to_live_apart() -> None:
    known = replace(family({}), relations=patterns.TIES[:2])
    assert ask(RULE, known) == []


def test_the_latest_telling_decides_in_whatever_order_they_came() -> None:
    asked = arranged("charlie", "father", overnight=Contact.NONE, at=JANUARY)
    open_ = arranged("charlie", "father", day=Contact.SUPPORTED, at=MARCH)
    earlier = replace(open_, told_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert not ask(RULE, family(told=[asked, earlier]))
    assert ask(RULE, family(told=[open_, asked])) == ask(RULE, family(told=[asked, open_]))
    assert ask(RULE, family(told=[open_, asked]))[0].because == (
        "Contact between Charlie and Father was told by Public Health Nursing on 3 March 2020, "
        'by day "supported"; nobody had asked about nights. Told before of nights: "none".'
    )


def test_it_comes_back_when_another_telling_changes_the_days_but_still_leaves_the_nights_open() -> None:
    first = arranged("charlie", "father", at=JANUARY)
    same, changed = (
        replace(first, told_at=MARCH, day=day, told_by="Somebody else")
        for day in (Contact.CONDITIONAL, Contact.SUPPORTED)
    )
    before, again, other = (ask(RULE, family(told=[first, *more]))[0] for more in ([], [same], [changed]))
    assert before.evidence == again.evidence
    assert before.evidence != other.evidence


def test_the_age_is_the_protocols_and_its_birthday_ends_it() -> None:
    (found,) = ask(RULE, family())
    assert found.until == date(2021, 11, 14)
    assert not ask(RULE, family(), on=date(2021, 11, 14))
    assert ask(RULE, family(), on=date(2021, 11, 14), parameters=replace(SHIPPED, infant_years=3))


def test_in_the_published_case_it_stands_from_16_december_till_the_end() -> None:
    told = [arranged("charlie", "father"), arranged("charlie", "father", day=Contact.SUPPORTED, at=MARCH)]
    assert not ask(RULE, charlie(0))
    assert all(ask(RULE, charlie(number)) for number in range(1, 6))
    assert ask(RULE, charlie(1, on=SEPARATED))[0].because == (
        "Nobody has told of any contact between Charlie and Father, by day or at night."
    )
    (found,) = ask(RULE, charlie(5, on=LAST_DAY, arrangements=told))
    assert found.evidence == {
        "persons": [str(uid("charlie")), str(uid("father"))],
        "overnight": {str(uid("father")): "NOT_ASKED"},
        "day": {str(uid("father")): "SUPPORTED"},
        "told_before": {},
    }
