"""The pattern of a family worked out by hand: who counts, how often, who is alleged to harm whom, how they live."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import patterns as make
from tests.factories.patterns import CASE, EACH, HARM, UNKNOWN, uid
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings import pattern as shown
from wholepicture.pathway.findings.facts import Direction, Part, Pattern, Report
from wholepicture.pathway.incidents.terms import Brag, Category, Feature, Kind, ReporterKind
from wholepicture.registers.people.facts import Relation
from wholepicture.registers.people.terms import RelationshipKind, Role
from wholepicture.registers.protocol.terms import AgeBand

MOTHER, FATHER, CHARLIE = uid("mother"), uid("father"), uid("charlie")
HIS = Direction(FATHER, MOTHER)
HERS = Direction(MOTHER, FATHER)
NAMES = {MOTHER: "Jodie", FATHER: "Kyle", CHARLIE: "Charlie"}
DAY = date(2020, 1, 1)


def references(reports: tuple[Report, ...]) -> list[str]:
    return [report.reference for report in reports]


# The published case (review 2.4).


def test_the_published_case_has_five_incidents_at_intervals_of_1_12_17_and_8_days() -> None:
    case = make.charlie(5)
    assert references(shown.counted(case)) == ["CH-1", "CH-2", "CH-3", "CH-4", "CH-5"]
    assert shown.intervals(case) == (1, 12, 17, 8)


def test_the_fourth_incident_is_the_fourth_though_police_did_not_class_it_as_domestic_abuse() -> None:
    case = make.charlie(5)
    assert CASE[3].category is Category.OTHER
    assert shown.nth(case, CASE[3].incident) == 4
    assert shown.interval_before(case, CASE[3].incident) == 17


def test_the_first_has_no_interval_before_it_and_the_concern_on_the_ward_no_number() -> None:
    case = make.charlie(5)
    assert (shown.nth(case, CASE[0].incident), shown.interval_before(case, CASE[0].incident)) == (1, None)
    assert (shown.nth(case, make.WARD.incident), shown.interval_before(case, make.WARD.incident)) == (None, None)


def test_his_direction_counts_the_counter_allegation_of_the_fifth_incident_and_hers_does_not() -> None:
    found = shown.by_direction(make.charlie(5))
    assert references(found[HIS]) == ["CH-1", "CH-2", "CH-3", "CH-5"]
    assert HERS not in found
    assert references(found[Direction(FATHER, CHARLIE)]) == ["WARD"]


def test_the_fifth_incident_itself_still_says_that_each_accused_the_other() -> None:
    alleged = shown.allegations(CASE[4])
    assert alleged == {shown.Alleged(HIS, True), shown.Alleged(HERS, True)}
    assert shown.causing_harm(CASE[4]) == frozenset()


def test_the_five_incidents_were_reported_by_four_kinds_of_people() -> None:
    assert shown.reporters(make.charlie(5)) == {
        ReporterKind.SELF: 1,
        ReporterKind.NEIGHBOUR: 2,
        ReporterKind.FAMILY: 1,
        ReporterKind.FATHER: 1,
    }


def test_the_ward_before_the_first_incident_repeats_nothing() -> None:
    since = shown.window_start(CASE[2].happened_at.date(), 365)
    assert references(shown.repeats(make.charlie(3), since)) == ["CH-1", "CH-2", "CH-3"]


def test_the_parents_live_apart_from_the_day_on_which_she_moved_out_and_he_is_elsewhere() -> None:
    before, after = make.charlie(0, on=date(2019, 12, 15)), make.charlie(1)
    assert shown.live_apart(before, CHARLIE) == ()
    assert shown.live_apart(after, CHARLIE) == tuple(sorted((MOTHER, FATHER)))
    assert shown.parents_elsewhere(after, CHARLIE) == (FATHER,)


def test_the_separation_is_of_the_day_of_the_first_incident() -> None:
    assert shown.separated_on(make.charlie(5)) == (date(2019, 12, 16), tuple(sorted((MOTHER, FATHER))))
    assert shown.separated_on(make.charlie(0, on=date(2019, 12, 15))) is None


# Scope and connection.


@pytest.mark.parametrize(
    ("kind", "category", "brag", "connected", "listed"),
    [
        (Kind.INCIDENT, Category.DOMESTIC_ABUSE, Brag.NOT_DONE, "", True),
        (Kind.INCIDENT, Category.OTHER, Brag.NOT_DONE, "both are parents of Charlie", True),
        (Kind.INCIDENT, Category.NOT_KNOWN, Brag.AMBER, "", True),
        (Kind.INCIDENT, Category.OTHER, Brag.RED, "", True),
        (Kind.INCIDENT, Category.OTHER, Brag.GREEN, "", False),
        (Kind.INCIDENT, Category.NOT_KNOWN, Brag.BLUE, "", False),
        (Kind.INCIDENT, Category.NOT_KNOWN, Brag.NOT_DONE, "", False),
        (Kind.CONCERN, Category.NOT_KNOWN, Brag.NOT_DONE, "", True),
        (Kind.BIRTH, Category.DOMESTIC_ABUSE, Brag.RED, "both are parents of Charlie", False),
    ],
)
def test_scope(kind: Kind, category: Category, brag: Brag, connected: str, listed: bool) -> None:
    found, because = shown.scope(kind, category, brag, connected)
    assert found is listed
    assert because.endswith(".")
    assert "Charlie" not in because


@pytest.mark.parametrize(
    ("relations", "words"),
    [
        ([], ""),
        ([make.relation(RelationshipKind.PARTNER_OF, "father", "mother")], "are partners"),
        ([make.relation(RelationshipKind.PARTNER_OF, "father", "mother", until=DAY)], "were partners"),
        ([make.relation(RelationshipKind.SIBLING_OF, "father", "mother")], "Kyle is a brother or sister of Jodie"),
        ([make.relation(RelationshipKind.PARENT_OF, "mother", "father")], "Jodie is a parent of Kyle"),
        (
            [make.relation(RelationshipKind.PARENT_OF, who, "charlie") for who in ("mother", "father")],
            "both are parents of Charlie",
        ),
        # A child whom nobody may name here.
        (
            [make.relation(RelationshipKind.CARER_OF, who, "other") for who in ("mother", "father")],
            "parents of a child",
        ),
        # The father's new partner's mother: a relative in the law of the Act.
        (
            [
                make.relation(RelationshipKind.PARTNER_OF, "father", "new"),
                make.relation(RelationshipKind.PARENT_OF, "mother", "new"),
            ],
            "Jodie is a relative of a present or former partner of Kyle",
        ),
        # A new partner who is no relative of hers connects them with nobody.
        ([make.relation(RelationshipKind.PARTNER_OF, "father", "new")], ""),
        # A tie of each to somebody else connects them with nobody.
        (
            [
                make.relation(RelationshipKind.SIBLING_OF, "father", "uncle"),
                make.relation(RelationshipKind.SIBLING_OF, "mother", "aunt"),
            ],
            "",
        ),
    ],
)
def test_connection(relations: list[Relation], words: str) -> None:
    found = shown.connection([MOTHER, FATHER], relations, NAMES)
    assert words in found
    assert bool(found) is bool(words)
    assert shown.connection([FATHER, MOTHER], relations[::-1], NAMES) == found


def test_a_partnership_and_a_shared_child_are_both_said() -> None:
    found = shown.connection([MOTHER, FATHER], make.TIES, NAMES)
    assert found.endswith("were partners, and both are parents of Charlie")


def test_somebody_without_a_name_is_somebody() -> None:
    assert shown.connection([MOTHER, FATHER], make.TIES, {}).startswith("somebody and somebody were partners")


def test_whoever_was_told_as_a_child_is_no_adult_whatever_else_they_were() -> None:
    both = replace(CASE[0], parts=(*CASE[0].parts, Part(CHARLIE, Role.VICTIM)))
    assert shown.adults(both) == tuple(sorted((MOTHER, FATHER)))


# Counting.


def test_neither_concerns_nor_reports_out_of_scope_have_a_number() -> None:
    first, beside, second = (
        make.report(DAY),
        make.report(date(2020, 1, 2), in_scope=False),
        make.report(date(2020, 1, 9)),
    )
    family = make.pattern(date(2020, 2, 1), first, beside, second, make.concern(date(2020, 1, 3)))
    assert [shown.nth(family, each.incident) for each in (first, beside, second)] == [1, None, 2]
    assert shown.intervals(family) == (8,)
    assert shown.nth(family, uid("of another family")) is None


def test_days_are_days_in_london_also_over_the_change_of_the_clocks() -> None:
    # 23:30 UTC on 28 March is 23:30 in London; 23:30 UTC on 29 March is half past midnight of the 30th.
    late = [datetime(2020, 3, day, 23, 30, tzinfo=UTC) for day in (28, 29)]
    family = make.pattern(date(2020, 4, 1), *(make.report(at) for at in late))
    assert shown.intervals(family) == (2,)


def test_two_on_one_day_are_no_day_apart() -> None:
    family = make.pattern(DAY, *(make.report(datetime(2020, 1, 1, hour, tzinfo=UTC)) for hour in (9, 21)))
    assert shown.intervals(family) == (0,)


def test_a_concern_about_a_carer_repeats_after_an_incident_and_one_about_nobody_does_not() -> None:
    about_him = make.concern(date(2020, 1, 5), name="about him")
    about_nobody = make.concern(date(2020, 1, 6), {"charlie": Role.CHILD}, name="about nobody")
    family = make.pattern(date(2020, 2, 1), make.report(DAY, name="incident"), about_him, about_nobody)
    assert references(shown.repeats(family, DAY)) == ["incident", "about him"]


def test_a_concern_repeats_no_incident_from_before_the_window() -> None:
    family = make.pattern(date(2020, 2, 1), make.report(DAY), make.concern(date(2020, 1, 5)))
    assert shown.repeats(family, date(2020, 1, 2)) == ()


def test_the_window_holds_its_first_and_its_last_day() -> None:
    reports = [make.report(DAY + timedelta(days=day), name=f"day {day}") for day in (0, 1, 9, 10)]
    family = make.pattern(DAY + timedelta(days=30), *reports)
    inside = shown.repeats(family, shown.window_start(DAY + timedelta(days=9), 8), DAY + timedelta(days=9))
    assert references(inside) == ["day 1", "day 9"]


# Directions.


def case_of(*roles: dict[str, Role], on: date = date(2020, 6, 1)) -> Pattern:
    told = [make.report(DAY + timedelta(days=place), each, name=f"{place}") for place, each in enumerate(roles)]
    return make.pattern(on, *told)


TURNED = {"mother": Role.CAUSING_HARM, "father": Role.VICTIM}


@pytest.mark.parametrize(
    ("roles", "his", "hers"),
    [
        ([HARM, HARM], ["0", "1"], []),
        ([EACH], ["0"], ["0"]),
        ([HARM, EACH, EACH], ["0", "1", "2"], []),
        # What nobody alleged plainly before stays counted for both, and does not establish who was the victim.
        ([EACH, HARM, EACH], ["0", "1", "2"], ["0"]),
        ([TURNED, EACH], [], ["0", "1"]),
        # Alleged plainly both ways: who was the victim first is not counted against by being accused in turn.
        ([HARM, TURNED, EACH], ["0", "2"], ["1"]),
        ([UNKNOWN, EACH], ["1"], ["1"]),
    ],
)
def test_directions(roles: list[dict[str, Role]], his: list[str], hers: list[str]) -> None:
    found = shown.by_direction(case_of(*roles))
    assert references(found.get(HIS, ())) == his
    assert references(found.get(HERS, ())) == hers


def test_who_is_alleged_to_harm_the_other_since_the_same_report_counts_both_ways() -> None:
    each = make.report(DAY, HARM, name="0")
    each = replace(each, parts=(*each.parts, Part(MOTHER, Role.CAUSING_HARM), Part(FATHER, Role.VICTIM)))
    accused = make.report(DAY + timedelta(days=1), EACH, name="1")
    found = shown.by_direction(make.pattern(date(2020, 6, 1), each, accused))
    assert references(found[HIS]) == references(found[HERS]) == ["0", "1"]


def test_directions_do_not_depend_on_the_order_in_which_reports_come_in() -> None:
    case = case_of(HARM, EACH, TURNED, EACH)
    assert shown.by_direction(replace(case, reports=case.reports[::-1])) == shown.by_direction(case)


def test_harm_against_nobody_named_is_a_direction_of_its_own() -> None:
    assert shown.directions(make.report(DAY, {"father": Role.CAUSING_HARM})) == {Direction(FATHER, None)}


def test_a_victim_alone_says_nothing_of_who_causes_harm() -> None:
    assert shown.directions(make.report(DAY, {"mother": Role.VICTIM})) == frozenset()


def test_two_who_harm_one_are_two_directions() -> None:
    both = make.report(DAY, {"father": Role.CAUSING_HARM, "uncle": Role.CAUSING_HARM, "mother": Role.VICTIM})
    assert shown.directions(both) == {HIS, Direction(uid("uncle"), MOTHER)}


def test_a_report_out_of_scope_counts_for_no_direction() -> None:
    assert shown.by_direction(make.pattern(DAY, make.report(DAY, in_scope=False))) == {}


# How they live.


@pytest.mark.parametrize(
    ("homes", "until", "apart"),
    [
        ({"mother": ["a"], "father": ["b"]}, None, True),
        ({"mother": ["a"], "father": ["a"]}, None, False),
        ({"mother": ["a", "b"], "father": ["b", "c"]}, None, False),
        ({"mother": ["a"]}, None, False),
        ({}, None, False),
        ({"mother": ["a"]}, DAY, True),
        ({}, DAY, True),
        ({}, DAY + timedelta(days=400), False),
    ],
)
def test_parents_live_apart(homes: dict[str, list[str]], until: date | None, apart: bool) -> None:
    ties = [*make.TIES[:2], make.relation(RelationshipKind.PARTNER_OF, "mother", "father", until=until)]
    family = make.pattern(DAY + timedelta(days=1), people=make.FAMILY, relations=ties, homes=homes)
    assert shown.live_apart(family, CHARLIE) == (tuple(sorted((MOTHER, FATHER))) if apart else ())


def test_a_single_known_parent_lives_apart_from_nobody() -> None:
    family = make.pattern(DAY, people=make.FAMILY, relations=make.TIES[:1], homes={"mother": ["a"]})
    assert shown.live_apart(family, CHARLIE) == ()


def test_an_incident_marked_by_separation_says_when_a_couple_parted() -> None:
    marked = make.report(DAY, features={Feature.SEPARATION})
    later = make.report(DAY + timedelta(days=9), features={Feature.SEPARATION})
    family = make.pattern(DAY + timedelta(days=30), later, marked, people=make.FAMILY)
    assert shown.separated_on(family) == (DAY, tuple(sorted((MOTHER, FATHER))))


def test_harm_against_a_child_in_an_incident_marked_by_separation_is_no_couple() -> None:
    against = {"father": Role.CAUSING_HARM, "charlie": Role.VICTIM}
    marked = make.report(DAY, against, features={Feature.SEPARATION})
    assert shown.separated_on(make.pattern(DAY, marked, people=make.FAMILY)) is None


def test_a_couple_who_came_together_again_separated_when_it_ended_again() -> None:
    again = Relation(MOTHER, FATHER, RelationshipKind.PARTNER_OF, date(2019, 6, 1), DAY)
    once = make.relation(RelationshipKind.PARTNER_OF, "mother", "father", until=date(2018, 1, 1))
    family = make.pattern(DAY, people=make.FAMILY, relations=[once, again])
    assert shown.separated_on(family) == (DAY, tuple(sorted((MOTHER, FATHER))))
    together = make.pattern(DAY, people=make.FAMILY, relations=[once, replace(again, until_date=None)])
    assert shown.separated_on(together) is None


def test_the_latest_separation_of_several_couples_is_the_one_that_is_told() -> None:
    ties = [
        make.relation(RelationshipKind.PARTNER_OF, "mother", "earlier", until=date(2015, 1, 1)),
        make.relation(RelationshipKind.PARTNER_OF, "mother", "father", until=DAY),
    ]
    assert shown.separated_on(make.pattern(DAY, people=make.FAMILY, relations=ties)) == (
        DAY,
        tuple(sorted((MOTHER, FATHER))),
    )


def test_the_latest_telling_of_contact_is_the_latest_and_the_latest_asked_is_another() -> None:
    first = make.arranged("charlie", "father", overnight=Contact.NONE)
    second = make.arranged("charlie", "father", at=first.told_at + timedelta(days=1))
    family = make.pattern(DAY, arrangements=[second, first, make.arranged("charlie", "mother")])
    assert shown.latest_arrangement(family, CHARLIE, FATHER) == second
    assert shown.overnight_asked(family, CHARLIE, FATHER) == first
    assert shown.overnight_asked(family, CHARLIE, MOTHER) is None
    assert shown.latest_arrangement(family, MOTHER, FATHER) is None


# Ages.


@pytest.mark.parametrize(
    ("born", "expected", "on", "band", "under_two"),
    [
        (None, date(2020, 5, 1), DAY, AgeBand.UNBORN, True),
        (None, None, DAY, AgeBand.NOT_KNOWN, False),
        (DAY, None, DAY, AgeBand.NEWBORN, True),
        (DAY, None, DAY + timedelta(days=28), AgeBand.UNDER_TWO, True),
        (DAY, None, date(2021, 12, 31), AgeBand.UNDER_TWO, True),
        (DAY, None, date(2022, 1, 1), AgeBand.UNDER_SCHOOL_AGE, False),
        (DAY, None, date(2024, 9, 1), AgeBand.SCHOOL_AGE, False),
        (date(2020, 2, 29), None, date(2022, 2, 28), AgeBand.UNDER_TWO, True),
        (date(2020, 2, 29), None, date(2022, 3, 1), AgeBand.UNDER_SCHOOL_AGE, False),
    ],
)
def test_ages(born: date | None, expected: date | None, on: date, band: AgeBand, under_two: bool) -> None:
    child = make.someone("child", born=born, expected=expected, is_child=True)
    assert shown.age_band(birth_date=born, expected_date=expected, on=on) is band
    assert shown.is_under(child, years=2, on=on) is under_two


def test_the_day_on_which_a_child_is_no_longer_so_young() -> None:
    assert shown.outgrows(make.someone("child", born=DAY), years=2) == date(2022, 1, 1)
    assert shown.outgrows(make.someone("child", expected=DAY), years=2) is None
