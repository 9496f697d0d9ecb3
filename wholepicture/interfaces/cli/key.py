"""`wholepicture key`: issue or revoke the key with which an agency's system sends incidents."""

import argparse
from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from wholepicture.interfaces.cli import start


def command(arguments: Sequence[str]) -> int:
    """Print a new key once, or revoke one by its id."""
    parser = argparse.ArgumentParser(prog="wholepicture key", description=__doc__)
    choices = parser.add_subparsers(dest="what", required=True)
    issue = choices.add_parser("issue", help="issue a key; it is shown once")
    issue.add_argument("agency", help="the agency's short name, as on the page Agencies")
    issue.add_argument("label", help="which system will use it")
    revoke = choices.add_parser("revoke", help="revoke a key at once")
    revoke.add_argument("id", type=UUID, help="the key's id, printed when it was issued")
    chosen = parser.parse_args(arguments)
    start.django_ready()
    return _issue(chosen.agency, chosen.label) if chosen.what == "issue" else _revoke(chosen.id)


def _issue(agency: str, label: str) -> int:
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.accounts import actions as accounts
    from wholepicture.registers.agencies import queries as agencies
    from wholepicture.registers.audit.terms import MACHINE

    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        try:
            found = agencies.get_agency(agency)
        except ObjectDoesNotExist:
            known = ", ".join(each.slug for each in agencies.agencies())
            raise SystemExit(f"No agency has the short name {agency}. There are: {known}.") from None
        key, raw = accounts.issue_key(agency=found, label=label, by=MACHINE, now=timezone.now())
    print(f"Key {key.id} of {found.name}. Write it down, it is not shown again:\n{raw}")
    return 0


def _revoke(key_id: UUID) -> int:
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.accounts import actions as accounts
    from wholepicture.registers.accounts import queries as read
    from wholepicture.registers.audit.terms import MACHINE

    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        found = read.key(key_id)
        if found is None:
            raise SystemExit("There is no such key: the id was printed when it was issued.")
        accounts.revoke_key(key=found, by=MACHINE, now=timezone.now())
    print("Revoked.")
    return 0
