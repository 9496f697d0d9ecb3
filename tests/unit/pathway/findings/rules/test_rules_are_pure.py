"""Whatever the family: order says nothing, time alone only ends a finding, and evidence is JSON that no day changes."""

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import patterns
from tests.factories.patterns import CONCERN, EACH, FAMILY, HARM, SHIPPED, TIES, UNKNOWN, someone
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings.facts import Found, Pattern, Report
from wholepicture.pathway.findings.rules import RULES
from wholepicture.pathway.findings.terms import Scope
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Kind
from wholepicture.registers.people.terms import RelationshipKind, Role

START = date(2020, 1, 1)
TURNED: dict[str, Role] = {"mother": Role.CAUSING_HARM, "father": Role.VICTIM, "charlie": Role.CHILD}


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    """Up to nine reports in two years, of every kind that concerns a family, in one order."""
    days = draw(st.lists(st.integers(0, 730), max_size=9))
    return [
        patterns.report(
            START + timedelta(days=day),
            draw(st.sampled_from([HARM, HARM, TURNED, EACH, UNKNOWN, CONCERN])),
            name=f"R-{number}",
            kind=draw(st.sampled_from([Kind.INCIDENT, Kind.INCIDENT, Kind.CONCERN])),
            category=draw(st.sampled_from(Category)),
            in_scope=draw(st.sampled_from([True, True, True, False])),
            connected=draw(st.sampled_from(["", "both are parents of Charlie"])),
            dash=draw(st.sampled_from(Dash)),
            brag=draw(st.sampled_from(Brag)),
            features=draw(st.sets(st.sampled_from([Feature.SEPARATION, Feature.ALCOHOL]))),
        )
        for number, day in enumerate(days)
    ]


@st.composite
def families(draw: st.DrawFn) -> Pattern:
    """A family with up to three children of any age, two homes or one, contact told or not, and another family or none."""
    ages = st.one_of(st.none(), st.integers(-200, 2000))
    children = [
        someone(
            name,
            born=START - timedelta(days=age) if age is not None and age >= 0 else None,
            expected=START - timedelta(days=age) if age is not None and age < 0 else None,
            is_child=True,
        )
        for name, age in zip(("charlie", "kit", "lee"), draw(st.lists(ages, max_size=3)), strict=False)
    ]
    told = [
        patterns.arranged("charlie", adult, overnight=draw(st.sampled_from(Contact)))
        for adult in draw(st.sets(st.sampled_from(["mother", "father"])))
    ]
    home = st.sets(st.sampled_from(["one", "other"]), max_size=1)
    found = draw(reports())
    latest = max((each.happened_at.date() for each in found), default=START)
    return patterns.pattern(
        latest + timedelta(days=draw(st.integers(0, 400))),
        *found,
        people=[*children, *FAMILY[1:]],
        relations=[*TIES, *(patterns.relation(RelationshipKind.PARENT_OF, who, "kit") for who in ("mother", "father"))],
        homes={name: draw(home) for name in ("charlie", "kit", "mother", "father")},
        arrangements=told,
        links=[patterns.linked("father")] * draw(st.integers(0, 1)),
    )


def findings(pattern: Pattern, on: date | None = None) -> dict[tuple[str, str], Found]:
    """Everything that every rule finds, by rule and key; fails if a rule uses a key twice."""
    day = on or pattern.on
    found = [
        ((rule.id, each.key), each)
        for rule in RULES
        for each in rule.check(replace(pattern, on=day), protocol=SHIPPED, on=day)
    ]
    assert len(dict(found)) == len(found)
    return dict(found)


@given(families(), st.integers())
def test_the_order_in_which_facts_come_says_nothing(pattern: Pattern, seed: int) -> None:
    shuffled = replace(
        pattern,
        reports=tuple(_shuffled(pattern.reports, seed)),
        children=tuple(_shuffled(pattern.children, seed)),
        relations=tuple(_shuffled(pattern.relations, seed)),
        arrangements=tuple(_shuffled(pattern.arrangements, seed)),
        people=dict(_shuffled(tuple(pattern.people.items()), seed)),
    )
    assert list(findings(shuffled).items()) == list(findings(pattern).items())


@given(families(), st.integers(1, 900))
def test_a_day_that_passes_ends_a_finding_at_its_until_and_changes_nothing_else(pattern: Pattern, days: int) -> None:
    later = pattern.on + timedelta(days=days)
    still = {name: each for name, each in findings(pattern).items() if each.until is None or later < each.until}
    assert findings(pattern, later) == still


@given(families())
def test_evidence_is_json_a_reason_is_a_sentence_and_an_incident_is_named_where_one_is_meant(pattern: Pattern) -> None:
    for found in findings(pattern).values():
        assert json.loads(json.dumps(found.evidence)) == found.evidence
        assert found.because[-1] == "."
        assert (found.scope is Scope.INCIDENT) is (found.incident is not None)
        assert found.until is None or found.until > pattern.on


@given(families())
def test_asking_twice_gives_the_same_and_changes_no_fact(pattern: Pattern) -> None:
    before = repr(pattern)
    assert findings(pattern) == findings(pattern)
    assert repr(pattern) == before


def _shuffled(values: tuple, seed: int) -> list:  # type: ignore[type-arg]
    found = list(values)
    Random(seed).shuffle(found)  # noqa: S311
    return found
