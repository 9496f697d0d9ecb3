"""Another family is said to exist, through whom, and nothing of who lives in it."""

from datetime import date

from tests.factories import patterns
from tests.factories.patterns import CASE, FAMILY, ask, linked, uid

RULE = "linked_family"
ON = date(2020, 1, 24)


def test_no_other_family_no_finding() -> None:
    assert ask(RULE, patterns.pattern(ON, *CASE, people=FAMILY)) == []


def test_it_says_that_there_is_one_and_through_whom_and_nothing_else() -> None:
    (found,) = ask(RULE, patterns.pattern(ON, *CASE, people=FAMILY, links=[linked("father", here=CASE[:2])]))
    assert found.because == "Another family with children is tied to this one through Father."
    assert found.evidence == {
        "persons": [str(uid("father"))],
        "incidents": sorted(str(each.incident) for each in CASE[:2]),
        "incidents_there": 1,
    }
    assert found.until is None


def test_two_other_families_are_two_findings() -> None:
    links = [linked("father", family="one"), linked("father", family="other")]
    found = ask(RULE, patterns.pattern(ON, people=FAMILY, links=links))
    assert {each.key for each in found} == {f"family:{uid(each)}:{uid('father')}" for each in ("one", "other")}


def test_another_incident_there_is_a_new_fact_here() -> None:
    one, two = (
        ask(RULE, patterns.pattern(ON, people=FAMILY, links=[linked("father", there=count)]))[0] for count in (1, 2)
    )
    assert one.key == two.key
    assert one.evidence != two.evidence


def test_somebody_whose_name_is_not_known_here_is_somebody() -> None:
    (found,) = ask(RULE, patterns.pattern(ON, links=[linked("stranger")]))
    assert found.because == "Another family with children is tied to this one through somebody."
