"""`wholepicture reset`: throw away the embedded database and everything in var/, after asking."""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence

from wholepicture.interfaces.cli import stop
from wholepicture.lib.postgres import launcher


def command(arguments: Sequence[str]) -> int:
    """Stop the embedded server and remove its folder; refused where a real server is named."""
    parser = argparse.ArgumentParser(prog="wholepicture reset", description=__doc__)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    chosen = parser.parse_args(arguments)
    if os.environ.get("DATABASE_URL"):
        print("DATABASE_URL names a real server: reset only removes the embedded one. Unset it first.", file=sys.stderr)
        return 1
    folder = stop.folder()
    if not chosen.yes and input(f"Remove {folder} with all its data? Write yes: ") != "yes":
        print("Nothing was removed.")
        return 1
    launcher.stop(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)
    print("Removed. `make run` starts afresh.")
    return 0
