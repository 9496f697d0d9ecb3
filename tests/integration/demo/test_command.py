"""`wholepicture demo` on a server of its own: killed on the way nothing of it is there, so that the next start begins anew."""

import os
import subprocess
import sys
from pathlib import Path

CONSOLE = Path(sys.executable).parent / "wholepicture"
COUNT = """
import django; django.setup()
from wholepicture.lib.postgres.session import acting
from wholepicture.registers.agencies import queries
with acting(actor="machine", agency="machine"):
    print("agencies:", len(queries.agencies()))
"""


def environment(folder: Path) -> dict[str, str]:
    """That of a newcomer, with a folder of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "WHOLEPICTURE", "DJANGO"))}
    settings = {"DJANGO_SETTINGS_MODULE": "wholepicture.config.settings", "WHOLEPICTURE_ROLE": "owner"}
    return kept | settings | {"WHOLEPICTURE_VAR": str(folder)}


def test_a_load_that_is_killed_leaves_nothing_that_could_never_be_filled(tmp_path: Path) -> None:
    at_home = environment(tmp_path / "var")
    loading = subprocess.Popen(
        [str(CONSOLE), "demo", "--families", "0"], env=at_home, stdout=subprocess.PIPE, text=True
    )
    assert loading.stdout is not None
    try:
        next(line for line in loading.stdout if "Playing the last four days: " in line)
        loading.kill()
        loading.communicate()
        counted = subprocess.run(
            [sys.executable, "-c", COUNT], env=at_home, capture_output=True, text=True, check=False
        )
        assert "agencies: 0" in counted.stdout, counted.stderr
        said = subprocess.run(
            [str(CONSOLE), "demo", "--status"], env=at_home, capture_output=True, text=True, check=True
        )
        assert "No demonstration" in said.stdout
    finally:
        subprocess.run([str(CONSOLE), "stop"], env=at_home, capture_output=True, check=True)
