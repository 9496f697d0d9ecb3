"""What holds for every rule there is: registered once, alone in its file, and asked in the same way (review 3.2, 5.2 PL 1)."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from wholepicture.pathway.findings import rules
from wholepicture.pathway.findings.rules import RULES, Rule

FOLDER = Path(rules.__file__).parent
FILES = sorted(path for path in FOLDER.glob("*.py") if path.name != "__init__.py")
HOW_TO_TELL = Path(__file__).resolve().parents[1] / "unit/pathway/findings/rules"
# What no sentence of a rule may say: a score or a prediction of a person, blame, or a recipient that is nobody.
NEVER = re.compile(
    r"\b(scores?|scored|probab\w+|likelihood|predict\w*|her fault|failed to protect|health)\b", re.IGNORECASE
)


def named(rule: Rule) -> str:
    return rule.id


def test_every_file_is_registered_once_under_its_own_name() -> None:
    assert sorted(rule.id for rule in RULES) == [path.stem for path in FILES]


def test_nothing_else_stands_in_the_folder() -> None:
    assert [path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_rule_imports_another_and_only_facts_terms_and_figures(path: Path) -> None:
    imported = {
        node.module or "" if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    ours = {name for name in imported if name.startswith("wholepicture.")}
    assert not [name for name in imported if "findings.rules" in name or name.split(".")[0] == "django"]
    assert not [name for name in ours if name.rsplit(".")[-1] in ("models", "queries", "actions")]


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_every_rule_has_a_source_a_title_a_docstring_and_is_asked_alike(rule: Rule) -> None:
    signature = inspect.signature(rule.check)
    keywords = [p.name for p in signature.parameters.values() if p.kind is p.KEYWORD_ONLY]
    assert [*signature.parameters] == ["pattern", "protocol", "on"]
    assert keywords == ["protocol", "on"]
    assert inspect.getdoc(rule.check)
    assert rule.title[0].isupper()
    assert rule.title[-1] != "."
    assert rule.source.endswith(".")
    assert re.search(r"\breview \d|\bAct \d{4}|\bpromise \d", rule.source), "say where it comes from"
    assert rule.about.endswith(").")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_rule_says_a_score_a_prediction_or_blame(path: Path) -> None:
    strings = [
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [said for said in strings if NEVER.search(said)]


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_every_rule_has_its_own_test(rule: Rule) -> None:
    assert (HOW_TO_TELL / f"test_{rule.id}.py").exists()
