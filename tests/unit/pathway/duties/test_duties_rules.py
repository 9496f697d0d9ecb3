"""From facts to the protocol's input: scope, ages, and each adult's standing, as truth tables and properties."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import patterns
from wholepicture.pathway.duties import rules
from wholepicture.pathway.duties.facts import Adult, Child, Picture, Told
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Kind
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol import defaults, parameters
from wholepicture.registers.protocol.terms import AgeBand, Education, Lane, Relation, Standing

AT = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
DAY = AT.date()
AGREED = parameters.parse(defaults.parameters())


def child(born: date | None = date(2019, 11, 14), expected: date | None = None) -> Child:
    """A child with nothing else known."""
    return Child(uuid4(), uuid4(), "Robin", born, expected, Education.NONE_KNOWN, has_allocated_worker=False)


def adult(role: Role | None, *earlier: Role, relation: Relation = Relation.PARENT_AT_HOME) -> Adult:
    """An adult with this role now and these before."""
    return Adult(uuid4(), uuid4(), "Sam", role, earlier, relation)


def picture(
    kind: Kind = Kind.INCIDENT, category: Category = Category.OTHER, brag: Brag = Brag.NOT_DONE, dash: Dash = Dash.NOT_DONE,
    *, connected: str = "", children: tuple[Child, ...] = (), adults: tuple[Adult, ...] = (),
) -> Picture:  # fmt: skip
    """A picture of an incident on DAY."""
    told = Told(uuid4(), kind, "Police", "R-1", AT, AT, category, dash, brag, "")
    return Picture(told, children, adults, connected)


@pytest.mark.parametrize(
    ("found", "in_scope"),
    [
        (picture(category=Category.DOMESTIC_ABUSE), True),
        (picture(connected="both are parents of Robin"), True),
        (picture(brag=Brag.AMBER), True),
        (picture(brag=Brag.RED), True),
        (picture(kind=Kind.CONCERN), True),
        (picture(kind=Kind.BIRTH), True),
        (picture(brag=Brag.GREEN), False),
        (picture(brag=Brag.BLUE), False),
        (picture(), False),
        (picture(category=Category.NOT_KNOWN), False),
    ],
)
def test_what_police_did_not_class_as_domestic_abuse_counts_when_people_are_connected_or_brag_says_so(
    found: Picture, in_scope: bool
) -> None:
    decided, because = rules.scope(found)
    assert decided is in_scope
    assert because.endswith(".")


@pytest.mark.parametrize(
    ("born", "expected", "band"),
    [
        (None, None, AgeBand.NOT_KNOWN),
        (None, DAY + timedelta(days=60), AgeBand.UNBORN),
        (DAY, None, AgeBand.NEWBORN),
        (DAY - timedelta(days=27), None, AgeBand.NEWBORN),
        (DAY - timedelta(days=28), None, AgeBand.UNDER_TWO),
        (date(2017, 12, 17), None, AgeBand.UNDER_TWO),
        (date(2017, 12, 16), None, AgeBand.UNDER_SCHOOL_AGE),
        (date(2015, 9, 1), None, AgeBand.UNDER_SCHOOL_AGE),
        (date(2015, 8, 31), None, AgeBand.SCHOOL_AGE),
        (date(2004, 1, 1), None, AgeBand.SCHOOL_AGE),
        (DAY + timedelta(days=3), None, AgeBand.UNBORN),
    ],
)
def test_a_child_stands_in_the_age_band_of_the_day(born: date | None, expected: date | None, band: AgeBand) -> None:
    assert rules.age_band(child(born, expected), DAY) is band


@given(born=st.dates(date(2000, 1, 1), DAY), days=st.integers(0, 8000))
def test_a_child_only_ever_grows_older(born: date, days: int) -> None:
    order = [AgeBand.UNBORN, AgeBand.NEWBORN, AgeBand.UNDER_TWO, AgeBand.UNDER_SCHOOL_AGE, AgeBand.SCHOOL_AGE]
    someone = child(born)
    first, later = rules.age_band(someone, born), rules.age_band(someone, born + timedelta(days=days))
    assert order.index(first) <= order.index(later)


@pytest.mark.parametrize(
    ("someone", "standing"),
    [
        (adult(Role.VICTIM), Standing.VICTIM),
        (adult(Role.VICTIM, Role.CAUSING_HARM), Standing.VICTIM),
        (adult(Role.CAUSING_HARM), Standing.CAUSING_HARM),
        (adult(Role.CAUSING_HARM, Role.VICTIM), Standing.CAUSING_HARM),
        (adult(Role.COUNTER_ALLEGATIONS), Standing.COUNTER_ALLEGATIONS),
        (adult(Role.COUNTER_ALLEGATIONS, Role.VICTIM, Role.VICTIM), Standing.VICTIM),
        (adult(Role.COUNTER_ALLEGATIONS, Role.CAUSING_HARM), Standing.CAUSING_HARM),
        (adult(Role.COUNTER_ALLEGATIONS, Role.VICTIM, Role.CAUSING_HARM), Standing.CAUSING_HARM),
        (adult(Role.NOT_KNOWN), Standing.NOT_KNOWN),
        (adult(Role.NOT_KNOWN, Role.VICTIM), Standing.VICTIM),
        (adult(Role.NOT_KNOWN, Role.CAUSING_HARM), Standing.CAUSING_HARM),
        (adult(Role.WITNESS, Role.CAUSING_HARM), Standing.CAUSING_HARM),
        (adult(Role.WITNESS), Standing.WITNESS),
        (adult(Role.OF_CONCERN), Standing.OF_CONCERN),
        (adult(None), Standing.NOT_INVOLVED),
        (adult(None, Role.VICTIM), Standing.NOT_INVOLVED),
        (adult(None, Role.CAUSING_HARM), Standing.CAUSING_HARM),
    ],
)
def test_an_adult_stands_as_this_incident_says_and_where_it_does_not_as_earlier_ones_said(
    someone: Adult, standing: Standing
) -> None:
    assert rules.standing(someone) is standing


@pytest.mark.parametrize(
    ("found", "lane"),
    [
        (picture(children=(child(),)), Lane.FAST),
        (picture(children=(child(None, DAY),)), Lane.FAST),
        (picture(children=(child(date(2012, 1, 1)),)), Lane.STANDARD),
        (picture(children=(child(date(2012, 1, 1)),), dash=Dash.HIGH), Lane.FAST),
        (picture(children=(child(date(2012, 1, 1)),), dash=Dash.MEDIUM), Lane.STANDARD),
        (picture(children=(child(date(2012, 1, 1)), child())), Lane.FAST),
        (picture(children=(child(None, None),)), Lane.STANDARD),
    ],
)
def test_the_fast_lane_is_for_under_twos_the_unborn_and_high_dash(found: Picture, lane: Lane) -> None:
    assert rules.lane(found, AGREED) is lane


def third_incident(of: Pattern) -> Picture:
    """The picture of the third incident of Charlie's family, with these facts of the family."""
    told = Told(
        patterns.uid("CH-3"),
        Kind.INCIDENT,
        "Police",
        "CH-3",
        AT,
        AT,
        Category.DOMESTIC_ABUSE,
        Dash.MEDIUM,
        Brag.GREEN,
        "",
    )
    return Picture(told, (child(date(2012, 1, 1)),), (), "", patterns=(of,))


@pytest.mark.parametrize(("incidents", "lane"), [(3, Lane.FAST), (2, Lane.STANDARD)])
def test_the_third_incident_of_one_of_the_families_is_fast_whatever_its_own_marks(incidents: int, lane: Lane) -> None:
    grown_up = patterns.someone("charlie", born=date(2010, 1, 1), is_child=True)
    family = replace(
        patterns.charlie(incidents), people={grown_up.person: grown_up}, reports=patterns.CASE[3 - incidents : 3]
    )
    assert rules.lane(third_incident(family), AGREED) is lane


def test_a_baby_of_one_of_the_families_makes_it_fast_though_another_child_was_named() -> None:
    assert rules.lane(third_incident(patterns.charlie(3)), AGREED) is Lane.FAST
    assert rules.lane(third_incident(patterns.charlie(2)), AGREED) is Lane.STANDARD, "not an incident of that family"


@pytest.mark.parametrize("feature", list(Feature))
def test_what_the_protocol_names_as_a_mark_makes_it_fast(feature: Feature) -> None:
    found = picture(children=(child(date(2012, 1, 1)),))
    marked = replace(found, told=replace(found.told, features=frozenset({feature})))
    assert (rules.lane(marked, AGREED) is Lane.FAST) is (feature in AGREED.fast_features)


def test_every_child_and_adult_becomes_one_subject_of_the_engine() -> None:
    found = picture(children=(child(), child(None, DAY)), adults=(adult(Role.VICTIM), adult(None)))
    lines = rules.subjects(found, AGREED)
    assert [about for about, _ in lines] == [*found.children, *found.adults]
    assert {subject["lane"] for _, subject in lines} == {Lane.FAST}


def test_at_a_birth_nobody_is_treated_by_what_they_did_before() -> None:
    found = picture(kind=Kind.BIRTH, adults=(adult(Role.PARENT, Role.CAUSING_HARM),))
    assert rules.subjects(found, AGREED)[0][1]["standing"] is Standing.NOT_INVOLVED


@pytest.mark.parametrize(
    ("functions", "where"),
    [
        ({"school_safeguarding_lead", "gp"}, Education.SCHOOL),
        ({"nursery", "gp"}, Education.NURSERY),
        ({"school_safeguarding_lead", "nursery"}, Education.SCHOOL),
        ({"gp"}, Education.NONE_KNOWN),
        (set(), Education.NONE_KNOWN),
    ],
)
def test_where_a_child_is_by_day_follows_from_whom_it_is_registered_with(functions: set[str], where: Education) -> None:
    assert rules.education(frozenset(functions)) is where
