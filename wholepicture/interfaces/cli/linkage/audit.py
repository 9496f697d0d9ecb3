"""`wholepicture linkage audit`: another matcher (Splink) looks at the whole register; where it disagrees, a reviewer is asked.

Nothing is linked or undone. A second run asks nothing anew. Exit code 0, or 1 when nothing could be audited.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wholepicture.interfaces.cli import start

if TYPE_CHECKING:
    from wholepicture.pathway.linkage.auditor import Opinion


def command(arguments: Sequence[str]) -> int:
    """Audit, and say what came of it; never a name, for terminals and logs are read by others."""
    parser = argparse.ArgumentParser(prog="wholepicture linkage audit", description=__doc__)
    parser.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="this machine, or a Spark cluster"
    )
    parser.add_argument("--master", metavar="URL", help="the Spark cluster, such as spark://host:7077")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where Splink's charts and a list of what it doubts are written"
    )
    parser.add_argument("--most", type=int, default=200, metavar="N", help="ask about at most so many pairs (200)")
    chosen = parser.parse_args(arguments)
    from wholepicture.pathway.linkage import auditor

    try:
        auditor.check(chosen.engine)
        start.django_ready()
        return _audit(chosen)
    except (auditor.NotInstalled, auditor.TooFew) as problem:
        raise SystemExit(f"wholepicture linkage audit: {problem}") from None


def _audit(chosen: argparse.Namespace) -> int:
    from django.utils import timezone

    from wholepicture.lib.postgres.session import acting
    from wholepicture.pathway.linkage import actions, auditor, queries
    from wholepicture.registers.audit.terms import MACHINE

    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        records, joined = list(queries.enrolled()), queries.joined_by_machine()
    with auditor.opened(chosen.engine, chosen.master) as api:
        found = auditor.opinion(api, records, joined, chosen.out and chosen.out / "charts")
        if chosen.engine == "spark" and chosen.out:
            auditor.weigh(api.spark, records, chosen.out / "weighed.parquet")
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        asked = actions.ask(
            pairs=[(each.one, each.other) for each in found.same],
            model=found.model,
            most=chosen.most,
            by=MACHINE,
            now=timezone.now(),
        )
    print(f"{found.model} looked at {len(records):,} records.")
    print(
        f"It finds {len(found.same):,} pairs of records to be one person that the register keeps as two: reviewers are asked "
        f"about {len(asked.pairs):,}; {asked.known:,} were asked about before or told as two people; "
        f"{asked.left:,} wait for the next run."
    )
    print(f"It does not find {len(found.unsure):,} of {len(joined):,} pairs that the machine joined.")
    if chosen.out:
        _write(chosen.out, found)
    return 0


def _write(folder: Path, found: "Opinion") -> None:
    """The charts stand there already; the list holds ids only."""
    with (folder / "disagreements.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("splink", "record", "other_record", "probability"))
        rows.writerows(("one person", each.one, each.other, f"{each.probability:.6f}") for each in found.same)
        rows.writerows(("not found", one, other, "") for one, other in found.unsure)
    print(f"Splink's charts and what it disagrees with, by the ids of records: {folder}")
