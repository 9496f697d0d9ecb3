"""What agencies were asked and how far that has got, and which listings wait for their asks.

A family that became another keeps its asks: they are read with those of the family that it goes on as.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from wholepicture.lib import work_list
from wholepicture.lib.dates import london_day
from wholepicture.lib.once import once
from wholepicture.lib.postgres import claims
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.notifications.models import Step
from wholepicture.pathway.notifications.terms import LADDER, State, StepKind
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.pathway.triage.models import Ask, AskFor, Listed, Listing
from wholepicture.pathway.triage.terms import AskState, Known
from wholepicture.registers.agencies.terms import Function

LONDON = ZoneInfo("Europe/London")
OPEN = Q(contribution__isnull=True, ended_at__isnull=True)
REACHED = (StepKind.DELIVERED, *LADDER)
HELD_BACK = {State.HELD: AskState.HELD, State.WITHHELD: AskState.WITHHELD}


def asks_of_family(family: UUID) -> list[AskPicture]:
    """Return every ask about a family, answered and ended ones included, oldest first."""
    return asks_of_families([family])[family]


def asks_of_families(family_ids: Iterable[UUID]) -> dict[UUID, list[AskPicture]]:
    """Return what asks_of_family does for each of these; as many statements for many as for one.

    `held` says that an ask is, or was, held for release, and so tells its team only whom it is about; `state` whether it
    is held still.
    """
    wanted = set(family_ids)
    now_is = lineages(wanted)
    found: dict[UUID, list[AskPicture]] = defaultdict(list)
    for picture in _pictures(Ask.objects.filter(family_id__in=now_is)):
        found[now_is[picture.family]].append(picture)
    ended_as = families.goes_on_as(wanted)
    return {family: found[ended_as[family]] for family in wanted}


def asks_of_listing(listing: UUID) -> list[AskPicture]:
    """Return every ask that serves one listing, oldest first."""
    return _pictures(Ask.objects.filter(serves__listing_id=listing))


def asks_of_listings(listing_ids: Iterable[UUID]) -> dict[UUID, list[AskPicture]]:
    """Return what asks_of_listing does for each of these; as many statements for many as for one."""
    found: dict[UUID, list[AskPicture]] = {listing: [] for listing in listing_ids}
    serves: dict[UUID, list[UUID]] = defaultdict(list)
    for ask, listing in AskFor.objects.filter(listing_id__in=found).values_list("ask_id", "listing_id"):
        serves[ask].append(listing)
    for picture in _pictures(Ask.objects.filter(id__in=serves)):
        for listing in serves[picture.id]:
            found[listing].append(picture)
    return found


def open_asks(family: UUID, team: UUID) -> list[AskPicture]:
    """Return the asks of one team about a family that reached it and wait for an answer: never one that is held."""
    rows = Ask.objects.filter(OPEN, family_id__in=lineages([family]), team_id=team)
    return [picture for picture in _pictures(rows) if picture.state is AskState.ASKED]


@once
def lineages(family_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return each family that these go on as, or that has become one of those, with the one that it is now."""
    found = {now_is: now_is for now_is in families.goes_on_as(family_ids).values()}
    new: Collection[UUID] = set(found)
    while new:
        rows = Family.objects.filter(merged_into_id__in=new).values_list("id", "merged_into_id")
        merged = {family: found[into] for family, into in rows if into and family not in found}
        found |= merged
        new = merged.keys()
    return found


def waiting_asks(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Return listings of which it was not worked out who is asked, or from which it follows differently now; claimed.

    Also those that were withdrawn with something still asked, and those with an ask of a team that is no longer there.
    """
    found = list(_new().exclude(id__in=exclude).order_by("due_at").values_list("id", flat=True)[:limit])
    if len(found) < limit:
        # Without an order or a limit, for which the database would go through every ask there ever was.
        rest = set(_known_differently(london_day(now)).values_list("listing", flat=True))
        found += sorted(rest.difference(exclude, found))[: limit - len(found)]
    return claims.claim("asks", found)


def size_asks(now: datetime) -> work_list.Size:
    """Return how many listings wait for their asks, and since when the oldest does."""
    return work_list.size(_new(), "listed_at")


def next_due_asks(now: datetime) -> datetime | None:
    """Return when the next team that is asked something will be gone; None when no such day is known."""
    today = london_day(now)
    columns = ("team__closed_date", "team__agency__left_date", "notice__post__closed_date")
    days = [
        Ask.objects.filter(OPEN, **{f"{column}__gt": today}).aggregate(day=Min(column))["day"] for column in columns
    ]
    first = min((day for day in days if day), default=None)
    return datetime.combine(first, time(0), LONDON) if first else None


def _new() -> QuerySet[Listing]:
    """Undecided listings in their own right, worked out anew since, or never."""
    live = Listing.objects.filter(withdrawn_at__isnull=True, decided_at__isnull=True, linked=False)
    is_new = Q(asked_for__isnull=True) | Q(_stale("incident_id", "asked_for"))
    return live.filter(is_new, family__merged_into__isnull=True)


def _stale(incident: str, asked_for: str) -> Exists:
    """Its incident was worked out and listed anew since it was asked."""
    listed = Listed.objects.filter(incident_id=OuterRef(incident))
    return Exists(listed.exclude(derived_at=OuterRef(asked_for)))


def _known_differently(on: date) -> QuerySet[AskFor]:
    """Listings that open asks serve, and that are withdrawn, decided and worked out anew, or ask somebody who is gone.

    From the open asks on, of which there are few, and not from every listing there ever was.
    """
    asked = AskFor.objects.filter(ask__contribution__isnull=True, ask__ended_at__isnull=True)
    is_gone = Q(ask__team__closed_date__lte=on) | Q(ask__team__agency__left_date__lte=on)
    is_gone |= Q(ask__notice__post__closed_date__lte=on)
    anew = Q(listing__withdrawn_at__isnull=False) | Q(_stale("listing__incident_id", "listing__asked_for")) | is_gone
    return asked.filter(anew, listing__asked_for__isnull=False)


def _pictures(rows: QuerySet[Ask]) -> list[AskPicture]:
    found = list(rows.select_related("team__agency", "notice", "contribution").order_by("asked_at", "id"))
    reached = _reached([row.notice_id for row in found if row.notice_id])
    return [_picture(row, reached) for row in found]


def _picture(row: Ask, reached: Mapping[UUID, str]) -> AskPicture:
    known = Known(row.contribution.known) if row.contribution else None
    notice = HELD_BACK.get(State(row.notice.state), AskState.ASKED) if row.notice else None
    return AskPicture(
        id=row.id,
        family=row.family_id,
        function=Function(row.function),
        agency_id=row.team.agency_id if row.team else None,
        agency=row.team.agency.name if row.team else "",
        team_id=row.team_id,
        team=row.team.name if row.team else "",
        about=row.about_id,
        state=rules.ask_state(notice=notice, known=known, ended_at=row.ended_at),
        because=row.because,
        gap=row.gap,
        asked_at=row.asked_at,
        reply_by=row.notice.reply_by if row.notice else row.reply_by,
        notice=row.notice_id,
        held=row.notice is not None and row.notice.owner_id is not None,
        to=reached.get(row.notice_id, "") if row.notice_id else "",
        ended_because=row.ended_because,
    )


def _reached(notices: Collection[UUID]) -> dict[UUID, str]:
    """Whom each notice reached last, by name: the named person, or whoever it climbed to since."""
    rows = Step.objects.filter(notice_id__in=notices, kind__in=REACHED, to__isnull=False).order_by("number")
    return dict(rows.values_list("notice_id", "to__name")) if notices else {}
