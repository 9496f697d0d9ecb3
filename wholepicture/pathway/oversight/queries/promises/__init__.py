"""The promises of the design as checks over a live database: one file for each, all in one list (design 1)."""

from collections.abc import Callable, Iterator
from datetime import datetime

from wholepicture.pathway.oversight.queries.promises import (
    promise_01,
    promise_02,
    promise_03,
    promise_04,
    promise_05,
    promise_07,
    promise_11,
    promise_12,
)
from wholepicture.pathway.oversight.queries.promises.breach import Breach as Breach
from wholepicture.pathway.oversight.queries.promises.meanings import MEANINGS as MEANINGS
from wholepicture.pathway.oversight.queries.promises.meanings import checked_in_words

# What no check over the database says yet: tests hold these, or nothing does (docs/explanation).
UNCHECKED: dict[int, str] = {
    6: "Nobody ends their own work",
    8: "The duty lies with the person causing harm",
    9: "No score of a person",
    10: "Own view first",
    13: "Fact by recipient, not record by role",
    14: "Workable",
    15: "Asked, not copied",
}
PROMISES: dict[int, tuple[str, tuple[Callable[[datetime], Iterator[Breach]], ...]]] = {
    1: (promise_01.TITLE, promise_01.CHECKS),
    2: (promise_02.TITLE, promise_02.CHECKS),
    3: (promise_03.TITLE, promise_03.CHECKS),
    4: (promise_04.TITLE, promise_04.CHECKS),
    5: (promise_05.TITLE, promise_05.CHECKS),
    7: (promise_07.TITLE, promise_07.CHECKS),
    11: (promise_11.TITLE, promise_11.CHECKS),
    12: (promise_12.TITLE, promise_12.CHECKS),
}
# What goes over the audit, or over every look there ever was: left to `wholepicture verify`.
FOR_THE_AUDITOR = promise_11.FOR_THE_AUDITOR | promise_12.FOR_THE_AUDITOR


def looked_for(promise: int) -> tuple[str, ...]:
    """What is checked of a promise by the machine, in words; nothing where no check exists."""
    checks = PROMISES[promise][1] if promise in PROMISES else ()
    return checked_in_words(tuple(check for check in checks if check not in FOR_THE_AUDITOR))


def breaches(now: datetime) -> list[Breach]:
    """Every breach of every promise that can be checked so far; an empty list is what everybody hopes for."""
    return [found for _, checks in PROMISES.values() for check in checks for found in check(now)]


def breaches_of(promise: int, now: datetime) -> list[Breach]:
    """Every breach of one promise that the machine may see; what only the auditor may read is left to `wholepicture verify`."""
    checks = (check for check in PROMISES[promise][1] if check not in FOR_THE_AUDITOR)
    return [found for check in checks for found in check(now)]
