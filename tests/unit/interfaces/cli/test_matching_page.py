"""The page and the picture of the matcher are written from its parameters, and say of each pair what would follow."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from wholepicture.interfaces.cli.reference import PAGES, matching, matching_picture
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import PairClass
from wholepicture.pathway.linkage.matcher.terms import LEVELS, Field

SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = matcher.load()


def texts(picture: str) -> list[str]:
    """Every line of text in a picture."""
    return ["".join(each.itertext()) for each in ElementTree.fromstring(picture).iter(f"{SVG}text")]  # noqa: S314  our own text


def test_the_page_tells_every_level_of_every_field_and_the_cut_offs() -> None:
    page = PAGES["matching.md"]()
    for field in Field:
        assert f"## {field.label}" in page
        assert all(f"| {level.label} |" in page for level in LEVELS[field])
    assert matching.odds(SHIPPED.link.odds) in page
    assert SHIPPED.version in page


@pytest.mark.parametrize(("log2", "said"), [(6.0, "64 to 1"), (-2.0, "1 to 4"), (0.0, "1 to 1")])
def test_odds_are_said_in_figures(log2: float, said: str) -> None:
    assert matching.odds(log2) == said


def test_the_picture_shows_each_pair_with_what_would_follow() -> None:
    said = texts(PAGES["matching.svg"]())
    for words, one, other in matching_picture.PAIRS:
        at = said.index(words)
        assert said[at + 1] == matching_picture.happens(matcher.compare(one, other, SHIPPED), SHIPPED)


def test_every_pair_stands_between_the_ends_of_its_line() -> None:
    drawn = ElementTree.fromstring(matching_picture.page())  # noqa: S314  our own text
    marks = [float(each.get("cx", 0)) for each in drawn.iter(f"{SVG}circle")]
    marks += [float(each.get("x", 0)) + 8 for each in drawn.iter(f"{SVG}rect") if each.get("class") == "tag"]
    assert len(marks) == len(matching_picture.PAIRS)
    assert all(matching_picture.LEFT < x < matching_picture.RIGHT for x in marks)


def test_what_follows_depends_on_class_and_cut_offs_alone() -> None:
    _, one, other = matching_picture.PAIRS[0]
    found = replace(matcher.compare(one, other, SHIPPED), cls=PairClass.SAME)
    at = [SHIPPED.link.odds, SHIPPED.review.odds, SHIPPED.review.odds - 1]
    said = [matching_picture.happens(replace(found, odds=odds), SHIPPED) for odds in at]
    assert said == ["The machine links", "A reviewer is asked", "They stay apart"]
    assert matching_picture.happens(replace(found, cls=PairClass.HOUSEHOLD), SHIPPED) == "Two of one household"
