"""Kill web, worker and the whole database at random moments, and start again what has ended, for so many seconds."""

import random
import time
from collections import Counter
from collections.abc import Callable

from tests.crash.programs import Programs

MEAN_SECONDS, LONGEST_SECONDS, LOOK_SECONDS = 0.8, 2.5, 0.05
WEIGHTS = {
    "web, one process": 3,
    "web, master alone": 1,
    "web, master and all": 1,
    "worker": 3,
    "database, postmaster and backends": 3,
}


class Killer:
    """Draws what dies next and when."""

    def __init__(self, programs: Programs, *, seed: str) -> None:
        """The same seed draws the same order of kills; what they hit is chance."""
        self._programs, self._chance = programs, random.Random(f"{seed}:killer")
        self.kills: Counter[str] = Counter()
        self._ways: dict[str, Callable[[], bool]] = {
            "web, one process": lambda: programs.kill_web_process(self._chance),
            "web, master alone": programs.kill_web_master,
            "web, master and all": programs.kill_web,
            "worker": programs.kill_worker,
            "database, postmaster and backends": programs.kill_database,
        }

    def run(self, seconds: float) -> None:
        """Kill for so long; each kind at least once in a run that is long enough to."""
        until, first = time.monotonic() + seconds, self._each_once()
        while time.monotonic() < until:
            self._let_live(min(self._chance.expovariate(1 / MEAN_SECONDS), LONGEST_SECONDS), until)
            self._kill(first.pop() if first else self._chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0])
        self._programs.mend()

    def _each_once(self) -> list[str]:
        kinds = list(WEIGHTS)
        self._chance.shuffle(kinds)
        return kinds

    def _let_live(self, seconds: float, until: float) -> None:
        until = min(until, time.monotonic() + seconds)
        while time.monotonic() < until:
            self._programs.mend()
            time.sleep(LOOK_SECONDS)

    def _kill(self, kind: str) -> None:
        if self._ways[kind]():
            self.kills[kind] += 1
