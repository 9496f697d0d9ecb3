"""The daily list as somebody at the table reads it, and how long it is for everybody: flat, however long it becomes.

A family is on it once, whatever it is listed for, while anything of it is undecided (design promises 1, 2 and 14).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.triage.facts import FamilyOnList, ListSize
from wholepicture.pathway.triage.models import Ask, Decision, Listing
from wholepicture.pathway.triage.models.listing import OPEN
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Change
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Lane

A_PAGE = 50
# In the order of Change, then the fast lane, then what is due first; the same families in the same order every time.
FAMILIES = """
with on_list as (
  select l.family_id as family, min(array_position(%(changes)s, l.change)) as change,
    min(array_position(%(lanes)s, l.lane)) as lane, min(l.due_at) as due_at, min(l.listed_at) as oldest_at,
    bool_and(l.linked) as linked, array_agg(l.id order by l.listed_at, l.id) as listings,
    (array_agg(l.change_words order by array_position(%(changes)s, l.change), l.listed_at desc, l.id))[1] as words
  from triage_listing l
  where l.withdrawn_at is null and l.decided_at is null
    and exists (
      select from access_grant g where g.subject = l.family_id and g.subject_kind = %(kind)s
        and g.team_id = any(%(teams)s) and g.from_at <= %(now)s and (g.until_at is null or g.until_at > %(now)s))
    and not exists (
      select from families_membership m
      where m.family_id = l.family_id and m.until_at is null and m.person_id = any(%(closed)s))
  group by l.family_id
), counted as (
  select count(*) as total, count(*) filter (where lane = 1) as fast, count(*) filter (where due_at <= %(now)s) as overdue
  from on_list
), page as (
  select * from on_list where %(lane)s::int is null or lane = %(lane)s
  order by change, lane, due_at, family limit %(limit)s offset %(offset)s
)
select c.total, c.fast, c.overdue, p.family, p.change, p.lane, p.due_at, p.oldest_at, p.linked, p.listings, p.words
from counted c left join page p on true order by p.change, p.lane, p.due_at, p.family
"""


@dataclass(frozen=True)
class ListPage:
    """One page of the list as one reader sees it. `count`, `fast` and `overdue` are of all that they may see.

    `page` counts from 1 to `pages`; `of_lane` is how many the pages hold; `capacity` how many families one meeting can
    decide about, and `meetings` how many meetings the whole list would take.
    """

    families: tuple[FamilyOnList, ...]
    page: int
    pages: int
    of_lane: int
    count: int
    fast: int
    overdue: int
    capacity: int

    @property
    def meetings(self) -> int:
        """How many meetings the list would take at what one meeting can decide about."""
        return -(-self.count // self.capacity)


def untriaged(now: datetime) -> ListSize:
    """Return how many families of the whole partnership wait to be decided about, since when, and how many too long.

    One statement over what is undecided alone, for every page; it names nobody.
    """
    found = Listing.objects.filter(OPEN).aggregate(
        count=Count("family", distinct=True),
        oldest=Min("listed_at"),
        overdue=Count("family", distinct=True, filter=Q(due_at__lte=now)),
    )
    return ListSize(found["count"], found["oldest"], found["overdue"])


def list_for(by: Actor, now: datetime, *, page: int = 1, lane: Lane | None = None) -> ListPage:
    """Return a page of the families that wait and that this reader's teams may open, without those of their own matters.

    Whoever reads it writes down who was on it. A page past the end is the last one; `lane` None means both. Nobody but
    a named worker sees a family: an agency's system cannot be told apart from the people it concerns.
    """
    capacity = protocol.current(now).parameters.meeting_capacity
    rows, total = _rows(by, now, page, lane)
    if not rows and page > 1 and total.of(lane):
        page = _pages(total.of(lane))
        rows, total = _rows(by, now, page, lane)
    return ListPage(
        families=_families(rows),
        page=min(max(page, 1), _pages(total.of(lane))),
        pages=_pages(total.of(lane)),
        of_lane=total.of(lane),
        count=total.count,
        fast=total.fast,
        overdue=total.overdue,
        capacity=capacity,
    )


@dataclass(frozen=True)
class _Total:
    count: int = 0
    fast: int = 0
    overdue: int = 0

    def of(self, lane: Lane | None) -> int:
        return {None: self.count, Lane.FAST: self.fast, Lane.STANDARD: self.count - self.fast}[lane]


@dataclass(frozen=True)
class _Row:
    family: UUID
    change: Change
    lane: Lane
    due_at: datetime
    oldest_at: datetime
    linked: bool
    listings: tuple[UUID, ...]
    words: str


def _rows(by: Actor, now: datetime, page: int, lane: Lane | None) -> tuple[list[_Row], _Total]:
    if by.worker is None or not by.teams:
        return [], _Total()
    changes, lanes = [each.value for each in Change], [each.value for each in Lane]
    asked = {
        "changes": changes,
        "lanes": lanes,
        "kind": Subject.FAMILY.value,
        "teams": sorted(by.teams),
        "now": now,
        "closed": sorted(access.closed_to(by.worker, london_day(now))),
        "lane": lanes.index(lane.value) + 1 if lane else None,
        "limit": A_PAGE,
        "offset": (max(page, 1) - 1) * A_PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(FAMILIES, asked)
        found = cursor.fetchall()
    total = _Total(*found[0][:3])
    return [_row(*each[3:]) for each in found if each[3]], total


def _row(family: UUID, change: int, lane: int, *rest: Any) -> _Row:  # noqa: ANN401  columns of a statement
    due_at, oldest_at, linked, listings, words = rest
    order, lanes = list(Change), list(Lane)
    return _Row(family, order[change - 1], lanes[lane - 1], due_at, oldest_at, linked, tuple(listings), words)


def _families(rows: Iterable[_Row]) -> tuple[FamilyOnList, ...]:
    those = list(rows)
    if not those:
        return ()
    ids = [row.family for row in those]
    children, proposed = _children(ids), _proposed(ids)
    asks = answered_of([listing for row in those for listing in row.listings])
    return tuple(_family(row, children, asks, proposed) for row in those)


def _family(
    row: _Row,
    children: Mapping[UUID, tuple[UUID, ...]],
    asks: Mapping[UUID, tuple[int, int]],
    proposed: Mapping[UUID, str],
) -> FamilyOnList:
    asked, answered = asks.get(row.family, (0, 0))
    return FamilyOnList(
        family=row.family,
        children=children.get(row.family, ()),
        listings=row.listings,
        change=row.change,
        change_words=row.words,
        lane=row.lane,
        due_at=row.due_at,
        oldest_at=row.oldest_at,
        linked=row.linked,
        asked=asked,
        answered=answered,
        proposed=row.family in proposed,
        proposed_by=proposed.get(row.family, ""),
    )


def _children(families: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    found: dict[UUID, list[UUID]] = {}
    rows = Membership.objects.filter(family_id__in=families, until_at__isnull=True, part=Part.CHILD)
    for family, person in rows.order_by("family_id", "person_id").values_list("family_id", "person_id"):
        found.setdefault(family, []).append(person)
    return {family: tuple(those) for family, those in found.items()}


def answered_of(listings: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many functions of teams are asked because of these listings of each family, and how many have answered it all.

    The one count of who was asked and has answered: a function of a team counts once, about however many people it is
    asked; gaps are no asks.
    """
    rows = Ask.objects.filter(serves__listing_id__in=listings, team__isnull=False, ended_at__isnull=True)
    told = rows.values_list("serves__listing__family_id", "team_id", "function", "contribution_id")
    asked: dict[UUID, dict[tuple[Any, str], bool]] = defaultdict(dict)
    for family, team, function, contribution in told:
        so_far = asked[family].get((team, function), True)
        asked[family][team, function] = so_far and contribution is not None
    return {family: (len(those), sum(those.values())) for family, those in asked.items()}


def _proposed(families: Collection[UUID]) -> dict[UUID, str]:
    rows = Decision.objects.filter(family_id__in=families, state=DecisionState.PROPOSED).order_by("at", "id")
    return dict(rows.values_list("family_id", "agency__name"))


def _pages(count: int) -> int:
    return max(1, -(-count // A_PAGE))


def persons_on_list() -> set[UUID]:
    """Return everybody of the families that wait for a decision: a doubt about one of them is decided first."""
    families = Listing.objects.filter(OPEN).values("family_id")
    members = Membership.objects.filter(family_id__in=families, until_at__isnull=True)
    return set(members.values_list("person_id", flat=True))
