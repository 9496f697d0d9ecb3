"""Pieces of a picture as SVG text: boxes, words that wrap, arrows; colours for light and dark in one style of the picture's own."""

import textwrap
from collections.abc import Iterable
from html import escape

# The share of its size that a letter of a common sans-serif needs, taken a little too large rather than too small.
LETTER = 0.53
LINE = 1.35
STYLE = """
text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#0b0c0c}
.paper{fill:#ffffff}.band{fill:#eef2f6}.box{fill:#ffffff;stroke:#8a949d}.later{fill:none;stroke:#8a949d;stroke-dasharray:5 4}
.soft{fill:#484f56}.strong{font-weight:700}.number{fill:#ffffff;font-weight:700}.dot{fill:#1d5a8f}
.line{stroke:#1d5a8f;stroke-width:2;fill:none}.head{fill:#1d5a8f}.tag{fill:#1d5a8f}
@media (prefers-color-scheme:dark){text{fill:#f3f5f7}.paper{fill:#14191e}.band{fill:#1f272f}
.box{fill:#2a343e;stroke:#6f7c88}.later{stroke:#6f7c88}.soft{fill:#c3ccd4}.number{fill:#10161b}.dot{fill:#8cc4f2}
.line{stroke:#8cc4f2}.head{fill:#8cc4f2}.tag{fill:#8cc4f2}}
""".strip()


def picture(width: int, height: int, title: str, about: str, parts: Iterable[str]) -> str:
    """The whole picture; it paints its own paper, so that it can be read on whatever page it stands."""
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title about">',
            "<!-- Written by `make docs` from the code. Do not edit. -->",
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="about">{escape(about)}</desc>',
            f"<style>{STYLE}</style>",
            box(0, 0, width, height, "paper", round_by=12),
            *parts,
            "</svg>\n",
        ]
    )


def box(x: float, y: float, width: float, height: float, style: str = "box", *, round_by: int = 6) -> str:
    """A rectangle with round corners."""
    return f'<rect class="{style}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round_by}"/>'


def words(x: float, y: float, text: str, *, size: int = 13, style: str = "", anchor: str = "start") -> str:
    """One line of text that begins (or is centred) at a point of its base line."""
    named = f' class="{style}"' if style else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text{named} x="{x:g}" y="{y:g}" font-size="{size}"{where}>{escape(text)}</text>'


def heading(x: float, y: float, title: str, about: str) -> str:
    """A title, and behind it in smaller letters what it is about."""
    behind = f'<tspan class="soft" dx="10" font-size="13">{escape(about)}</tspan>'
    return f'<text x="{x:g}" y="{y:g}" font-size="17"><tspan class="strong">{escape(title)}</tspan>{behind}</text>'


def wrapped(x: float, y: float, text: str, width: float, *, size: int = 12, most: int = 2) -> str:
    """Text in as many lines as its width needs, at most so many; where it would need more, its clause before the colon."""
    letters = int(width / (size * LETTER))
    shown = text if len(textwrap.wrap(text, letters)) <= most else text.split(":")[0]
    lines = textwrap.wrap(shown, letters, max_lines=most, placeholder=" …")
    return "\n".join(words(x, y + i * size * LINE, line, size=size, style="soft") for i, line in enumerate(lines))


def dot(x: float, y: float, number: int) -> str:
    """A step's number in a circle."""
    return f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="12"/>' + words(
        x, y + 4.5, str(number), size=12, style="number", anchor="middle"
    )


def line(x: float, y: float, to: float) -> str:
    """A line straight down."""
    return f'<path class="line" d="M{x:g} {y:g}V{to:g}"/>'


def arrow(x: float, y: float, to: float) -> str:
    """An arrow straight down."""
    head = f"{x - 5:g},{to - 8:g} {x + 5:g},{to - 8:g} {x:g},{to:g}"
    return f'{line(x, y, to - 8)}<polygon class="head" points="{head}"/>'
