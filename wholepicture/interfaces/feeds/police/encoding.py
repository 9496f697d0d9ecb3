"""From the bytes of a police export to lines of text, whatever system wrote it; a character that was lost shows as such."""

import codecs
import io
from collections.abc import Iterator

# What stands where a byte was in no known encoding.
LOST = "\ufffd"
# No text may hold a control character: each is shown by its picture, and a cell that holds one is refused with a reason.
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}
PICTURES = frozenset(chr(picture) for picture in _PICTURES.values())
NUL = chr(0x2400)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PIECE = 1 << 20
_LOOKED_AT = 2_000
_END_OF_FILE = b"\x1a"


def encoding_of(raw: bytes) -> str:
    """Return the name of the encoding: by its mark, by what decodes, or else Windows-1252, as older systems write.

    A file of UTF-8 with a few spoilt bytes stays UTF-8: read as Windows-1252, every accented name in it would be wrong.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    if name := _without_mark(raw[:_LOOKED_AT]):
        return name
    whole, spoilt = _count(raw)
    return "utf-8" if whole > spoilt or not spoilt else "cp1252"


def lines(raw: bytes, encoding: str) -> Iterator[str]:
    """Yield the lines without their ends, whether these are CRLF, CR or LF; control characters as their pictures."""
    body = raw[:-1] if raw.endswith(_END_OF_FILE) and not encoding.startswith("utf-16") else raw
    for line in io.TextIOWrapper(io.BytesIO(body), encoding=encoding, errors="replace"):
        text = line[:-1] if line.endswith("\n") else line
        yield text if text.isprintable() else text.translate(_PICTURES)


def _without_mark(start: bytes) -> str:
    """UTF-16 whose mark was lost: in western text every other byte is empty."""
    half = len(start) // 2
    for name, empty in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        if half > 4 and empty.count(0) > 0.8 * half:
            return name
    return ""


def _count(raw: bytes) -> tuple[int, int]:
    """How many characters beyond ASCII decode as UTF-8, and how many bytes do not."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    whole = spoilt = 0
    # Somebody else's system lost these: they are good UTF-8.
    lost_before = raw.count(LOST.encode())
    for at in range(0, len(raw), _PIECE):
        piece = raw[at : at + _PIECE]
        text = decoder.decode(piece, final=at + _PIECE >= len(raw))
        if not text.isascii():
            lost = text.count(LOST)
            spoilt += lost
            whole += sum(1 for character in text if character > "\x7f") - lost
    return whole + lost_before, spoilt - lost_before
