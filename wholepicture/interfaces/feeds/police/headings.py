"""Which of a file's headings are which column: by its name, a known spelling, or as the user says with --map."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholepicture.interfaces.feeds.police.columns import COLUMNS, OURS

MOST_COLUMNS = 500
_NOT_IN_HEADINGS = re.compile(r"[\W_]+")


def folded(heading: str) -> str:
    """Return what headings are compared by: small letters and digits only."""
    return _NOT_IN_HEADINGS.sub("", heading.casefold())


_KNOWN = {
    folded(heading): column.name
    for column in COLUMNS.values()
    for heading in (column.name, column.label, *column.headings)
} | {folded(name): name for name in OURS}


class UnknownName(ValueError):
    """A column was to be mapped to a name that there is not; its text is for the user."""


@dataclass(frozen=True)
class Heading:
    """A file's headings as they stand, and for each the column's name, or "" where nothing is taken from it."""

    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    problem: str = ""
    is_data: bool = False
    untaken: tuple[str, ...] = ()

    def text_of(self, name: str) -> str:
        """How the file heads a column."""
        return self.texts[self.names.index(name)].strip() if name in self.names else name


def mapped(pairs: Sequence[str]) -> dict[str, str]:
    """Return the names of columns by folded heading from `heading=name` texts. Raises UnknownName."""
    found = {}
    for pair in pairs:
        heading, _, name = pair.rpartition("=")
        if not heading or name.strip() not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise UnknownName(f"Write --map as “Heading in the file=name”, with one of these names: {known}.")
        found[folded(heading)] = name.strip()
    return found


def known(texts: Sequence[str], mapping: Mapping[str, str]) -> int:
    """How many of these texts head a column, as a sign of the right delimiter."""
    return sum(1 for text in texts if folded(text) in mapping or folded(text) in _KNOWN)


def heading(texts: Sequence[str], mapping: Mapping[str, str]) -> Heading:
    """Work out which column is which; `problem` is a sentence when the file cannot be read by these headings."""
    while texts and not texts[-1].strip():
        texts = texts[:-1]
    taken = set(mapping.values())
    names = tuple(_name(text, mapping, taken) for text in texts)
    if len(texts) > MOST_COLUMNS:
        return Heading(
            problem=f"The file has more than {MOST_COLUMNS} columns: save it with the columns of one table.",
            is_data=True,
        )
    untaken = tuple(text.strip() for text, name in zip(texts, names, strict=True) if not name and text.strip())
    return Heading(tuple(texts), names, _problem(names), not any(names), untaken)


def _name(text: str, mapping: Mapping[str, str], taken: set[str]) -> str:
    """A heading that the user mapped is what the user says; another is not taken for the same column as well."""
    if found := mapping.get(folded(text)):
        return found
    name = _KNOWN.get(folded(text), "")
    return "" if name in taken else name


def _problem(names: Sequence[str]) -> str:
    if not any(names):
        return "The file has no headings: write the names of its columns in the first line."
    twice = [name for name, count in Counter(name for name in names if name).items() if count > 1]
    if twice:
        return f"Two columns are both “{twice[0]}”: rename one, or say with --map which it is."
    missing = [name for name in ("reference", "role") if name not in names]
    if "happened_at" not in names and "happened_date" not in names:
        missing.append("happened_at")
    if missing:
        return (
            f"The file has no column for {', '.join(missing)}: name it with --map “Heading in the file={missing[0]}”."
        )
    return ""
