"""The timeline drawn: time runs evenly, ticks fit, marks never lie over one another, and no interval is drawn that is untrue."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import patterns
from wholepicture.interfaces.web.families.timeline import axis, drawing, pictures, spine
from wholepicture.interfaces.web.families.timeline.happenings import HappeningShown, KnownShown, Names
from wholepicture.registers.chronology.terms import EntryKind

AT = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
POLICE, PRACTICE = UUID(int=1), UUID(int=2)
NAMES = {
    POLICE: "Harbourshire Police",
    PRACTICE: "A practice with a name that is far too long for two lines of its lane, really",
}
SHEETS = [drawing.WIDE, drawing.NARROW]


def happening(
    days: float,
    *,
    number: int | None = None,
    gap: int | None = None,
    told_after: float | None = None,
    kept: bool = False,
    told: bool = True,
) -> HappeningShown:
    at = AT + timedelta(days=days)
    known = (
        ()
        if told_after is None
        else (KnownShown(PRACTICE, "A practice", "told", at + timedelta(days=told_after), kept, False, told),)
    )
    return HappeningShown(
        id=UUID(int=0), kind=EntryKind.INCIDENT, title="Incident", number=number, gap=gap, at=at, is_dated=True, words=(),
        tellers=(POLICE,), told_by="Police", told_at=at, known=known,
    )  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
@given(st.lists(st.integers(0, 4000), min_size=1, max_size=60))
def test_whatever_happened_everything_lies_on_the_sheet_and_no_two_marks_over_one_another(
    sheet: drawing.Sheet, days: list[int]
) -> None:
    those = [happening(day, number=n, gap=1, told_after=1) for n, day in enumerate(sorted(days), 1)][::-1]
    drawn = drawing.draw(those, NAMES, sheet)
    for lane in drawn.lanes:
        assert all(sheet.left <= mark.x <= sheet.width for mark in lane.marks)
        assert sum(mark.count for mark in lane.marks) == len(days)
        assert len(lane.lines) <= 2
        # A mark for several stands in their middle, and so at least half a mark from the next.
        assert all(later.x - earlier.x >= drawing.MARK / 2 for earlier, later in pairwise(lane.marks))
    assert all(later.x - earlier.x >= drawing.NUMBER / 2 for earlier, later in pairwise(drawn.numbers))
    assert 1 <= len(drawn.ticks) <= max(2, (sheet.width - sheet.left) // axis.TICK_WIDTH)


@given(st.integers(0, 20_000), st.integers(0, 400_000))
def test_ticks_are_in_order_and_the_first_says_its_year(start: int, hours: int) -> None:
    first = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(days=start)
    ticks = axis.axis([first, first + timedelta(hours=hours)], 0, 400).ticks()
    assert [tick.x for tick in ticks] == sorted(tick.x for tick in ticks)
    assert all(tick.words[-4:].isdigit() for tick in ticks[:1])
    assert len({tick.words for tick in ticks}) == len(ticks) or len(ticks) > 2


def test_one_moment_alone_stands_in_the_middle() -> None:
    drawn = drawing.draw([happening(0)], NAMES, drawing.WIDE)
    assert drawn.lanes[0].marks[0].x == pytest.approx((drawing.WIDE.left + drawing.WIDE.width) / 2, abs=1)


def test_the_interval_stands_between_two_incidents_only_where_nothing_lies_between_them() -> None:
    first, second, third = (
        happening(day, number=n, gap=gap) for day, n, gap in ((0, 1, None), (40, 2, 40), (100, 3, 60))
    )
    assert [n.gap for n in drawing.draw([third, second, first], NAMES, drawing.WIDE).numbers] == [
        "",
        "40 days",
        "60 days",
    ]
    assert [n.gap for n in drawing.draw([third, first], NAMES, drawing.WIDE).numbers] == ["", ""]


def test_incidents_of_one_week_in_a_long_line_are_one_mark_with_the_first_and_the_last_number() -> None:
    those = [happening(day, number=n, gap=1) for n, day in ((5, 2001), (4, 2000), (3, 1999), (2, 900), (1, 0))]
    assert [n.words for n in drawing.draw(those, NAMES, drawing.NARROW).numbers] == ["1", "2", "3–5"]


def test_who_told_stands_above_who_was_told_and_the_lane_says_how_much_later() -> None:
    drawn = drawing.draw([happening(0, told_after=30, number=1)], NAMES, drawing.WIDE)
    assert [lane.lines[0][1] for lane in drawn.lanes] == ["Harbourshire Police", "A practice with a name"]
    (stem,), (delay,) = drawn.stems, drawn.delays
    assert (stem.x1, stem.y1 < drawn.lanes[0].y, stem.y2) == (stem.x2, True, drawn.lanes[1].y)
    assert delay.x2 == drawn.lanes[1].marks[0].x


@pytest.mark.parametrize(("kept", "shape"), [(True, "kept"), (False, "told")])
def test_being_told_and_being_kept_from_it_are_told_apart_by_shape(kept: bool, shape: str) -> None:
    drawn = drawing.draw([happening(0, told_after=1, kept=kept)], NAMES, drawing.WIDE)
    assert drawn.lanes[1].marks[0].shape == shape
    assert shape in dict(drawing.LEGEND)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
@given(st.lists(st.tuples(st.integers(0, 4000), st.booleans()), min_size=1, max_size=60))
def test_who_was_kept_from_something_is_in_no_mark_for_several_and_lies_over_no_other(
    sheet: drawing.Sheet, told: list[tuple[int, bool]]
) -> None:
    those = [happening(day, told_after=1, kept=kept) for day, kept in sorted(told, reverse=True)]
    for lane in drawing.draw(those, NAMES, sheet).lanes[1:]:
        crosses = [mark for mark in lane.marks if mark.shape == drawing.KEPT]
        others = [mark for mark in lane.marks if mark.shape != drawing.KEPT]
        assert sum(mark.count for mark in crosses) == sum(kept for _, kept in told)
        assert not any(drawing.KEPT in mark.shapes for mark in others)
        assert all(later.x - earlier.x >= drawing.MARK / 2 for earlier, later in pairwise(crosses))
        for cross in crosses:
            assert cross.down or all(abs(cross.x - other.x) >= drawing.HALF for other in others)
            assert cross.down <= (sheet.lane / 2 if sheet is drawing.WIDE else 18)


def test_told_and_held_on_one_day_are_a_badge_of_the_told_and_a_cross_beside_it_and_the_legend_names_them() -> None:
    those = [happening(day / 40, told_after=1, kept=day == 2, told=day != 3) for day in range(5)]
    names = Names({}, {}, NAMES, patterns.pattern(date(2020, 1, 30), people=patterns.FAMILY))
    picture = pictures.of_rows(tuple(reversed(those)), names)
    for one in picture.drawings:
        badge, cross = sorted(one.lanes[1].marks, key=lambda mark: mark.down)
        assert (badge.shape, badge.count, badge.words) == (
            "many",
            4,
            "4 entries. Was told: 3. Was asked, or told only whom it is about: 1",
        )
        assert (cross.shape, cross.count, cross.down > 0) == ("kept", 1, True)
    assert {shape for shape, _ in picture.legend} == {"incident", "told", "asked", "kept", "many"}


def test_being_asked_is_another_mark_than_being_told() -> None:
    drawn = drawing.draw([happening(0, told_after=1, told=False)], NAMES, drawing.WIDE)
    assert drawn.lanes[1].marks[0].shape == "asked"


def test_the_incidents_alone_are_one_line_with_what_lay_between_and_one_incident_needs_no_line() -> None:
    five = patterns.pattern(date(2020, 1, 30), *patterns.CASE, people=patterns.FAMILY)
    drawn = spine.spine(five)
    assert drawn
    for one in drawn.drawings:
        assert one.lanes == one.stems == one.delays == ()
        assert [number.words for number in one.numbers][-1] == "5"
        assert all(0 <= number.x <= one.sheet.width for number in one.numbers)
    assert drawn.in_words.startswith("1st on ")
    assert "; 2nd on 17 December 2019, 1 day later; " in drawn.in_words
    alone = patterns.pattern(date(2020, 1, 30), patterns.CASE[0], people=patterns.FAMILY)
    assert spine.spine(alone) is None
