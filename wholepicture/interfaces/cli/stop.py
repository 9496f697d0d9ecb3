"""`wholepicture stop`: stop the embedded database, whoever started it."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from wholepicture.lib.postgres import launcher


def command(arguments: Sequence[str]) -> int:
    """Stop the server in var/postgres; says so when there was none."""
    argparse.ArgumentParser(prog="wholepicture stop", description=__doc__).parse_args(arguments)
    print("Stopped." if launcher.stop(folder() / "postgres") else "It was not running.")
    return 0


def folder() -> Path:
    """The folder of everything that this checkout keeps, found without settings, which would start the server."""
    return Path(os.environ.get("WHOLEPICTURE_VAR", Path(__file__).resolve().parents[3] / "var"))
