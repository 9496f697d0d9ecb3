"""How wide words are and where they break, so that every text stays in its box whatever somebody is called.

The widths are those of the pages' typeface, rounded up: a picture is drawn on the server, which has no screen to measure on.
"""

NARROW = frozenset("iljtfI.,:;'’|!()[]- ")
WIDE = frozenset("mwMW@%–—…")
BROKEN = "-"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in the units of the size."""
    return sum(_letter(each) for each in text) * size * (1.06 if bold else 1.0)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines that fit: between words, after a hyphen, and within a word that is too long by itself."""
    lines: list[str] = []
    for piece, gap in _pieces(text, size, room, bold):
        joined = f"{lines[-1]}{gap}{piece}" if lines else piece
        if lines and width(joined, size, bold=bold) <= room:
            lines[-1] = joined
        else:
            lines.append(piece)
    return tuple(lines)


def _pieces(text: str, size: float, room: float, bold: bool) -> list[tuple[str, str]]:
    """Parts that fit, each with what stands before it on the same line: a space between words, nothing within one."""
    found: list[tuple[str, str]] = []
    for word in text.split():
        gap = " "
        for part in _at_hyphens(word):
            for piece in _cut(part, size, room, bold):
                found.append((piece, gap))
                gap = ""
    return found


def _at_hyphens(word: str) -> list[str]:
    parts = word.split(BROKEN)
    return [f"{part}{BROKEN}" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _cut(part: str, size: float, room: float, bold: bool) -> list[str]:
    found = [""]
    for letter in part:
        if found[-1] and width(found[-1] + letter, size, bold=bold) > room:
            found.append("")
        found[-1] += letter
    return found


def _letter(letter: str) -> float:
    if letter in NARROW:
        return 0.38
    if letter in WIDE or ord(letter) > 0x2FFF:
        return 1.0
    return 0.72 if letter.isupper() or ord(letter) > 0x24F else 0.6
