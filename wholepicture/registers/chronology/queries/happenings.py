"""The timeline of a family: happenings, the latest first, by pages that are found by key and never loaded whole.

Latest first, because whoever opens a family has to see what is new before what was; each page is drawn oldest to latest.
Entries that stem from one cause are one happening, and so is all that was told, held or answered about one instant: an
incident, the notices about it and the asks that followed. Who of them knows of it, `knowing` says. Three statements for
a page, however much there is: the first chooses among the family's own entries, the second reads the entries of what was
chosen, the third what of it was told in error.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.chronology.facts import Happening, HappeningsPage, Key, Line, Reach, Wanted
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.queries.knowing import KNOWS, TERMS
from wholepicture.registers.chronology.queries.lines import lines
from wholepicture.registers.chronology.terms import ALONE, KEPT_FROM, REPORTS, EntryKind

A_PAGE = 40
EVERYTHING = Wanted()

# What belongs to the family, and to which happening, is told from every entry; what is shown, from those that are seen.
CHOOSE = """
with entries as (
  select cause, kind, agency_id, record_id, happened_at, known_at{source},
    (%(known_to)s::uuid is null or (agency_id = %(known_to)s and kind <> all(%(kept_from)s)))
      and (%(known_before)s::timestamptz is null or known_at < %(known_before)s
        or (%(unknown_to)s::uuid is not null and agency_id <> %(unknown_to)s)) as seen
  from chronology_entry
  where record_id = any(%(records)s) and cause <> all(%(without)s)
), causes as (
  select cause, min(happened_at) as happened_at,
    min(happened_at) filter (where seen) as seen_happened_at, min(known_at) filter (where seen) as known_at,
    bool_or(kind = any(%(alone)s)) as alone,
    bool_or(kind = any(%(reports)s)) as reported,
    bool_or(record_id = any(%(children)s)) or cause = any(%(causes)s) as ours,
    bool_or(record_id = any(%(adults)s)) as adults,
    bool_or(seen and (%(agency)s::uuid is null or agency_id = %(agency)s)
      and (%(kinds)s::text[] is null or kind = any(%(kinds)s))) as fits,
    {known} as known
  from entries
  group by cause
), keyed as (
  select *,
    case when alone or happened_at is null then cause else md5(extract(epoch from happened_at)::text)::uuid end as id
  from causes
), happened as (
  select id, coalesce(min(seen_happened_at), min(known_at)) as at
  from keyed
  group by id
  having (bool_or(ours) or (bool_or(adults) and not bool_or(reported)))
    and bool_or(fits)
    and not coalesce(case when bool_or(reported) then bool_or(known and reported) else bool_or(known) end, false)
), chosen as (
  select id, at from happened
  where (%(since)s::timestamptz is null or at >= %(since)s) and (%(until)s::timestamptz is null or at < %(until)s)
  {side}
)
select id, chosen.at, array_agg(keyed.cause) from chosen join keyed using (id) group by id, chosen.at
order by chosen.at {order}, id {order}
"""
OLDER = """and (%(at)s::timestamptz is null or (at, id) < (%(at)s, %(id)s::uuid))
  order by at desc, id desc limit %(limit)s"""
NEWER = "and (at, id) > (%(at)s, %(id)s::uuid) order by at, id limit %(limit)s"
# What would read more than the index is asked only where a reader wants to see what somebody did not know.
KNOWN = f"bool_or(seen and agency_id = %(unknown_to)s and {KNOWS})"


def page(
    reach: Reach,
    wanted: Wanted = EVERYTHING,
    *,
    seen: Seen,
    older_than: Key | None = None,
    newer_than: Key | None = None,
    without: Collection[UUID] = (),
    limit: int = A_PAGE,
) -> HappeningsPage:
    """Return the latest happenings, or those on the older or the newer side of a key, as if these causes were not there.

    A happening that fits is returned with all its entries in reach, those of others included (see Wanted).
    """
    back = newer_than is not None
    asked = _asked(reach, wanted, newer_than or older_than, limit + 1, without)
    found = _chosen(_statement(wanted, back=back), asked)
    more, chosen = len(found) > limit, found[:limit]
    if back:
        chosen.reverse()
    told = _told({cause for _, causes in chosen for cause in causes}, reach, wanted)
    mended = _mended(told, reach, wanted)
    shown = tuple(_happening(key, causes, told, mended) for key, causes in chosen)
    newer, older = (more, bool(chosen)) if back else (older_than is not None and bool(chosen), more)
    return HappeningsPage(shown, shown[0].key if newer else None, shown[-1].key if older else None)


def _chosen(statement: str, asked: Mapping[str, Any]) -> list[tuple[Key, list[UUID]]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [(Key(at, id_), causes) for id_, at, causes in cursor.fetchall()]


def _asked(reach: Reach, wanted: Wanted, key: Key | None, limit: int, without: Collection[UUID]) -> dict[str, Any]:
    return TERMS | {
        "records": list(reach.records),
        "children": list(reach.children),
        "adults": list(reach.adults),
        "causes": list(reach.causes),
        "without": list(without),
        "alone": [kind.value for kind in ALONE],
        "reports": [kind.value for kind in REPORTS],
        "agency": wanted.agency,
        "kinds": [kind.value for kind in wanted.kinds] or None,
        "since": wanted.since,
        "until": wanted.until,
        "known_before": wanted.known_before,
        "known_to": wanted.known_to,
        "unknown_to": wanted.unknown_to,
        "at": key.at if key else None,
        "id": key.id if key else None,
        "limit": limit,
    }


def _statement(wanted: Wanted, *, back: bool) -> str:
    """The statement, without what is not asked for."""
    return CHOOSE.format(
        source=", source" if wanted.unknown_to else "",
        known=KNOWN if wanted.unknown_to else "false",
        side=NEWER if back else OLDER,
        order="" if back else "desc",
    )


def _told(causes: Iterable[UUID], reach: Reach, wanted: Wanted) -> dict[UUID, list[Line]]:
    rows = Entry.objects.filter(cause__in=causes, record_id__in=reach.records)
    if wanted.known_before and wanted.unknown_to is None:
        rows = rows.filter(known_at__lt=wanted.known_before)
    if wanted.known_to:
        rows = rows.filter(agency_id=wanted.known_to).exclude(kind__in=KEPT_FROM)
    found: dict[UUID, list[Line]] = defaultdict(list)
    for line in lines(rows):
        found[line.cause].append(line)
    return found


def _mended(told: dict[UUID, list[Line]], reach: Reach, wanted: Wanted) -> dict[UUID, Line]:
    """What says of an entry that it was told in error, by the source of that entry."""
    sources = {line.source for those in told.values() for line in those}
    rows = Entry.objects.filter(kind=EntryKind.CORRECTED, cause__in=sources, record_id__in=reach.records)
    if wanted.known_before:
        rows = rows.filter(known_at__lt=wanted.known_before)
    return {line.cause: line for line in lines(rows)}


def _happening(key: Key, causes: Iterable[UUID], told: dict[UUID, list[Line]], mended: dict[UUID, Line]) -> Happening:
    those = [line for cause in causes for line in told[cause]]
    ordered = sorted(those, key=lambda line: (line.known_at, str(line.source), line.kind, str(line.record)))
    corrected = {line.source for line in ordered} & mended.keys()
    return Happening(key, tuple(ordered), tuple(mended[source] for source in sorted(corrected)))
