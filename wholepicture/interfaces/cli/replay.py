"""`wholepicture replay FILE`: play a case file through the platform, in a database of its own with the clock jumping."""

import argparse
import signal
from collections.abc import Sequence
from pathlib import Path

from wholepicture.interfaces.cli import start


def command(arguments: Sequence[str]) -> int:
    """Print what the platform would have told whom, when, and what it would have refused; or write it as a page."""
    parser = argparse.ArgumentParser(prog="wholepicture replay", description=__doc__)
    parser.add_argument("file", type=Path, help="a case file, see docs/how-to/replay-a-review.md")
    parser.add_argument("--json", action="store_true", help="one JSON object, for machines")
    parser.add_argument("--html", type=Path, metavar="OUT", help="write it as one page that opens without a network")
    parser.add_argument("--force", action="store_true", help="write over OUT where it is there already")
    parser.add_argument(
        "--keep", action="store_true", help="keep the report under Learning, for everybody who signs in"
    )
    parser.add_argument("--progress", action="store_true", help="say on stderr which event is reached")
    chosen = parser.parse_args(arguments)
    if chosen.force and not chosen.html:
        parser.error("--force goes with --html OUT: name the file.")
    signal.signal(signal.SIGTERM, _end)
    start.django_ready()
    from django.utils import timezone

    from wholepicture.interfaces.replay import main

    wanted = main.Wanted(
        as_json=chosen.json, html=chosen.html, force=chosen.force, keep=chosen.keep, progress=chosen.progress
    )
    return main.main(chosen.file, wanted, now=timezone.now())


def _end(number: int, frame: object) -> None:
    """End in order when asked to, so that the database of the replay is removed."""
    raise SystemExit(128 + number)
