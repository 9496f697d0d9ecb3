"""What is noticed in the pattern of a family, and why."""

import inspect
import re
import sys
from dataclasses import fields

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.pathway.findings.rules import RULES, Rule
from wholepicture.registers.protocol import defaults, parameters, plain_words

ABOUT = (
    "Every rule of the pattern, in the order in which findings are read out. A rule says facts and figures, never a score "
    "(design promise 9). A partnership sets the figures in its own protocol; those here are as shipped. "
    "See docs/explanation/pattern.md for what it is for, and docs/how-to/add-a-rule.md to add one."
)


def page() -> str:
    """The page of rules, each with its source and the figures of the protocol that it looks at."""
    shipped = {each.name: each for each in plain_words.of_parameters(parameters.parse(defaults.parameters()))}
    overview = markdown.table(["Rule", "What is noticed"], [(f"`{rule.id}`", rule.title) for rule in RULES])
    return markdown.page("What is noticed", ABOUT, overview, *(_section(rule, shipped) for rule in RULES))


def _section(rule: Rule, shipped: dict[str, plain_words.Figure]) -> str:
    asked = " ".join((inspect.getdoc(rule.check) or "").split()).replace("Yield ", "Gives ", 1)
    rows = [(f"`{name}`", shipped[name].value, shipped[name].about) for name in _figures(rule)]
    figures = [markdown.table(["Figure", "As shipped", "What it means"], rows)] if rows else []
    parts = [f"## {rule.title}", f"`{rule.id}`: {rule.about}", asked, f"Source: {rule.source}", *figures]
    return "\n\n".join(parts)


def _figures(rule: Rule) -> list[str]:
    """The parameters that the rule's own code looks at."""
    code = inspect.getsource(sys.modules[rule.check.__module__])
    named = set(re.findall(r"\bprotocol\.(\w+)", code))
    return [each.name for each in fields(parameters.Parameters) if each.name in named]
