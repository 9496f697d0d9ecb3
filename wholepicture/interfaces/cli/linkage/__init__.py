"""`wholepicture linkage`: match lists of people and learn how alike their records are."""

import argparse
import importlib
from collections.abc import Sequence

TOOLS = {
    "match": "find who is the same person in one list or two",
    "audit": "let another matcher look at the whole register, and ask reviewers where it disagrees",
    "learn": "learn from a list how alike records of one person are, and write parameters",
    "rekey": "give every record the keys of this version",
}


def command(arguments: Sequence[str]) -> int:
    """Run one tool; each is a file here."""
    parser = argparse.ArgumentParser(prog="wholepicture linkage", description=__doc__)
    tools = parser.add_subparsers(dest="tool", required=True, metavar="TOOL")
    for name, words in TOOLS.items():
        tools.add_parser(name, help=words, add_help=False)
    known, rest = parser.parse_known_args(arguments)
    module = importlib.import_module(f"wholepicture.interfaces.cli.linkage.{known.tool}")
    return int(module.command(rest) or 0)
