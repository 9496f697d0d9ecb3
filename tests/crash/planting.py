"""What is done to a real program before it starts: its fault planted, its moments armed, its lease made short."""

import os
from datetime import timedelta
from pathlib import Path

from tests.crash import faults, moments

FOLDER, SEED, FAULT, MOMENT, LEASE = "CRASH_FOLDER", "CRASH_SEED", "CRASH_FAULT", "CRASH_MOMENT", "CRASH_LEASE_SECONDS"


def plant(role: str) -> None:
    """Do what the environment says; Django is set up."""
    from wholepicture.pathway.notifications.actions import delivering
    from wholepicture.pathway.notifications.queries import pending

    # A killed try is taken up again when its lease has run out: short, so that this happens often in a short run.
    lease = float(os.environ[LEASE])
    pending.LEASE, delivering.LONGEST_TRY_SECONDS = timedelta(seconds=lease), lease / 2
    if fault := os.environ.get(FAULT):
        faults.plant(fault)
    reaper = moments.Reaper(role, Path(os.environ[FOLDER]), os.environ[SEED], os.environ.get(MOMENT, ""))
    moments.install(reaper)
