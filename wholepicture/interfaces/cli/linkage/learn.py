"""`wholepicture linkage learn`: learn from a list or from the register, without labels, how alike records of one person are."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from wholepicture.interfaces.cli.linkage import listing
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher.bulk import learning, reading, scoring
from wholepicture.pathway.linkage.matcher.parameters import OF_DEPLOYMENT, save
from wholepicture.pathway.linkage.matcher.terms import LEVELS, Kind

FEWEST = 1_000


def command(arguments: Sequence[str]) -> int:
    """Learn, print what was learnt, and write it to a new file of parameters."""
    parser = argparse.ArgumentParser(prog="wholepicture linkage learn", description=__doc__)
    listing.arguments(parser, required=False)
    parser.add_argument(
        "--register", action="store_true", help="learn from this platform's own register, not from a list"
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="a file that does not exist yet, to write the parameters to",
    )
    chosen = parser.parse_args(arguments)
    if chosen.register == bool(chosen.csv and chosen.identified_by):
        parser.error("name a list with --csv FILE --id COLUMN, or say --register")
    try:
        before = matcher.load(chosen.parameters)
        table = listing.register() if chosen.register else listing.table(chosen)[0]
        if len(table) < FEWEST:
            raise reading.Unreadable(
                f"{len(table)} people are too few to learn from: take a list of {FEWEST:,} or more."
            )
        if chosen.out.exists():
            raise reading.Unreadable(
                f"{chosen.out} exists: name a new file, so that decisions made by the old one stay explained."
            )
        found = learning.learn(table, before, f"{datetime.now(UTC):%Y-%m-%d.%H%M} from {len(table)} people")
        save(found, chosen.out)
        if chosen.register:
            _note(found, len(table))
    except (reading.Unreadable, matcher.InvalidParameters, OSError) as problem:
        print(f"wholepicture: {problem}", file=sys.stderr)
        return 2
    _tell(before, found)
    listing.tell(f"parameters written to {chosen.out}: the platform takes them when {OF_DEPLOYMENT} names that file")
    return 0


def _note(found: matcher.Parameters, records: int) -> None:
    """Keep in the audit that the register was read."""
    from django.utils import timezone

    from wholepicture.lib.postgres.session import acting
    from wholepicture.pathway.linkage import actions
    from wholepicture.registers.audit.terms import MACHINE

    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        actions.note_learning(model=found.version, records=records, by=MACHINE, now=timezone.now())


def _tell(before: matcher.Parameters, found: matcher.Parameters) -> None:
    """Print every rate of one person and of strangers, as it was and as it is."""
    print(f"{'':38}{'one person':>22}{'strangers':>24}\n{'':38}{'was':>10}{'is':>12}{'was':>12}{'is':>12}")
    for field in scoring.TOLD:
        print(field.label)
        for level in LEVELS[field]:
            rows = (before.rates[field][level], found.rates[field][level])
            shares = [row[kind] for kind in (Kind.SAME, Kind.UNRELATED) for row in rows]
            print(f"  {level.value:36}" + "".join(f"{share:12.3g}" for share in shares))
    for kind, pairs in found.pairs.items():
        print(f"{kind.label + ': pairs a person has':48}{before.pairs[kind]:12.3g}{pairs:12.3g}")
