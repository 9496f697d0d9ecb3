"""How the reference pages are written: a heading, a line that says where they come from, and tables."""

from collections.abc import Iterable, Sequence

WRITTEN = "<!-- Written by `make docs` from the code. Do not edit. -->"


def page(title: str, about: str, *parts: str) -> str:
    """A whole page."""
    return "\n\n".join([WRITTEN, f"# {title}", about, *parts]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; a bar within a cell is kept from ending it."""
    lines = [_line(headings), _line(["---"] * len(headings)), *(_line(row) for row in rows)]
    return "\n".join(lines)


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
