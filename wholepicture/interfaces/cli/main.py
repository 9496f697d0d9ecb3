"""The one console script: `wholepicture COMMAND`. Each command is one file here; every one starts the embedded server itself
when no database is named.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from wholepicture.lib.postgres import ServerProblem

COMMANDS = {
    "run": "set up what is missing, then run pages and worker until Ctrl-C",
    "migrate": "bring the database to the state this code needs",
    "web": "serve pages and API",
    "worker": "run the machine's steps",
    "demo": "fill an empty database with the demonstration partnership",
    "replay": "play a case file through the platform",
    "feed": "bring in a file of an agency",
    "linkage": "match lists of people and learn from them",
    "verify": "check the promises over the live database",
    "protocol": "check, show or adopt who is told what",
    "key": "issue or revoke the key of an agency's system",
    "docs": "write docs/reference from the code, or check that it is fresh",
    "stop": "stop the embedded database",
    "reset": "throw away the embedded database and start afresh",
}
# The database role each command works under; the rest work as the owner.
ROLES = {"web": "web", "worker": "worker", "feed": "worker", "linkage": "worker", "verify": "auditor"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a problem with the database is one sentence, not a traceback."""
    parser = argparse.ArgumentParser(prog="wholepicture", description="Whole Picture: see docs/how-to.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in COMMANDS.items():
        commands.add_parser(name, help=words, add_help=False)
    known, rest = parser.parse_known_args(arguments if arguments is not None else sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.config.settings")
    os.environ["WHOLEPICTURE_ROLE"] = ROLES.get(known.command, "owner")
    try:
        module = importlib.import_module(f"wholepicture.interfaces.cli.{known.command}")
        return int(module.command(rest) or 0)
    except ServerProblem as problem:
        print(f"wholepicture: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
