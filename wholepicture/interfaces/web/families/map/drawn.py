"""What a map is made of before it has a shape: people, homes, and the ties between them, each in words of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

LINKED = "linked"


class Column(Enum):
    """Where somebody stands: children first, so that a narrow screen shows them; parents with other adults; who came before."""

    CHILDREN = 0
    ADULTS = 1
    ELDERS = 2


class Style(Enum):
    """How a tie is drawn; every one differs from the others in more than its colour."""

    PARENT = "parent"
    CARER = "carer"
    COUPLE = "couple"
    APART = "apart"
    KIN = "kin"
    HARM = "harm"
    TURNED = "turned"
    CONTACT = "contact"
    OPEN = "open"
    LINKED = "linked"


@dataclass(frozen=True)
class Node:
    """One person, or a family of which nothing is said; `notes` stand under the name. `home` is None where not known."""

    key: str
    name: str
    column: Column
    notes: tuple[str, ...] = ()
    home: int | None = None


@dataclass(frozen=True)
class Tie:
    """One line from these people to those; `lines` is its label, `said` the whole of it in words."""

    style: Style
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    lines: tuple[str, ...]
    said: str

    @property
    def is_directed(self) -> bool:
        """Whether it has a head at its end."""
        return self.style in (Style.HARM, Style.TURNED, Style.LINKED)


@dataclass(frozen=True)
class Home:
    """A home by its number, never its address, and how many live there now."""

    number: int
    caption: str


@dataclass(frozen=True)
class Drawn:
    """Everything on a map, in a fixed order."""

    nodes: tuple[Node, ...]
    homes: tuple[Home, ...]
    ties: tuple[Tie, ...]


def key_of(person: UUID) -> str:
    """What somebody is called within a map; it never leaves the server."""
    return str(person)


def together(found: Mapping[tuple[object, ...], list[str]]) -> dict[tuple[object, ...], tuple[str, ...]]:
    """Each group with its members once, in a fixed order."""
    return {group: tuple(dict.fromkeys(those)) for group, those in found.items()}
