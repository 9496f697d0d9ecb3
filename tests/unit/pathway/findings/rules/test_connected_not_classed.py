"""Personally connected, but not classed as domestic abuse."""

from datetime import date

import pytest

from tests.factories import patterns
from tests.factories.patterns import CASE, UNKNOWN, ask, charlie, report, uid
from wholepicture.pathway.findings.terms import Scope
from wholepicture.pathway.incidents.terms import Category, Kind

RULE = "connected_not_classed"
DAY = date(2020, 1, 15)
PARENTS = "Father and Mother both are parents of Charlie"


@pytest.mark.parametrize(
    ("kind", "category", "connected", "found"),
    [
        (Kind.INCIDENT, Category.OTHER, PARENTS, True),
        (Kind.INCIDENT, Category.NOT_KNOWN, PARENTS, True),
        (Kind.INCIDENT, Category.DOMESTIC_ABUSE, PARENTS, False),
        (Kind.INCIDENT, Category.OTHER, "", False),
        (Kind.INCIDENT, Category.NOT_KNOWN, "", False),
        (Kind.CONCERN, Category.OTHER, PARENTS, False),
        (Kind.BIRTH, Category.OTHER, PARENTS, False),
    ],
)
def test_only_an_incident_that_is_connected_and_not_classed(
    kind: Kind, category: Category, connected: str, found: bool
) -> None:
    told = report(DAY, UNKNOWN, kind=kind, category=category, connected=connected)
    assert bool(ask(RULE, patterns.pattern(DAY, told))) is found


@pytest.mark.parametrize(
    ("category", "words"), [(Category.OTHER, 'classed as "other"'), (Category.NOT_KNOWN, "not classed")]
)
def test_it_says_how_they_are_connected_and_how_it_was_classed(category: Category, words: str) -> None:
    (found,) = ask(RULE, patterns.pattern(DAY, report(DAY, UNKNOWN, category=category, connected=PARENTS, name="I")))
    assert found.because == (
        f"Incident of 15 January 2020: {words}, but Father and Mother both are parents of Charlie. "
        "That is a personal connection under the Domestic Abuse Act 2021, section 2."
    )
    assert found.evidence == {
        "incidents": [str(uid("I"))],
        "persons": sorted([str(uid("mother")), str(uid("father"))]),
        "category": category.value,
        "connected": PARENTS,
    }
    assert (found.scope, found.incident, found.key) == (Scope.INCIDENT, uid("I"), f"incident:{uid('I')}")


def test_in_the_published_case_it_stands_at_incident_4_alone_and_says_shared_parenthood() -> None:
    (found,) = ask(RULE, charlie(5))
    assert found.incident == CASE[3].incident
    assert "both are parents of Charlie" in found.because
    assert ask(RULE, charlie(3)) == []
