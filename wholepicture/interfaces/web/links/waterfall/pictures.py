"""The evidence of one pair in words, as rows of a table and as two drawings made from the same steps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wholepicture.interfaces.web.links.waterfall import drawing, words
from wholepicture.interfaces.web.links.waterfall.drawing import Shape, Step
from wholepicture.lib import wording
from wholepicture.pathway.linkage.facts import Weighed, Weight
from wholepicture.pathway.linkage.matcher.terms import Field, PairClass
from wholepicture.pathway.linkage.queries import CutOffs

BEGIN, TOTAL, SMALL = "Before looking", "Together", "Small effects"
SMALL_FOUND = "Each of these makes no difference alone"
ANY_TWO = "How often two records, taken at random, are of one person"
NOT_GIVEN = "NOT_GIVEN"
CLASSES = {
    PairClass.SAME: "the same person",
    PairClass.HOUSEHOLD: "two people of one household",
    PairClass.UNRELATED: "two people who have nothing to do with each other",
}


@dataclass(frozen=True)
class WaterfallPicture:
    """`taken_for` is the class in words; `sentences` say total and cut-offs; `left_out` what was not known or capped.

    `rows` are the table: name, what was found, how it moves the odds, the odds after it.
    """

    taken_for: str
    sentences: tuple[str, ...]
    left_out: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str], ...]
    shapes: tuple[Shape, Shape]
    description: str
    model: str


def picture(weighed: Weighed, cut_offs: CutOffs) -> WaterfallPicture:
    """Compose the evidence; weights are drawn in the order in which they were added.

    What is called no difference leaves the odds where they are; what all of it comes to is a step of its own, where the
    odds that are printed would not add up without it.
    """
    steps = tuple(_steps(weighed))
    marks = (("Reviewer asked", cut_offs.review), ("Machine may link", cut_offs.link))
    return WaterfallPicture(
        taken_for=CLASSES[PairClass(weighed.cls)],
        sentences=tuple(_sentences(weighed, cut_offs)),
        left_out=tuple(_left_out(weighed)),
        rows=tuple(_rows(weighed, steps)),
        shapes=(drawing.draw(steps, marks, drawing.WIDE), drawing.draw(steps, marks, drawing.NARROW)),
        description=_description(weighed, cut_offs),
        model=_day(weighed.model),
    )


def _steps(weighed: Weighed) -> Iterator[Step]:
    reached = 0.0
    for place, each in enumerate(weighed.weights):
        note = words.sign(each.weight) if place else words.odds(each.weight)
        moved = each.weight if each.matters or not place else 0.0
        yield Step(_name(each, place), reached, reached + moved, note, _kind(each, place))
        reached += moved
    if words.odds(reached) != words.odds(weighed.odds):
        note = f"{'×' if weighed.odds > reached else '÷'} {words.slightly(weighed.odds - reached)}"
        yield Step(SMALL, reached, weighed.odds, note, "none")
    yield Step(TOTAL, 0.0, weighed.odds, words.odds(weighed.odds), "total")


def _name(weight: Weight, place: int) -> str:
    if not place:
        return BEGIN
    return Field(weight.field).label if weight.field in set(Field) else weight.field


def _kind(weight: Weight, place: int) -> str:
    if not place:
        return "begin"
    if not weight.matters:
        return "none"
    return "for" if weight.weight > 0 else "against"


def _rows(weighed: Weighed, steps: Iterable[Step]) -> Iterator[tuple[str, str, str, str]]:
    for place, (each, step) in enumerate(zip(weighed.weights, steps, strict=False)):
        found, moves = (each.label, words.times(each.weight)) if place else (ANY_TWO, "The beginning")
        yield step.label, found, moves, _capital(words.odds(step.end))
    for step in (step for step in steps if step.label == SMALL):
        yield SMALL, SMALL_FOUND, _small(step), _capital(words.odds(step.end))
    yield TOTAL, "All of the above", TOTAL, _capital(words.odds(weighed.odds))


def _small(step: Step) -> str:
    moved = step.end - step.begin
    return f"{words.slightly(moved)} times {'likelier' if moved > 0 else 'less likely'}"


def _sentences(weighed: Weighed, cut_offs: CutOffs) -> Iterator[str]:
    yield f"Odds that they are one person: {words.odds(weighed.odds)}."
    asked, linked = words.odds(cut_offs.review), words.odds(cut_offs.link)
    right = words.of_hundred(cut_offs.link_precision)
    yield f"A reviewer is asked from {asked} on, and a machine may link from {linked} on: {right} such links were right when that was set."
    if weighed.cls == PairClass.HOUSEHOLD:
        yield "Two who look like one household are never linked by a machine, however high the odds."


def _left_out(weighed: Weighed) -> Iterator[str]:
    """What counted neither way, and what was not looked at: never left for the reader to notice."""
    labels = [_name(each, 1) for each in weighed.weights[1:] if each.level == NOT_GIVEN]
    missing = [label if label[1:2].isupper() else label[:1].lower() + label[1:] for label in labels]
    if missing:
        yield f"{_capital(wording.joined(missing))}: not known of one of the two, or of both, and so no evidence either way."
    yield from weighed.capped


def _description(weighed: Weighed, cut_offs: CutOffs) -> str:
    begin = words.odds(weighed.weights[0].weight) if weighed.weights else "even"
    where = "above" if weighed.odds >= cut_offs.link else "below"
    return (f"Bars from the odds before looking, {begin}, to those of everything together, {words.odds(weighed.odds)}, which is "
            f"{where} the cut-off from which a machine may link. The table says the same.")  # fmt: skip


def _day(model: str) -> str:
    """A version that is a day as people write one; any other as it is called."""
    try:
        return wording.day(date.fromisoformat(model))
    except ValueError:
        return model


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
