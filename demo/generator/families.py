"""The sequence of made-up families of a seed."""

from collections.abc import Iterator
from datetime import datetime

from demo.generator import reports, shaping
from demo.generator.drawing import Lots
from demo.generator.household import Household
from demo.generator.plans import FamilyPlan
from demo.generator.shapes import Shape
from wholepicture.lib.dates import london_day

SHAPES = tuple(shape for shape in Shape if shape is not Shape.ORDINARY)
# What can stand beside most other shapes, and how often it does.
BESIDE = ((0.30, Shape.SEPARATED), (0.10, Shape.DIFFERENT_PRACTICES), (0.60, Shape.ORDINARY))
OWN_ADULTS = frozenset({Shape.KINSHIP_CARER, Shape.ADULT_SON, Shape.MOTHER_CAUSES_HARM, Shape.TWO_FAMILIES})


def families(seed: int, count: int, *, now: datetime, first: int = 0) -> Iterator[FamilyPlan]:
    """Yield the families numbered `first` to `first + count - 1`, one at a time.

    `now` is an aware time: everything was reported before it. Two of three families have a shape of their own, in turn,
    so that all shapes occur among the first sixty; the third is ordinary or separated.
    """
    for number in range(first, first + count):
        yield family(seed, number, now=now)


def family(seed: int, number: int, *, now: datetime) -> FamilyPlan:
    """The family of one number; asking for it alone gives the same as coming to it in the sequence."""
    lots = Lots(seed, number)
    home = Household(lots, number, london_day(now))
    shapes = _shapes(lots, number)
    for shape in shapes:
        shaping.SHAPING[shape](home)
    if home.linked_to is not None:
        other = family(seed, home.linked_to, now=now)
        shaping.join(home, other.person("father"))
    shaping.different_people(home)
    told = reports.reports(home, now)
    linked_by = home.style.harm if home.linked_to is not None else ""
    return FamilyPlan(number, shapes, shaping.freeze(home), home.relations(), told, home.linked_to, linked_by)


def _shapes(lots: Lots, number: int) -> tuple[Shape, ...]:
    own = SHAPES[(number - number // 3 - 1) % len(SHAPES)] if number % 3 else Shape.ORDINARY
    beside = lots.weighted(BESIDE)
    if own is Shape.ORDINARY or own is beside:
        return (beside,)
    return (own,) if beside is Shape.ORDINARY or own in OWN_ADULTS else (own, beside)
