"""`wholepicture verify`: check the promises over the live database, under the auditor's role; exit 1 where one is broken."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from django.utils import timezone

from wholepicture.interfaces.cli import start


def command(arguments: Sequence[str]) -> int:
    """Print every breach in a sentence, or as JSON."""
    parser = argparse.ArgumentParser(prog="wholepicture verify", description=__doc__)
    parser.add_argument("--json", action="store_true", help="for machines")
    chosen = parser.parse_args(arguments)
    start.django_ready()
    from wholepicture.lib.postgres.session import acting
    from wholepicture.pathway.oversight import queries as oversight
    from wholepicture.pathway.oversight.queries.promises import PROMISES, UNCHECKED

    with acting(actor="auditor", agency="machine"):
        found = oversight.breaches(timezone.now())
    if chosen.json:
        print(json.dumps({"breaches": [asdict(breach) for breach in found]}, default=str))
        return 1 if found else 0
    for number, title in UNCHECKED.items():
        print(f"Promise {number}, {title}: no check over the database yet")
    for number, (title, _) in PROMISES.items():
        mine = [breach for breach in found if breach.promise == number]
        print(f"Promise {number}, {title}: {'kept' if not mine else 'BROKEN'}")
        for breach in mine:
            print(
                f"  {breach.sentence} ({breach.count}; first: {', '.join(map(str, breach.examples)) or 'none named'})"
            )
    return 1 if found else 0
