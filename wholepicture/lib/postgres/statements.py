"""Tell what an SQL statement would write, by its words and without a database; in doubt it writes.

Strings, comments and quoted names are told apart first, so that a value such as 'delete from' is never taken for one.
"""

import re
from functools import lru_cache

READS = {
    "SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN", "DECLARE", "FETCH", "MOVE", "CLOSE", "SET", "RESET",
    "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "START", "COMMIT", "END", "ABORT", "DISCARD", "DEALLOCATE", "LISTEN",
    "UNLISTEN",
}  # fmt: skip
WRITES = {"INSERT", "UPDATE", "DELETE", "MERGE"}
# Words that begin a write, unless they stand after one of these.
BEGINS = dict.fromkeys(WRITES, ("DO", "THEN", "AS", ".")) | {"INTO": ("INSERT", "MERGE")}
TOKEN = re.compile(
    r"""
      (?P<skip>\s+|--[^\n]*|/\*.*?\*/)
    | (?P<text>[eE]'(?:[^'\\]|\\.|'')*'|(?:[nNbBxX]|[uU]&)?'(?:[^']|'')*'|(?P<tag>\$(?:[A-Za-z_]\w*)?\$).*?(?P=tag))
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<word>[^\W\d][\w$]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=4096)
def written(sql: str) -> frozenset[str]:
    """Return the names of the tables that a text of one or more statements writes to; empty for one that only reads.

    A lock on rows is `(a row lock)`, and what is no query at all (CREATE, TRUNCATE, COPY, CALL) is `(CREATE)` and so on.
    """
    found: set[str] = set()
    for words in _statements(sql):
        first = next((word for word in words if word != "("), "")
        if first not in READS and first not in WRITES:
            found.add(f"({first})")
        found.update(_targets(words))
    return frozenset(found)


def _statements(sql: str) -> list[list[str]]:
    """Split into statements of words: bare words in capitals, quoted names with their quotes, strings as `'`."""
    found: list[list[str]] = [[]]
    for match in TOKEN.finditer(sql):
        kind, word = match.lastgroup, match.group()
        if kind == "other" and word == ";":
            found.append([])
        elif kind in ("text", "tag"):
            found[-1].append("'")
        elif kind != "skip":
            found[-1].append(word.upper() if kind == "word" else word)
    return [words for words in found if words]


def _targets(words: list[str]) -> list[str]:
    found = []
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        if word in ("UPDATE", "SHARE") and before in ("FOR", "KEY"):
            found.append("(a row lock)")
        elif word in BEGINS and before not in BEGINS[word]:
            found.append(_name(words, at + 1))
    return found


def _name(words: list[str], at: int) -> str:
    """Return the table's name at this place, without its schema, as PostgreSQL would read it."""
    while at < len(words) and words[at] in ("INTO", "FROM", "ONLY", "TABLE", "TEMP", "TEMPORARY", "UNLOGGED", "("):
        at += 1
    while at + 2 < len(words) and words[at + 1] == ".":
        at += 2
    name = words[at] if at < len(words) else "(nothing)"
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()
