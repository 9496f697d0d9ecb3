"""The matcher as a picture: pairs of made-up people, weighed by the real matcher, beside the two cut-offs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from wholepicture.interfaces.cli.reference import drawing
from wholepicture.interfaces.cli.reference.matching import odds
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import Compared, Described, PairClass
from wholepicture.pathway.linkage.matcher.parameters import Parameters

WIDTH, EDGE, ROW, TOP = 980, 20, 40, 104
LEFT, RIGHT = 372, 740
ABOUT = (
    "Pairs of made-up people, one in each row, and where the matcher puts the odds that they are one person. Right of the second "
    "dashed line the machine may link, between the two a reviewer is asked, left of the first they stay apart. Two of one "
    "household are never linked by the machine, wherever they stand."
)
HOME, FLAT = frozenset({"4 invented terrace"}), frozenset({"9 other road"})
ANNA = Described(
    forename="Anna", surname="Thistlewood", sex="F", born=date(1994, 3, 9), postcodes=frozenset({"ZZ1 1ZZ"}), places=HOME,
    numbers={"nhs_number": frozenset({"9990000018"})},
)  # fmt: skip
NO_NUMBER = replace(ANNA, numbers={})
AWAY = frozenset({"ZZ9 9ZZ"})
BABY = Described(
    forename="Ella", surname="Thistlewood", sex="F", born=date(2019, 11, 14), postcodes=ANNA.postcodes, places=HOME
)
SON = replace(NO_NUMBER, forename="George", sex="M", born=date(2012, 6, 2))
PAIRS: tuple[tuple[str, Described, Described], ...] = (
    ("One woman, one number", ANNA, ANNA),
    ("One woman, no number, date mistyped by a digit", NO_NUMBER, replace(NO_NUMBER, born=date(1994, 3, 19))),
    ("She married and moved; the number is the same", ANNA, replace(ANNA, surname="Quick", postcodes=AWAY, places=FLAT)),
    ("She married and moved; no number", NO_NUMBER, replace(NO_NUMBER, surname="Quick", postcodes=AWAY, places=FLAT)),
    ("A baby called “Baby”, then by her name", replace(BABY, forename="Baby"), BABY),
    ("Twins, Ella and Grace", BABY, replace(BABY, forename="Grace")),
    ("Son and father of one name, at one address", SON, replace(SON, born=date(1985, 6, 2))),
    ("Two women of one name, in two towns", NO_NUMBER, replace(NO_NUMBER, born=date(1971, 8, 30), postcodes=AWAY, places=FLAT)),
)  # fmt: skip


def page() -> str:
    """The picture of the parameters that are shipped."""
    parameters = matcher.load()
    found = [(words, matcher.compare(one, other, parameters)) for words, one, other in PAIRS]
    height = TOP + len(found) * ROW + 46
    parts = [*_axis(parameters, found, height), *_rows(parameters, found)]
    return drawing.picture(WIDTH, height, "Where pairs of people fall", ABOUT, parts)


def _axis(parameters: Parameters, found: list[tuple[str, Compared]], height: int) -> Iterator[str]:
    yield drawing.heading(EDGE, 34, "Where pairs of people fall", "odds that two records are of one person")
    bottom = height - 36
    for place, (words, cut_off) in enumerate(
        (("Reviewer asked", parameters.review), ("Machine links", parameters.link))
    ):
        x = _x(cut_off.odds, found)
        yield f'<path class="line" stroke-dasharray="6 5" d="M{x:g} {TOP - 22}V{bottom}"/>'
        anchor, beside = ("end", -6) if place == 0 else ("start", 6)
        yield drawing.words(x + beside, TOP - 26, words, size=13, style="strong", anchor=anchor)
        yield drawing.words(x + beside, TOP - 10, f"from {odds(cut_off.odds)}", size=12, style="soft", anchor=anchor)
    yield drawing.words(LEFT, height - 14, "Surely two people", size=12, style="soft")
    yield drawing.words(RIGHT, height - 14, "Surely one person", size=12, style="soft", anchor="end")


def _rows(parameters: Parameters, found: list[tuple[str, Compared]]) -> Iterator[str]:
    for place, (words, each) in enumerate(found):
        y = TOP + place * ROW + ROW / 2
        yield drawing.words(EDGE, y + 4, words, size=13)
        yield f'<path class="box" d="M{LEFT} {y:g}H{RIGHT}"/>'
        yield _mark(_x(each.odds, found), y, each.cls)
        yield drawing.words(RIGHT + 16, y + 4, happens(each, parameters), size=13, style="strong")


def _mark(x: float, y: float, cls: PairClass) -> str:
    """A dot; a square for two of one household, so that it differs by more than its place."""
    if cls is PairClass.HOUSEHOLD:
        return f'<rect class="tag" x="{x - 8:g}" y="{y - 8:g}" width="16" height="16"/>'
    return f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="8"/>'


def happens(found: Compared, parameters: Parameters) -> str:
    """Say what follows for a pair."""
    if found.cls is PairClass.HOUSEHOLD:
        return "Two of one household"
    if found.odds >= parameters.link.odds:
        return "The machine links"
    return "A reviewer is asked" if found.odds >= parameters.review.odds else "They stay apart"


def _x(value: float, found: list[tuple[str, Compared]]) -> float:
    low, high = min(each.odds for _, each in found) - 2, max(each.odds for _, each in found) + 2
    return round(LEFT + (value - low) / (high - low) * (RIGHT - LEFT), 1)
