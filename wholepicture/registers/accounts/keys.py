"""The key of an agency's system: random, shown once, kept as its SHA-256 only."""

import hashlib
import secrets

PREFIX = "wp_"
BYTES = 32


def new() -> str:
    """Return a fresh key of 256 random bits, to be shown once."""
    return PREFIX + secrets.token_urlsafe(BYTES)


def digest(raw: str) -> str:
    """Return the SHA-256 of a key in hex.

    Without salt or stretching, as neither adds anything to 256 random bits. A key is found by its digest: how long
    that takes tells nothing about another key, since one bit of the key changes the whole digest.
    """
    return hashlib.sha256(raw.encode()).hexdigest()
