"""The generator of made-up families: the same for a seed, every shape early, and nobody who could exist."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.generator import FamilyPlan, Shape, families, family, told
from demo.generator.numbers import nhs_number
from demo.generator.places import REFUGES
from demo.generator.shaping import SHAPING
from wholepicture.lib.dates import london_day
from wholepicture.pathway.incidents import rules
from wholepicture.pathway.incidents.terms import Brag, Dash, Kind
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people import identifiers
from wholepicture.registers.people.terms import Role

NOW = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
FICTITIOUS = re.compile(r"(Flat \d+, )?\d+ [A-Z][a-z]+ [A-Z][a-z]+, [A-Z][a-zA-Z ]+ ZZ\d \d[A-Z]{2}")

EXPECTED = [
    "Diya Joshi",
    "Karan Chaudhry",
    "Zara Chaudhry",
    "Parveen Chaudhry",
    "Eilidh Easton",
    "Craig Tanner",
    "Albie Tanner",
    "Samina Akhtar",
    "Vikram Rana",
    "Maya Akhtar",
    "Mia Akhtar",
]


@pytest.fixture(scope="module")
def first() -> list[FamilyPlan]:
    """The first three hundred families of a seed."""
    return list(families(1, 300, now=NOW))


@given(seed=st.integers(0, 2**32), number=st.integers(0, 10**7))
@settings(max_examples=30, deadline=None)
def test_a_family_is_the_same_alone_and_in_the_sequence(seed: int, number: int) -> None:
    alone = family(seed, number, now=NOW)
    assert alone == next(families(seed, 5, now=NOW, first=number))
    assert alone == family(seed, number, now=NOW)


def test_two_seeds_give_other_families() -> None:
    assert list(families(1, 20, now=NOW)) != list(families(2, 20, now=NOW))


def test_it_is_the_same_on_every_machine() -> None:
    names = [f"{p.forename} {p.surname}" for f in families(1, 3, now=NOW) for p in f.people]
    assert names == EXPECTED


def test_every_shape_has_a_function_that_says_why_and_occurs_early(first: list[FamilyPlan]) -> None:
    assert set(SHAPING) == set(Shape)
    assert all(function.__doc__ for function in SHAPING.values())
    assert {shape for each in first[:60] for shape in each.shapes} == set(Shape)


def test_nhs_numbers_are_valid_of_the_test_range_and_nobodys_twice(first: list[FamilyPlan]) -> None:
    men_in_two = {(f.number, f.linked_by) for f in first if f.linked_to is not None}
    numbers = [p.nhs_number for f in first for p in f.people if p.nhs_number and (f.number, p.key) not in men_in_two]
    assert len(numbers) == len(set(numbers)) > 800
    assert all(number.startswith("999") and identifiers.nhs_number(number) == number for number in numbers)


@given(st.integers(0, 83_333), st.integers(0, 11))
def test_a_number_is_valid_or_not_given(number: int, slot: int) -> None:
    given_number = nhs_number(number, slot)
    assert not given_number or identifiers.nhs_number(given_number) == given_number


def test_where_the_range_is_used_up_nobody_has_a_number() -> None:
    assert nhs_number(83_334, 0) == nhs_number(5, 12) == ""


def test_no_two_of_a_household_share_everything(first: list[FamilyPlan]) -> None:
    for each in first:
        told_as = [(p.forename, p.surname, p.birth_date or p.expected_date, p.address, p.sex) for p in each.people]
        assert len(set(told_as)) == len(told_as), each.number
        keys = [p.key for p in each.people]
        assert len(set(keys)) == len(keys)


def test_no_address_or_telephone_can_exist(first: list[FamilyPlan]) -> None:
    for each in first:
        for person in each.people:
            for address in (person.address, person.earlier_address):
                assert address in ("", *REFUGES) or FICTITIOUS.fullmatch(address), address
            assert not person.phone or re.fullmatch(r"07700 900\d{3}", person.phone)
        for report in each.reports:
            assert report.place in ("", *REFUGES) or FICTITIOUS.fullmatch(report.place)


@given(seed=st.integers(0, 1000), number=st.integers(0, 100_000), hours=st.integers(0, 24 * 800))
@settings(max_examples=200, deadline=None)
def test_every_report_is_accepted_at_its_time_and_lies_before_now(seed: int, number: int, hours: int) -> None:
    now = NOW + timedelta(hours=hours)
    made = family(seed, number, now=now)
    assert 1 <= len(made.reports) <= 12
    assert [r.happened_at for r in made.reports] == sorted(r.happened_at for r in made.reports)
    for report in made.reports:
        assert report.happened_at < report.reported_at
        assert report.happened_at < now
        assert rules.problems(told(made, report), now=report.reported_at) == ()


def test_ages_are_plausible(first: list[FamilyPlan]) -> None:
    for each in first:
        people = {p.key: p for p in each.people}
        children = [p for p in each.people if p.is_child]
        assert 1 <= len(children) <= 8
        for child in children:
            assert child.birth_date or child.expected_date
            assert not child.birth_date or (london_day(NOW) - child.birth_date).days < 18 * 366
        if each.linked_to is not None:
            continue
        for relation in each.relations:
            if relation.kind == "PARENT_OF":
                parent, child = people[relation.from_key].birth_date, people[relation.to_key].birth_date
                assert not parent or not child or (child - parent).days > 16.9 * 365, (each.number, relation)


def test_the_tail_of_reports_is_long_and_the_grades_vary(first: list[FamilyPlan]) -> None:
    sizes = Counter(len(each.reports) for each in first)
    assert sizes[1] > sizes[3] > 0
    assert max(sizes) >= 9
    reports = [report for each in first for report in each.reports]
    assert {report.dash for report in reports} == set(Dash)
    assert {report.brag for report in reports} == set(Brag)
    assert {report.kind for report in reports} == {Kind.INCIDENT, Kind.CONCERN}
    assert len({report.by for report in reports}) >= 6
    assert {role.role for report in reports for role in report.roles} >= {
        Role.VICTIM,
        Role.CAUSING_HARM,
        Role.COUNTER_ALLEGATIONS,
        Role.OF_CONCERN,
        Role.CHILD,
        Role.NOT_KNOWN,
    }
    assert any(role.words for report in reports for role in report.roles)


def of_shape(first: list[FamilyPlan], shape: Shape) -> FamilyPlan:
    """The first family whose own shape this is."""
    return next(each for each in first if each.shapes[0] is shape)


def test_shapes_are_what_they_say(first: list[FamilyPlan]) -> None:
    linked = of_shape(first, Shape.TWO_FAMILIES)
    other = first[linked.linked_to or 0]
    assert linked.person(linked.linked_by).birth_date == other.person("father").birth_date
    assert linked.person(linked.linked_by).forename == other.person("father").forename
    twins = [p for p in of_shape(first, Shape.TWINS).people if p.is_child]
    assert len({p.birth_date for p in twins}) < len(twins)
    assert any(p.expected_date for p in of_shape(first, Shape.UNBORN).people)
    baby = [p for p in of_shape(first, Shape.UNNAMED_BABY).people if p.forename == "Baby"]
    assert [p.nhs_number for p in baby] == [""]
    named_after = of_shape(first, Shape.SON_NAMED_AFTER_FATHER)
    whole_names = [(p.forename, p.surname) for p in named_after.people]
    assert len(set(whole_names)) == len(whole_names) - 1
    assert not any(
        r.function is Function.GP for p in of_shape(first, Shape.NO_GP).people if p.is_child for r in p.registered
    )
    educated = of_shape(first, Shape.HOME_EDUCATED)
    assert any(
        p.is_child
        and p.birth_date
        and (london_day(NOW) - p.birth_date).days > 5 * 366
        and not any(r.function is Function.SCHOOL_SAFEGUARDING_LEAD for r in p.registered)
        for p in educated.people
    )
    assert {p.works.kind for p in of_shape(first, Shape.OFFICER_IS_PARTY).people if p.works} == {"police"}
    assert {p.works.kind for p in of_shape(first, Shape.RECEPTIONIST_IS_RELATIVE).people if p.works} == {"gp_practice"}
    assert len(of_shape(first, Shape.MANY_REPORTS).reports) >= 9
    since = of_shape(first, Shape.BORN_SINCE)
    told_of = [person for report in since.reports for person in told(since, report).people if person.key == "child1"]
    assert told_of[0].expected_date
    assert told_of[-1].birth_date
