"""`wholepicture migrate`: migrations as the owner, then exactly the declared privileges and row security, and the protocol."""

import argparse
from collections.abc import Sequence
from datetime import datetime

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

    from wholepicture.interfaces.database import set_up
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.audit.terms import MACHINE

    set_up.migrate(connection)
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        _adopt_defaults_if_none(timezone.now())


def _adopt_defaults_if_none(now: datetime) -> None:
    """A new database starts with the shipped protocol, so that nobody is untold while the partnership agrees its own."""
    from wholepicture.registers.audit.terms import MACHINE
    from wholepicture.registers.protocol import actions, defaults, queries

    if not queries.history():
        actions.adopt(
            tables=defaults.tables(),
            parameters=defaults.parameters(),
            approved_by=["Whole Picture, as shipped"],
            note="Shipped protocol: to be reviewed and adopted by the partnership's executives.",
            by=MACHINE,
            now=now,
        )
