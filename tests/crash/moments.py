"""The critical moments: inside the real programs, just before and after a commit or a hand-over, the process kills itself.

A killer from outside seldom hits the millisecond in which a wrong design loses something. Every process draws one moment
and how often it may pass it; then it dies there by SIGKILL, with no chance to tidy. Without a fault the run has to stay
green all the same.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from wholepicture.pathway.notifications.facts import Envelope, Receipt
from wholepicture.pathway.notifications.routes import ROUTES
from wholepicture.registers.agencies.terms import Route

CALM, LOG = "calm", "moments.log"


class Moment(Enum):
    """Where a process may die, and after how many passages at least and at most."""

    BEFORE_COMMIT = "before a commit"
    AFTER_COMMIT = "after a commit, before its answer"
    BEFORE_HAND_OVER = "before a hand-over to the mail server"
    AFTER_HAND_OVER = "after a hand-over, before it is written down"


PASSAGES = {
    ("web", Moment.BEFORE_COMMIT): (2, 10),
    ("web", Moment.AFTER_COMMIT): (2, 10),
    ("worker", Moment.BEFORE_COMMIT): (10, 80),
    ("worker", Moment.AFTER_COMMIT): (10, 80),
    ("worker", Moment.BEFORE_HAND_OVER): (1, 6),
    ("worker", Moment.AFTER_HAND_OVER): (1, 6),
}


class Reaper:
    """Counts the passages of this process's one moment, and ends it when its time has come."""

    def __init__(self, role: str, folder: Path, seed: str, only: str) -> None:
        """`only` names the one moment that anybody dies at; empty, every process draws its own."""
        chance = random.Random(f"{seed}:{role}:{os.getpid()}:{time.time_ns()}")
        possible = [moment for kind, moment in PASSAGES if kind == role and only in ("", moment.name)]
        self._role, self._folder = role, folder
        self._moment = chance.choice(possible) if possible else None
        self._left = chance.randint(*PASSAGES[role, self._moment]) if self._moment else 0

    def passes(self, moment: Moment) -> None:
        """Count one passage; the last one is not survived. While the run is calm nobody dies."""
        if moment is not self._moment or (self._folder / CALM).exists():
            return
        self._left -= 1
        if self._left <= 0:
            self._note(moment)
            os.kill(os.getpid(), signal.SIGKILL)

    def _note(self, moment: Moment) -> None:
        with (self._folder / LOG).open("a", encoding="utf-8") as log:
            log.write(f"{self._role}, {moment.value}\n")


def install(reaper: Reaper) -> None:
    """Put the reaper round every commit and every hand-over of this process."""
    wrapper: Any = BaseDatabaseWrapper
    commit: Callable[[BaseDatabaseWrapper], Any] = wrapper._commit
    way = ROUTES[Route.EMAIL]

    def committing(connection: BaseDatabaseWrapper) -> Any:
        reaper.passes(Moment.BEFORE_COMMIT)
        done = commit(connection)
        reaper.passes(Moment.AFTER_COMMIT)
        return done

    def handing_over(envelope: Envelope) -> Receipt:
        reaper.passes(Moment.BEFORE_HAND_OVER)
        receipt = way.deliver(envelope)
        reaper.passes(Moment.AFTER_HAND_OVER)
        return receipt

    wrapper._commit = committing
    ROUTES[Route.EMAIL] = replace(way, deliver=handing_over)
