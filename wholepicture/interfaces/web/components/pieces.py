"""Frozen pieces of a picture that the macros of templates/components/ show."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a history: when, what in words, by whom, and anything more that was said."""

    at: datetime | date
    words: str
    who: str | None = None
    detail: str | None = None
