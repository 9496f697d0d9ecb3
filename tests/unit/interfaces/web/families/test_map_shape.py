"""The family map: what it says, and that for any shape of family no box, no label and no text lies over another."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import patterns as make
from tests.factories.patterns import EACH, arranged, linked, relation, report, someone, uid
from wholepicture.interfaces.web.families import naming
from wholepicture.interfaces.web.families.map import layout, lettering
from wholepicture.interfaces.web.families.map.known import Known
from wholepicture.interfaces.web.families.map.pictures import MapPicture, family_map
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.findings.queries import NotOpened
from wholepicture.registers.audit.terms import MACHINE, Seen
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex

ON = date(2020, 3, 1)
NAMES = (
    "Jo Ray", "", "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley", "Wolfeschlegelsteinhausenbergerdorff",
    "Nguyễn Thị Minh Khai", "M", "Christopher-James Montgomery-Wemyss-Wolverhampton",
)  # fmt: skip
KINDS = tuple(RelationshipKind)
ROLES = (Role.VICTIM, Role.CAUSING_HARM, Role.COUNTER_ALLEGATIONS, Role.OF_CONCERN, Role.CHILD)


def drawn(pattern: Pattern, known: Known | None = None, names: Mapping[UUID, str] | None = None) -> MapPicture:
    """The map of a family that was opened."""
    seen = Seen(by=MACHINE, why="test", at=make.report(ON).happened_at, subject=pattern.family)
    return family_map(pattern, names or naming.of_pattern(pattern), seen=seen, known=known)


def said(picture: MapPicture) -> dict[str, tuple[str, ...]]:
    """The list beside the map."""
    return dict(picture.rows)


@st.composite
def families(draw: st.DrawFn) -> tuple[Pattern, dict[UUID, str]]:
    """Any family: no child to eight, any adults, any ties, homes and reports between any of them."""
    rng = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311  a shape, not a secret
    children = [f"child{n}" for n in range(draw(st.integers(0, 8)))]
    adults = [f"adult{n}" for n in range(draw(st.integers(0, 7)))]
    everybody = children + adults
    persons = [
        someone(each, born=date(2015, 1, 1) if rng.random() < 0.8 else None, expected=date(2020, 6, 1), is_child=True)
        for each in children
    ] + [someone(each, sex=rng.choice(list(Sex))) for each in adults]
    pairs = [(one, other) for one in everybody for other in everybody if one != other]
    ties = [relation(rng.choice(KINDS), *rng.choice(pairs)) for _ in range(draw(st.integers(0, 14))) if pairs]
    reports = [
        report(date(2019, 1, 1 + n), {who: rng.choice(ROLES) for who in rng.sample(everybody, min(len(everybody), 3))})
        for n in range(draw(st.integers(0, 6)))
    ]
    told = [
        arranged(rng.choice(children), rng.choice(adults), overnight=rng.choice(list(Contact)))
        for _ in adults
        if children
    ]
    pattern = make.pattern(
        ON, *reports, people=persons, relations=ties, arrangements=told,
        homes={each: rng.sample(["one", "two", "three"], rng.randint(0, 2)) for each in everybody if rng.random() < 0.7},
        links=[linked(rng.choice(adults)) for _ in range(draw(st.integers(0, 2))) if adults],
    )  # fmt: skip
    return pattern, {uid(each): rng.choice(NAMES) or naming.SOMEBODY for each in everybody}


def overlap(one: layout.Box | layout.Label, other: layout.Box | layout.Label) -> bool:
    """Whether two rectangles lie over each other."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def within(box: layout.Box | layout.Label, line: layout.Text, size: float, *, bold: bool, middle: bool) -> bool:
    """Whether a line of text stays in its rectangle."""
    wide = lettering.width(line.words, size, bold=bold)
    left = line.x - wide / 2 if middle else line.x
    across = box.x <= left and left + wide <= box.x + box.width
    return across and box.y <= line.y - size * 0.75 and line.y + size * 0.25 <= box.y + box.height


@settings(max_examples=150, deadline=None)
@given(families())
def test_whatever_a_family_is_like_nothing_lies_over_anything_else(family: tuple[Pattern, dict[UUID, str]]) -> None:
    shape = drawn(family[0], names=family[1]).shape
    labels = [line.label for line in shape.lines if line.label]
    for one, other in combinations([*shape.boxes, *labels], 2):
        assert not overlap(one, other)
    for one, other in combinations(shape.rooms, 2):
        assert one.y + one.height < other.y or other.y + other.height < one.y
    for box in shape.boxes:
        assert all(within(box, each, layout.NAME, bold=True, middle=False) for each in box.name)
        assert all(within(box, each, layout.NOTE, bold=False, middle=False) for each in box.notes)
        rooms = [r for r in shape.rooms if r.y <= box.y and box.y + box.height <= r.y + r.height]
        assert len(rooms) == 1
        assert rooms[0].x <= box.x
        assert box.x + box.width <= rooms[0].x + rooms[0].width
    for label in labels:
        assert all(within(label, each, layout.LABEL, bold=True, middle=True) for each in label.lines)
    for each in (*shape.boxes, *labels, *shape.rooms):
        assert min(each.x, each.y) >= 0
        assert each.x + each.width <= shape.width
        assert each.y + each.height <= shape.height


@settings(max_examples=25, deadline=None)
@given(families())
def test_it_is_the_same_picture_whatever_order_facts_come_in(family: tuple[Pattern, dict[UUID, str]]) -> None:
    pattern, names = family
    other = replace(
        pattern,
        people=dict(reversed(pattern.people.items())),
        relations=tuple(reversed(pattern.relations)),
        homes=dict(reversed(pattern.homes.items())),
    )
    assert drawn(pattern, names=names) == drawn(other, names=names)


def test_the_case_shows_its_homes_its_arrow_and_the_accusation_in_turn_apart() -> None:
    rows = said(drawn(make.charlie(5)))
    assert rows["Home 1: 1 adult and 1 child now"] == ("Charlie: Child", "Mother: Mother")
    assert rows["Home 2: 1 adult now"] == ("Father: Father",)
    assert "Father and Mother: parents of Charlie" in rows["Who is related to whom"]
    assert "Father and Mother: separated 16 December 2019, as far as told" in " ".join(
        rows["Who is related to whom"]
    ).replace("Mother and Father", "Father and Mother")
    assert rows["Who is alleged to harm whom"] == (
        "Father is alleged to harm Mother: 4 reports", "Father is alleged to harm Charlie: 1 report",
    )  # fmt: skip
    (turned,) = rows["Accused in turn"]
    assert turned == "Mother is accused in turn by Father: 1 report"
    assert rows["Contact with an adult who lives elsewhere"] == (
        "Father with Charlie. Day: nobody asked. Night: nobody asked",
    )


def test_where_two_only_accuse_each_other_neither_arrow_is_drawn_like_harm() -> None:
    pattern = make.pattern(ON, report(date(2020, 1, 1), EACH), people=make.FAMILY, relations=make.TIES)
    picture = drawn(pattern)
    assert "Who is alleged to harm whom" not in said(picture)
    assert {line.style for line in picture.shape.lines} & {"harm", "turned"} == {"turned"}


def test_another_family_is_a_box_without_anything_of_it() -> None:
    pattern = replace(make.charlie(3), linked=(linked("father"),))
    picture = drawn(pattern)
    assert said(picture)["Other families"] == (
        "Another family is tied to this one through Father. Nothing of it is shown here",
    )
    (box,) = [each for each in picture.shape.boxes if each.is_linked]
    assert [each.words for each in box.name] == ["Another family"]
    assert str(uid("another family")) not in str(picture)


def test_nothing_of_a_place_is_in_the_picture() -> None:
    assert "home of" not in str(drawn(make.charlie(5)))


def test_whoever_only_saw_something_stands_on_no_map() -> None:
    seen_by = report(date(2020, 1, 1), {"father": Role.CAUSING_HARM, "mother": Role.VICTIM, "neighbour": Role.WITNESS})
    pattern = make.pattern(ON, seen_by, people=(*make.FAMILY, someone("neighbour")), relations=make.TIES)
    assert "Neighbour" not in str(drawn(pattern))


def test_the_newborn_without_any_adult_known_is_one_box() -> None:
    picture = drawn(make.pattern(ON, people=(someone("baby", born=ON, is_child=True),)))
    assert len(picture.shape.boxes) == 1
    assert said(picture) == {"Home not known": ("Baby: Child",)}


def test_an_unborn_child_stands_with_its_mother_and_is_called_so() -> None:
    pattern = make.pattern(
        ON,
        people=(someone("mother", sex=Sex.FEMALE), replace(someone("bump", is_child=True), forename="", expected_date=date(2020, 6, 1))),
        relations=(relation(RelationshipKind.PARENT_OF, "mother", "bump"),),
        homes={"mother": ["a"]},
    )  # fmt: skip
    assert said(drawn(pattern))["Home 1: 1 adult now"] == ("Unborn child: Unborn child", "Mother: Mother")


def test_as_one_agency_had_it_nothing_else_is_drawn_or_written() -> None:
    pattern = make.charlie(3)
    told = relation(RelationshipKind.PARENT_OF, "mother", "charlie")
    known = Known(
        agency="GP", on=ON, persons=frozenset({uid("charlie"), uid("mother")}), relations=(told,),
        homes=frozenset({uid("mother")}), reports=frozenset({pattern.reports[1].incident}),
    )  # fmt: skip
    picture = drawn(pattern, known)
    assert said(picture) == {
        "Home 1: 1 adult now": ("Mother: Mother",),
        "Home not known": ("Charlie: Child",),
        "Who is related to whom": ("Mother: parent of Charlie",),
    }
    assert "Father" not in str(picture)
    assert len(picture.shape.boxes) == 2


def test_as_one_agency_had_it_neither_contact_nor_a_separation_that_others_told_is_there() -> None:
    pattern = replace(make.charlie(5), arrangements=(arranged("charlie", "father"),))
    everybody = Known(agency="GP", on=ON, persons=frozenset(pattern.people))
    whole = str(drawn(pattern))
    assert "Separated" in whole
    assert "Night: not asked" in whole
    assert "Mother: Mother" in str(drawn(pattern).rows)
    nothing = drawn(pattern, everybody)
    assert nothing.shape.lines == nothing.key == ()
    assert said(nothing) == {"Home not known": ("Charlie: Child", "Father: Adult", "Mother: Adult")}
    own = drawn(pattern, replace(everybody, contacts=pattern.arrangements))
    assert said(own)["Contact with an adult who lives elsewhere"] == (
        "Father with Charlie. Day: on a condition. Night: not asked",
    )


def test_as_one_agency_had_it_harm_is_drawn_between_those_it_knew_in_the_reports_it_knew() -> None:
    pattern = make.charlie(5)
    knew = frozenset(report.incident for report in pattern.reports[1:2])
    everybody = Known(agency="GP", on=ON, persons=frozenset(pattern.people), reports=knew)
    assert said(drawn(pattern, everybody))["Who is alleged to harm whom"] == (
        "Father is alleged to harm Mother: 1 report",
    )
    without = replace(everybody, persons=everybody.persons - {uid("father")})
    assert "Who is alleged to harm whom" not in said(drawn(pattern, without))


def test_the_children_stand_first_so_that_a_narrow_screen_shows_them() -> None:
    boxes = drawn(make.charlie(5)).shape.boxes
    (child,) = [box for box in boxes if box.is_child]
    assert all(child.x < box.x for box in boxes if not box.is_child)
    assert child.x + child.width < 300


def test_another_familys_proof_opens_no_map() -> None:
    seen = Seen(by=MACHINE, why="test", at=make.report(ON).happened_at, subject=uid("other"))
    with pytest.raises(NotOpened):
        family_map(make.charlie(1), {}, seen=seen)
