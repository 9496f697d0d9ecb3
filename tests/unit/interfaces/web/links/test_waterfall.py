"""The waterfall adds up, stays on its paper and says in words what it draws."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from tests.factories import pairs
from wholepicture.interfaces.web.links.waterfall import drawing, pictures, words
from wholepicture.interfaces.web.links.waterfall.drawing import NARROW, WIDE, Bar, Paper, Shape, Step
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.facts import Weighed, Weight
from wholepicture.pathway.linkage.matcher import PairClass
from wholepicture.registers.people.described import Described

CUT_OFFS = linkage.cut_offs()
FAR = Described(forename="Ottilie", surname="Quick", sex="F", born=date(1950, 1, 7))
KINDS = [
    pairs.weighed(pairs.ELLIE, pairs.ELSIE),
    pairs.weighed(pairs.JODIE, pairs.JODIE_MISTYPED),
    pairs.weighed(pairs.JODIE, FAR),
    pairs.weighed(pairs.JODIE, pairs.JODIE),
]


def shapes(weighed: Weighed) -> tuple[Shape, Shape]:
    return pictures.picture(weighed, CUT_OFFS).shapes


@pytest.mark.parametrize("weighed", KINDS)
def test_each_bar_begins_where_the_one_before_it_ended_and_the_last_is_the_total(weighed: Weighed) -> None:
    rows = pictures.picture(weighed, CUT_OFFS).rows
    assert rows[-1][3].lower() == rows[-2][3].lower() == words.odds(weighed.odds)
    for shape in shapes(weighed):
        for bar, following in zip(shape.bars[:-2], shape.bars[1:-1], strict=True):
            assert bar.follows is not None
            ends = (following.x, following.x + following.width)
            assert min(abs(bar.follows[0] - end) for end in ends) <= 2.1


@pytest.mark.parametrize("weighed", KINDS)
def test_nothing_leaves_the_paper_and_no_bar_lies_on_another(weighed: Weighed) -> None:
    for shape in shapes(weighed):
        for bar in shape.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= shape.width
            assert bar.y + bar.height <= shape.height
        for bar, following in zip(shape.bars, shape.bars[1:], strict=False):
            assert bar.y + bar.height < following.y
        for line in (*shape.axis, *shape.cut_offs):
            assert 0 <= line.x <= shape.width
            assert 0 <= line.words.x <= shape.width


@pytest.mark.parametrize("weighed", KINDS)
def test_the_paper_of_a_word_lies_on_no_bar_and_on_no_other_word(weighed: Weighed) -> None:
    for shape in shapes(weighed):
        said = [words for bar in shape.bars for words in (bar.label, bar.note)]
        papers = [words.paper for words in (*said, *(line.words for line in (*shape.axis, *shape.cut_offs)))]
        for place, paper in enumerate(papers):
            assert not any(meet(paper, bar) for bar in shape.bars), (shape.name, said[place : place + 1])
            assert not any(meet(paper, other) for other in papers[place + 1 :]), (shape.name, said[place : place + 1])


def meet(one: Paper, other: Paper | Bar) -> bool:
    """Whether two lie on each other."""
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (beside or one.y + one.height <= other.y or other.y + other.height <= one.y)


def test_what_is_called_no_difference_leaves_the_odds_that_are_printed_where_they_are() -> None:
    """The first pair of the demonstration: 5.1 to 1 became 5.3 by a number that was not known."""
    weights = [(-22.0, "PRIOR"), (24.35, "SURNAME"), (0.08, "SEX"), (0.06, "NHS_NUMBER"), (0.05, "OTHER_NUMBER")]
    weighed = Weighed(
        24.54 - 22.0, 0.85, PairClass.SAME.value, "2026-12-01",
        tuple(Weight(field, "SAME", "Told", weight) for weight, field in weights),
    )  # fmt: skip
    rows = pictures.picture(weighed, CUT_OFFS).rows
    assert [row[2:] for row in rows[2:]] == [
        ("No difference", "5.1 to 1"),
        ("No difference", "5.1 to 1"),
        ("No difference", "5.1 to 1"),
        ("1.1 times likelier", "5.8 to 1"),
        ("Together", "5.8 to 1"),
    ]
    assert rows[-2][0] == "Small effects"


@pytest.mark.parametrize("weighed", KINDS)
def test_the_printed_odds_never_move_beside_no_difference_and_always_end_at_the_total(weighed: Weighed) -> None:
    rows = pictures.picture(weighed, CUT_OFFS).rows
    for before, row in pairwise(rows):
        if row[2] == "No difference":
            assert row[3] == before[3]
    assert rows[-2][3] == rows[-1][3]


@pytest.mark.parametrize(("weight", "said"), [(0.06, "1.04"), (-0.06, "1.04"), (0.003, "less than 1.01"), (0.3, "1.2")])
def test_small_effects_are_said_as_far_as_they_go(weight: float, said: str) -> None:
    assert words.slightly(weight) == said


def test_the_version_of_the_parameters_is_said_as_a_day_where_it_is_one() -> None:
    assert pictures.picture(replace(KINDS[0], model="2026-12-01"), CUT_OFFS).model == "1 December 2026"
    assert pictures.picture(replace(KINDS[0], model="north-2"), CUT_OFFS).model == "north-2"


def test_cut_offs_stand_where_their_odds_do() -> None:
    steps = [Step("Before looking", 0.0, -20.0, "", "begin"), Step("Together", 0.0, 4.0, "", "total")]
    for plan in (WIDE, NARROW):
        shape = drawing.draw(steps, [("Review", 0.0), ("Link", 4.0)], plan)
        assert [line.x for line in shape.cut_offs] == pytest.approx(
            [shape.bars[1].x, shape.bars[1].x + shape.bars[1].width], abs=0.11
        )
        assert next(line for line in shape.axis if line.kind == "even").x == shape.cut_offs[0].x


def test_what_is_not_known_is_said_and_counts_neither_way() -> None:
    found = pictures.picture(pairs.weighed(FAR, FAR), CUT_OFFS)
    assert found.left_out == (
        "Home, NHS number and other number: not known of one of the two, or of both, and so no evidence either way.",
    )
    assert ("Home", "A home is not known", "No difference") in {row[:3] for row in found.rows}


def test_one_household_says_that_no_machine_links_them() -> None:
    weighed = KINDS[0]
    held = Weighed(**{**vars_of(weighed), "cls": PairClass.HOUSEHOLD.value})
    assert "never linked by a machine" in " ".join(pictures.picture(held, CUT_OFFS).sentences)
    plain = Weighed(**{**vars_of(weighed), "cls": PairClass.SAME.value})
    assert "never linked by a machine" not in " ".join(pictures.picture(plain, CUT_OFFS).sentences)


def vars_of(weighed: Weighed) -> dict[str, object]:
    return {name: getattr(weighed, name) for name in Weighed.__dataclass_fields__}


@pytest.mark.parametrize(
    ("weight", "said", "beside"),
    [
        (0.1, "No difference", "no difference"),
        (4.17, "18 times likelier", "× 18"),
        (-2.0, "4 times less likely", "÷ 4"),
        (20.0, "1 million times likelier", "× 1 million"),
        (12.07, "4,300 times likelier", "× 4,300"),
    ],
)
def test_weights_are_said_in_words(weight: float, said: str, beside: str) -> None:
    assert words.times(weight) == said
    assert words.sign(weight) == beside


@pytest.mark.parametrize(
    ("log2", "said"), [(0.0, "even"), (8.53, "370 to 1"), (-2.0, "1 to 4"), (-30.0, "1 to 1.1 billion")]
)
def test_odds_are_said_in_words(log2: float, said: str) -> None:
    assert words.odds(log2) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.95, "95 of 100"),
        (0.999, "999 of 1,000"),
        (0.9999, "9,999 of 10,000"),
        (1.0, "all"),
        (0.9999999, "99,999 of 100,000"),
    ],
)
def test_a_share_is_never_said_to_be_all_where_it_is_not(share: float, said: str) -> None:
    assert words.of_hundred(share) == said
