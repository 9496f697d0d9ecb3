"""Recent: from the day of the separation for as many days as the protocol says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.factories import patterns
from tests.factories.patterns import FAMILY, SEPARATED, SHIPPED, ask, charlie, relation, report, uid
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.incidents.terms import Feature
from wholepicture.registers.people.terms import RelationshipKind

RULE = "recent_separation"
PARTED = date(2021, 3, 1)
PARTNERS = RelationshipKind.PARTNER_OF


def parted(on: date) -> Pattern:
    return patterns.pattern(on, people=FAMILY, relations=[relation(PARTNERS, "mother", "father", until=PARTED)])


@pytest.mark.parametrize(("days", "found"), [(-1, False), (0, True), (1, True), (89, True), (90, False), (400, False)])
def test_it_stands_from_the_day_for_ninety_days(days: int, found: bool) -> None:
    assert bool(ask(RULE, parted(PARTED + timedelta(days=days)))) is found


def test_how_long_is_the_protocols_and_it_says_when_it_ends() -> None:
    (found,) = ask(RULE, parted(PARTED + timedelta(days=9)), parameters=replace(SHIPPED, separation_days=10))
    assert found.until == PARTED + timedelta(days=10)
    assert not ask(RULE, parted(PARTED + timedelta(days=10)), parameters=replace(SHIPPED, separation_days=10))


def test_an_incident_that_the_separation_marked_tells_of_one() -> None:
    told = report(PARTED, features={Feature.SEPARATION})
    relations = [relation(PARTNERS, "mother", "father")]
    known = patterns.pattern(PARTED, told, people=FAMILY, relations=relations)
    assert ask(RULE, known)
    assert not ask(RULE, replace(known, reports=(replace(told, features=frozenset({Feature.ALCOHOL})),)))


def test_a_couple_that_is_together_has_not_separated() -> None:
    assert not ask(RULE, patterns.pattern(PARTED, people=FAMILY, relations=[relation(PARTNERS, "mother", "father")]))


def test_it_names_both_and_neither_is_blamed() -> None:
    (found,) = ask(RULE, parted(PARTED))
    assert found.because == "Father and Mother separated on 1 March 2021: harm often goes on after that, or gets worse."
    assert found.evidence == {
        "persons": sorted([str(uid("father")), str(uid("mother"))]),
        "separated_on": "2021-03-01",
    }


def test_a_couple_that_is_not_known_by_name_is_a_couple_of_the_family() -> None:
    (found,) = ask(RULE, replace(parted(PARTED), people={}))
    assert found.because.startswith("A couple of this family separated on 1 March 2021")


def test_in_the_published_case_it_stands_from_incident_1_till_the_end() -> None:
    assert [bool(ask(RULE, charlie(number))) for number in range(6)] == [False, True, True, True, True, True]
    assert ask(RULE, charlie(5, on=patterns.LAST_DAY))[0].evidence["separated_on"] == SEPARATED.isoformat()
