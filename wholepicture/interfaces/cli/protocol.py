"""`wholepicture protocol`: check, show or adopt who is told what; a change is data, approved by named executives."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from wholepicture.interfaces.cli import start
from wholepicture.lib.dates import london_day


def command(arguments: Sequence[str]) -> int:
    """Export what is in force, check a changed folder, or adopt it."""
    parser = argparse.ArgumentParser(prog="wholepicture protocol", description=__doc__)
    choices = parser.add_subparsers(dest="what", required=True)
    for name, words in (("export", "write what is in force to a folder"), ("check", "prove a changed folder complete"),
                        ("adopt", "put a changed folder in force from now")):  # fmt: skip
        choices.add_parser(name, help=words).add_argument(
            "folder", type=Path, help="holds tables.json and parameters.json"
        )
    adopt = choices.choices["adopt"]
    adopt.add_argument("--approved-by", action="append", required=True, help="an executive's name; repeat for each")
    adopt.add_argument("--note", default="", help="what was changed and why")
    adopt.add_argument("--as", dest="user", required=True, help="e-mail of the executive who enters it")
    chosen = parser.parse_args(arguments)
    start.django_ready()
    return {"export": _export, "check": _check, "adopt": _adopt}[chosen.what](chosen)


def _export(chosen: argparse.Namespace) -> int:
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.protocol import queries

    with acting(actor="machine", agency="machine"):
        version = queries.current(timezone.now())
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for name, content in (
        ("tables.json", version.tables),
        ("parameters.json", queries.parameters_as_adopted(version.number)),
    ):
        (chosen.folder / name).write_text(json.dumps(content, indent=2) + "\n")
    print(
        f"Version {version.number} is in {chosen.folder}. Change it, then: wholepicture protocol check {chosen.folder}"
    )
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from wholepicture.registers.protocol import actions

    against = actions.reasons_against(**_read(chosen.folder), approved_by=["not yet asked"])
    for reason in against:
        print(reason, file=sys.stderr)
    if not against:
        print("Complete: for every child and adult there is somebody to tell, or a reason why not.")
    return 1 if against else 0


def _adopt(chosen: argparse.Namespace) -> int:
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.accounts import queries as accounts
    from wholepicture.registers.protocol import actions
    from wholepicture.registers.protocol.permissions import NotAllowedToAdopt

    now = timezone.now()
    with acting(actor="machine", agency="machine"):
        by = accounts.actor_of_email(chosen.user, london_day(now))
    if by is None:
        raise SystemExit(f"{chosen.user} is nobody who may sign in: name an executive's work e-mail address.")
    try:
        with acting(actor=by.id, agency=by.chain):
            version = actions.adopt(
                **_read(chosen.folder), approved_by=chosen.approved_by, note=chosen.note, by=by, now=now
            )
    except (actions.ProtocolRefused, NotAllowedToAdopt) as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"Version {version.number} is in force.")
    return 0


def _read(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("tables", "parameters"):
        file = folder / f"{name}.json"
        try:
            found[name] = json.loads(file.read_text())
        except FileNotFoundError:
            raise SystemExit(f"{file} is missing: `wholepicture protocol export {folder}` writes it.") from None
        except json.JSONDecodeError as error:
            raise SystemExit(f"{file}, line {error.lineno}: {error.msg}.") from None
    return found
