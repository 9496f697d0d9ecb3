"""How “new since you last looked” is said, the same on every page: a first look, nothing new, or a few lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

# More than this many lines is a history, which stands on the page anyway.
SAID_AT_MOST = 5


@dataclass(frozen=True)
class NewsLine:
    """One thing that happened since: when, in words, and where on the page or platform it stands (None: nowhere)."""

    at: datetime
    words: str
    href: str | None = None


@dataclass(frozen=True)
class News:
    """What is new to one reader: whether they never looked, when they last did, the latest lines, and how many more."""

    first_look: bool
    last_look: datetime | None
    lines: tuple[NewsLine, ...]
    more: int


def since(last_look: datetime | None, lines: Iterable[NewsLine]) -> News:
    """The news of somebody who last looked then (None: never), latest first; at a first look everything is new, and none is said."""
    if last_look is None:
        return News(first_look=True, last_look=None, lines=(), more=0)
    found = sorted((line for line in lines if line.at > last_look), key=lambda line: line.at, reverse=True)
    return News(False, last_look, tuple(found[:SAID_AT_MOST]), max(0, len(found) - SAID_AT_MOST))
