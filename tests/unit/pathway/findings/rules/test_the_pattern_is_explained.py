"""docs/explanation/pattern.md quotes what the rules say of the published case: the very words, or the page is wrong."""

from pathlib import Path

import pytest

from tests.factories.patterns import ask, charlie
from wholepicture.pathway.findings.rules import RULES

PAGE = (Path(__file__).resolve().parents[5] / "docs/explanation/pattern.md").read_text()


SAID = [(rule.id, found.because) for rule in RULES for found in ask(rule.id, charlie(5))]


@pytest.mark.parametrize("sentence", [words for _, words in SAID])
def test_the_page_quotes_every_sentence_of_the_published_case(sentence: str) -> None:
    assert f"| {sentence} |" in PAGE


def test_seven_rules_say_something_of_the_published_case() -> None:
    assert {rule for rule, _ in SAID} >= {
        "repeat_incidents",
        "shortening_intervals",
        "recent_separation",
        "infant_or_unborn",
        "contact_not_asked",
        "connected_not_classed",
        "assessment_missing",
    }
