"""Ask agencies what they know of named people, as soon as a family is listed (review 2.4-2.6; design promises 4, 10, 13).

One open ask of a team's function about a person serves every listing of the family; asking again changes nothing. What
was asked in error is taken back where nobody was told; what was delivered stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.families.models import Family
from wholepicture.pathway.triage import permissions, queries, rules
from wholepicture.pathway.triage.actions import asking, granting
from wholepicture.pathway.triage.facts import ToAsk
from wholepicture.pathway.triage.models import Ask, AskFor, Listed, Listing
from wholepicture.pathway.triage.queries.asked import Standing, Today
from wholepicture.pathway.triage.queries.circles import Matter
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event


@transaction.atomic
def ask(*, listings: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Ask whoever has to be asked because of these listings, and end what is no longer asked of anybody.

    All undecided listings of their families count; one that is decided asks nobody anew. For the machine only: raises
    permissions.OnlyTheMachine.
    """
    permissions.check_can_ask(by)
    given = list(Listing.objects.filter(id__in=listings))
    lineages = queries.lineages({row.family_id for row in given})
    _hold(lineages)
    stands = queries.standing_asks(lineages)
    rows = [row for those in stands.listings.values() for row in those]
    # Before the facts: a change in between makes a listing wait once more, never less.
    derived = _derived([*given, *rows])
    today = queries.today(now)
    work = _Work(stands, today, queries.circles(rows, today.posts, now), by, now)
    for family in sorted(set(lineages.values())):
        work.settle(family)
    _remember(given, rows, derived, now)


@dataclass(frozen=True)
class _Work:
    """What a number of families have in common: what stands about them, the directory of the day, and what each is about."""

    stands: Standing
    today: Today
    matters: Mapping[UUID, Matter]
    by: Actor
    now: datetime

    def settle(self, family: UUID) -> None:
        """Bring what is asked about one family to what has to be."""
        listings = self.stands.listings.get(family, ())
        wanted = {row.id: self._wanted(row) for row in listings}
        sent = {row: rules.as_sent(wanted[row], can_release=self.today.releaser is not None) for row in wanted}
        opened = self._without_gone(self.stands.open.get(family, ()) if listings else ())
        known = {self.stands.key(row): row for row in reversed(opened)}
        new = [one for row in listings if not row.decided_at for one in self._ask_for(row, sent[row.id], known)]
        keys = {rules.ask_key(one) for those in sent.values() for one in those}
        self._end_unwanted(self.stands.open.get(family, ()), known, keys)
        everything = [one for those in wanted.values() for one in those]
        children = {each.person for row in listings for each in self.matters[row.id].circle.children}
        teams = rules.works_with_the_child(everything, children, self.today.agreed.parameters)
        is_undecided = any(row.decided_at is None for row in listings)
        granting.open_to(family, teams, is_undecided=is_undecided, by=self.by, now=self.now)
        self._record(family, new)

    def _wanted(self, listing: Listing) -> list[ToAsk]:
        return rules.to_ask(self.matters[listing.id].circle, self.today.agreed.parameters)

    def _without_gone(self, opened: Sequence[Ask]) -> list[Ask]:
        """End what is asked of teams that are no longer there: whoever holds the function now is asked."""
        for row in opened:
            if because := self.today.why_gone(row):
                asking.give_up(row, because, by=self.by, now=self.now)
        return [row for row in opened if row.ended_at is None]

    def _ask_for(self, listing: Listing, sent: Sequence[ToAsk], known: dict[rules.AskKey | None, Ask]) -> list[Ask]:
        """Let everybody be asked because of one listing, each once; return what is asked anew."""
        sender = asking.Sender(listing, self.matters[listing.id], self.today, self.by, self.now)
        answered = self.stands.answered_keys(listing.id)
        to_ask = [one for one in sent if rules.ask_key(one) not in answered]
        new: dict[rules.AskKey | None, Ask] = {
            rules.ask_key(one): sender.new(one) for one in to_ask if rules.ask_key(one) not in known
        }
        for one in to_ask:
            if rules.ask_key(one) in known:
                sender.keep(known[rules.ask_key(one)], one)
        known.update(new)
        serve = [known[rules.ask_key(one)] for one in to_ask]
        AskFor.objects.bulk_create(
            AskFor(ask=row, listing=listing) for row in serve if (row.id, listing.id) not in self.stands.ties
        )
        return list(new.values())

    def _end_unwanted(
        self, opened: Sequence[Ask], known: Mapping[rules.AskKey | None, Ask], wanted: set[rules.AskKey]
    ) -> None:
        """End what nobody has to be asked any more, and nobody was told; what was delivered stands."""
        kept = {row.id for key, row in known.items() if key in wanted}
        for row in opened:
            if row.id not in kept and row.ended_at is None:
                because = rules.ended_because(self.stands.key(row), wanted)
                asking.take_back(row, because, by=self.by, now=self.now)

    def _record(self, family: UUID, new: Sequence[Ask]) -> None:
        if new:
            about = [f"family:{family}", *(f"ask:{row.id}" for row in new)]
            detail = {"gaps": sum(row.notice_id is None for row in new)}
            audit.record(event=Event.CONTRIBUTION_ASKED, by=self.by, now=self.now, about=about, detail=detail)


def _hold(families: Mapping[UUID, UUID]) -> None:
    """Hold these families, in one order: another worker must not ask about one of them at the same time."""
    list(Family.objects.filter(id__in=families).order_by("id").select_for_update(no_key=True).values_list("id"))


def _derived(listings: Sequence[Listing]) -> dict[UUID, datetime]:
    rows = Listed.objects.filter(incident_id__in={row.incident_id for row in listings})
    return dict(rows.values_list("incident_id", "derived_at"))


def _remember(
    given: Sequence[Listing], live: Sequence[Listing], derived: Mapping[UUID, datetime], now: datetime
) -> None:
    """Keep from when on each listing is asked for; one that was withdrawn asks nobody."""
    counted = {row.id: row for row in live}
    for row in {row.id: row for row in (*given, *live)}.values():
        at = derived.get(row.incident_id, now) if row.id in counted else None
        if row.asked_for != at:
            Listing.objects.filter(id=row.id).update(asked_for=at)
