"""What is noticed in the pattern of a family: one file a rule, each named here in the order in which they are read out.

A rule is a pure function of the facts. It has SOURCE (why it is noticed), TITLE (what, in a few words) and
`check(pattern, *, protocol, on)`, which yields what it found; it says facts and figures and never a score (promise 9).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Protocol

from wholepicture.pathway.findings.facts import Found, Pattern
from wholepicture.registers.protocol.parameters import Parameters


class Check(Protocol):
    """How a rule is asked: `on` is the London day; the same facts in whatever order give the same answer."""

    def __call__(self, pattern: Pattern, *, protocol: Parameters, on: date) -> Iterable[Found]:
        """Yield what the pattern shows, nothing where it shows nothing."""
        ...


@dataclass(frozen=True)
class Rule:
    """One rule: `id` is the name of its file; `about` is the file's own first sentence."""

    id: str
    source: str
    title: str
    about: str
    check: Check


READING_ORDER = (
    "repeat_incidents",
    "shortening_intervals",
    "recent_separation",
    "infant_or_unborn",
    "contact_not_asked",
    "connected_not_classed",
    "assessment_missing",
    "linked_family",
)


def _rule(name: str) -> Rule:
    module = import_module(f"{__name__}.{name}")
    return Rule(name, module.SOURCE, module.TITLE, (module.__doc__ or "").split("\n")[0], module.check)


RULES: tuple[Rule, ...] = tuple(_rule(name) for name in READING_ORDER)
