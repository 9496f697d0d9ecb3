"""Three classic wrong designs, planted from outside the package into the programs of one crash run.

Each is named with the moment at which its programs are to die, so that a short run is red every time: a killer that hits
elsewhere would only keep them from reaching it. A fault's module is imported only where it is planted: it needs Django set up.
"""

import importlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Steering:
    """Whom the killer aims at, in which moment (by its name in `moments.Moment`; "" for at random, from outside).

    `deaths` are enough for the fault to have shown itself.
    """

    role: str
    moment: str
    deaths: int


# By name of the module here.
STEERING = {
    "marks_before_sending": Steering("worker", "BEFORE_HAND_OVER", 1),
    "follows_an_id_cursor": Steering("worker", "", 2),
    "answers_before_commit": Steering("web", "BEFORE_COMMIT", 3),
}


def plant(name: str) -> None:
    """Plant a fault into this process."""
    importlib.import_module(f"tests.crash.faults.{name}").plant()
