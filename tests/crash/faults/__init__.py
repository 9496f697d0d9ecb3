"""Three classic wrong designs, planted from outside the package into the programs of one crash run.

Each is named with the moment at which its programs are to die, so that a short run is red every time. A fault's module
is imported only where it is planted: it needs Django set up.
"""

import importlib

# By name of the module here; the moment by its name in `moments.Moment`.
FAULT_MOMENTS = {
    "marks_before_sending": "BEFORE_HAND_OVER",
    "follows_an_id_cursor": "AFTER_COMMIT",
    "answers_before_commit": "BEFORE_COMMIT",
}


def plant(name: str) -> None:
    """Plant a fault into this process."""
    importlib.import_module(f"tests.crash.faults.{name}").plant()
