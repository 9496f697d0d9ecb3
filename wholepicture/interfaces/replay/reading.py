"""Read YAML without losing the lines: every value keeps where it stands, and every fault is collected, not only the first.

Nodes are read as text only, so that YAML 1.1 never turns `no` into false or a date into something else.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

import yaml

from wholepicture.lib.dates import London

MORNING = "T09:00"  # a date alone
DEEPEST = 12
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")
NULLS = ("", "~", "null", "Null", "NULL")
UNKNOWN = ("unknown", "not_known")
Value = TypeVar("Value")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong on one line of a file, as a sentence with its remedy."""

    line: int
    sentence: str


class BadCase(Exception):
    """A case file cannot be played; it says every line and why."""

    def __init__(self, file: str, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order of the file."""
        self.file = file
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(f"{file}, line {fault.line}: {fault.sentence}" for fault in self.faults))


@dataclass
class Reader:
    """One pass over one file: takes nodes apart and collects what is wrong with them."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, node: yaml.Node, sentence: str) -> None:
        """Note what is wrong at this node."""
        self.faults.append(Fault(line_of(node), sentence))

    def compose(self, text: str) -> yaml.Node | None:
        """Return the one document's tree; None, with a fault, when it is no plain YAML."""
        try:
            self._refuse_fancy(text)
            return None if self.faults else yaml.compose(text, Loader=yaml.BaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = int(getattr(mark, "line", 0)) + 1
            self.faults.append(Fault(line, f"this is not YAML: {error.problem or error.context}."))
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self.faults.append(Fault(line, "there is a character here that a text cannot have: remove it."))
        return None

    def _refuse_fancy(self, text: str) -> None:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            line = int(getattr(event.start_mark, "line", 0)) + 1
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                self.faults.append(Fault(line, "this is nested too deeply to be a case: close what is open before it."))
                return
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self.faults.append(Fault(line, "anchors and aliases (& and *) are not read: write it out."))
            if tag := getattr(event, "tag", None):
                self.faults.append(Fault(line, f"the tag {tag} is not read: write the plain value."))

    def mapping(self, node: yaml.Node, what: str) -> list[tuple[str, yaml.Node, yaml.Node]]:
        """Return key, key's node and value's node of a mapping, in order; a fault when it is none."""
        if is_null(node):
            return []
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{what} is written as fields: {{name: value, ...}}.")
            return []
        found: list[tuple[str, yaml.Node, yaml.Node]] = []
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                found.append((key.value, key, value))
            else:
                self.fault(key, f"{what} has a name that is no plain text: write a word before the colon.")
        return found

    def fields(
        self, node: yaml.Node, what: str, allowed: Iterable[str], required: Iterable[str] = ()
    ) -> dict[str, yaml.Node]:
        """Return the values of a mapping of known fields; unknown, repeated and missing ones are faults."""
        found: dict[str, yaml.Node] = {}
        names = list(allowed)
        for name, key, value in self.mapping(node, what):
            if name not in names:
                self.fault(key, f"{what} has no field {name!r}: {_instead(name, names)}.")
            elif name in found:
                self.fault(key, f"{what} has the field {name!r} twice: keep one.")
            else:
                found[name] = value
        for name in required:
            if name not in found:
                self.fault(node, f"{what} has no {name!r}: add it.")
        return found

    def named(self, node: yaml.Node, what: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Return key's and value's node of each declared thing by its id; a bad or repeated id is a fault."""
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for name, key, value in self.mapping(node, what):
            if not NAME.fullmatch(name):
                self.fault(key, f"{name!r} is no id: write up to 50 letters, digits, _ and -.")
            elif name == "unnamed":
                self.fault(key, "'unnamed' stands for whoever the source does not name: choose another id.")
            elif name in found:
                self.fault(key, f"{name!r} is declared twice: keep one.")
            else:
                found[name] = (key, value)
        return found

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        """Return the nodes of a list; a fault when it is none."""
        if is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, f"{what} is written as a list: [..., ...].")
            return []
        return list(node.value)

    def text(self, node: yaml.Node, what: str) -> str:
        """Return a text as it stands, empty for null."""
        if isinstance(node, yaml.ScalarNode):
            return "" if is_null(node) else str(node.value)
        self.fault(node, f"{what} is written as a text: put it in quotes.")
        return ""

    def word(self, node: yaml.Node, what: str, words: Mapping[str, Value]) -> Value | None:
        """Return what a word of a closed list stands for."""
        written = self.text(node, what)
        if isinstance(node, yaml.ScalarNode) and written in words:
            return words[written]
        if isinstance(node, yaml.ScalarNode):
            self.fault(node, f"{what} cannot be {written!r}: {_instead(written, list(words))}.")
        return None

    def declared(self, node: yaml.Node, what: str, ids: Iterable[str]) -> str | None:
        """Return the id of something that the file declares."""
        written, known = self.text(node, what), list(ids)
        if written in known:
            return written
        if isinstance(node, yaml.ScalarNode):
            self.fault(node, f"{what} {written!r} is not declared: declare it, or {_instead(written, known)}.")
        return None

    def day(self, node: yaml.Node, what: str) -> date | None:
        """Return a date; None for unknown."""
        written = self.text(node, what)
        if not isinstance(node, yaml.ScalarNode) or written in UNKNOWN:
            return None
        try:
            if DATE.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:
            pass
        self.fault(node, f"{what} is {written!r}: write a date that exists, as 2019-12-16.")
        return None

    def instant(self, node: yaml.Node, what: str) -> datetime | None:
        """Return an instant in London; a date alone is 09:00, and of an hour that comes twice it is the first."""
        written = self.text(node, what)
        if not isinstance(node, yaml.ScalarNode):
            return None
        at = _instant(written)
        if at is None:
            self.fault(node, f"{what} is {written!r}: write a date or a time that exists, as 2019-12-16T21:40.")
        elif at.astimezone(UTC).astimezone(London).replace(tzinfo=None) != at.replace(tzinfo=None):
            self.fault(node, f"{what} is {written!r}, an hour that the clocks skip in London: write the hour after it.")
        return at


def line_of(node: yaml.Node) -> int:
    """Return the line of a node, counted from 1."""
    return int(node.start_mark.line) + 1


def is_null(node: yaml.Node) -> bool:
    """Whether nothing, or null, is written here; a text in quotes never is."""
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in NULLS


def _instant(written: str) -> datetime | None:
    if not INSTANT.fullmatch(written):
        return None
    try:
        return datetime.fromisoformat(written if "T" in written else written + MORNING).replace(tzinfo=London)
    except ValueError:
        return None


def _instead(written: str, known: list[str]) -> str:
    if not known:
        return "there is none that can stand here"
    close = difflib.get_close_matches(written, known, n=1)
    choice = "write one of " + ", ".join(known)
    return f"did you mean {close[0]!r}? Or {choice}" if close else choice
