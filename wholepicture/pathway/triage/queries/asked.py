"""What is asked already about some families, and who is there to be asked today: what `actions.ask` begins from."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties.queries.recipients import Directory
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.models import Ask, AskFor, Listing
from wholepicture.pathway.triage.queries import asking
from wholepicture.pathway.triage.queries.circles import open_posts
from wholepicture.pathway.triage.rules import OpenPost
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.engine import Protocol


@dataclass(frozen=True)
class Standing:
    """What stands about some families: their listings that count, oldest first, their open asks, and what was answered.

    `open` are all open asks, by the family that theirs goes on as; `answered` are the asks that serve each listing and have
    an answer; `ties` are pairs of ask and listing; `persons` says whom each record asked about resolves to.
    """

    listings: Mapping[UUID, tuple[Listing, ...]]
    open: Mapping[UUID, tuple[Ask, ...]]
    answered: Mapping[UUID, tuple[Ask, ...]]
    ties: frozenset[tuple[UUID, UUID]]
    persons: Mapping[UUID, UUID | None]

    def key(self, row: Ask) -> rules.AskKey | None:
        """What an ask is known by; None where its record is nobody's for the moment."""
        person = self.persons.get(row.about_id)
        return (Function(row.function), row.team_id, person) if person else None

    def answered_keys(self, listing: UUID) -> set[rules.AskKey | None]:
        """What was answered because of one listing: it is not asked again because of the same one."""
        return {self.key(row) for row in self.answered.get(listing, ())}


@dataclass(frozen=True)
class Today:
    """The protocol, and the directory of the day; `releaser` is the post that releases what has to be held, if any."""

    on: date
    agreed: Protocol
    posts: tuple[OpenPost, ...]
    releaser: Post | None

    def why_gone(self, row: Ask) -> str:
        """Why the team that was asked is no longer there; "" where it is, or where there never was one."""
        if row.team is None or any((post.team, post.function) == (row.team_id, row.function) for post in self.posts):
            return ""
        if row.team.closed_date and row.team.closed_date <= self.on:
            return f"{row.team.name} has closed."
        left = row.team.agency.left_date
        if left and left <= self.on:
            return f"{row.team.agency.name} has left the partnership."
        return f"{row.team.name} is no longer {Function(row.function).label}."


def today(now: datetime) -> Today:
    """Return the protocol in force and the directory on the London day of this instant."""
    on, agreed = london_day(now), protocol.current(now)
    return Today(on, agreed, open_posts(on), Directory(on).owner(agreed.parameters.release_owners))


def standing_asks(families: Mapping[UUID, UUID]) -> Standing:
    """Return what stands about these families, each given with the one that it goes on as."""
    rows = Ask.objects.filter(asking.OPEN, family_id__in=families).select_related("team__agency", "notice")
    opened: dict[UUID, list[Ask]] = defaultdict(list)
    for row in rows.order_by("asked_at", "id"):
        opened[families[row.family_id]].append(row)
    asks = [row for those in opened.values() for row in those]
    ties = frozenset(AskFor.objects.filter(ask__in=asks).values_list("ask_id", "listing_id"))
    listings = _that_count(set(families.values()), {listing for _, listing in ties})
    answered: dict[UUID, list[Ask]] = defaultdict(list)
    serve = AskFor.objects.filter(listing__in=[row.id for those in listings.values() for row in those])
    for tie in serve.filter(ask__contribution__isnull=False).select_related("ask"):
        answered[tie.listing_id].append(tie.ask)
    about = {row.about_id for row in (*asks, *(row for those in answered.values() for row in those))}
    return Standing(
        listings=listings,
        open={family: tuple(those) for family, those in opened.items()},
        answered={listing: tuple(those) for listing, those in answered.items()},
        ties=ties,
        persons=people.persons_of_records(about),
    )


def _that_count(families: Collection[UUID], served: Collection[UUID]) -> dict[UUID, tuple[Listing, ...]]:
    """Listings in their own right that are undecided, or that something is still asked for."""
    live = Listing.objects.filter(family_id__in=families, withdrawn_at__isnull=True, linked=False)
    found: dict[UUID, tuple[Listing, ...]] = {}
    for row in live.filter(Q(decided_at__isnull=True) | Q(id__in=served)).order_by("listed_at", "id"):
        found[row.family_id] = (*found.get(row.family_id, ()), row)
    return found
