"""Ask reviewers about those whom another matcher finds to be one person although ours did not, and decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wholepicture.pathway.linkage import queries, rules
from wholepicture.pathway.linkage.matcher import PairClass
from wholepicture.pathway.linkage.models import Pair
from wholepicture.pathway.linkage.rules import weighing
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people.facts import RecordTold

FINDS_ONE = "a second matcher, which looked at the whole register, finds them to be one person"
# Any number that nothing else of the platform holds: two audits at once would ask twice.
ONE_AUDIT_AT_A_TIME = 7_302_117


@dataclass(frozen=True)
class Asked:
    """What came of an audit: the questions, how many pairs were known already, and how many wait for the next time."""

    pairs: tuple[UUID, ...]
    known: int
    left: int


@transaction.atomic
def ask(*, pairs: Sequence[tuple[UUID, UUID]], model: str, most: int, by: Actor, now: datetime) -> Asked:
    """Make a question of each pair of records that another matcher (`model`) finds to be one person, at most so many.

    Left out are those whom anybody was asked about before, whatever was answered, and those who were told as two people;
    a second call with the same pairs asks nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AUDIT_AT_A_TIME])
    new = queries.not_asked(pairs)
    rows = Pair.objects.bulk_create([_pair(newer, older, model, now) for newer, older in new[:most]])
    audit.record(
        event=Event.MATCHING_AUDITED,
        by=by,
        now=now,
        about=[f"pair:{row.id}" for row in rows],
        detail={"model": model, "beside": rules.MODEL, "found": len(pairs), "asked": len(rows)},
    )
    return Asked(tuple(row.id for row in rows), known=len(pairs) - len(new), left=len(new) - len(rows))


def _pair(newer: RecordTold, older: RecordTold, model: str, now: datetime) -> Pair:
    weighed = weighing.weigh(newer, older)
    return Pair(
        newer_id=newer.record,
        older_id=older.record,
        reasons_for=[FINDS_ONE, *weighing.reasons(weighed, speaks_for=True)],
        reasons_against=list(weighing.reasons(weighed, speaks_for=False)),
        one_household=weighed.cls == PairClass.HOUSEHOLD.value,
        score=weighed.probability,
        model=f"{model}, {rules.MODEL}",
        evidence=weighed.as_json(),
        by=model,
        asked_at=now,
    )
