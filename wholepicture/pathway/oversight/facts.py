"""What oversight is told, as plain Python."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ReplayTold:
    """A case file that is about to be played: its name and source, a digest of it, with which code and protocol, how many events."""

    case: str
    source: str
    digest: str
    code: str
    protocol: str
    events: int
