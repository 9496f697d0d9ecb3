"""`wholepicture migrate`: migrations as the owner, then exactly the declared privileges and row security, and the protocol."""

import argparse
from collections.abc import Sequence

from django.utils import timezone

from wholepicture.interfaces.cli import start


def command(arguments: Sequence[str]) -> int:
    """Migrate the database that the environment names, or the embedded one."""
    argparse.ArgumentParser(prog="wholepicture migrate", description=__doc__).parse_args(arguments)
    start.django_ready()
    migrate()
    print("The database is up to date.")
    return 0


def migrate() -> None:
    """Migrate, grant, and adopt the default protocol when there is none."""
    from django.db import connection

    from wholepicture.config import set_up
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.audit.terms import MACHINE
    from wholepicture.registers.protocol import actions as protocol

    set_up.migrate(connection)
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        protocol.adopt_defaults_if_none(by=MACHINE, now=timezone.now())
