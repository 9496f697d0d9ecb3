"""The families that the crash run and the benches invent can be told whenever they are entered, however many there are."""

from datetime import date, timedelta

from demo.families import KNOWN_BEFORE
from tests.crash.shapes import SHAPES, family

TODAY = date(2026, 12, 1)
NUMBERS = (1, 29, 40, 69, 70, 100, 500, 7_300, 20_000)


def test_nobody_is_born_between_the_day_on_which_the_directories_knew_them_and_today() -> None:
    for shape in SHAPES.values():
        for number in NUMBERS:
            for someone in family(shape, number, TODAY).people.values():
                assert someone.born is None or someone.born <= TODAY - KNOWN_BEFORE
                assert someone.expected is None or someone.expected > TODAY


def test_whoever_is_a_parent_is_grown_up() -> None:
    for number in NUMBERS:
        people = family(SHAPES["pupil"], number, TODAY).people
        assert people["mother"].born < people["child"].born - timedelta(days=16 * 365)  # type: ignore[operator]
