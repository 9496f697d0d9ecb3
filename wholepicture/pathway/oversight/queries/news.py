"""What became known of families since a reader's last look at each: of those that they may open, and of no other.

A family counts whose page they opened before, or which waits on the daily list and which they never opened. Said is how
much and of what sort, never what: that is read on the family's page, where the seal holds (design promises 10 and 11).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families.terms import Part
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.chronology.terms import EntryKind

# The sorts that are told apart; whatever else was written down is counted together.
REPORTS = (EntryKind.INCIDENT, EntryKind.CONCERN)
# Of children alone: an adult may belong to another family, whose matters are not this one's.
NEWS = """
with looked as (
  select subject as family, max(at) as at from audit_look
  where "user" = %(user)s and subject_kind = %(family)s and at < %(now)s group by subject
), waits as (
  select family_id as family, min(listed_at) as listed_at from triage_listing
  where decided_at is null and withdrawn_at is null group by family_id
), mine as materialized (
  select m.family, l.at as last_look, w.listed_at
  from (select family from looked union select family from waits) m
  left join looked l on l.family = m.family
  left join waits w on w.family = m.family
  where exists (
    select from access_grant g
    where g.subject = m.family and g.team_id = any(%(teams)s) and g.subject_kind = %(family)s
      and g.from_at <= %(now)s and (g.until_at is null or g.until_at > %(now)s))
), opened as (
  select m.family, m.last_look, m.listed_at
  from mine m
  where exists (
      select from families_membership c where c.family_id = m.family and c.until_at is null and c.part = %(child)s)
    and not exists (
      select from families_membership c
      where c.family_id = m.family and c.until_at is null and c.person_id = any(%(closed)s))
), news as (
  select o.family, o.last_look, coalesce(e.at, o.listed_at) as at, coalesce(e.reports, 0) as reports,
    coalesce(e.decisions, 0) as decisions, coalesce(e.others, 0) as others
  from opened o
  left join lateral (
    select max(c.known_at) as at,
      count(distinct c.cause) filter (where c.kind = any(%(reports)s)) as reports,
      count(distinct c.source) filter (where c.kind = %(decision)s) as decisions,
      count(distinct c.source) filter (where c.kind <> all(%(told_apart)s)) as others
    from families_membership m join people_record r on r.person_id = m.person_id
    join chronology_entry c on c.record_id = r.id and c.known_at > o.last_look and c.known_at <= %(now)s
    where m.family_id = o.family and m.until_at is null and m.part = %(child)s) e on true
  where e.at is not null or o.last_look is null
)
select family, last_look, at, reports, decisions, others from news order by at desc, family limit %(limit)s
"""


@dataclass(frozen=True)
class FamilyNews:
    """What is new of one family: when they last looked (None: never), when the latest became known, and how much."""

    family: UUID
    last_look: datetime | None
    at: datetime
    reports: int
    decisions: int
    others: int


def family_news(by: Actor, now: datetime, limit: int) -> list[FamilyNews]:
    """The families with something new to this reader, the latest first; one statement, whatever is on the list."""
    if by.worker is None or not by.teams:
        return []
    asked: dict[str, Any] = {
        "teams": sorted(by.teams),
        "family": Subject.FAMILY.value,
        "child": Part.CHILD.value,
        "user": by.id,
        "now": now,
        "closed": sorted(access.closed_to(by.worker, london_day(now))),
        "reports": _values(REPORTS),
        "decision": EntryKind.DECISION.value,
        "told_apart": _values([*REPORTS, EntryKind.DECISION]),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEWS, asked)
        return [FamilyNews(*row) for row in cursor.fetchall()]


def _values(kinds: Iterable[EntryKind]) -> list[str]:
    return [kind.value for kind in kinds]
