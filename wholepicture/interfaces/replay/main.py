"""`wholepicture replay FILE`: read a case, play it in a database of its own, and say what came of it."""

import json
import sys
from pathlib import Path

from rich.console import Console

from wholepicture.interfaces.replay import database, in_words, loader, player
from wholepicture.interfaces.replay.reading import BadCase

WIDE = 120


def main(*, file: Path, as_json: bool) -> int:
    """Print the report, as one JSON object or for people; 2 with every faulty line when the file cannot be played."""
    try:
        case = loader.load(file)
    except BadCase as bad:
        print(bad, file=sys.stderr)
        return 2
    with database.own():
        report = player.play(case)
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        in_words.show(report, Console(highlight=False, width=None if sys.stdout.isatty() else WIDE))
    return 0
