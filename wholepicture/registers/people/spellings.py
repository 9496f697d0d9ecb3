"""A name taken apart once, so that two can be compared and looked up: words, sound, nicknames, and whether it names anybody."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import jellyfish

from wholepicture.registers.people.names import normalise_name

MOST_WORDS = 4
# First words that stand where a name is not known, and where a child's is not yet given: they name nobody.
UNKNOWN = re.compile("unknown|unnamed|anonymous|nk|na|tbc|tba|tbd|test|not|none|no")
PLACEHOLDER = re.compile(
    f"{UNKNOWN.pattern}|baby|babe|infant|newborn|neonate|unborn|foetus|fetus|twin|triplet|child|boy|girl|male|female|man|"
    "woman|son|daughter|mother|father|mum|mummy|dad|daddy|partner|sibling|brother|sister|of"
)
_NICKNAMES = Path(__file__).with_name("nicknames.txt")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name's words, the whole without spaces, how its first word sounds, and the groups of nicknames that word is in.

    `heads` are the groups whose full name it is. All are empty for a name that names nobody.
    """

    words: tuple[str, ...]
    joined: str
    sound: str
    groups: frozenset[int]
    heads: frozenset[int] = frozenset()

    @property
    def first(self) -> str:
        """The first word."""
        return self.words[0] if self.words else ""


@lru_cache(maxsize=100_000)
def forename(text: str) -> Spelling:
    """Take a forename apart; "Baby", "Twin 2" and "Unknown male" name nobody."""
    return _spelling(text, PLACEHOLDER)


@lru_cache(maxsize=100_000)
def surname(text: str) -> Spelling:
    """Take a surname apart; "Unknown" names nobody."""
    return _spelling(text, UNKNOWN)


def _spelling(text: str, nobody: re.Pattern[str]) -> Spelling:
    words = tuple(word for word in normalise_name(text).split() if not word.isdigit())[:MOST_WORDS]
    if not words or nobody.fullmatch(words[0]):
        return Spelling((), "", "", frozenset())
    return Spelling(words, "".join(words), sound(words[0]), groups(words[0]), _heads(words[0]))


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return how a word sounds, by metaphone; the word itself where metaphone hears nothing."""
    return jellyfish.metaphone(word) or word


def groups(word: str) -> frozenset[int]:
    """Return the groups of nicknames a forename stands in."""
    return _nicknames()[0].get(word, frozenset())


def _heads(word: str) -> frozenset[int]:
    """The groups of nicknames whose full name a forename is."""
    return frozenset(group for group in groups(word) if _nicknames()[2][group] == word)


def full_names(word: str) -> tuple[str, ...]:
    """Return the full name of every group a forename stands in."""
    return tuple(_nicknames()[2][group] for group in sorted(groups(word)))


def forms(word: str) -> frozenset[str]:
    """Return the forenames that one person may go by who is called so, and those that sound the same."""
    return frozenset(name for name, of in _nicknames()[0].items() if of & groups(word)) | _sounding().get(
        sound(word), frozenset()
    )


@cache
def _sounding() -> dict[str, frozenset[str]]:
    """The forenames of the groups by their sound."""
    found: dict[str, set[str]] = {}
    for name in _nicknames()[0]:
        found.setdefault(sound(name), set()).add(name)
    return {heard: frozenset(names) for heard, names in found.items()}


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the word under which a name stands with all its nicknames and with what sounds like it, to be looked up."""
    return sound(_nicknames()[1].get(word, word))


@cache
def _nicknames() -> tuple[dict[str, frozenset[int]], dict[str, str], dict[int, str]]:
    """Each name's groups; the full name under which each is looked up, that of its first group; each group's full name."""
    lines = _NICKNAMES.read_text(encoding="utf-8").splitlines()
    found = dict(enumerate((line.split() for line in lines if line and not line.startswith("#")), start=1))
    standing: dict[str, set[int]] = {}
    for number, group in found.items():
        for name in group:
            standing.setdefault(name, set()).add(number)
    heads = {number: group[0] for number, group in found.items()}
    first = {name: heads[min(numbers)] for name, numbers in standing.items()}
    return {name: frozenset(numbers) for name, numbers in standing.items()}, first, heads
