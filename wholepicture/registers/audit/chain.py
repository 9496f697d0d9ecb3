"""How entries are sealed: each hash covers the one before it, so that a change shows in all that follow.

Plain Python, so that a partner agency can check a chain without this platform. A chain alone does not show that its
end was cut off, or that all of it was written anew: for that its head is copied outside and compared (safety A3.5).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

GENESIS = b""


@dataclass(frozen=True)
class CopiedHead:
    """The end of a chain as copied outside the database: its name, how many entries it had, and the last hash."""

    chain: str
    number: int
    hash: bytes


@dataclass(frozen=True)
class Link:
    """One row of the check: an entry with its seal and, at a chain's end, its head; None for whichever is missing."""

    chain: str
    number: int | None
    entry: UUID | None
    text: str | None
    previous: bytes
    hash: bytes
    sealed_entry: UUID | None
    head: bytes | None
    is_head: bool


def seal(previous: bytes, text: str) -> bytes:
    """Return the SHA-256 of the previous hash followed by the entry's canonical JSON text."""
    return hashlib.sha256(previous + text.encode()).digest()


def breaches(links: Iterable[Link]) -> Iterator[str]:
    """Yield a sentence for everything that is wrong in rows ordered by chain and number."""
    before: Link | None = None
    for link in links:
        if link.number is None:
            yield f"Chain {link.chain}: entry {link.entry} was never sealed."
            continue
        if before is not None and before.chain != link.chain:
            yield from _end(before)
            before = None
        yield from _broken(link, before)
        before = link
    if before is not None:
        yield from _end(before)


def compare(copied: Iterable[CopiedHead], now: dict[tuple[str, int], bytes]) -> Iterator[str]:
    """Yield a sentence for each head copied outside that the chain no longer holds; `now` maps chain and number to hash."""
    for head in copied:
        held = now.get((head.chain, head.number))
        if held is None:
            yield f"Chain {head.chain}: it had {head.number} entries when its head was copied; the end was cut off."
        elif held != head.hash:
            yield f"Chain {head.chain}: entry {head.number} is not the one whose head was copied; the chain was rewritten."


def _broken(link: Link, before: Link | None) -> Iterator[str]:
    number = before.number + 1 if before is not None and before.number is not None else 1
    name = f"Chain {link.chain}, number {link.number}"
    if link.sealed_entry is None:
        yield f"{name}: the chain's head is here, but no entry is: the end was cut off."
        return
    if link.number != number:
        yield f"{name}: number {number} was expected: entries are missing or doubled."
    elif link.previous != (before.hash if before is not None else GENESIS):
        yield f"{name}: it does not follow the entry before it."
    if link.text is None:
        yield f"{name}: entry {link.sealed_entry} was deleted."
    elif seal(link.previous, link.text) != link.hash:
        yield f"{name}: entry {link.sealed_entry} was changed after it was sealed."


def _end(last: Link) -> Iterator[str]:
    if not last.is_head:
        yield f"Chain {last.chain}: it ends at number {last.number}, but its head does not stand there."
    elif last.sealed_entry is not None and last.head != last.hash:
        yield f"Chain {last.chain}: its head is not the hash of its last entry."
