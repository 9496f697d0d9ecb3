"""docs/explanation/pattern.md quotes what the rules say of the published case: the very words, or the page is wrong."""

from pathlib import Path

import pytest

from tests.factories.patterns import ask, charlie
from wholepicture.pathway.findings.rules import RULES, Rule

PAGE = (Path(__file__).resolve().parents[5] / "docs/explanation/pattern.md").read_text()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_quotes_every_sentence_of_the_published_case(rule: Rule) -> None:
    said = [found.because for found in ask(rule.id, charlie(5))]
    assert bool(said) is (rule.id != "linked_family")
    assert not [sentence for sentence in said if f"| {sentence} |" not in PAGE]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_names_every_rule(rule: Rule) -> None:
    assert f"**{rule.title.removesuffix(' as domestic abuse')}.**" in PAGE
