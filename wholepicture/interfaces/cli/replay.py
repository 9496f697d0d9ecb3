"""`wholepicture replay FILE`: play a case file through the platform, in a database of its own with the clock jumping."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from wholepicture.interfaces.cli import start


def command(arguments: Sequence[str]) -> int:
    """Print what the platform would have told whom, when, and what it would have refused."""
    parser = argparse.ArgumentParser(prog="wholepicture replay", description=__doc__)
    parser.add_argument("file", type=Path, help="a case file, see docs/how-to/replay-a-review.md")
    parser.add_argument("--json", action="store_true", help="one JSON object, for machines")
    chosen = parser.parse_args(arguments)
    start.django_ready()
    from wholepicture.interfaces.replay import main

    return main.main(file=chosen.file, as_json=chosen.json)
