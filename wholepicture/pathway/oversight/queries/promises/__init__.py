"""The promises of the design as checks over a live database: one file for each, all in one list (design 1)."""

from collections.abc import Callable, Iterator
from datetime import datetime

from wholepicture.pathway.oversight.queries.promises import (
    promise_03,
    promise_04,
    promise_05,
    promise_12,
)
from wholepicture.pathway.oversight.queries.promises.breach import Breach as Breach

PROMISES: dict[int, tuple[str, tuple[Callable[[datetime], Iterator[Breach]], ...]]] = {
    3: (promise_03.TITLE, promise_03.CHECKS),
    4: (promise_04.TITLE, promise_04.CHECKS),
    5: (promise_05.TITLE, promise_05.CHECKS),
    12: (promise_12.TITLE, promise_12.CHECKS),
}


def breaches(now: datetime) -> list[Breach]:
    """Every breach of every promise that can be checked so far; an empty list is what everybody hopes for."""
    return [found for _, checks in PROMISES.values() for check in checks for found in check(now)]
