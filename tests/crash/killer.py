"""Kill web, worker and the whole database at random moments, and start again what has ended, for so many seconds."""

import random
import time
from collections import Counter
from collections.abc import Callable, Collection

from tests.crash.programs import Programs

MEAN_SECONDS, LONGEST_SECONDS, LOOK_SECONDS = 1.2, 3.0, 0.05
WEIGHTS = {
    "web, one process": 3,
    "web, master alone": 1,
    "web, master and all": 1,
    "worker": 3,
    "database, postmaster and backends": 3,
}


class Killer:
    """Draws what dies next and when."""

    def __init__(self, programs: Programs, *, seed: str, kinds: Collection[str] = tuple(WEIGHTS)) -> None:
        """The same seed draws the same order of kills; what they hit is chance. `kinds` are what may be killed."""
        self._programs, self._chance = programs, random.Random(f"{seed}:killer")
        self._weights = {kind: weight for kind, weight in WEIGHTS.items() if kind in kinds}
        self.kills: Counter[str] = Counter()
        self._ways: dict[str, Callable[[], bool]] = {
            "web, one process": lambda: programs.kill_web_process(self._chance),
            "web, master alone": programs.kill_web_master,
            "web, master and all": programs.kill_web,
            "worker": programs.kill_worker,
            "database, postmaster and backends": programs.kill_database,
        }

    def run(self, seconds: float, enough: Callable[[], bool]) -> None:
        """Kill for so long, or until it is enough; each kind at least once in a run that is long enough to."""
        until, first = time.monotonic() + seconds, self._each_once()
        while time.monotonic() < until and not enough():
            self._let_live(min(self._chance.expovariate(1 / MEAN_SECONDS), LONGEST_SECONDS), until)
            if self._weights:
                self._kill(first.pop() if first else self._draw())
        self._programs.mend()

    def _each_once(self) -> list[str]:
        kinds = list(self._weights)
        self._chance.shuffle(kinds)
        return kinds

    def _draw(self) -> str:
        return self._chance.choices(list(self._weights), list(self._weights.values()))[0]

    def _let_live(self, seconds: float, until: float) -> None:
        until = min(until, time.monotonic() + seconds)
        while time.monotonic() < until:
            self._programs.mend()
            time.sleep(LOOK_SECONDS)

    def _kill(self, kind: str) -> None:
        if self._ways[kind]():
            self.kills[kind] += 1
