"""Who knows of what a cause made known: the one definition, from which every page says it (design promise 5; review 2.14).

An agency knows of what it told itself, and of what a notice about it told it that was really delivered. It does not know
of it by being asked what it knows (an ask is a cause of its own), by a notice that was once held for release (that says
only whom it is about), by being kept from it, nor by what was told in error, once that was corrected.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.chronology.terms import KEPT_FROM, EntryKind

# Of one of `entries`: that by it, at %(known_before)s, its agency knows of its cause.
KNOWS = """(kind <> all(%(kept_from)s)
      and source not in (select source from entries where kind = %(held)s)
      and source not in (select cause from entries where kind = %(corrected)s and known_at < %(known_before)s))"""
TERMS = {
    "held": EntryKind.HELD.value,
    "corrected": EntryKind.CORRECTED.value,
    "kept_from": [kind.value for kind in KEPT_FROM],
}
KNOWING = f"""
with told as (
  select cause, kind, agency_id, known_at, source from chronology_entry
  where cause = any(%(causes)s) and record_id = any(%(records)s)
), entries as (
  select * from told
  union all
  select cause, kind, agency_id, known_at, source from chronology_entry
  where cause in (select source from told) and kind = %(corrected)s and record_id = any(%(records)s)
)
select cause, agency_id, min(known_at) from entries
where cause = any(%(causes)s) and known_at < %(known_before)s and {KNOWS}
group by cause, agency_id
"""  # noqa: S608  the definition above, no values


def knowing(
    records: Collection[UUID], causes: Collection[UUID], *, before: datetime, seen: Seen
) -> dict[UUID, dict[UUID, datetime]]:
    """Return for each cause the agencies that knew of it by an instant, with since when, from these records alone.

    A cause of which nobody knew has nobody. One statement.
    """
    asked = {**TERMS, "causes": list(causes), "records": list(records), "known_before": before}
    found: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(KNOWING, asked)
        for cause, agency, since in cursor.fetchall():
            found[cause][agency] = since
    return {cause: found.get(cause, {}) for cause in causes}
