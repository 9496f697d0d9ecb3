"""`wholepicture linkage rekey`: give every record the keys of this version, so that the matcher finds it."""

import argparse
from collections.abc import Sequence
from uuid import UUID

from wholepicture.interfaces.cli import start
from wholepicture.interfaces.cli.linkage import listing

BATCH = 1_000


def command(arguments: Sequence[str]) -> int:
    """Go through all records in small transactions; whoever has a new key is looked at again by the worker."""
    argparse.ArgumentParser(prog="wholepicture linkage rekey", description=__doc__).parse_args(arguments)
    start.django_ready()
    done, last = 0, UUID(int=0)
    while batch := _one_batch(last):
        done, last = done + len(batch), batch[-1]
        listing.tell(f"{done:,} records looked at")
    return 0


def _one_batch(after: UUID) -> list[UUID]:
    from django.utils import timezone

    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.audit.terms import MACHINE
    from wholepicture.registers.people import keying

    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        return keying.keep_after(after, BATCH, now=timezone.now())
