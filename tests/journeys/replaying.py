"""What the replay's journeys share: playing a case and finding one's way in a report."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from wholepicture.interfaces.replay import player
from wholepicture.interfaces.replay.case import Case
from wholepicture.lib.dates import London

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
Json = dict[str, Any]


def london(text: str) -> str:
    return datetime.fromisoformat(text).replace(tzinfo=London).isoformat()


def event(report: Json, ref: str) -> Json:
    return next(each for each in report["events"] if each["ref"] == ref)


def of_kind(report: Json, kind: str) -> list[Json]:
    return [each for each in report["events"] if each["kind"] == kind]


def notices(found: Json, **wanted: str) -> list[Json]:
    return [each for each in found["notices"] if all(each[name] == value for name, value in wanted.items())]


def only(found: Json, **wanted: str) -> Json:
    (one,) = notices(found, **wanted)
    return one


def states(notice: Json) -> list[str]:
    return [step["state"] for step in notice["history"]]


def at(notice: Json, state: str) -> str:
    return next(step["at"] for step in notice["history"] if step["state"] == state)


def played(case: Case) -> Json:
    """Play a case here and leave no trace of it: nothing is committed, so the audit is not yet sealed (see `charlie`)."""
    with transaction.atomic():
        found = player.play(case).as_json()
        transaction.set_rollback(True)
    return found
